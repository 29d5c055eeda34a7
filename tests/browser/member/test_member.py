"""The member's page in a real browser, on a small old phone, with and without scripts."""

import re
import uuid
from collections.abc import Callable, Iterator
from urllib.parse import unquote

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    FilePayload,
    Page,
    Response,
    expect,
)

from clinic.charges.prepare import ServiceAsked
from tests.browser.looking import OpenPage, scan
from tests.cast import SITI_PIN, Cast
from tests.serving import Served
from tests.wastebank.web.counter.desk import qr_picture
from wastebank.cards.lifecycle import issue_card
from wastebank.deposits.void import void_deposit
from wastebank.members.enrol import enrol_member
from wastebank.models import PinTries

FindBarriers = Callable[[Page], list[str]]
MAX_BYTES = 60_000
LONG_NAME = "Paguyuban Bank Sampah Ibu-Ibu Dasawisma Kenanga Wangi Sukamaju"


def enter(page: Page, cast: Cast, pin: str = SITI_PIN, who: str = "") -> None:
    page.goto("/member/")
    page.fill("[name=who]", who or cast.siti.number)
    for digit in pin:
        page.click(f'.pin [data-key="{digit}"]')
    with page.expect_navigation():
        page.click("form.pane button.is-big")


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize(("language", "balance"), [("id", "10.000"), ("en", "10,000")])
def test_the_passbook_opens_with_number_and_pin(
    cast: Cast, open_page: OpenPage, find_barriers: FindBarriers, language: str, balance: str
) -> None:
    cast.deposit()
    cast.redeem()
    page = open_page(language=language, width=360, height=740)
    page.goto("/member/")
    assert find_barriers(page) == []
    enter(page, cast)
    expect(page.locator(".sum .rp")).to_contain_text(balance)
    assert find_barriers(page) == []
    assert fits(page)


@pytest.mark.parametrize(
    ("language", "width"), [("id", 320), ("en", 360), ("id", 768), ("en", 1280)]
)
def test_no_state_of_the_book_has_a_barrier(
    cast: Cast, open_page: OpenPage, find_barriers: FindBarriers, language: str, width: int
) -> None:
    """A full book, with what was taken back, a deposit, a visit, a clinic, a refusal."""
    for _ in range(12):
        cast.deposit(("pet", 123_456), ("kardus", 98_765), ("jelantah", 1_500), ("botol-kecap", 12))
    deposit = cast.deposit()
    void_deposit(key=uuid.uuid4(), by=cast.sari, deposit=deposit.number, reason="salah timbang")
    visit = cast.redeem(ServiceAsked("tambal-gigi"), ServiceAsked("tensi"))
    page = open_page(language=language, width=width, height=740)
    enter(page, cast)
    expect(page.locator(".sum")).to_be_visible()
    own = ("", "passbook/", "passbook/?month=2020-01", "visits/", "clinics/SHT/")
    told = (f"deposits/{deposit.number}/", f"visits/{visit.entry_id}/", "deposits/MLT-999999/")
    for address in (*own, *told):
        page.goto(f"/member/{address}")
        assert find_barriers(page) == [], address
        assert fits(page), address


def test_the_sign_in_says_no_without_a_barrier(
    cast: Cast, open_page: OpenPage, find_barriers: FindBarriers
) -> None:
    page = open_page(width=360, height=740)
    enter(page, cast, pin="000000")
    expect(page.locator("[role=alert] code")).to_have_text("opening_wrong")
    assert find_barriers(page) == []
    expect(page.locator("[name=who]")).to_have_value(cast.siti.number)
    PinTries.objects.filter(member=cast.siti).update(sign_in_failed=5)
    enter(page, cast)
    expect(page.locator("[role=alert] code")).to_have_text("opening_wrong")
    for _ in range(2):
        enter(page, cast)
    expect(page.locator("[role=alert] code")).to_have_text("opening_waits")
    assert find_barriers(page) == []
    page.goto("/member/?closed=1")
    expect(page.get_by_text("Buku tabungan ditutup.")).to_be_visible()
    assert find_barriers(page) == []


