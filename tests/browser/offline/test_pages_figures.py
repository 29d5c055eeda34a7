"""What the shell's scripts read by themselves must be what the server would read."""

import json
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from wastebank.codes.member_number import MisspeltNumber, make_number, parse_number

STATIC = "wastebank/web/static/"
READ_NUMBERS = """async (asked) => {
    const codes = await import("/wastebank/offline-ui/codes.js");
    return asked.map((text) => codes.readNumber(text));
}"""
SHOW_MOMENTS = """async (asked) => {
    const moments = await import("/wastebank/offline-ui/moments.js");
    return asked.map((at) => {
        const moment = new Date(at);
        return [moments.showMoment(moment), moments.withOffset(moment)];
    });
}"""
NUMBERS = [
    *(make_number(serial) for serial in (0, 7, 1071, 99_999, 123_456, 10**11 - 1)),
    *("1071-R", "1071r", " 10 71 R ", "1071-A", "01071-R", "1071", "R", "", "107١-R", "1071-RR"),
]


@pytest.fixture
def blank_page(chromium: Browser, request: pytest.FixtureRequest) -> Any:
    """An empty page in a language, whose scripts come straight from the tree."""
    context = chromium.new_context(timezone_id="Asia/Makassar")
    page = context.new_page()
    page.route(
        "http://shell.test/**",
        lambda route: (
            route.fulfill(
                path=STATIC + route.request.url.removeprefix("http://shell.test/"),
                content_type="text/javascript",
            )
            if route.request.url.endswith(".js")
            else route.fulfill(body=f'<html lang="{request.param}">', content_type="text/html")
        ),
    )
    page.goto("http://shell.test/")
    yield page
    context.close()


@pytest.mark.parametrize("blank_page", ["id"], indirect=True)
def test_a_members_number_is_read_as_the_server_reads_it(blank_page: Page) -> None:
    read = blank_page.evaluate(READ_NUMBERS, NUMBERS)
    assert read == [number_or_none(text) for text in NUMBERS]
    assert sum(number is not None for number in read) == 9


def number_or_none(text: str) -> str | None:
    try:
        return parse_number(text)
    except MisspeltNumber:
        return None


@pytest.mark.parametrize(
    ("blank_page", "shown"),
    [("id", "9 Mei 2026, 09.05"), ("en", "9 May 2026, 09:05")],
    indirect=["blank_page"],
)
def test_moments_carry_the_devices_own_offset(blank_page: Page, shown: str) -> None:
    said = blank_page.evaluate(SHOW_MOMENTS, ["2026-05-09T01:05:00Z"])
    assert json.dumps(said) == json.dumps([[shown, "2026-05-09T09:05:00+08:00"]])
