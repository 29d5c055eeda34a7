"""Nothing typed at the counter is lost, and nobody else sees it: every desk, every misfortune."""

import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Playwright, Route, expect

from tests.browser.counter.misfortunes import ANSWERS, answer_posts, end_sessions
from tests.browser.looking import OpenPage, scan, sign_in
from tests.browser.offline.pages import in_queue, opened, set_up
from tests.cast import PASSWORD, Cast, hire
from tests.proof.killable import KillableBrowser
from tests.serving import Served
from wastebank.materials.catalogue import take_material
from wastebank.models import Deposit

TABLE = "/counter/group/weigh/"
Misfortune = Callable[[Page, Cast], None]


def at_the_scale(page: Page, cast: Cast) -> None:
    page.goto(f"/counter/weigh/{cast.siti.number}/")
    expect(page.locator("[data-counter][data-kept]")).to_be_attached()


def at_the_table(page: Page) -> None:
    page.goto(TABLE)
    expect(page.locator("[data-group][data-kept]")).to_be_attached()


def type_lines(page: Page) -> None:
    page.keyboard.type("q1,4")
    page.locator(".tiles [data-material=kardus]").click()
    page.keyboard.type("2t0,5")
    expect(page.locator("[data-tare]")).to_have_value("0,5")


def lines_stand(page: Page, why: str) -> None:
    expect(page.locator("[data-counter][data-kept]"), why).to_be_attached()
    expect(page.locator("[data-lines] > li"), why).to_have_count(1)
    expect(page.locator("[data-weight]"), why).to_have_value("2")
    expect(page.locator("[data-tare]"), why).to_have_value("0,5")
    expect(page.locator("[data-typed-before]"), why).to_be_visible()


def type_rows(page: Page) -> None:
    page.select_option("[data-common]", "pet")
    weights = page.locator("[data-crowd-weight]")
    weights.first.fill("1,4")
    weights.last.fill("2.500")  # cannot be read, and stays all the same


def rows_stand(page: Page, why: str) -> None:
    expect(page.locator("[data-group][data-kept]"), why).to_be_attached()
    expect(page.locator("[data-crowd-weight]").first, why).to_have_value("1,4")
    expect(page.locator("[data-crowd-weight]").last, why).to_have_value("2.500")
    expect(page.locator("[data-common]"), why).to_have_value("pet")


def refresh(page: Page, cast: Cast) -> None:
    page.reload()


def back(page: Page, cast: Cast) -> None:
    page.goto("/counter/day/")
    page.go_back()


def other_language(page: Page, cast: Cast) -> None:
    here = page.url
    page.goto("/counter/")
    page.locator("[name=language]").first.evaluate("field => field.form.requestSubmit()")
    page.wait_for_url("**/counter/**")
    page.goto(here)


def signed_in_beside(page: Page, cast: Cast) -> None:
    beside = page.context.new_page()
    sign_in(beside, cast.sari)
    beside.close()
    page.reload()


def session_over(page: Page, cast: Cast) -> None:
    end_sessions()
    page.reload()
    expect(page.locator("[name=password]")).to_be_visible()
    page.fill("[name=username]", cast.sari.username)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")


MISFORTUNES: dict[str, Misfortune] = {
    "refresh": refresh,
    "back": back,
    "another language": other_language,
    "signed in beside": signed_in_beside,
    "session over": session_over,
}


def test_lines_outlive_every_misfortune(cast: Cast, open_page: OpenPage) -> None:
    page = open_page()
    sign_in(page, cast.sari)
    at_the_scale(page, cast)
    type_lines(page)
    for why, misfortune in MISFORTUNES.items():
        misfortune(page, cast)
        lines_stand(page, why)
    page.locator("[data-record]").click()
    page.wait_for_url("**/counter/receipts/**")
    assert Deposit.objects.get().total_idr == 3500 + 1800
    page.goto("/counter/")
    expect(page.locator("[data-drafts][data-ready]")).to_be_attached()
    expect(page.locator("[data-drafts]")).to_be_hidden()
    at_the_scale(page, cast)
    expect(page.locator("[data-lines] > li")).to_have_count(0)


def test_a_line_of_what_is_not_bought_any_more_never_goes_without_a_word(
    cast: Cast, open_page: OpenPage
) -> None:
    page = open_page()
    sign_in(page, cast.sari)
    at_the_scale(page, cast)
    type_lines(page)
    take_material(key=uuid.uuid4(), by=cast.maya, material="pet", active=False)
    refresh(page, cast)
    expect(page.locator("[data-lines] > li")).to_have_count(0)
    expect(page.locator("[data-weight]")).to_have_value("2")
    expect(page.locator("[data-warning]")).to_contain_text("pet 1,4")


def test_rows_outlive_every_misfortune(cast: Cast, open_page: OpenPage) -> None:
    page = open_page()
    sign_in(page, cast.sari)
    at_the_table(page)
    type_rows(page)
    for why, misfortune in MISFORTUNES.items():
        misfortune(page, cast)
        rows_stand(page, why)
    page.locator("[data-record-all]").click()
    expect(page.locator("tr.is-done")).to_have_count(1)
    refresh(page, cast)
    expect(page.locator("[data-group][data-kept]")).to_be_attached()
    expect(page.locator("[data-crowd-weight]").first).to_have_value("")
    expect(page.locator("[data-crowd-weight]").last).to_have_value("2.500")
    assert Deposit.objects.count() == 1


