"""The bar of the counter with no network: where one stands, and in which language."""

import pytest
from playwright.sync_api import expect

from tests.browser.looking import OpenPage, sign_in
from tests.browser.offline.pages import SHELL, cut, opened, set_up, to
from tests.cast import BANK_NAME, Cast


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_place_and_language_stand_in_the_bar_of_every_width(
    cast: Cast, open_page: OpenPage, width: int
) -> None:
    page = open_page(width=width, height=740)
    sign_in(page, cast.sari)
    page.goto(SHELL)
    opened(page)
    expect(page.locator(".where [data-place]")).to_have_text(BANK_NAME)
    set_up(page, cast.sari)
    cut(page)
    for room in ("start", "stored", "group"):
        to(page, room)
        expect(page.locator(".where [data-place]")).to_have_text(cast.melati.name)
    for lang, other in (("id", "English"), ("en", "Indonesia")):
        assert page.evaluate("document.documentElement.lang") == lang
        link = page.locator(f".bar a[aria-label*={other}]")
        expect(link).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") == width
        with page.expect_navigation():
            link.click()
        opened(page)
        expect(page.locator(".where [data-place]")).to_have_text(cast.melati.name)
