"""What the manual and the README show: desks in the middle of their work."""

from pathlib import Path

from playwright.sync_api import Browser

from tests.browser.demo import Demo


def take_scenes(browser: Browser, demo: Demo, folder: Path) -> None:
    pass
