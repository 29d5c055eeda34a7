"""The whole story with no network: thirty members of a group weighed in one sitting, five ordinary
deposits, provisional receipts; then the network is back, all are recorded once and in order, the
one for a card that was blocked meanwhile is mended, and the day is closed and its sheet printed.
"""

import re
import uuid
from typing import Any

from playwright.sync_api import Locator, Page, expect

from ledger.audit import check_book
from tests.browser.looking import OpenPage, scan, until
from tests.browser.offline.pages import (
    cut,
    draft_holds,
    in_queue,
    opened,
    print_out,
    room,
    set_up,
    to,
    weigh,
)
from tests.cast import Cast, enrol, hand_card
from tests.wastebank.papers.looking import page_sizes_mm, text_of
from wastebank.cards.lifecycle import block_card
from wastebank.members.enrol import join_group
from wastebank.members.wallets import balance_of
from wastebank.models import Card, DayClosing, Deposit, Member

ROWS = 30
PET_IDR, CARDBOARD_IDR = 2_500, 1_200  # per kilo
NAMES = ["Ani", "Budi", "Cici", "Dedi", "Eka", "Fitri", "Gita", "Hadi", "Indah", "Joko"]
PARKED = "Kartu diblokir, orangnya datang sendiri"


def gather(cast: Cast) -> tuple[Member, list[Member]]:
    """A dasawisma of thirty households."""
    group = enrol(cast.sari, "Dasawisma Anggrek", kind="group")
    members = [
        enrol(cast.sari, f"{name} {letter}uliana", kind="household")
        for letter in "XYZ"
        for name in NAMES
    ]
    for member in members:
        join_group(key=uuid.uuid4(), by=cast.sari, member=member.number, group=group.number)
    return group, members


def five_cards(cast: Cast) -> list[Card]:
    people = [enrol(cast.sari, name) for name in ("Rina Wati", "Slamet Riyadi", "Tuti Alawi")]
    cards = [hand_card(cast.sari, person, "482913") for person in people]
    again = hand_card(cast.sari, cast.hasan, "482913")
    return [cast.siti_card, *cards, again]


def grams_of(place: int) -> int:
    """What the row at this place weighs: 1,1 kilo, then a hundred grams more each time."""
    return 1_100 + 100 * place


def typed(grams: int) -> str:
    return f"{grams // 1000},{grams % 1000 // 100}"


def fill_row(row: Locator, place: int) -> None:
    """By keys alone: the weight, and Enter is the next row."""
    weight = row.locator("[data-crowd-weight]")
    expect(weight).to_be_focused()
    weight.press_sequentially(typed(grams_of(place)))
    weight.press("Enter")


def weigh_group(page: Page, group: Member) -> None:
    to(page, "group")
    page.get_by_role("link", name=group.name).click()
    rows = page.locator("[data-crowd] [data-row]")
    expect(rows).to_have_count(ROWS)
    page.locator("[data-common]").select_option("pet")
    rows.first.locator("[data-crowd-weight]").focus()
    for index in range(12):
        fill_row(rows.nth(index), index)
    progress = page.locator("[data-crowd] [data-progress]")
    expect(progress).to_have_text("12 dari 30")
    leave_and_return(page, rows)
    expect(progress).to_have_text("12 dari 30")
    for index in range(12, ROWS):
        fill_row(rows.nth(index), index)
    expect(progress).to_have_text("30 dari 30")
    expect(page.locator("[data-crowd] .is-done")).to_have_count(ROWS)


def leave_and_return(page: Page, rows: Locator) -> None:
    """What was typed and not done is still there, in a browser that was opened anew."""
    rows.nth(20).locator("[data-crowd-weight]").fill("7,5")
    until(page, draft_holds("7,5"))
    page.reload()
    opened(page)
    expect(rows).to_have_count(ROWS)
    expect(rows.nth(20).locator("[data-crowd-weight]")).to_have_value("7,5")
    expect(page.locator("[data-draft]")).to_be_visible()
    expect(rows.nth(12).locator("[data-crowd-weight]")).to_be_focused()
    rows.nth(20).locator("[data-crowd-weight]").fill("")
    rows.nth(12).locator("[data-crowd-weight]").focus()


