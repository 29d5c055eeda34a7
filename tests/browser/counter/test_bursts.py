"""A scanner types into whatever has the cursor, and ends as it likes: it is a scan all the same.

Every kind of field, every ending. What stood in the field stays, no key of the page was pressed,
and the code was heard once. A hand that types fast is heard letter by letter.
"""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import OpenPage, scan, sign_in, until
from tests.browser.offline.pages import cut, in_queue, room, set_up, to
from tests.cast import Cast
from wastebank.models import Deposit

ENDINGS = ("Enter", "Tab", "")
TWO_KEYS = ("Enter Enter", "Tab Enter", "Enter Tab", "Space Enter", "Tab Tab")
IN_FRONT = ("", "]Q1", "]q3", "*", "##")
CODE_SIGNS = 29
# Hears each scan and keeps the page where it is.
LISTEN = """() => {
    if (window.scans) {
        return;
    }
    window.scans = [];
    document.addEventListener("scan", (event) => {
        event.preventDefault();
        window.scans.push(event.detail.code);
    });
}"""
# How everything stands that a hand may have written or pressed.
STANDS = """() => [
    [...document.querySelectorAll("input:not([type=hidden]), select, textarea")].map(
        (field) => field.value,
    ),
    document.querySelectorAll("[data-lines] > li, tr.is-done").length,
    [...document.querySelectorAll("[aria-pressed]")].map((key) => key.ariaPressed),
    location.href,
].map(String)"""
CURSOR = "document.activeElement.id + Object.keys(document.activeElement.dataset)"


def scan_into(
    page: Page,
    code: str,
    *fields: str,
    typed: str = "",
    goes_on: bool = False,
    endings: tuple[str, ...] = ENDINGS,
) -> None:
    """Into each of these fields, ended in each way: nothing changes but what was heard.

    `goes_on` where the cursor goes to the member of the card.
    """
    page.evaluate(LISTEN)
    for selector in fields:
        field = page.locator(selector).first
        field.focus()
        page.keyboard.type(typed)
        for ending in endings:
            field.focus()
            before, cursor = page.evaluate(STANDS), page.evaluate(CURSOR)
            scan(page, code, ending)
            until(page, "window.scans.length > 0")
            page.wait_for_timeout(300)  # the end of a scan is over
            case = f"{page.url} {selector} ended by {ending or 'nothing'}"
            assert page.evaluate("window.scans.splice(0)") == [code[-CODE_SIGNS:]], case
            assert page.evaluate(STANDS) == before, case
            assert goes_on or page.evaluate(CURSOR) == cursor, case


def test_at_the_counter(cast: Cast, open_page: OpenPage) -> None:
    deposit = cast.deposit()
    code = cast.siti_card.code
    page = open_page()
    sign_in(page, cast.sari)
    page.goto(f"/counter/weigh/{cast.hasan.number}/")
    expect(page.locator("[data-counter][data-ready]")).to_be_attached()
    page.keyboard.type("q")
    scan_into(page, code, "[data-weight]", typed="1")
    page.keyboard.press("t")
    scan_into(page, code, "[data-tare]")
    page.keyboard.press("/")
    scan_into(page, code, "[data-search]", typed="bot")
    page.keyboard.press("Escape")
    scan_into(page, code, "[data-record]", "body")
    page.goto("/counter/group/weigh/")
    expect(page.locator("[data-group][data-ready]")).to_be_attached()
    scan_into(page, code, "[data-crowd-weight]", "[data-filter]", "[data-kind]", goes_on=True)
    page.goto("/counter/")
    scan_into(page, code, "[data-code]")
    page.goto(f"/counter/receipts/{deposit.number}/")
    page.locator("details:has(#reason) summary").click()
    scan_into(page, code, "#reason", typed="salah")
    page.goto(f"/counter/members/{cast.hasan.number}/")
    scan_into(page, code, "[data-pin] input", "#issue-holder")
    page.goto("/counter/enrol/")
    scan_into(page, code, "[name=name]", "[name=phone]", typed="1")
    assert Deposit.objects.count() == 1


def test_at_the_clinic(cast: Cast, open_page: OpenPage) -> None:
    cast.deposit()
    page = open_page()
    sign_in(page, cast.dewi)
    page.goto("/clinic/")
    scan(page, cast.siti_card.code, "")
    expect(page.locator("[data-clinic][data-ready]")).to_be_attached()
    scan_into(page, cast.hasan_card.code, "[name=pin]", typed="12")
    page.locator("h1").first.click()
    page.keyboard.press("/")
    page.keyboard.type("obat")
    scan_into(page, cast.hasan_card.code, "[data-search]")
    page.keyboard.press("Enter")
    scan_into(page, cast.hasan_card.code, "[name=price]", "[name=note]", typed="7")


