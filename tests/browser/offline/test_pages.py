"""The counter with no network as a person sees it: set up, weigh, list, mend, be refused."""

import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import OpenPage, scan, sign_in
from tests.browser.offline.pages import (
    SHELL,
    ask,
    cut,
    in_queue,
    opened,
    print_out,
    room,
    set_up,
    to,
    weigh,
)
from tests.cast import Cast, enrol
from tests.wastebank.papers.looking import page_sizes_mm, text_of
from tests.wastebank.papers.roll_printer import read_back
from wastebank import actions
from wastebank.cards.lifecycle import block_card
from wastebank.codes.card_code import make_code
from wastebank.devices.register import revoke_device
from wastebank.models import ActionLog, Deposit, Device, DeviceRecord

FindBarriers = Callable[[Page], list[str]]
DAY_MS = 24 * 3600 * 1000
PRINTER_BYTES = """async () => {
    const { bytesOf } = await import("/static/wastebank/offline-ui/print/escpos.js");
    return bytesOf(document.querySelector("[data-preview] .roll"));
}"""
SET_BACK = """async ([name, field, by]) => {
    const store = await import("/static/wastebank/offline/store.js");
    const now = await store.meta(name);
    await store.putMeta(name, { ...now, [field]: now[field] + by });
}"""


def open_to_everyone(page: Page, find_barriers: FindBarriers, width: int) -> None:
    assert find_barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_device_is_set_up_once_and_then_opens_with_no_network(
    cast: Cast, open_page: OpenPage, find_barriers: FindBarriers, language: str
) -> None:
    page = open_page(language=language, width=320, height=640)
    sign_in(page, cast.sari)
    page.goto(f"{SHELL}?language={language}")
    expect(room(page, "setup")).to_be_visible()
    open_to_everyone(page, find_barriers, 320)
    page.fill("#device-label", "HP Posko RW 05")
    page.locator("[data-setup] button").click()
    expect(room(page, "start")).to_be_visible(timeout=30_000)
    assert Device.objects.get(kind="counter").label == "HP Posko RW 05"

    cut(page)
    assert page.locator("html").get_attribute("lang") == language
    expect(room(page, "start").locator("[data-device]")).to_have_text("HP Posko RW 05")
    said = "Tidak ada jaringan." if language == "id" else "No network."
    expect(room(page, "start").locator("[data-notes]")).to_contain_text(said)
    expect(page.locator("[data-state]")).to_be_visible()
    open_to_everyone(page, find_barriers, 320)
    for name in ("stored", "group"):
        to(page, name)
        open_to_everyone(page, find_barriers, 320)


def test_the_page_on_the_device_is_about_nobody(cast: Cast, open_page: OpenPage) -> None:
    page = open_page()
    sign_in(page, cast.sari)
    answer = page.goto(SHELL)
    assert answer is not None
    kept = answer.text()
    for secret in (cast.sari.first_name, cast.melati.name, cast.siti.name, "csrfmiddlewaretoken"):
        assert secret not in kept


def test_saved_is_said_once_it_is_and_the_next_member_starts_at_once(
    cast: Cast, open_page: OpenPage, find_barriers: FindBarriers
) -> None:
    page = open_page(width=360, height=740)
    set_up(page, cast.sari)
    cut(page)
    scan(page, cast.siti_card.code)
    expect(page.locator("h1:visible")).to_have_text("Siti R.")
    assert find_barriers(page) == []
    weigh(page, ("pet", "1,39"), ("kardus", "2"))
    saved = room(page, "start").locator("[data-saved]")
    expect(saved).to_contain_text("Tersimpan di alat ini: MLT-A-0001. Rp5.875 untuk Siti R.")
    expect(page.locator("[data-said]")).to_contain_text("MLT-A-0001")  # for who cannot see it
    expect(page.locator("#code")).to_be_focused()
    expect(page.locator("[data-state]")).to_contain_text("1 setoran aman di alat ini.")
    assert find_barriers(page) == []

    ask(page, cast.hasan.number)
    weigh(page, ("jelantah", "2"))
    kept = in_queue(page)
    assert [record["provisional"] for record in kept] == ["MLT-A-0001", "MLT-A-0002"]
    assert cast.siti_card.code not in str(kept)  # of a card its hash is kept, and nothing else
    assert not Deposit.objects.exists()

    page.context.set_offline(False)
    expect(page.locator("[data-state]")).to_be_hidden(timeout=30_000)
    deposits = Deposit.objects.order_by("series_number")
    numbers = [(deposit.provisional_number, deposit.total_idr) for deposit in deposits]
    assert numbers == [("MLT-A-0001", 5875), ("MLT-A-0002", 10_000)]
    to(page, "stored")
    expect(room(page, "stored").locator("[data-lists]")).to_contain_text(deposits[0].number)


