"""The office in a real browser: every page it has, in both languages, without a barrier."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import OpenPage, sign_in
from tests.cast import Cast

FindBarriers = Callable[[Page], list[str]]
PAGES = (
    "/office/",
    "/office/days/",
    "/office/members/",
    "/office/prices/",
    "/office/prices/of/pet/",
    "/office/prices/import/",
    "/office/clinics/",
    "/office/book/",
    "/office/book/check/",
    "/office/cards/",
    "/office/staff/",
    "/clinic/tariffs/",
)


@pytest.mark.parametrize(("language", "width"), [("id", 1280), ("en", 360)])
def test_no_page_of_the_office_has_a_barrier(
    cast: Cast, open_page: OpenPage, find_barriers: FindBarriers, language: str, width: int
) -> None:
    cast.deposit()
    cast.redeem()
    page = open_page(language=language, width=width)
    sign_in(page, cast.maya)
    for address in PAGES:
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        assert find_barriers(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") == width, address


def test_the_treasurer_sees_the_trial_balance_at_zero(cast: Cast, open_page: OpenPage) -> None:
    cast.deposit()
    page = open_page()
    sign_in(page, cast.bambang)
    page.goto("/office/book/")
    expect(page.locator("tfoot").first).to_contain_text("25.000")