def test_a_draft_is_offered_to_its_own_person_only_and_can_be_dropped(
    cast: Cast, open_page: OpenPage
) -> None:
    colleague = hire("wulan", "operator", cast.melati)
    page = open_page(language="en")
    sign_in(page, cast.sari)
    at_the_scale(page, cast)
    type_lines(page)
    sign_in(page, colleague)
    page.goto("/counter/")
    expect(page.locator("[data-drafts][data-ready]")).to_be_attached()
    expect(page.locator("[data-drafts]")).to_be_hidden()
    at_the_scale(page, cast)
    expect(page.locator("[data-lines] > li")).to_have_count(0)
    sign_in(page, cast.sari)
    page.goto("/counter/")
    offer = page.locator("[data-drafts] li")
    expect(offer).to_contain_text(cast.siti.number)
    expect(offer).to_contain_text("2 lines")
    offer.locator("a").click()
    lines_stand(page, "offered")
    page.locator("[data-typed-drop]").click()
    expect(page.locator("[data-lines] > li")).to_have_count(0)
    refresh(page, cast)
    expect(page.locator("[data-counter][data-kept]")).to_be_attached()
    expect(page.locator("[data-typed-before]")).to_be_hidden()


def test_the_card_of_a_draft_is_kept_as_its_hash(cast: Cast, open_page: OpenPage) -> None:
    page = open_page()
    sign_in(page, cast.sari)
    page.goto("/counter/")
    page.locator("h1").click()
    scan(page, cast.siti_card.code)
    expect(page.locator("[data-counter][data-kept]")).to_be_attached()
    page.keyboard.type("q1,4")
    refresh(page, cast)  # asks nobody whether to send a form again
    expect(page.locator("[data-weight]")).to_have_value("1,4")
    page.locator("[data-record]").click()
    page.wait_for_url("**/counter/receipts/**")
    assert Deposit.objects.get().card == cast.siti_card


@pytest.mark.parametrize("misfortune", ["a hotspot's page", "nothing", "no network"])
def test_an_answer_that_never_came_is_asked_for_by_the_same_key(
    cast: Cast, open_page: OpenPage, misfortune: str
) -> None:
    page = open_page(expects_faults=True)
    sign_in(page, cast.sari)
    at_the_scale(page, cast)
    page.keyboard.type("q1,4")

    def lose(route: Route) -> None:
        route.fetch()  # it arrived
        ANSWERS[misfortune](route)

    answer_posts(page, lose)
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator("[data-warning-says]")).to_contain_text("belum pasti tercatat")
    page.unroute_all()
    refresh(page, cast)
    expect(page.locator("[data-lines] > li")).to_have_count(1)
    page.locator("[data-record]").click()
    page.wait_for_url("**/counter/receipts/**")
    assert Deposit.objects.count() == 1


@pytest.mark.parametrize("arrived", [False, True], ids=["never sent", "answer lost"])
def test_a_device_goes_on_in_its_queue(cast: Cast, open_page: OpenPage, arrived: bool) -> None:
    page = open_page(expects_faults=True)
    set_up(page, cast.sari)
    at_the_scale(page, cast)
    page.keyboard.type("q1,4")

    def lose(route: Route) -> None:
        if arrived:
            route.fetch()
        ANSWERS["no network"](route)

    page.route("**/counter/weigh/**", lose)
    page.locator("[data-record]").click()
    page.wait_for_url("**/counter/offline/#record/**")
    page.unroute_all()
    at_the_table(page)
    page.select_option("[data-common]", "pet")
    page.route("**/counter/group/record/", lose)
    page.locator("[data-crowd-weight]").first.fill("2")
    page.locator("[data-row-record]").first.click()
    first = page.locator("[data-row]").first
    expect(first).to_have_class("is-done")
    expect(first.locator("[data-row-says]")).to_contain_text("aman di alat ini")
    page.unroute_all()
    page.goto("/counter/offline/#stored")
    opened(page)
    page.evaluate("async () => (await import('/static/wastebank/offline/sync.js')).soon()")
    states = [(record["state"], record["kind"]) for record in in_queue(page)]
    assert states == [("done", "deposit")] * 2, in_queue(page)
    # of a name no more lies on the device than it took along
    assert {record["shown"]["name"] for record in in_queue(page)} == {"Hasan B.", "Siti R."}
    assert sorted(Deposit.objects.values_list("total_idr", flat=True)) == [3500, 5000]


def test_a_killed_browser_has_it_still(cast: Cast, served: Served, playwright: Playwright) -> None:
    browser = KillableBrowser(playwright)
    try:
        page = browser.open(f"{served.url}/login/")
        page.fill("[name=username]", cast.sari.username)
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url(lambda url: "/login" not in url)
        page.goto(f"{served.url}/counter/weigh/{cast.siti.number}/")
        expect(page.locator("[data-counter][data-kept]")).to_be_attached()
        type_lines(page)
        page.wait_for_timeout(500)  # what is typed last is on the disk a moment later
        browser.kill()
        page = browser.open(f"{served.url}/login/")
        page.fill("[name=username]", cast.sari.username)
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url(lambda url: "/login" not in url)
        page.goto(f"{served.url}/counter/weigh/{cast.siti.number}/")
        lines_stand(page, "killed")
    finally:
        browser.end()
