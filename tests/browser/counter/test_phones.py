"""On a phone, upright or on its side, every key of the scale lies on the screen, and no figure is
cut off: a key below the edge is not pressed, and a cut figure reads as another."""

import uuid
from datetime import date
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.looking import OpenPage, scan, sign_in
from tests.browser.offline.pages import cut, room, set_up
from tests.cast import Cast
from wastebank.days.closing import close_day
from wastebank.materials.prices import set_price
from wastebank.models import Material, Member, Place

SCREENS = [(360, 740), (320, 568), (640, 360)]
LONG_PLACE = "Bank Sampah Unit Kelurahan Mekarwangi Sejahtera Bersama RW 07"
LONG_NAME = "Raden Ajeng Siti Rahayu Kusumaningtyas Hadiwidjojo"

# What is shown of each key: its box, and whether something else lies over its middle.
KEYS = """() => [...document.querySelectorAll(
    ".pad [data-key], [data-weight], .tile-rows [data-find-open], [data-record]"
  )].filter((key) => key.getClientRects().length).map((key) => {
    const { left, top, right, bottom } = key.getBoundingClientRect();
    const over = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    const name = key.dataset.key || key.className || key.name;
    return { name, left, top, right, bottom, free: Boolean(over) && key.contains(over) };
  })"""
CUT = "(field) => field.scrollWidth > field.clientWidth"
SHOWN_TILE = """() => {
  const tile = document.querySelector(".tiles .is-on").getBoundingClientRect();
  const row = document.querySelector(".tiles").getBoundingClientRect();
  return tile.left >= row.left - 1 && tile.right <= row.right + 1;
}"""


@pytest.fixture
def wordy(cast: Cast) -> Cast:
    """A place and a member whose names are as long as they come."""
    Place.objects.filter(pk=cast.melati.pk).update(name=LONG_PLACE)
    Member.objects.filter(pk=cast.siti.pk).update(name=LONG_NAME)
    return cast


def every_key_is_on_the_screen(page: Page, when: str) -> None:
    size: Any = page.viewport_size
    keys = page.evaluate(KEYS)
    assert len(keys) > 16, when
    assert page.evaluate("window.scrollY") == 0, when
    for key in keys:
        where = (when, size, key)
        assert key["free"], where
        assert 0 <= key["left"] < key["right"] <= size["width"], where
        assert 0 <= key["top"] < key["bottom"] <= size["height"], where
        assert key["bottom"] - key["top"] >= 38, where


def weigh_everything(page: Page) -> None:
    """From an empty scale to many lines, with a container, what is not paid, and a price."""
    every_key_is_on_the_screen(page, "empty")
    for _ in range(2):
        for material in ("pet", "kardus", "jelantah", "botol-kecap"):
            page.locator(f".tiles [data-material={material}]").click()
            page.locator('.weigh [data-key="2"]').click()
    every_key_is_on_the_screen(page, "many lines")
    page.locator(".tiles [data-material=pet]").click()
    page.locator('.weigh [data-key="9"]').click()
    for part in ("tare", "rejected"):
        page.locator(f'.weigh [data-key="{part}"]').click()
        page.locator('.weigh [data-key="1"]').click()
        every_key_is_on_the_screen(page, part)
    page.locator('.weigh [data-key="next"]').click()
    expect(page.locator("[data-lines] > li")).to_have_count(9)
    page.locator(".tiles [data-material=televisi]").click()
    expect(page.locator("[data-price-typed]")).to_be_visible()
    every_key_is_on_the_screen(page, "a price is asked")


@pytest.mark.parametrize(("width", "height"), SCREENS)
def test_every_key_of_the_scale_lies_on_the_screen(
    wordy: Cast, open_page: OpenPage, width: int, height: int
) -> None:
    page = open_page(width=width, height=height)
    sign_in(page, wordy.sari)
    page.goto(f"/counter/weigh/{wordy.siti.number}/")
    expect(page.locator("[data-counter][data-ready]")).to_be_attached()
    weigh_everything(page)


@pytest.mark.parametrize(("width", "height"), SCREENS)
def test_every_key_of_the_scale_lies_on_the_screen_with_no_network(
    wordy: Cast, open_page: OpenPage, width: int, height: int
) -> None:
    page = open_page(width=width, height=height)
    set_up(page, wordy.sari)
    cut(page)
    scan(page, wordy.siti_card.code)
    expect(room(page, "weigh")).to_be_visible()
    expect(page.locator("[data-counter][data-ready]")).to_be_attached()
    weigh_everything(page)


