"""A real browser on the real program. Ask for `served`, `cast` and `open_page`."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright

from tests.browser.chromium import FLAGS, chromium_path
from tests.browser.looking import OpenPage
from tests.serving import Served


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/browser/" in item.path.as_posix():
            item.add_marker("once")
            item.add_marker("browser")


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture
def open_page(chromium: Browser, served: Served) -> Iterator[OpenPage]:
    """Opens pages on the program. A script error or a breach of the content policy fails the test.

    `open_page(language="id", width=360)` answers a page whose addresses begin at the program.
    """
    contexts: list[Any] = []
    faults: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        # A refused form is answered with 4xx by design, and the browser mentions it; so it does
        # when a test has cut the network.
        meant = ("status of 4", "ERR_INTERNET_DISCONNECTED")
        if message.type == "error" and not any(text in message.text for text in meant):
            faults.append(message.text)

    def open_one(
        *, language: str = "id", width: int = 1280, height: int = 800, expects_faults: bool = False
    ) -> Page:
        context = chromium.new_context(
            base_url=served.url,
            locale={"id": "id-ID", "en": "en-GB"}[language],
            viewport={"width": width, "height": height},
            timezone_id="Asia/Jakarta",
            has_touch=width < 800,
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        if not expects_faults:  # of the network, where a test plays with it
            page.on("console", hear)
        page.on("pageerror", lambda error: faults.append(str(error)))
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert not faults, "the browser complained: " + "; ".join(faults)


@pytest.fixture
def find_barriers() -> Callable[[Page], list[str]]:
    """What keeps people with a disability out of a page, as axe sees it."""
    from axe_playwright_python.sync_playwright import Axe

    axe = Axe()

    def look(page: Page) -> list[str]:
        found = axe.run(page).response["violations"]
        return [
            f"{barrier['id']}: {barrier['help']} ({node['html'][:120]})"
            for barrier in found
            for node in barrier["nodes"]
        ]

    return look
