"""The counter with no network, in longer sittings: groups, two operators, a full device."""

import uuid
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.looking import OpenPage, scan, sign_in, until
from tests.browser.offline.pages import (
    SHELL,
    ask,
    cut,
    draft_holds,
    in_queue,
    opened,
    room,
    set_up,
    to,
    weigh,
)
from tests.cast import Cast, enrol, hand_card, hire
from wastebank.members.enrol import join_group
from wastebank.models import Deposit

FindBarriers = Callable[[Page], list[str]]
USUAL = """async ([code, usual]) => {
    const { answer, write } = await import("/static/wastebank/offline/store.js");
    await write(["materials"], async (transaction) => {
        const store = transaction.objectStore("materials");
        store.put({ ...(await answer(store.get(code))), usual });
    });
}"""
# What the words on the page rest on; that a really full disk ends this way is proved in
# tests/browser/offline/test_storage.py.
FILL_THE_DISK = """() => {
    IDBObjectStore.prototype.add = () => {
        throw new DOMException("no room", "QuotaExceededError");
    };
}"""


def test_a_weight_far_from_the_usual_is_asked_about(cast: Cast, open_page: OpenPage) -> None:
    page = open_page(width=360)
    set_up(page, cast.sari)
    page.evaluate(USUAL, ["pet", 5000])
    cut(page)
    scan(page, cast.siti_card.code)
    page.locator(".tiles [data-material=pet]").click()
    page.locator("[data-weight]").fill("28,5")
    page.locator("[data-record]").click()
    warning = page.locator("[data-warning]")
    expect(warning).to_contain_text("Biasanya di bawah 5,000 kg.")
    assert in_queue(page) == []
    warning.locator("[data-sure]").click()
    expect(room(page, "start")).to_be_visible()
    assert [record["shown"]["total_idr"] for record in in_queue(page)] == [71_250]


def test_a_full_device_says_so_and_nothing_counts_as_saved(
    cast: Cast, open_page: OpenPage, find_barriers: FindBarriers
) -> None:
    page = open_page(width=360)
    set_up(page, cast.sari)
    cut(page)
    scan(page, cast.siti_card.code)
    expect(room(page, "weigh")).to_be_visible()
    page.evaluate(FILL_THE_DISK)
    page.locator(".tiles [data-material=pet]").click()
    page.locator("[data-weight]").fill("1")
    page.locator("[data-record]").click()
    expect(page.locator("[data-warning]")).to_contain_text(
        "Alat ini penuh. Tidak ada yang tersimpan."
    )
    expect(page.locator("[data-total]").first).to_have_text("2.500")  # and nothing typed is lost
    assert find_barriers(page) == []
    assert in_queue(page) == []


def test_a_colleague_records_the_own_household(cast: Cast, open_page: OpenPage) -> None:
    cast.sari.member = cast.siti
    cast.sari.save()
    page = open_page(width=360)
    set_up(page, cast.sari)
    cut(page)
    scan(page, cast.siti_card.code)
    refusal = room(page, "start").locator("[role=alert]")
    expect(refusal).to_contain_text("Setoran keluarga sendiri dicatat petugas lain.")


def test_a_group_takes_scans_and_two_materials_and_keeps_what_is_typed(
    cast: Cast, open_page: OpenPage, find_barriers: FindBarriers
) -> None:
    group = enrol(cast.sari, "Dasawisma Mawar", kind="group")
    people = [
        enrol(cast.sari, f"{name} Sari", kind="household") for name in ("Ani", "Budi", "Cici")
    ]
    for member in people:
        join_group(key=uuid.uuid4(), by=cast.sari, member=member.number, group=group.number)
    card = hand_card(cast.sari, people[1], "482913")
    page = open_page(width=320, height=640)
    set_up(page, cast.sari)
    cut(page)
    to(page, "group")
    assert find_barriers(page) == []
    page.get_by_role("link", name="Dasawisma Mawar").click()
    rows = page.locator("[data-crowd] [data-row]")
    scan(page, card.code)
    weights = rows.nth(1).locator("[data-crowd-weight]")
    expect(weights).to_be_focused()
    weights.fill("2")
    rows.nth(1).locator("[data-line-more]").click()
    rows.nth(1).locator("[data-kind]").nth(1).select_option("jelantah")
    weights.nth(1).fill("1,5")
    assert find_barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 320

    until(page, draft_holds("1,5"))
    to(page, "stored")
    page.reload()
    opened(page)
    page.get_by_role("link", name="Kelompok").click()
    page.get_by_role("link", name="Dasawisma Mawar").click()
    expect(weights).to_have_count(2)
    expect(weights.nth(1)).to_have_value("1,5")
    weights.nth(1).press("Enter")
    expect(rows.nth(1)).to_contain_text("MLT-A-0001 tersimpan")
    [kept] = in_queue(page)
    assert [line["material"] for line in kept["body"]["lines"]][1] == "jelantah"
    assert find_barriers(page) == []
    rows.nth(1).locator("[data-row-worth] a").click()
    expect(room(page, "record").locator("h1")).to_have_text("MLT-A-0001")


def test_what_one_operator_weighed_waits_until_that_person_signs_in(
    cast: Cast, open_page: OpenPage, find_barriers: FindBarriers
) -> None:
    lina = hire("lina", "operator", cast.melati)
    page = open_page(width=360)
    set_up(page, cast.sari)
    cut(page)
    scan(page, cast.siti_card.code)
    weigh(page, ("pet", "1"))
    page.context.clear_cookies(name="sessionid")
    page.context.set_offline(False)
    notes = room(page, "start").locator("[data-notes]")
    expect(notes).to_contain_text("Masuk untuk mengirim.", timeout=30_000)
    assert find_barriers(page) == []

    sign_in(page, lina)
    page.goto(SHELL)
    opened(page)
    expect(notes).to_contain_text("1 setoran petugas lain menunggu.", timeout=30_000)
    assert not Deposit.objects.exists()

    page.context.clear_cookies(name="sessionid")
    page.reload()
    expect(notes).to_contain_text("Masuk untuk mengirim.", timeout=30_000)
    notes.get_by_role("link").click()
    page.fill("[name=username]", cast.sari.username)
    sign_in(page, cast.sari)
    page.goto(SHELL)
    latest = room(page, "start").locator("[data-latest]")
    expect(latest).to_contain_text("tercatat", timeout=30_000)
    assert Deposit.objects.get().actor == cast.sari.username


def test_a_number_nobody_knows_here_is_weighed_all_the_same(
    cast: Cast, open_page: OpenPage
) -> None:
    page = open_page(width=360)
    set_up(page, cast.sari)
    cut(page)
    newcomer = enrol(cast.sari, "Dewi Baru")
    ask(page, newcomer.number)
    expect(page.locator("[data-stranger]")).to_be_visible()
    expect(page.locator("[data-member-number]")).to_have_text(newcomer.number)
    weigh(page, ("pet", "1"))
    page.context.set_offline(False)
    expect(page.locator("[data-state]")).to_be_hidden(timeout=30_000)
    deposit = Deposit.objects.get()
    assert deposit.member == newcomer
    assert "unknown_member" in deposit.review_flags