def test_with_no_network(cast: Cast, open_page: OpenPage) -> None:
    code = cast.siti_card.code
    page = open_page()
    set_up(page, cast.sari)
    cut(page)
    scan_into(page, code, "#code")
    to(page, "weigh", cast.hasan.number)
    expect(page.locator("[data-counter][data-ready]")).to_be_attached()
    page.locator(".tiles [data-material=pet]").click()
    scan_into(page, code, "[data-room=weigh] [data-weight]", typed="1")
    to(page, "crowd", "all")
    expect(page.locator("[data-group][data-ready]")).to_be_attached()
    scan_into(page, code, "[data-crowd-weight]", "[data-filter]", goes_on=True)
    assert in_queue(page) == []
    expect(room(page, "crowd")).to_be_visible()


def test_a_slow_scanner_is_known_by_its_whole_code(cast: Cast, open_page: OpenPage) -> None:
    page = open_page()
    sign_in(page, cast.sari)
    page.goto("/counter/group/weigh/")
    expect(page.locator("[data-group][data-ready]")).to_be_attached()
    page.evaluate(LISTEN)
    weight = page.locator("[data-crowd-weight]").first
    weight.focus()
    page.keyboard.type("1")
    page.wait_for_timeout(300)
    scan(page, cast.siti_card.code, ending="", gap=0.18)
    until(page, "window.scans.length === 1")
    page.keyboard.press("Enter")
    expect(weight).to_have_value("1")
    expect(page.locator("tr.is-done, tr.is-bad")).to_have_count(0)


def test_what_a_scanner_says_around_a_code_is_no_weight(cast: Cast, open_page: OpenPage) -> None:
    """Some say first what kind of code it was, and many end with two keys. Q is a material."""
    page = open_page()
    sign_in(page, cast.sari)
    page.goto(f"/counter/weigh/{cast.hasan.number}/")
    expect(page.locator("[data-counter][data-ready]")).to_be_attached()
    page.keyboard.type("q")
    page.keyboard.type("1")
    for in_front, ending in zip(IN_FRONT, TWO_KEYS, strict=True):
        code = in_front + cast.siti_card.code
        scan_into(page, code, "[data-weight]", endings=(ending,))
        expect(page.locator("[data-weight]")).to_have_value("1")
        page.keyboard.insert_text(f"{code}\n")  # a telephone's scanner writes it in one stroke
        assert page.evaluate("window.scans.splice(0)") == [cast.siti_card.code]
    expect(page.locator("[data-weight]")).to_have_value("1")
    expect(page.locator("[data-lines] > li")).to_have_count(0)


@pytest.mark.parametrize("delay_ms", [0, 40, 90])
def test_a_hand_is_heard_however_fast_it_types(
    cast: Cast, open_page: OpenPage, delay_ms: int
) -> None:
    """W is a material, and w1 could be the head of a code."""
    page = open_page()
    sign_in(page, cast.sari)
    page.goto(f"/counter/weigh/{cast.siti.number}/")
    expect(page.locator("[data-counter][data-ready]")).to_be_attached()
    kind = page.locator("[data-hotkey=W] b, [data-hotkey=W] .nm").first.inner_text()
    page.keyboard.type("w12,5", delay=delay_ms)
    expect(page.locator("[data-kind-name]")).to_have_text(kind.replace("\u200b", ""))
    expect(page.locator("[data-weight]")).to_have_value("12,5")
    page.keyboard.press("Enter")
    expect(page.locator("[data-lines] > li")).to_have_count(1)
    page.keyboard.type("w125", delay=delay_ms)
    page.keyboard.press("Enter")
    expect(page.locator("[data-lines] > li")).to_have_count(2)
    page.goto("/counter/group/weigh/")
    expect(page.locator("[data-group][data-ready]")).to_be_attached()
    page.locator("[data-filter]").focus()
    page.keyboard.type("W1 w10abc", delay=delay_ms)
    expect(page.locator("[data-filter]")).to_have_value("W1 w10abc")
    page.keyboard.press("Home")
    page.keyboard.type("w1x", delay=delay_ms)
    expect(page.locator("[data-filter]")).to_have_value("w1xW1 w10abc")
