"""Thirty members weighed in one sitting, by keys on a laptop and by thumb on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.looking import OpenPage, scan, sign_in
from tests.cast import Cast, enrol
from wastebank.models import Deposit

FindBarriers = Callable[[Page], list[str]]
TABLE = "/counter/group/weigh/"
THIRTY = 30


@pytest.fixture
def village(cast: Cast) -> Cast:
    """Thirty members at the counter of Melati."""
    for number in range(THIRTY - 2):
        enrol(cast.sari, f"Warga {number:02}")
    return cast


def sit_down(page: Page, cast: Cast) -> None:
    sign_in(page, cast.sari)
    page.goto(TABLE)
    expect(page.locator("[data-group][data-ready]")).to_be_attached()
    page.select_option("[data-common]", "pet")
    page.locator("[data-crowd-weight]").first.focus()


@pytest.mark.parametrize("language", ["id", "en"])
def test_by_keys_enter_goes_to_the_next(
    village: Cast, open_page: OpenPage, find_barriers: FindBarriers, language: str
) -> None:
    page = open_page(language=language)
    sit_down(page, village)
    for row in range(THIRTY):
        page.keyboard.type(f"{row + 1},5")
        page.keyboard.press("Enter")
    expect(page.locator("tr.is-done")).to_have_count(THIRTY)
    said = {"id": "30 dari 30", "en": "30 of 30"}[language]
    expect(page.locator("[data-progress]")).to_have_text(said)
    total = sum((row + 1) * 2500 + 1250 for row in range(THIRTY))
    digits = page.locator("[data-total]").inner_text().replace(".", "").replace(",", "")
    assert int(digits) == total
    assert sorted(Deposit.objects.values_list("total_idr", flat=True)) == [
        (row + 1) * 2500 + 1250 for row in range(THIRTY)
    ]
    # in the order of the table
    numbers = list(Deposit.objects.order_by("series_number").values_list("member__name", flat=True))
    assert numbers == sorted(numbers)
    assert find_barriers(page) == []


def test_by_thumb_at_the_foot_of_a_phone(
    village: Cast, open_page: OpenPage, find_barriers: FindBarriers
) -> None:
    page = open_page(width=360, height=740)
    sit_down(page, village)
    assert find_barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    first = page.locator("[data-row]").first
    for place in ("[data-row-record]", "[data-line-more]", "[data-crowd-weight]", "[data-kind]"):
        box = first.locator(place).bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 48, place
    for row in range(3):
        seat = page.locator("[data-row]").nth(row)
        seat.locator("[data-crowd-weight]").tap()
        page.keyboard.type("1,4")
    page.locator("[data-row]").nth(3).locator("[data-crowd-weight]").fill("2")
    page.tap("[data-record-all]")
    expect(page.locator("tr.is-done")).to_have_count(4)
    expect(page.locator("[data-progress]")).to_have_text("4 dari 30")
    assert find_barriers(page) == []


def test_one_refusal_blocks_nobody_and_nothing_typed_is_lost(
    village: Cast, open_page: OpenPage
) -> None:
    village.sari.member = village.hasan  # a colleague must record this one
    village.sari.save()
    page = open_page()
    sit_down(page, village)
    for weight in ("1,4", "2.500", "3"):  # Hasan, Siti, Warga 00
        page.keyboard.type(weight)
        page.keyboard.press("Enter")
        if weight == "2.500":
            expect(page.locator("tr.is-bad [data-row-says]").last).to_contain_text("Tulis 2.5")
            page.locator("[data-row]").nth(2).locator("[data-crowd-weight]").focus()
    expect(page.locator("tr.is-done")).to_have_count(1)
    hasan = page.locator(f"[data-row='{village.hasan.number}']")
    expect(hasan.locator("[data-row-says]")).to_contain_text("petugas lain")
    expect(hasan.locator("[data-crowd-weight]")).to_have_value("1,4")
    siti = page.locator(f"[data-row='{village.siti.number}']")
    expect(siti.locator("[data-crowd-weight]")).to_have_value("2.500")
    siti.locator("[data-crowd-weight]").fill("2,5")
    siti.locator("[data-line-more]").click()
    page.keyboard.press("Tab")
    siti.locator("[data-kind]").nth(1).select_option("kardus")
    siti.locator("[data-crowd-weight]").nth(1).fill("1")
    siti.locator("[data-crowd-weight]").nth(1).press("Enter")
    expect(page.locator("tr.is-done")).to_have_count(2)
    assert sorted(Deposit.objects.values_list("total_idr", flat=True)) == [7450, 7500]


def test_an_answer_that_was_lost_is_asked_for_again_by_the_same_key(
    village: Cast, open_page: OpenPage
) -> None:
    page = open_page()
    sit_down(page, village)
    lost: list[str] = []

    def lose_once(route: Route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.request.url)
        route.fetch()  # it was recorded
        route.fulfill(status=408, body="")

    page.route("**/counter/group/record/", lose_once)
    page.keyboard.type("1,4")
    page.keyboard.press("Enter")
    row = page.locator("[data-row]").first
    expect(row).to_have_class("is-bad")
    row.locator("[data-row-record]").click()
    expect(row).to_have_class("is-done")
    assert Deposit.objects.count() == 1


def test_a_scan_and_a_name_lead_to_the_row(village: Cast, open_page: OpenPage) -> None:
    page = open_page()
    sit_down(page, village)
    page.keyboard.type("1")
    scan(page, village.siti_card.code)
    siti = page.locator(f"[data-row='{village.siti.number}']")
    expect(siti.locator("[data-crowd-weight]")).to_be_focused()
    expect(page.locator("[data-crowd-weight]").first).to_have_value("1")
    page.fill("[data-filter]", "warga 17")
    expect(page.locator("[data-row]:visible")).to_have_count(1)
    page.press("[data-filter]", "Enter")
    page.keyboard.type("2")
    expect(page.locator("[data-row]:visible")).to_have_count(THIRTY)
    page.keyboard.press("Enter")
    expect(page.locator("tr.is-done")).to_contain_text("Warga 17")


def test_the_table_without_members_says_so(
    cast: Cast, open_page: OpenPage, find_barriers: FindBarriers
) -> None:
    enrol(cast.sari, "Dasawisma Kosong", kind="group")
    for width in (320, 1280):
        page = open_page(width=width)
        sign_in(page, cast.sari)
        for path in ("/counter/group/", f"{TABLE}?rt=99"):
            page.goto(path)
            assert find_barriers(page) == [], path
            assert page.evaluate("document.documentElement.scrollWidth") == width, path


def test_a_row_asks_for_the_price_that_no_list_has(cast: Cast, open_page: OpenPage) -> None:
    page = open_page(width=360, height=740)
    sit_down(page, cast)
    row = page.locator(f"[data-row='{cast.siti.number}']")
    price = row.locator("[data-crowd-price]")
    expect(price).to_be_hidden()
    row.locator("[data-kind]").select_option("televisi")
    expect(price).to_be_visible()
    expect(price).to_have_attribute("placeholder", "Rp/buah")
    row.locator("[data-crowd-weight]").fill("2")
    page.keyboard.press("Enter")
    expect(price).to_be_focused()
    page.keyboard.type("15.000")
    page.keyboard.press("Enter")
    expect(row).to_have_class("is-done")
    assert Deposit.objects.get().total_idr == 30_000


def test_materials_can_be_told_apart_on_a_phone(cast: Cast, open_page: OpenPage) -> None:
    """Two thirds of the width at least, and a long figure beside it is not cut."""
    for width, height in ((360, 740), (320, 568), (640, 360)):
        page = open_page(width=width, height=height)
        sit_down(page, cast)
        row = page.locator(f"[data-row='{cast.siti.number}']")
        box = row.locator("[data-kind]").bounding_box()
        assert box
        assert box["width"] > 0.5 * width
        weight = row.locator("[data-crowd-weight]")
        weight.fill("139099999")
        assert not weight.evaluate("(field) => field.scrollWidth > field.clientWidth"), width
        assert page.evaluate("document.documentElement.scrollWidth") == width
        weight.fill("")
