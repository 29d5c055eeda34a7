"""What everybody sees, in both languages and widths, without a barrier."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.looking import OpenPage
from tests.cast import Cast

FindBarriers = Callable[[Page], list[str]]


@pytest.mark.parametrize(("language", "width"), [("id", 320), ("en", 1280)])
def test_no_open_page_has_a_barrier(
    cast: Cast, open_page: OpenPage, find_barriers: FindBarriers, language: str, width: int
) -> None:
    page = open_page(language=language, width=width)
    for address in ("/", "/prices/", "/check/", "/login/", "/member/", "/parts/", "/nowhere/"):
        page.goto(address)
        assert find_barriers(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") == width, address