def test_a_name_finds_its_member_and_a_slip_is_told_from_a_stranger(
    cast: Cast, open_page: OpenPage, find_barriers: FindBarriers
) -> None:
    page = open_page(width=360)
    set_up(page, cast.sari)
    cut(page)
    refusal = room(page, "start").locator("[role=alert]")
    wrong_sign = "1" if cast.siti_card.code.endswith("0") else "0"
    for typed, code in (
        (cast.siti_card.code[:-1] + wrong_sign, "card_misspelt"),
        (cast.siti.number[:-1] + "A", "number_misspelt"),
        (cast.siti_card.code[1:], "card_misspelt"),
        (cast.siti.number[:-2], "number_needs_letter"),
        ("0812-3456-7890", "number_is_phone"),
        ("nobody of this name", "nobody"),
    ):
        ask(page, typed)
        expect(refusal).to_contain_text(code)
    expect(page.locator("#code")).to_have_value("nobody of this name")  # nothing typed is lost
    assert find_barriers(page) == []
    expect(refusal).to_contain_text("nama pendek")  # what lies here, and why it may not be found
    found = page.locator("[data-found-list] a")
    for whole in ("siti rahayu", "rahayu"):
        page.locator("#code").fill(whole)
        expect(found.filter(has_text="Siti R.")).to_have_count(1)
    page.locator("#code").fill("sit")
    expect(found).to_have_count(1)
    found.click()
    expect(page.locator("[data-member-name]")).to_have_text("Siti R.")
    page.locator("[data-escape]").click()

    scan(page, make_code(uuid.uuid4().bytes + b"0"))
    expect(page.locator("[data-stranger]")).to_be_visible()
    assert find_barriers(page) == []
    weigh(page, ("pet", "1"))
    assert [record["state"] for record in in_queue(page)] == ["waiting"]


def test_a_parked_deposit_is_mended_with_a_note_and_both_stay_linked(
    cast: Cast, open_page: OpenPage, find_barriers: FindBarriers
) -> None:
    page = open_page(width=360)
    set_up(page, cast.sari)
    cut(page)
    scan(page, cast.siti_card.code)
    weigh(page, ("pet", "2"))
    block_card(key=uuid.uuid4(), by=cast.sari, card_id=cast.siti_card.pk, reason="hilang")
    page.context.set_offline(False)
    state = page.locator("[data-state]")
    expect(state).to_contain_text("1 setoran perlu dibetulkan.", timeout=30_000)
    to(page, "stored")
    page.locator("[data-lists] a").first.click()
    mend = room(page, "record").locator("[data-mend]")
    expect(mend).to_be_visible()
    assert find_barriers(page) == []

    # the same person, named by the number now, since the card is dead
    expect(mend.locator("[data-mend-member]")).to_have_value(f"Siti R. {cast.siti.number}")
    mend.locator("[data-mend-amount]").fill("1,5")
    expect(mend.locator("[data-mend-says]")).to_have_text("1 kilo 500 gram")
    mend.locator("[type=submit]").click()
    expect(mend.locator("[role=alert]")).to_contain_text("note_missing")
    assert find_barriers(page) == []
    mend.locator("[data-mend-note]").fill("Kartu hilang, orangnya datang sendiri")
    mend.locator("[type=submit]").click()
    final = room(page, "record").locator("[data-final]")
    expect(final).to_be_visible(timeout=30_000)
    deposit = Deposit.objects.get()
    assert (deposit.total_idr, deposit.provisional_number) == (3750, "MLT-A-0001")
    assert deposit.device_sequence == 2
    outcomes = DeviceRecord.objects.order_by("sequence").values_list("outcome", flat=True)
    assert list(outcomes) == ["refused", "recorded"]
    expect(room(page, "record").locator("[data-facts]")).to_contain_text("MLT-A-0001 (dibetulkan)")
    assert find_barriers(page) == []
    final.click()
    expect(page.locator("h1")).to_contain_text(deposit.number)