def test_an_empty_book_invites(
    cast: Cast, open_page: OpenPage, find_barriers: FindBarriers
) -> None:
    member = enrol_member(key=uuid.uuid4(), by=cast.sari, name=LONG_NAME, kind="group")
    issue_card(key=uuid.uuid4(), by=cast.sari, member=member.number, activate=True, pin="135792")
    page = open_page(width=320, height=640)
    enter(page, cast, pin="135792", who=member.number)
    expect(page.locator(".empty")).to_be_visible()
    expect(page.locator(".sum")).to_contain_text("Kurang Rp15.000")
    for address in ("/member/", "/member/passbook/", "/member/visits/"):
        page.goto(address)
        assert find_barriers(page) == [], address
        assert fits(page), address


@pytest.mark.parametrize("scheme", ["dark", "sun"])
def test_by_night_and_in_the_sun(
    cast: Cast, open_page: OpenPage, find_barriers: FindBarriers, served: Served, scheme: str
) -> None:
    cast.deposit()
    cast.redeem()
    page = open_page(width=360, height=740)
    if scheme == "dark":
        page.emulate_media(color_scheme="dark")
    else:
        page.context.add_cookies([{"name": "sun", "value": "1", "url": served.url}])
    enter(page, cast)
    for address in ("/member/", "/member/passbook/", "/member/clinics/SHT/"):
        page.goto(address)
        assert find_barriers(page) == [], address


def test_a_scanner_that_types_the_card_leads_to_the_pin(cast: Cast, open_page: OpenPage) -> None:
    """The code takes the place of the number, and stands nowhere on the screen."""
    cast.deposit()
    page = open_page(width=1280)
    page.goto("/member/")
    scan(page, cast.siti_card.code)
    expect(page.locator("[data-card-read] .note")).to_be_visible()
    expect(page.locator("[name=who]")).to_be_hidden()
    assert cast.siti_card.code not in page.inner_text("body")
    page.keyboard.type(SITI_PIN)
    page.keyboard.press("Enter")
    expect(page.locator(".sum .rp")).to_contain_text("25.000")
    assert cast.siti_card.code not in page.url


def test_a_photo_of_the_card_leads_to_the_pin(cast: Cast, open_page: OpenPage) -> None:
    """The phone makes the photo small and asks the program what stands in it."""
    cast.deposit()
    page = open_page(width=360, height=740)
    page.goto("/member/")
    photo = qr_picture(cast.siti_card.code)
    card = FilePayload(name="card.jpg", mimeType="image/jpeg", buffer=photo.read())
    page.set_input_files("input[type=file]:not([name])", card)
    expect(page.locator("[data-card-read] .note")).to_be_visible()
    for digit in SITI_PIN:
        page.click(f'.pin [data-key="{digit}"]')
    page.click("form.pane button.is-big")
    expect(page.locator(".sum .rp")).to_contain_text("25.000")


def test_back_does_not_open_a_closed_book(cast: Cast, open_page: OpenPage) -> None:
    cast.deposit()
    page = open_page(width=360, height=740)
    enter(page, cast)
    page.click(".bar .shut")
    expect(page.locator("[name=who]")).to_be_visible()
    page.go_back()
    expect(page.locator("[name=who]")).to_be_visible()
    assert cast.siti.name not in page.inner_text("body")


# --- without scripts


@pytest.fixture
def plain_phone(chromium: Browser, served: Served) -> Iterator[BrowserContext]:
    context = chromium.new_context(
        base_url=served.url,
        locale="id-ID",
        java_script_enabled=False,
        viewport={"width": 360, "height": 740},
    )
    context.set_default_timeout(15_000)
    yield context
    context.close()


def test_the_whole_way_through_the_book_with_scripts_off(
    cast: Cast, plain_phone: BrowserContext
) -> None:
    deposit = cast.deposit(("pet", 10_000), ("kardus", 2_000))
    cast.redeem()
    page = plain_phone.new_page()
    page.goto("/")
    page.click("text=Nasabah")
    page.fill("[name=who]", cast.siti.number)
    page.fill("[name=pin]", SITI_PIN)
    page.click("form.pane button.is-big")
    expect(page.locator(".sum .rp")).to_contain_text("12.400")
    page.click("text=Lihat semua")
    expect(page.locator(".passbook tbody tr")).to_have_count(3)
    page.click(f'.passbook a[href$="{deposit.number}/"]')
    expect(page.locator(".slip")).to_contain_text("10,000 kg")
    share = page.get_attribute("a[href^='https://wa.me/']", "href") or ""
    assert "12.000 kg".replace(".", ",") in unquote(share)
    page.go_back()
    page.select_option("[name=months]", "3")
    with page.expect_download() as download:
        page.click("text=Unduh")
    assert download.value.suggested_filename.endswith(".pdf")
    with open(download.value.path(), "rb") as file:
        assert file.read(4) == b"%PDF"
    page.goto("/member/visits/")
    expect(page.locator(".slip")).to_contain_text("Konsultasi")
    page.click("[lang=en][name=language]")
    expect(page.locator("h1")).to_have_text("My visits")
    page.click("footer button.is-big")
    expect(page.locator("[name=pin]")).to_be_visible()
    page.goto("/member/passbook/")
    expect(page.locator("[name=pin]")).to_be_visible()


