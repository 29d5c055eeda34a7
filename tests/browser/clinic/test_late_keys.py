"""A key that was pressed for one page does nothing on the next."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.clinic.test_keyboard import signed_in
from tests.browser.looking import OpenPage, scan
from tests.cast import Cast

Press = Callable[[Page, str], None]
READY = "[data-clinic][data-ready] h1"
FINDER = "[data-finder]"


def end_late(page: Page, code: str) -> None:
    """The Enter of a scan arrives where the scan has led to."""
    scan(page, code, ending="")
    page.wait_for_selector(READY)
    page.keyboard.press("Enter")


def hold_down(page: Page, code: str) -> None:
    """The browser repeats an Enter that nobody lets go."""
    page.fill("[name=code]", code)
    page.keyboard.down("Enter")
    page.wait_for_selector(READY)
    for _ in range(3):
        page.keyboard.down("Enter")
    page.keyboard.up("Enter")
    page.keyboard.press("Shift")  # any key: the next Enter is a hand's


@pytest.mark.parametrize("press", [end_late, hold_down])
def test_the_search_is_opened_by_an_enter_of_its_own(
    cast: Cast, open_page: OpenPage, press: Press
) -> None:
    page = open_page(language="en")
    signed_in(page, cast)
    press(page, cast.siti_card.code)
    expect(page.locator(READY)).to_have_text(cast.siti.name)
    expect(page.locator(FINDER)).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page.locator(FINDER)).to_be_visible()
