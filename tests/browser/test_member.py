"""The member's page in a real browser, on a small old phone, with and without scripts."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.looking import OpenPage
from tests.cast import SITI_PIN, Cast
from tests.serving import Served

FindBarriers = Callable[[Page], list[str]]
MAX_BYTES = 60_000


@pytest.mark.parametrize(("language", "balance"), [("id", "10.000"), ("en", "10,000")])
def test_the_passbook_opens_with_number_and_pin(
    cast: Cast, open_page: OpenPage, find_barriers: FindBarriers, language: str, balance: str
) -> None:
    cast.deposit()
    cast.redeem()
    page = open_page(language=language, width=360, height=740)
    page.goto("/member/")
    assert find_barriers(page) == []
    page.fill("[name=who]", cast.siti.number)
    for digit in SITI_PIN:
        page.click(f'.pin [data-key="{digit}"]')
    page.click("form.pane button.is-big")
    expect(page.locator(".sum .rp")).to_contain_text(balance)
    assert find_barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_with_scripts_off_and_under_sixty_kilobytes(
    cast: Cast, chromium: Browser, served: Served
) -> None:
    cast.deposit()
    context = chromium.new_context(
        base_url=served.url,
        locale="id-ID",
        java_script_enabled=False,
        viewport={"width": 360, "height": 740},
    )
    page = context.new_page()
    page.goto("/member/")
    page.fill("[name=who]", cast.siti.number)
    page.fill("[name=pin]", SITI_PIN)
    page.click("form.pane button.is-big")
    expect(page.locator(".sum .rp")).to_contain_text("25.000")
    context.close()

    fresh = chromium.new_context(base_url=served.url, viewport={"width": 360, "height": 740})
    phone = fresh.new_page()
    transferred: list[int] = []
    phone.on(
        "response",
        lambda answer: transferred.append(int(answer.headers.get("content-length", "0"))),
    )
    phone.goto("/member/")
    phone.fill("[name=who]", cast.siti.number)
    phone.fill("[name=pin]", SITI_PIN)
    transferred.clear()

    phone.click("form.pane button.is-big")
    phone.wait_for_load_state("networkidle")
    assert 0 < sum(transferred) < MAX_BYTES
    fresh.close()
