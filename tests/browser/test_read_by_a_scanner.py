"""What a scanner reads and no page asks for: a damaged card, an address, a parcel's barcode.

Wherever the cursor is and however the scanner ends: every field is as it was, nothing was recorded,
and the page says that a scanner read it. A hand, a scale that types and what is pasted are heard.
"""

from itertools import count

import pytest
from playwright.sync_api import Page, expect

from tests.browser.counter.test_bursts import ENDINGS, STANDS
from tests.browser.looking import OpenPage, scan, sign_in, until
from tests.browser.offline.pages import cut, in_queue, room, set_up, to
from tests.cast import Cast
from wastebank.models import Deposit

ADDRESS = "http://192.168.1.10:8000/c/7KQXW"
EAN_13 = "8991234567891"
PARCEL = "JX3041592653"
TURN = count()
FORGET = "document.querySelectorAll('[data-scanner-note]').forEach((note) => note.remove())"
SHOWN = """document.querySelectorAll("[data-scanner-note]:not([hidden]) [data-when]:not([hidden])")
    .length === 1"""
WORDS = {
    "misread": "Kartu terbaca, tetapi tidak utuh.",
    "foreign": "Ini dibaca oleh alat pemindai, dan bukan kartu kita.",
    "not-here": "Ini dibaca oleh alat pemindai. Di sini tidak diminta kartu.",
}


