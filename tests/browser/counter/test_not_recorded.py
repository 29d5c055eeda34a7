"""Nothing is called recorded that is not: a row knows the answer of our own server from others."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.counter.misfortunes import ANSWERS, answer_posts, end_sessions, somebody_elses
from tests.browser.looking import OpenPage, sign_in
from tests.cast import Cast
from wastebank.models import Deposit

TABLE = "/counter/group/weigh/"
UNKNOWN = "Tidak ada jawaban: belum pasti tercatat. Tekan lagi; hanya tercatat sekali."
ANSWER_JS = Path("wastebank/web/static/wastebank/common/answer.js")


def sit_down(page: Page, cast: Cast) -> None:
    sign_in(page, cast.sari)
    page.goto(TABLE)
    expect(page.locator("[data-group][data-ready]")).to_be_attached()
    page.select_option("[data-common]", "pet")
    page.locator("[data-crowd-weight]").first.focus()


def type_a_row(page: Page) -> None:
    page.keyboard.type("1,4")
    page.keyboard.press("Enter")


def test_a_row_without_our_answer_is_not_called_recorded(cast: Cast, open_page: OpenPage) -> None:
    page = open_page(expects_faults=True)
    sit_down(page, cast)
    page.keyboard.type("1,4")
    row = page.locator("[data-row]").first
    for misfortune, answer in ANSWERS.items():
        answer_posts(page, answer)
        with page.expect_request("**/group/record/"):
            row.locator("[data-row-record]").click()
        expect(row, misfortune).to_have_class("is-bad")
        expect(row.locator("[data-row-says]"), misfortune).to_have_text(UNKNOWN)
        # it may have arrived: what was sent is asked for again, as it was sent
        expect(row.locator("[data-crowd-weight]"), misfortune).to_have_value("1,4")
        expect(row.locator("[data-crowd-weight]"), misfortune).not_to_be_editable()
        expect(page.locator("tr.is-done"), misfortune).to_have_count(0)
        assert not Deposit.objects.exists(), misfortune
        page.unroute_all()
    row.locator("[data-row-record]").click()
    expect(row).to_have_class("is-done")
    assert Deposit.objects.get().total_idr == 3500


@pytest.mark.parametrize(
    ("language", "said"),
    [("id", "Belum tercatat: Anda sudah keluar"), ("en", "Not recorded: you are signed out")],
)
def test_a_row_after_the_session_ended_says_so_and_shows_the_way_on(
    cast: Cast, open_page: OpenPage, language: str, said: str
) -> None:
    page = open_page(language=language)
    sit_down(page, cast)
    end_sessions()
    type_a_row(page)
    row = page.locator("[data-row]").first
    expect(row.locator("[data-row-says]")).to_contain_text(said)
    expect(row.locator("[data-crowd-weight]")).to_have_value("1,4")
    expect(row.locator("[data-crowd-weight]")).to_be_editable()
    assert not Deposit.objects.exists()
    way = page.locator("[data-sign-in] a")
    expect(way).to_have_attribute("href", f"/login/?next={TABLE.replace('/', '%2F')}")
    beside = page.context.new_page()  # the same browser, another tab
    sign_in(beside, cast.sari)
    row.locator("[data-row-record]").click()
    expect(row).to_have_class("is-done")
    expect(page.locator("[data-sign-in]")).to_be_hidden()
    assert Deposit.objects.get().actor == cast.sari.username


def test_a_row_is_never_recorded_in_the_name_of_whoever_signed_in_meanwhile(
    cast: Cast, open_page: OpenPage
) -> None:
    page = open_page(language="en")
    sit_down(page, cast)
    beside = page.context.new_page()
    sign_in(beside, cast.rudi)
    type_a_row(page)
    row = page.locator("[data-row]").first
    expect(row.locator("[data-row-says]")).to_contain_text(f"{cast.rudi} is signed in here now")
    expect(row.locator("[data-crowd-weight]")).to_have_value("1,4")
    assert not Deposit.objects.exists()
    sign_in(beside, cast.sari)
    row.locator("[data-row-record]").click()
    expect(row).to_have_class("is-done")
    assert Deposit.objects.get().actor == cast.sari.username


def test_the_control_that_believes_every_answer_is_caught(cast: Cast, open_page: OpenPage) -> None:
    page = open_page()

    def unguarded(route: Route) -> None:
        script = ANSWER_JS.read_text()
        blind = script.replace("if (!isOurs(response, key))", "if (false)")
        assert blind != script
        route.fulfill(body=blind, content_type="text/javascript")

    page.route("**/common/answer*.js", unguarded)
    sit_down(page, cast)
    answer_posts(page, somebody_elses(201))
    type_a_row(page)
    expect(page.locator("[data-row]").first).to_have_class("is-done")
    assert not Deposit.objects.exists(), "a page that says so wrongly was not caught"
