"""Where the network is gone, no page of the counter is the browser's own: there is a way on."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import OpenPage
from tests.browser.offline.pages import opened, room, set_up
from tests.cast import Cast
from wastebank.models import Member

SAID = {
    "id": ("Tidak ada jaringan: halaman itu tidak terbuka.", "Coba lagi"),
    "en": ("No network: that page does not open.", "Try again"),
}


def pages_of_the_counter(cast: Cast) -> dict[str, str]:
    """Each address, and the room that opens in its place."""
    number = cast.siti.number
    return {
        f"/counter/weigh/{number}/": "weigh",
        "/counter/group/": "group",
        "/counter/group/weigh/": "crowd",
        "/counter/": "start",
        "/counter/day/": "start",
        "/counter/enrol/": "start",
        f"/counter/members/{number}/": "start",
        f"/counter/members/{number}/hand-over/": "start",
        "/counter/receipts/MLT-20261128-0001/?print=1": "start",
        "/counter/cards/blank/": "start",
        "/counter/find/": "start",
        "/login/?next=/counter/day/": "start",
    }


@pytest.mark.parametrize("language", ["id", "en"])
def test_no_page_of_the_counter_is_lost_with_the_network(
    cast: Cast, open_page: OpenPage, language: str
) -> None:
    page = open_page(language=language, width=360, height=740)
    set_up(page, cast.sari, language=language)
    page.context.set_offline(True)
    head, key = SAID[language]
    for address, name in pages_of_the_counter(cast).items():
        page.goto("about:blank")
        page.goto(address)
        opened(page)
        expect(room(page, name), address).to_be_visible()
        assert page.locator("html").get_attribute("lang") == language, address
        way_on = room(page, name).get_by_role("link", name=key)
        if name == "start" and address != "/counter/":
            expect(room(page, name), address).to_contain_text(head)
            assert way_on.get_attribute("href") == address
        else:
            expect(way_on, address).to_have_count(0)


def test_the_language_is_the_one_that_was_read_last(cast: Cast, open_page: OpenPage) -> None:
    page = open_page(language="id")
    set_up(page, cast.sari)
    page.goto("/counter/day/")
    page.get_by_role("button", name="EN, English").click()
    expect(page.locator("html[lang=en]")).to_be_attached()
    page.goto("/counter/day/")
    expect(page.locator("html[lang=en]")).to_be_attached()
    page.wait_for_timeout(300)
    page.context.set_offline(True)
    page.reload()
    opened(page)
    assert page.locator("html").get_attribute("lang") == "en"
    expect(room(page, "start").locator("[data-notes]")).to_contain_text(SAID["en"][0])


def test_a_form_that_was_sent_into_nothing_is_there_again(cast: Cast, open_page: OpenPage) -> None:
    page = open_page(width=360, height=740)
    set_up(page, cast.sari)
    page.goto("/counter/enrol/")
    page.fill("[name=name]", "Rina Wati")
    page.check("[name=consent]")
    page.context.set_offline(True)
    send(page)
    opened(page)
    notes = room(page, "start").locator("[data-notes]")
    expect(notes).to_contain_text(SAID["id"][0])
    page.context.set_offline(False)
    notes.get_by_role("link", name=SAID["id"][1]).click()
    expect(page.locator("[name=name]")).to_have_value("Rina Wati")
    send(page)
    page.wait_for_url("**/counter/members/**")
    assert Member.objects.filter(name="Rina Wati").count() == 1


def test_a_card_scanned_into_nothing_leads_to_the_device(cast: Cast, open_page: OpenPage) -> None:
    page = open_page()
    set_up(page, cast.sari)
    page.goto("/counter/")
    page.context.set_offline(True)
    page.fill("[name=code]", cast.siti.number)
    page.press("[name=code]", "Enter")
    opened(page)
    expect(room(page, "start")).to_be_visible()


def test_an_address_that_is_none_of_ours_is_never_offered(cast: Cast, open_page: OpenPage) -> None:
    page = open_page()
    set_up(page, cast.sari)
    for hostile in (
        "javascript:alert(1)",
        "//evil.example/counter/",
        "https://evil.example/",
        "/x",
    ):
        page.goto("about:blank")
        page.goto(f"/counter/offline/#start/{hostile.replace('/', '%2F')}")
        opened(page)
        expect(room(page, "start")).to_be_visible()
        assert page.locator("[data-notes] a").count() == 0, hostile


def send(page: Page) -> None:
    page.locator("main form[method=post]").first.evaluate("form => form.requestSubmit()")
