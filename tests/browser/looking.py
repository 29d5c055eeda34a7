"""What each test of a desk does first."""

import time
from contextlib import suppress
from typing import Protocol

from playwright.sync_api import Error, Page

from tests.cast import PASSWORD
from wastebank.models import User

SCANNER_GAP = 0.003
ENTER = 13  # as the browser counts the keys


class OpenPage(Protocol):
    def __call__(self, *, language: str = "id", width: int = 1280, height: int = 800) -> Page: ...


def sign_in(page: Page, user: User) -> None:
    page.goto("/login/")
    page.fill("[name=username]", user.username)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda url: "/login" not in url)


def scan(page: Page, code: str) -> None:
    """What a USB scanner does: it types, faster than any hand, and presses Enter.

    Each key carries the time at which a scanner presses it. What tells a scanner from a hand is its
    pace, and a busy machine that is slow to bring the keys must not look like a hand.
    """
    keys = page.context.new_cdp_session(page)
    began = time.time()
    for index, sign in enumerate([*code, "\r"]):
        name = "Enter" if sign == "\r" else sign
        key = {"key": name, "timestamp": began + index * SCANNER_GAP}
        if name == "Enter":
            key |= {"code": name, "windowsVirtualKeyCode": ENTER}
        keys.send("Input.dispatchKeyEvent", {"type": "keyDown", "text": sign, **key})
        keys.send("Input.dispatchKeyEvent", {"type": "keyUp", **key})
    keys.detach()


def until(page: Page, condition: str) -> None:
    """Wait for a condition in the page, asked from outside: its content policy allows no eval."""
    for _ in range(300):
        with suppress(Error):  # the page is being left
            if page.evaluate(condition):
                return
        page.wait_for_timeout(50)
    raise AssertionError(f"it never came true: {condition}")