@pytest.mark.parametrize(("width", "height"), SCREENS)
def test_news_above_the_lines_moves_no_key_off_the_screen(
    wordy: Cast, open_page: OpenPage, width: int, height: int
) -> None:
    wordy.deposit()
    close_day(key=uuid.uuid4(), by=wordy.sari, day=timezone.localdate())
    page = open_page(width=width, height=height)
    sign_in(page, wordy.sari)
    page.goto(f"/counter/weigh/{wordy.siti.number}/")
    expect(page.locator("[data-counter][data-kept]")).to_be_attached()
    page.locator(".tiles [data-material=pet]").click()
    page.locator('.weigh [data-key="2"]').click()
    page.keyboard.press("Enter")
    expect(page.locator("[data-lines] > li")).to_be_in_viewport()
    page.reload()
    expect(page.locator("[data-typed-before]")).to_be_in_viewport()
    expect(page.locator("[data-sliding] [role=status]")).to_have_count(2)
    every_key_is_on_the_screen(page, "closed, and put back")


@pytest.mark.parametrize("figures", ["139099999", "1000000", "12,345", "999999999999"])
def test_no_figure_on_the_scale_is_cut_off(cast: Cast, open_page: OpenPage, figures: str) -> None:
    for width, height in SCREENS:
        page = open_page(width=width, height=height)
        sign_in(page, cast.sari)
        page.goto(f"/counter/weigh/{cast.siti.number}/")
        expect(page.locator("[data-counter][data-ready]")).to_be_attached()
        page.locator(".tiles [data-material=pet]").click()
        for sign in figures:
            page.locator(f'.weigh [data-key="{"decimal" if sign == "," else sign}"]').click()
        assert page.locator("[data-weight]").input_value() == figures
        assert not page.locator("[data-weight]").evaluate(CUT), (width, figures)


def test_the_chosen_material_is_brought_into_sight(cast: Cast, open_page: OpenPage) -> None:
    names = ("Aki", "Besi", "Dus", "Ember", "Galon", "Koran")
    for name in names:
        code = name.lower()
        Material.objects.create(code=code, name_id=name, name_en=name, family="logam", unit="g")
        set_price(
            key=uuid.uuid4(),
            by=cast.maya,
            material=code,
            place="BSI",
            valid_from=date(2021, 1, 1),
            price_idr=1000,
        )
    page = open_page(width=360, height=740)
    sign_in(page, cast.sari)
    page.goto(f"/counter/weigh/{cast.siti.number}/")
    expect(page.locator("[data-counter][data-ready]")).to_be_attached()
    for tile in page.locator(".tiles [data-material]").all():
        hotkey = str(tile.get_attribute("data-hotkey"))
        page.evaluate("document.querySelector('.tiles').scrollLeft = 0")
        page.keyboard.press(hotkey)
        expect(tile).to_have_attribute("aria-pressed", "true")
        assert page.evaluate(SHOWN_TILE), hotkey


def test_after_recording_the_sum_comes_first_and_nothing_prints_unasked(
    cast: Cast, open_page: OpenPage
) -> None:
    page = open_page(width=360, height=740)
    sign_in(page, cast.sari)
    page.goto(f"/counter/weigh/{cast.siti.number}/")
    expect(page.locator("[data-counter][data-ready]")).to_be_attached()
    expect(page.locator("[data-print-too]")).not_to_be_checked()
    page.locator(".tiles [data-material=pet]").click()
    page.locator('.weigh [data-key="2"]').click()
    page.locator("[data-record]").click()
    page.wait_for_url("**/counter/receipts/**")
    tops = [
        page.locator(place).first.bounding_box() or {"y": -1}
        for place in ("main .note.is-good", ".sum", ".slip", "#papers")
    ]
    assert [box["y"] for box in tops] == sorted(box["y"] for box in tops)
    assert not page.url.endswith("/print/")


IN_SIGHT = """(part) => {
  const { top, bottom } = document.querySelector(part).getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight;
}"""


@pytest.mark.parametrize(("width", "height"), SCREENS)
def test_what_was_recorded_and_its_sum_are_in_sight(
    wordy: Cast, open_page: OpenPage, width: int, height: int
) -> None:
    """The field of the next member has the keys, and does not draw the page down to itself."""
    page = open_page(width=width, height=height)
    sign_in(page, wordy.sari)
    page.goto(f"/counter/weigh/{wordy.siti.number}/")
    expect(page.locator("[data-counter][data-ready]")).to_be_attached()
    for material in ("pet", "kardus", "jelantah"):
        page.locator(f".tiles [data-material={material}]").click()
        page.locator("[data-weight]").fill("2")
    page.locator("[data-record]").click()
    page.wait_for_url("**/receipts/**")
    expect(page.locator("[data-scan] [data-code]")).to_be_focused()
    assert page.evaluate("window.scrollY") == 0
    assert page.evaluate(IN_SIGHT, "main .note.is-good")
    if height > width:
        assert page.evaluate(IN_SIGHT, "main .sum .total")


def test_a_new_member_is_in_sight_before_the_card_is_handed_over(
    wordy: Cast, open_page: OpenPage
) -> None:
    page = open_page(width=360, height=640)
    sign_in(page, wordy.sari)
    page.goto(f"/counter/members/{wordy.hasan.number}/")
    expect(page.locator("form[data-scan] [data-code]")).to_be_focused()
    assert page.evaluate("window.scrollY") == 0