@pytest.mark.parametrize("address", ["", "passbook/", "clinics/SHT/"])
def test_what_travels_to_a_phone_stays_under_sixty_kilobytes(
    cast: Cast, chromium: Browser, served: Served, address: str
) -> None:
    """A13: a full book in all, page, styles, scripts and signs, measured on the wire with their
    headers, by a browser that has stored nothing yet; and what the phone unpacks."""
    for _ in range(40):
        cast.deposit(("pet", 1_390), ("kardus", 3_250), ("jelantah", 1_500))
    cast.redeem()
    context = chromium.new_context(base_url=served.url, viewport={"width": 360, "height": 740})
    page = context.new_page()
    enter(page, cast)
    expect(page.locator(".sum")).to_be_visible()
    signed_in = context.storage_state()
    context.close()

    fresh = chromium.new_context(
        base_url=served.url, viewport={"width": 360, "height": 740}, storage_state=signed_in
    )
    answers: list[Response] = []

    def hear(answer: Response) -> None:
        answers.append(answer)

    page = fresh.new_page()
    page.on("response", hear)
    page.goto(f"/member/{address}")
    page.wait_for_load_state("networkidle")
    sizes = [answer.request.sizes() for answer in answers]
    wire_bytes = sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)
    plain_bytes = sum(len(answer.body()) for answer in answers)
    urls = " ".join(answer.url for answer in answers)
    fresh.close()
    assert ".css" in urls
    assert "icons.svg" in urls
    assert 0 < wire_bytes < plain_bytes
    assert wire_bytes < MAX_BYTES
    assert address or plain_bytes < MAX_BYTES  # a long month may unpack to more


# --- what is left behind


def test_nothing_of_a_person_is_left_on_the_phone_or_in_an_address(
    cast: Cast, open_page: OpenPage, served: Served
) -> None:
    """S7: planted names, numbers, phones and PINs, looked for in every address that was asked for,
    in the browser's stores, in the links of each page and in the program's log."""
    cast.siti.name, cast.siti.phone = "Canaria Plantada", "081299988877"
    cast.siti.address = "Gang Kenari 99"
    cast.siti.save()
    deposit = cast.deposit()
    cast.redeem()
    canaries = ["Canaria", "Plantada", "081299988877", "Kenari", SITI_PIN, cast.siti_card.code]
    never = [*canaries, cast.siti.number, deposit.verify_code]
    asked: list[str] = []
    page = open_page(width=360, height=740)
    page.on("request", lambda request: asked.append(request.url))
    enter(page, cast, pin="000000")
    enter(page, cast)
    links: list[str] = []
    own = ("", "passbook/", "visits/", "clinics/SHT/", f"deposits/{deposit.number}/")
    for address in own:
        page.goto(f"/member/{address}")
        links += page.eval_on_selector_all("a[href]", "all => all.map(one => one.href)")
    page.goto("/prices/?place=MLT")
    links += page.eval_on_selector_all("a[href]", "all => all.map(one => one.href)")
    page.goto("/check/")
    page.fill("[name=code]", deposit.verify_code)
    page.press("[name=code]", "Enter")
    expect(page.locator(".note.is-good")).to_be_visible()
    stored = page.evaluate(
        "async () => JSON.stringify([{...localStorage}, {...sessionStorage},"
        " await indexedDB.databases(), await caches.keys(), document.cookie])"
    )
    cookies = str(page.context.cookies())
    log = served.log.read_text(errors="replace")
    assert len(asked) > 20
    assert any("wa.me" in link for link in links)
    for canary in never:
        where = {"addresses": asked, "links": map(unquote, links), "stores": [stored, cookies]}
        for place, texts in where.items():
            assert not any(canary in text for text in texts), (canary, place)
        assert canary not in log, canary
    assert re.search("[0-9A-Za-z]", log)  # the log is there to be looked at