def test_a_deposit_is_dropped_only_with_a_note(cast: Cast, open_page: OpenPage) -> None:
    page = open_page(width=360)
    set_up(page, cast.sari)
    cut(page)
    scan(page, make_code(uuid.uuid4().bytes + b"0"))
    weigh(page, ("pet", "2"))
    page.context.set_offline(False)
    expect(page.locator("[data-state]")).to_contain_text("perlu dibetulkan", timeout=30_000)
    to(page, "record", in_queue(page)[0]["key"])
    page.locator("details summary").click()
    drop = page.locator("[data-drop]")
    drop.locator("[type=submit]").click()
    expect(drop.locator("[role=alert]")).to_contain_text("note_missing")
    drop.locator("[data-drop-note]").fill("Orangnya pulang, barang dibawa lagi")
    drop.locator("[type=submit]").click()
    notes = room(page, "record").locator("[data-notes]")
    expect(notes).to_contain_text("Dilepas. “Orangnya pulang, barang dibawa lagi”")
    expect(page.locator("[data-state]")).to_be_hidden(timeout=30_000)
    assert (
        ActionLog.objects.get(action=actions.DROP_OPERATION.code).reason
        == "Orangnya pulang, barang dibawa lagi"
    )
    assert not Deposit.objects.exists()


def test_deposits_stop_when_members_and_prices_are_too_old(
    cast: Cast, open_page: OpenPage, find_barriers: FindBarriers
) -> None:
    page = open_page(width=360)
    set_up(page, cast.sari)
    cut(page)
    page.evaluate(SET_BACK, ["snapshot", "at", -30 * DAY_MS])
    page.reload()
    opened(page)
    expect(room(page, "start").locator("[data-notes]")).to_contain_text("Setoran berhenti")
    assert find_barriers(page) == []
    scan(page, cast.siti_card.code)
    expect(room(page, "weigh")).to_be_visible()
    page.locator(".tiles [data-material=pet]").click()
    page.locator("[data-weight]").fill("1")
    page.locator("[data-record]").click()
    warning = page.locator("[data-warning]")
    expect(warning).to_contain_text("Nasabah dan harga terlalu lama.")
    assert in_queue(page) == []


def test_a_clock_that_runs_back_is_told(cast: Cast, open_page: OpenPage) -> None:
    page = open_page(width=360)
    set_up(page, cast.sari)
    cut(page)
    scan(page, cast.siti_card.code)
    weigh(page, ("pet", "1"))
    page.evaluate(SET_BACK, ["counters", "latest", DAY_MS])
    notes = room(page, "start").locator("[data-notes]")
    expect(notes).to_contain_text("Jam alat ini mundur.")


