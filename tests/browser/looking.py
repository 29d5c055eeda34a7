"""What each test of a desk does first."""

import time
from contextlib import suppress
from typing import Protocol

from playwright.sync_api import Error, Page

from tests.cast import PASSWORD
from wastebank.models import User

SCANNER_GAP = 0.003
ENDINGS = {
    "Enter": ("\r", 13),
    "Tab": ("", 9),
    "Space": (" ", 32),
}  # with the browser's numbers of these keys

NAMES = {"Space": " "}


class OpenPage(Protocol):
    def __call__(
        self,
        *,
        language: str = "id",
        width: int = 1280,
        height: int = 800,
        expects_faults: bool = False,
    ) -> Page: ...


def sign_in(page: Page, user: User) -> None:
    page.goto("/login/")
    page.fill("[name=username]", user.username)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda url: "/login" not in url)


def scan(page: Page, code: str, ending: str = "Enter", gap: float = SCANNER_GAP) -> None:
    """What a USB scanner does: it types, faster than any hand, and ends with keys or with nothing.

    Each key carries the time at which a scanner presses it. What tells a scanner from a hand is its
    pace, and a busy machine that is slow to bring the keys must not look like a hand.
    """
    keys = page.context.new_cdp_session(page)
    began = time.time()
    for place, name in enumerate([*code, *ending.split()]):
        pressed = began + place * gap
        time.sleep(max(0, pressed - time.time()))  # a slow scanner is slow
        key = {"key": NAMES.get(name, name), "timestamp": pressed}
        text = ENDINGS[name][0] if name in ENDINGS else name
        if name in ENDINGS:
            key |= {"code": name, "windowsVirtualKeyCode": ENDINGS[name][1]}
        keys.send("Input.dispatchKeyEvent", {"type": "keyDown", "text": text, **key})
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