def strays(code: str) -> list[tuple[str, str]]:
    """Three of each kind, the damaged ones in turn at their head and in their middle."""
    lost = next(TURN) % 4
    damaged = [code[1:], code[:1] + code[2:], code[:14] + code[15:], code[:-1]][lost]
    others = [ADDRESS, f"https://example.org/{code}"][lost % 2], [EAN_13, PARCEL][lost // 2]
    return [(damaged, "misread"), *((other, "foreign") for other in others)]


def stray_into(page: Page, code: str, *fields: str, typed: str = "") -> None:
    """Into each of these fields, ended in each way: nothing changes, and the page says so."""
    for selector in fields:
        field = page.locator(selector).first
        field.focus()
        if typed:
            field.fill(typed)
        turn = next(TURN)
        for place, (stray, what) in enumerate(strays(code)):
            ending = ENDINGS[(turn + place) % 3]
            page.evaluate(FORGET)
            page.wait_for_timeout(100)  # nobody scans twice in a moment
            field.focus()
            before = page.evaluate(STANDS)
            scan(page, stray, ending)
            until(page, SHOWN)
            case = f"{page.url} {selector}: {stray} ended by {ending or 'nothing'}"
            assert page.evaluate(STANDS) == before, case
            said = page.locator("[data-scanner-note]").inner_text()
            assert WORDS[what] in said, f"{case}: {said}"


def ready(page: Page, address: str, selector: str) -> None:
    page.goto(address)
    expect(page.locator(f"{selector}[data-ready]")).to_be_attached()


def test_at_the_counter(cast: Cast, open_page: OpenPage) -> None:
    deposit = cast.deposit()
    code = cast.siti_card.code
    page = open_page()
    sign_in(page, cast.sari)
    ready(page, f"/counter/weigh/{cast.hasan.number}/", "[data-counter]")
    page.keyboard.type("q")
    stray_into(page, code, "[data-weight]", "body", typed="")
    stray_into(page, code, "[data-weight]", typed="1,4")
    page.keyboard.press("t")
    stray_into(page, code, "[data-tare]")
    page.keyboard.press("t")
    page.keyboard.press("/")
    stray_into(page, code, "[data-search]", typed="bot")
    page.keyboard.press("Escape")
    stray_into(page, code, "[data-record]")
    expect(page.locator("[data-lines] > li")).to_have_count(0)
    ready(page, "/counter/group/weigh/", "[data-group]")
    stray_into(page, code, "[data-crowd-weight]", "[data-filter]", "[data-kind]")
    page.goto("/counter/")
    stray_into(page, code, "[data-code]", typed="siti")
    page.goto(f"/counter/receipts/{deposit.number}/")
    page.locator("details:has(#reason) summary").click()
    stray_into(page, code, "#reason", typed="salah")
    page.goto(f"/counter/members/{cast.hasan.number}/")
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    stray_into(page, code, "[data-pin] input", typed="12")
    page.goto("/counter/enrol/")
    stray_into(page, code, "[name=name]", "[name=phone]", typed="1")
    assert Deposit.objects.count() == 1


def test_at_the_clinic(cast: Cast, open_page: OpenPage) -> None:
    cast.deposit()
    code = cast.hasan_card.code
    page = open_page()
    sign_in(page, cast.dewi)
    page.goto("/clinic/")
    stray_into(page, code, "[data-code]")
    page.wait_for_timeout(100)
    scan(page, cast.siti_card.code, "")
    expect(page.locator("[data-clinic][data-ready]")).to_be_attached()
    page.locator("h1").first.click()
    stray_into(page, code, "body")
    stray_into(page, code, "[name=pin]", typed="12")
    page.locator("h1").first.click()
    page.keyboard.press("/")
    stray_into(page, code, "[data-search]", typed="obat")
    page.wait_for_timeout(300)  # the end of a scan is over
    page.keyboard.press("Enter")
    stray_into(page, code, "[name=price]", "[name=note]", typed="7")


def test_with_no_network(cast: Cast, open_page: OpenPage) -> None:
    code = cast.siti_card.code
    page = open_page()
    set_up(page, cast.sari)
    cut(page)
    stray_into(page, code, "#code", typed="bud")
    to(page, "weigh", cast.hasan.number)
    expect(page.locator("[data-counter][data-ready]")).to_be_attached()
    page.locator(".tiles [data-material=pet]").click()
    stray_into(page, code, "[data-room=weigh] [data-weight]", typed="1")
    to(page, "crowd", "all")
    expect(page.locator("[data-group][data-ready]")).to_be_attached()
    stray_into(page, code, "[data-crowd-weight]", "[data-filter]", typed="2")
    assert in_queue(page) == []
    expect(room(page, "crowd")).to_be_visible()


def test_in_the_office(cast: Cast, open_page: OpenPage) -> None:
    """A whole card finds its member in the search, and nowhere else."""
    code = cast.siti_card.code
    page = open_page()
    sign_in(page, cast.maya)
    for address, field in [
        ("/office/members/", ".filters [type=search]"),
        ("/office/search/", "#text"),
        ("/office/", "#seek"),
    ]:
        page.goto(address)
        stray_into(page, code, field, typed="sit")
    page.goto("/office/members/")
    page.locator(".filters [type=search]").first.fill("sit")
    for ending in ENDINGS:
        page.evaluate(FORGET)
        page.wait_for_timeout(100)
        page.locator(".filters [type=search]").first.focus()
        scan(page, code, ending)
        until(page, SHOWN)
        assert WORDS["not-here"] in page.locator("[data-scanner-note]").inner_text()
        expect(page.locator(".filters [type=search]").first).to_have_value("sit")
    for ending in ENDINGS:
        page.goto("/office/")
        page.locator("#seek").focus()
        scan(page, code, ending)
        page.wait_for_url(f"**/office/members/{cast.siti.number}/")


def test_a_member_signs_in(cast: Cast, open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/member/")
    stray_into(page, cast.siti_card.code, "#who", "[name=pin]", typed="1")


def test_a_letter_of_a_damaged_card_answers_no_doubt(cast: Cast, open_page: OpenPage) -> None:
    """Y says yes to what the page asks, and stands in every other card."""
    code = "YW" + "Y7" * 12
    page = open_page()
    sign_in(page, cast.sari)
    ready(page, "/counter/group/weigh/", "[data-group]")
    row = page.locator("[data-row]").first
    row.locator("[data-crowd-weight]").fill("1")
    page.evaluate("document.querySelector('[data-row-right]').hidden = false")
    row.locator("[data-crowd-weight]").focus()
    scan(page, code, "")
    until(page, SHOWN)
    assert Deposit.objects.count() == 0
    expect(row.locator("[data-crowd-weight]")).to_have_value("1")


@pytest.mark.parametrize("ending", ["Enter", "Tab"])
def test_a_scale_that_types_is_heard(cast: Cast, open_page: OpenPage, ending: str) -> None:
    page = open_page()
    sign_in(page, cast.sari)
    ready(page, f"/counter/weigh/{cast.hasan.number}/", "[data-counter]")
    for text in ("1.25", "0012,5", "480g"):
        page.keyboard.press("q")
        scan(page, text, ending)
        if ending == "Tab":
            expect(page.locator("[data-weight]")).to_have_value(text)
            page.locator("[data-weight]").press("Enter")
    expect(page.locator("[data-lines] > li")).to_have_count(3)
    expect(page.locator("[data-scanner-note]")).to_have_count(0)


@pytest.mark.parametrize("delay_ms", [40, 70])
def test_a_hand_that_types_fast_is_heard(cast: Cast, open_page: OpenPage, delay_ms: int) -> None:
    """What a scanner might have typed as well, and what is pasted."""
    page = open_page()
    sign_in(page, cast.sari)
    page.goto("/counter/enrol/")
    for name, text in [
        ("phone", "081234567890"),
        ("name", "https://example.org"),
        ("address", "Blok W10 8991234567891"),
    ]:
        field = page.locator(f"[name={name}]")
        field.focus()
        page.keyboard.type(text, delay=delay_ms)
        expect(field).to_have_value(text)
        field.fill("")
        page.evaluate("text => document.execCommand('insertText', false, text)", text)
        expect(field).to_have_value(text)
    ready(page, f"/counter/weigh/{cast.hasan.number}/", "[data-counter]")
    page.keyboard.type("q1250g", delay=delay_ms)
    expect(page.locator("[data-weight]")).to_have_value("1250g")
    page.keyboard.press("Enter")
    expect(page.locator("[data-lines] > li")).to_have_count(1)