def test_a_revoked_device_keeps_what_is_left_to_be_written_down(
    cast: Cast, open_page: OpenPage, find_barriers: FindBarriers
) -> None:
    page = open_page(width=360)
    set_up(page, cast.sari)
    cut(page)
    scan(page, cast.siti_card.code)
    weigh(page, ("pet", "1,39"))
    device = Device.objects.get(kind="counter")
    revoke_device(key=uuid.uuid4(), by=cast.maya, device_id=device.pk)
    page.context.set_offline(False)
    notes = room(page, "stored").locator("[data-notes]")
    expect(notes).to_contain_text("Alat ini sudah dicabut.", timeout=30_000)
    expect(notes).to_contain_text("Salin sisanya")
    assert find_barriers(page) == []
    page.locator("[data-lists] a").click()
    expect(room(page, "record").locator("[data-lines]")).to_contain_text("1,390 kg")
    left = page.evaluate(
        """async () => (await import("/static/wastebank/offline/bundle.js")).members()"""
    )
    assert left == []  # who was on the device is gone from it
    to(page, "stored")
    page.evaluate("() => { location.hash = 'start'; }")
    expect(room(page, "stored")).to_be_visible()
    assert not Deposit.objects.exists()


def test_nobody_signs_out_while_a_deposit_waits(
    cast: Cast, open_page: OpenPage, find_barriers: FindBarriers
) -> None:
    page = open_page()
    set_up(page, cast.sari)
    cut(page)
    scan(page, make_code(uuid.uuid4().bytes + b"0"))
    weigh(page, ("pet", "1"))
    page.context.set_offline(False)
    expect(page.locator("[data-state]")).to_contain_text("perlu dibetulkan", timeout=30_000)
    page.goto("/counter/day/")
    expect(page.locator("[data-state]")).to_be_visible()
    page.locator("form[action='/logout/'] button").click()
    stay = page.locator("[data-stay]")
    expect(stay).to_be_visible()
    expect(stay).to_contain_text("1 setoran aman di alat ini.")
    assert find_barriers(page) == []
    stay.locator("a").click()
    expect(room(page, "stored")).to_be_visible()


def test_a_provisional_receipt_prints_on_its_roll_and_copies_are_counted(
    cast: Cast, open_page: OpenPage
) -> None:
    page = open_page(width=360)
    set_up(page, cast.sari)
    cut(page)
    scan(page, cast.siti_card.code)
    weigh(page, ("pet", "1,39"))
    page.locator("[data-saved] a").click()
    for width, columns, stamp in ((58, 32, None), (80, 48, "Salinan 1")):
        pdf = print_out(page, width)
        expect(page.locator("[data-preview] .roll")).to_have_class(f"roll is-{width}")
        [size] = page_sizes_mm(pdf)
        assert abs(size[0] - width) < 1
        said = text_of(pdf)
        for words in ("SEMENTARA", "MLT-A-0001", cast.siti.number, "3.475", "Struk tetap menyusul"):
            assert words in said
        assert (stamp in said) if stamp else ("Salinan" not in said)
        printout = read_back(bytes(page.evaluate(PRINTER_BYTES)))
        for words in ("* SEMENTARA *", "MLT-A-0001", cast.siti.number, "3.475", "Rp3.475"):
            assert words in printout.text
        assert {len(row.text) for row in printout.rows if row.text.startswith("---")} == {columns}
        assert printout.cuts == 1


SLIPS = [
    ("I Made Sudana", "person", "I Made Sudana"),
    ("Hj. Aminah", "household", "Hj. Aminah"),
    ("Siti Nur Aminah", "person", "Siti Nur A."),
    ("Dasawisma Melati 12", "group", "Dasawisma Melati 12"),
]


def test_a_provisional_receipt_names_its_member_as_every_slip_does(
    cast: Cast, open_page: OpenPage
) -> None:
    numbers = [enrol(cast.sari, name, kind=kind).number for name, kind, _ in SLIPS]
    page = open_page(width=360)
    set_up(page, cast.sari)
    cut(page)
    for number, (_, _, printed) in zip(numbers, SLIPS, strict=True):
        to(page, "start")
        ask(page, number)
        weigh(page, ("pet", "1,39"))
        page.locator("[data-saved] a").click()
        print_out(page, 58)
        assert page.locator("[data-preview] .roll [data-person]").inner_text() == printed
