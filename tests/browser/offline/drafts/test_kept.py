"""What is weighed with no network, or when it goes, is kept as at the counter with one, for its own
person, and becomes one deposit whichever counter ends it."""

import uuid

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.browser.looking import OpenPage, scan, sign_in
from tests.browser.offline.pages import (
    SHELL,
    ask,
    cut,
    in_queue,
    opened,
    room,
    set_up,
)
from tests.cast import PASSWORD, Cast, hire
from tests.proof.killable import KillableBrowser
from tests.serving import Served
from wastebank.codes.card_code import make_code
from wastebank.models import Deposit, User

DRAFTS = """async () => {
    const { draftsOf } = await import("/static/wastebank/offline/drafts.js");
    return draftsOf("typed:");
}"""


def at_the_desk(page: Page) -> None:
    expect(room(page, "weigh").locator("[data-counter][data-kept]")).to_be_attached()


def type_lines(page: Page) -> None:
    """One line that is closed, and one that is not."""
    page.locator(".tiles [data-material=pet]").click()
    page.keyboard.type("1,4")
    page.locator(".tiles [data-material=kardus]").click()
    page.keyboard.type("2t0,5")
    expect(page.locator("[data-tare]")).to_have_value("0,5")


def lines_stand(page: Page, why: str, name: str = "Siti R.") -> None:
    at_the_desk(page)
    expect(page.locator("[data-member-name]"), why).to_have_text(name)
    expect(page.locator("[data-lines] > li"), why).to_have_count(1)
    expect(page.locator("[data-weight]"), why).to_have_value("2")
    expect(page.locator("[data-tare]"), why).to_have_value("0,5")
    expect(page.locator("[data-typed-before]"), why).to_be_visible()


def offers(page: Page) -> list[str]:
    """Of who is signed in, as soon as it is known."""
    expect(page.locator("[data-drafts][data-ready]")).to_be_attached()
    return page.locator("[data-drafts] li").all_inner_texts()


def back(page: Page) -> None:
    page.goto("about:blank")
    page.go_back()


def from_the_start(page: Page) -> None:
    page.goto("about:blank")
    page.goto(SHELL)
    opened(page)
    [offer] = offers(page)
    assert "Siti R." in offer
    page.locator("[data-drafts] li a").click()


def left_for_another_member(page: Page) -> None:
    page.locator("[data-escape]").click()
    page.locator("[data-escape]").click()
    expect(room(page, "start")).to_be_visible()
    ask(page, "")
    page.locator("[data-drafts] li a").click()


def other_language(page: Page) -> None:
    before = page.locator("html").get_attribute("lang")
    page.locator(".bar a[lang]").click()
    expect(page.locator(f"html:not([lang={before}])")).to_be_attached()


MISFORTUNES = {
    "refresh": lambda page: page.reload(),
    "back": back,
    "from the start": from_the_start,
    "another language": other_language,
    "left": left_for_another_member,
}


@pytest.mark.parametrize("by_card", [True, False], ids=["card", "number"])
def test_lines_outlive_every_misfortune(cast: Cast, open_page: OpenPage, by_card: bool) -> None:
    page = open_page(width=360, height=740)
    set_up(page, cast.sari)
    cut(page)
    scan(page, cast.siti_card.code) if by_card else ask(page, cast.siti.number)
    at_the_desk(page)
    type_lines(page)
    for why, misfortune in MISFORTUNES.items():
        misfortune(page)
        lines_stand(page, why)
    page.locator("[data-record]").click()
    expect(room(page, "start")).to_be_visible()
    [record] = in_queue(page)
    assert record["shown"]["total_idr"] == 3500 + 1800
    assert ("card_hash" in record["body"]) is by_card
    assert offers(page) == []
    page.context.set_offline(False)
    expect(page.locator("[data-state]")).to_be_hidden(timeout=30_000)
    assert Deposit.objects.get().total_idr == 3500 + 1800
    page.goto("/counter/")
    assert offers(page) == []


def test_a_card_that_nobody_knows_here_keeps_its_lines_too(cast: Cast, open_page: OpenPage) -> None:
    page = open_page(width=360, height=740)
    set_up(page, cast.sari)
    cut(page)
    scan(page, make_code(uuid.uuid4().bytes + b"0"))
    at_the_desk(page)
    type_lines(page)
    page.reload()
    opened(page)
    assert len(offers(page)) == 1
    page.locator("[data-drafts] li a").click()
    lines_stand(page, "offered", "Kartu belum dikenal")
    page.locator("[data-record]").click()
    expect(room(page, "start")).to_be_visible()
    assert "card_hash" in in_queue(page)[0]["body"]
    assert page.evaluate(DRAFTS) == []


def test_a_draft_is_its_own_persons_and_goes_when_it_is_dropped(
    cast: Cast, open_page: OpenPage
) -> None:
    colleague = hire("wulan", "operator", cast.melati)
    page = open_page()
    set_up(page, cast.sari)
    ask(page, cast.siti.number)
    at_the_desk(page)
    type_lines(page)
    come(page, colleague)
    assert offers(page) == []
    ask(page, cast.siti.number)
    at_the_desk(page)
    expect(page.locator("[data-lines] > li")).to_have_count(0)
    come(page, cast.sari)
    assert len(offers(page)) == 1
    page.locator("[data-drafts] li a").click()
    lines_stand(page, "offered")
    page.locator("[data-typed-drop]").click()
    expect(page.locator("[data-lines] > li")).to_have_count(0)
    page.locator(".tiles [data-material=pet]").click()
    page.keyboard.type("3")
    page.goto(SHELL)
    opened(page)
    page.locator("[data-drafts] li [data-drop]").click()
    expect(page.locator("[data-drafts]")).to_be_hidden()
    assert page.evaluate(DRAFTS) == []
    assert in_queue(page) == []


def come(page: Page, by: User) -> None:
    page.context.clear_cookies(name="sessionid")
    sign_in(page, by)
    page.goto(SHELL)
    opened(page)


def test_somebody_who_signs_in_beside_does_not_see_what_stands_at_the_desk(
    cast: Cast, open_page: OpenPage
) -> None:
    colleague = hire("wulan", "operator", cast.melati)
    page = open_page()
    set_up(page, cast.sari)
    ask(page, cast.siti.number)
    at_the_desk(page)
    type_lines(page)
    beside = page.context.new_page()
    page.context.clear_cookies(name="sessionid")
    sign_in(beside, colleague)
    beside.close()
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(room(page, "start")).to_be_visible()
    assert offers(page) == []
    assert [draft["member"] for draft in page.evaluate(DRAFTS)] == [cast.siti.number]


def test_a_killed_browser_has_it_still(cast: Cast, served: Served, playwright: Playwright) -> None:
    browser = KillableBrowser(playwright)
    try:
        page = browser.open(f"{served.url}/login/")
        page.fill("[name=username]", cast.sari.username)
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url(lambda url: "/login" not in url)
        page.goto(f"{served.url}{SHELL}?language=id")
        page.get_by_label("Nama alat ini").fill("HP Posko")
        page.locator("[data-setup] button").click()
        expect(room(page, "start")).to_be_visible(timeout=30_000)
        ask(page, cast.siti.number)
        at_the_desk(page)
        type_lines(page)
        page.wait_for_timeout(500)  # what is typed last is on the disk a moment later
        browser.kill()
        page = browser.open("about:blank")
        page.context.set_offline(True)
        page.goto(f"{served.url}/counter/")
        opened(page)
        page.locator("[data-drafts] li a").click()
        lines_stand(page, "killed")
    finally:
        browser.end()
