"""What each test of a desk does first."""

from contextlib import suppress
from typing import Protocol

from playwright.sync_api import Error, Page

from tests.cast import PASSWORD
from wastebank.models import User


class OpenPage(Protocol):
    def __call__(self, *, language: str = "id", width: int = 1280, height: int = 800) -> Page: ...


def sign_in(page: Page, user: User) -> None:
    page.goto("/login/")
    page.fill("[name=username]", user.username)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda url: "/login" not in url)


def until(page: Page, condition: str) -> None:
    """Wait for a condition in the page, asked from outside: its content policy allows no eval."""
    for _ in range(300):
        with suppress(Error):  # the page is being left
            if page.evaluate(condition):
                return
        page.wait_for_timeout(50)
    raise AssertionError(f"it never came true: {condition}")