def print_one(page: Page) -> str:
    """The provisional receipt of what was saved a moment ago; answers its number."""
    page.locator("[data-saved] a").click()
    pdf = print_out(page, 58)
    expect(page.locator("[data-preview] .roll")).to_be_visible()
    assert len(page_sizes_mm(pdf)) == 1
    said = text_of(pdf)
    assert "SEMENTARA" in said
    page.locator("[data-next]").click()
    found = re.search(r"MLT-A-\d{4}", said)
    assert found
    return found[0]


def test_the_whole_story_with_no_network(cast: Cast, open_page: OpenPage) -> None:
    group, members = gather(cast)
    cards = five_cards(cast)
    page = open_page(width=360, height=740)
    set_up(page, cast.sari)
    cut(page)

    weigh_group(page, group)
    numbers = []
    to(page, "start")
    for card in cards:
        scan(page, card.code)
        weigh(page, ("pet", "2"), ("kardus", "1,5"))
        numbers.append(print_one(page))
    assert numbers == [f"MLT-A-{serial:04}" for serial in range(31, 36)]
    kept = in_queue(page)
    assert [record["sequence"] for record in kept] == list(range(1, 36))
    assert {record["state"] for record in kept} == {"waiting"}
    assert not Deposit.objects.exists()

    block_card(key=uuid.uuid4(), by=cast.sari, card_id=cards[2].pk, reason="hilang")
    page.context.set_offline(False)
    expect(page.locator("[data-state]")).to_contain_text("1 setoran perlu", timeout=60_000)
    recorded = list(Deposit.objects.order_by("series_number"))
    assert [deposit.device_sequence for deposit in recorded] == [*range(1, 33), 34, 35]
    mend(page, kept[32]["key"])

    everything_is_recorded_once(kept, members)
    page.goto("/counter/day/")
    page.locator("summary", has_text="Tutup hari").click()
    page.locator("form[action='/counter/day/close/'] button").click()
    expect(page.locator(".note.is-good")).to_be_visible()
    assert DayClosing.objects.filter(place=cast.melati).count() == 1
    sheet = page.request.get(str(page.locator("a[href*='/day/sheet/']").get_attribute("href")))
    assert "35" in text_of(sheet.body())
    assert check_book() == []


def mend(page: Page, key: str) -> None:
    """The one for the dead card: the same person, by number, with a note."""
    to(page, "record", key)
    form = page.locator("[data-mend]")
    form.locator("[data-mend-note]").fill(PARKED)
    form.locator("[type=submit]").click()
    expect(page.locator("[data-final]")).to_be_visible(timeout=30_000)
    expect(page.locator("[data-state]")).to_be_hidden()
    assert room(page, "record").locator("h1").text_content() != ""


def everything_is_recorded_once(kept: list[dict[str, Any]], members: list[Member]) -> None:
    deposits = Deposit.objects.order_by("device_sequence")
    assert deposits.count() == 35
    numbers = deposits.order_by("provisional_number").values_list("provisional_number", flat=True)
    assert list(numbers) == [f"MLT-A-{serial:04}" for serial in range(1, 36)]
    by_name = sorted(members, key=lambda member: member.name)
    worth = [grams_of(index) * PET_IDR // 1000 for index in range(ROWS)]
    assert [balance_of(member).balance_idr for member in by_name] == worth
    ordinary = 2 * PET_IDR + 1_500 * CARDBOARD_IDR // 1000
    total_idr = sum(deposit.total_idr for deposit in deposits)
    assert total_idr == sum(worth) + 5 * ordinary
    assert total_idr == sum(record["shown"]["total_idr"] for record in kept)
    assert check_book() == []
