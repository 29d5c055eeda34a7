"""A network that goes in the middle: what was begun at the counter ends on the device, once."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.looking import OpenPage, scan, until
from tests.browser.offline.drafts.test_kept import (
    DRAFTS,
    at_the_desk,
    lines_stand,
    offers,
    type_lines,
)
from tests.browser.offline.pages import SHELL, draft_holds, in_queue, opened, room, set_up, to
from tests.cast import Cast
from wastebank.models import Deposit

FORGET_MATERIAL = """async (code) => {
    const { write } = await import("/static/wastebank/offline/store.js");
    await write(["materials"], (transaction) => {
        transaction.objectStore("materials").delete(code);
    });
}"""


@contextmanager
def the_answer_lost(page: Page, address: str) -> Iterator[None]:
    """What is posted meanwhile arrives, and nothing comes back, as long as anybody waits."""
    arrived: list[Route] = []

    def arrives(route: Route) -> None:
        if route.request.method == "POST":
            route.fetch()
            arrived.append(route)
        else:
            route.fallback()

    page.route(address, arrives)
    yield
    for _ in range(300):
        if arrived:
            return
        page.wait_for_timeout(50)
    raise AssertionError("it never arrived")


def at_the_counter(page: Page, cast: Cast, *, by_card: bool) -> None:
    if by_card:
        page.goto("/counter/")
        page.locator("h1").click()
        scan(page, cast.siti_card.code)
    else:
        page.goto(f"/counter/weigh/{cast.siti.number}/")
    expect(page.locator("[data-counter][data-kept]")).to_be_attached()


@pytest.mark.parametrize(("by_card", "language"), [(True, "id"), (False, "en")])
def test_a_network_that_goes_at_the_counter_leads_to_the_devices_own_desk(
    cast: Cast, open_page: OpenPage, by_card: bool, language: str
) -> None:
    page = open_page(language=language, width=360, height=740)
    set_up(page, cast.sari, language=language)
    at_the_counter(page, cast, by_card=by_card)
    type_lines(page)
    page.context.set_offline(True)
    page.reload()
    opened(page)
    lines_stand(page, "no network")
    assert page.locator("html").get_attribute("lang") == language
    page.locator("[data-record]").click()
    expect(room(page, "start")).to_be_visible()
    assert offers(page) == []
    page.context.set_offline(False)
    expect(page.locator("[data-state]")).to_be_hidden(timeout=30_000)
    deposit = Deposit.objects.get()
    assert (deposit.total_idr, deposit.card_id is not None) == (5300, by_card)
    page.goto(f"/counter/weigh/{cast.siti.number}/")
    expect(page.locator("[data-counter][data-kept]")).to_be_attached()
    expect(page.locator("[data-lines] > li")).to_have_count(0)


@pytest.mark.parametrize("by_card", [True, False], ids=["card", "number"])
def test_a_deposit_whose_answer_was_lost_and_that_is_ended_without_a_network_is_one(
    cast: Cast, open_page: OpenPage, by_card: bool
) -> None:
    page = open_page(expects_faults=True)
    set_up(page, cast.sari)
    at_the_counter(page, cast, by_card=by_card)
    type_lines(page)
    page.locator(".tiles [data-material=televisi]").click()
    page.locator("[data-weight]").fill("1")
    page.locator("[data-price-typed]").fill("15000")
    with the_answer_lost(page, "**/counter/weigh/**"):
        page.locator("[data-record]").click()
    page.context.set_offline(True)
    page.reload()
    opened(page)
    at_the_desk(page)
    expect(page.locator("[data-lines] > li")).to_have_count(2)
    expect(page.locator("[data-price-typed]")).to_have_value("15000")
    page.locator("[data-record]").click()
    expect(room(page, "start")).to_be_visible()
    assert offers(page) == []
    assert in_queue(page)[0]["tries"] == 1  # nobody may say that it was never on its way
    page.unroute_all()
    page.context.set_offline(False)
    expect(page.locator("[data-state]")).to_be_hidden(timeout=30_000)
    assert Deposit.objects.get().total_idr == 5300 + 15_000
    assert [record["outcome"] for record in in_queue(page)] == ["already_recorded"]


def at_the_table(page: Page) -> Locator:
    page.goto("/counter/group/weigh/")
    expect(page.locator("[data-group][data-kept]")).to_be_attached()
    page.select_option("[data-common]", "pet")
    return page.locator("[data-crowd-weight]")


def test_the_rows_of_a_table_go_on_without_a_network_each_once(
    cast: Cast, open_page: OpenPage
) -> None:
    page = open_page(expects_faults=True)
    set_up(page, cast.sari)
    weights = at_the_table(page)
    with the_answer_lost(page, "**/counter/group/record/"):
        weights.first.fill("1,4")
        page.locator("[data-row-record]").first.click()
    weights.nth(1).fill("2")
    page.context.set_offline(True)
    page.reload()
    opened(page)
    table = room(page, "crowd")
    expect(table.locator("[data-crowd-weight]").first).to_have_value("1,4")
    expect(table.locator("[data-crowd-weight]").nth(1)).to_have_value("2")
    expect(table.locator("[data-common]")).to_have_value("pet")
    page.goto(f"{SHELL}#start")
    assert len(offers(page)) == 1
    page.locator("[data-drafts] li a").click()
    table.locator("[data-record-all]").click()
    expect(table.locator("tr.is-done")).to_have_count(2)
    assert page.evaluate(DRAFTS) == []
    assert [record["tries"] for record in in_queue(page)] == [1, 0]
    page.unroute_all()
    page.context.set_offline(False)
    expect(page.locator("[data-state]")).to_be_hidden(timeout=30_000)
    assert sorted(Deposit.objects.values_list("total_idr", flat=True)) == [3500, 5000]
    weights = at_the_table(page)
    expect(weights.first).to_have_value("")


def test_the_rows_begun_without_a_network_are_offered_with_one(
    cast: Cast, open_page: OpenPage
) -> None:
    page = open_page()
    set_up(page, cast.sari)
    to(page, "group")
    page.locator("[data-everybody]").click()
    room(page, "crowd").locator("[data-crowd-weight]").first.fill("1,4")
    until(page, draft_holds("1,4"))
    page.goto("/counter/")
    assert len(offers(page)) == 1
    page.locator("[data-drafts] li a").click()
    expect(page.locator("[data-group][data-kept]")).to_be_attached()
    expect(page.locator("[data-crowd-weight]").first).to_have_value("1,4")
    page.locator("[data-record-all]").click()
    expect(page.locator("tr.is-done")).to_have_count(1)
    page.goto(SHELL)
    opened(page)
    assert offers(page) == []


def test_what_was_sent_and_then_changed_is_never_recorded_twice_by_itself(
    cast: Cast, open_page: OpenPage
) -> None:
    page = open_page(expects_faults=True, width=360, height=740)
    set_up(page, cast.sari)
    at_the_counter(page, cast, by_card=False)
    type_lines(page)
    with the_answer_lost(page, "**/counter/weigh/**"):
        page.locator("[data-record]").click()
    page.context.set_offline(True)
    page.reload()
    opened(page)
    lines_stand(page, "the answer was lost")
    page.locator("[data-weight]").fill("7")
    page.locator("[data-record]").click()
    expect(room(page, "start")).to_be_visible()
    page.unroute_all()
    page.context.set_offline(False)
    expect(page.locator("[data-state]")).to_contain_text("perlu dibetulkan", timeout=30_000)
    to(page, "record", in_queue(page)[0]["key"])
    record = room(page, "record")
    expect(record.locator("[data-notes]")).to_contain_text("batalkan yang itu")
    expect(record.locator("[data-mend]")).to_be_visible()
    expect(record.locator("[data-send-again]")).to_be_hidden()
    assert Deposit.objects.get().total_idr == 5300


def test_a_draft_of_what_the_device_does_not_buy_stays_as_it_is(
    cast: Cast, open_page: OpenPage
) -> None:
    page = open_page(width=360, height=740)
    set_up(page, cast.sari)
    at_the_counter(page, cast, by_card=False)
    type_lines(page)
    page.evaluate(FORGET_MATERIAL, "pet")
    before = page.evaluate(DRAFTS)
    page.context.set_offline(True)
    page.reload()
    opened(page)
    expect(room(page, "start").locator("[role=alert]")).to_contain_text("draft_beyond")
    assert page.evaluate(DRAFTS) == before
    assert len(offers(page)) == 1
