"""Too old, with no network, or signed out: each is said as it is, with what helps."""

from playwright.sync_api import Page, expect

from tests.browser.counter.misfortunes import end_sessions
from tests.browser.looking import OpenPage, until
from tests.browser.offline.pages import SHELL, ask, in_queue, opened, room, set_up
from tests.browser.offline.test_pages import DAY_MS, SET_BACK
from tests.cast import PASSWORD, Cast
from wastebank.models import Deposit

FRESH = "import('/static/wastebank/offline/bundle.js').then((bundle) => bundle.age())"
NOTES = {
    ("old", "cut"): ["Tidak ada jaringan.", "Setoran berhenti", "Cari jaringan."],
    ("old", "out"): ["Anda sudah keluar.", "Setoran berhenti", "Masuk, lalu semuanya diambil."],
    ("aging", "cut"): ["Tidak ada jaringan.", "Ambil lagi"],
    ("aging", "out"): ["Anda sudah keluar.", "Masuk, lalu semuanya diambil lagi."],
    ("fresh", "out"): ["Anda sudah keluar.", "alat ini menyimpan semuanya"],
}
# A network that has just come back drops what is asked in that moment.
LEARN = """import('/static/wastebank/offline/device.js')
  .then((device) => device.learn().then(() => device.isSignedOut()))"""
AGES = {"old": 30, "aging": 6.5, "fresh": 0}
DESK = {
    "cut": "Nasabah dan harga terlalu lama. Cari jaringan dan ambil lagi.",
    "out": "Nasabah dan harga terlalu lama, dan Anda sudah keluar. Masuk, lalu semuanya diambil",
}


def left_alone(page: Page, age: str, why: str) -> None:
    """The page opened anew: so many days later, without a network or after the session."""
    page.context.set_offline(False)
    page.goto("/counter/offline/session/")
    page.goto(SHELL)
    opened(page)
    if why == "cut":
        page.context.set_offline(True)
    page.evaluate(SET_BACK, ["snapshot", "at", -int(AGES[age] * DAY_MS)])
    page.reload()
    opened(page)


def test_each_says_what_is_so_and_what_helps(cast: Cast, open_page: OpenPage) -> None:
    page = open_page(width=360, height=740)
    set_up(page, cast.sari)
    end_sessions()
    notes = room(page, "start").locator("[data-notes]")
    now = f"{FRESH}.then((age) => age.at)"
    for (age, why), said in NOTES.items():
        taken = page.evaluate(now)
        left_alone(page, age, why)
        for words in said:
            expect(notes, f"{age} {why}").to_contain_text(words)
        goes_on = expect(notes, f"{age} {why}")
        weigh_on = "alat ini menyimpan semuanya"
        (goes_on.not_to_contain_text if age == "old" else goes_on.to_contain_text)(weigh_on)
        way_in = notes.get_by_role("link", name="Masuk")
        expect(way_in, f"{age} {why}").to_have_count(1 if why == "out" else 0)
        page.evaluate(SET_BACK, ["snapshot", "at", taken - page.evaluate(now)])


def test_a_desk_that_may_not_record_says_the_same(cast: Cast, open_page: OpenPage) -> None:
    page = open_page(width=360, height=740)
    set_up(page, cast.sari)
    end_sessions()
    page.evaluate(SET_BACK, ["snapshot", "at", -30 * DAY_MS])
    page.reload()
    opened(page)
    ask(page, cast.siti.number)
    page.locator(".tiles [data-material=pet]").click()
    page.locator("[data-weight]").fill("1")
    warning = page.locator("[data-warning]")
    for why, said in DESK.items():
        page.context.set_offline(why == "cut")
        until(page, f"{LEARN}.then((isOut) => isOut === {str(why == 'out').lower()})")
        page.locator("[data-record]").click()
        expect(warning, why).to_contain_text(said)
        expect(warning.get_by_role("link", name="Masuk"), why).to_have_count(int(why == "out"))
    assert in_queue(page) == []
    warning.get_by_role("link", name="Masuk").click()
    page.fill("[name=username]", cast.sari.username)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    opened(page)
    expect(room(page, "weigh").locator("[data-weight]")).to_have_value("1")
    until(page, f"{FRESH}.then((age) => !age.stale)")
    page.locator("[data-record]").click()
    latest = room(page, "start").locator("[data-latest]")
    expect(latest).to_contain_text("tercatat", timeout=30_000)
    assert Deposit.objects.get().total_idr == 2500


def test_who_fetches_signed_out_is_led_to_the_sign_in(cast: Cast, open_page: OpenPage) -> None:
    page = open_page()
    set_up(page, cast.sari)
    end_sessions()
    page.reload()
    opened(page)
    page.locator("nav [data-to=stored]").click()
    page.locator("[data-room=stored] [data-refresh]").click()
    refusal = room(page, "stored").locator("[role=alert]")
    expect(refusal).to_contain_text("Belum ada yang masuk.")
    refusal.get_by_role("link", name="Masuk").click()
    page.wait_for_url("**/login/**")
