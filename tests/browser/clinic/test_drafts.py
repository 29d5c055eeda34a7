"""What was chosen at the clinic desk outlives a reload, Back, the other language, the session and
the browser, for the clerk who chose it.
"""

from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Dialog, Page, expect

from clinic.models import Draft, Redemption
from tests.browser.looking import OpenPage, scan, sign_in
from tests.cast import PASSWORD, SITI_PIN, Cast


def at_work(page: Page, cast: Cast) -> None:
    """Two consultations, and a medicine with its price and a note."""
    sign_in(page, cast.dewi)
    page.goto("/clinic/")
    page.locator("h1").click()
    scan(page, cast.siti_card.code)
    expect(page.locator("[data-clinic][data-ready] h1")).to_have_text(cast.siti.name)
    page.click(".tiles [data-service=konsultasi]")
    page.click(".tiles [data-service=konsultasi]")
    page.click(".tiles [data-service=obat]")
    page.fill("[data-lines] [name=price]:visible", "7500")
    with page.expect_response(lambda answer: "sirup" in (answer.request.post_data or "")):
        page.fill("[data-lines] [name=note]:visible", "sirup")
    expect(page.locator("[data-total]")).to_have_text("Rp37.500")


def expect_all_of_it(page: Page, cast: Cast) -> None:
    expect(page.locator("[data-clinic][data-ready] h1")).to_have_text(cast.siti.name)
    expect(page.locator("[data-lines] > li")).to_have_count(2)
    expect(page.locator("[data-lines] [data-count]").first).to_have_text("2")
    expect(page.locator("[data-lines] [name=price]:visible")).to_have_value("7500")
    expect(page.locator("[data-lines] [name=note]:visible")).to_have_value("sirup")


def reload(page: Page) -> None:
    page.reload()


def go_and_come_back(page: Page) -> None:
    page.goto("/clinic/visits/")
    page.go_back()


def change_the_language(page: Page) -> None:
    page.click("button[name=language]")
    expect(page.locator("html")).to_have_attribute("lang", "en")


@pytest.mark.parametrize("step", [reload, go_and_come_back, change_the_language])
def test_the_page_anew_shows_all_of_it(
    cast: Cast, open_page: OpenPage, step: Callable[[Page], None]
) -> None:
    cast.deposit()
    page = open_page()
    at_work(page, cast)
    step(page)
    expect_all_of_it(page, cast)


def test_a_session_that_ended_asks_for_the_clerk_and_goes_on(
    cast: Cast, open_page: OpenPage
) -> None:
    cast.deposit()
    page = open_page()
    at_work(page, cast)
    Session.objects.all().delete()
    page.reload()
    page.fill("[name=username]", cast.dewi.username)
    page.fill("[name=password]", "melati-setahun-penuh")
    page.press("[name=password]", "Enter")
    expect_all_of_it(page, cast)


def test_after_the_browser_was_killed_it_is_offered_to_nobody_but_its_clerk(
    cast: Cast, open_page: OpenPage
) -> None:
    cast.deposit()
    page = open_page()
    at_work(page, cast)
    page.context.close()
    other = open_page()
    sign_in(other, cast.lestari)
    other.goto("/clinic/")
    expect(other.locator("main")).not_to_contain_text(cast.siti.name)
    fresh = open_page()
    sign_in(fresh, cast.dewi)
    fresh.goto("/clinic/")
    fresh.click("a[href*='draft=']")
    expect_all_of_it(fresh, cast)


def test_what_was_taken_away_stays_away_and_what_is_dropped_is_gone(
    cast: Cast, open_page: OpenPage
) -> None:
    cast.deposit()
    page = open_page()
    at_work(page, cast)
    for _ in range(2):
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            page.click("[data-lines] > li:first-child [data-fewer]")
    page.reload()
    expect(page.locator("[data-lines] > li")).to_have_count(1)
    page.goto("/clinic/")
    page.click("button[value=drop]")
    expect(page.locator("button[value=drop]")).to_have_count(0)
    assert not Draft.objects.exists()


def choose_unheard(page: Page, note: str) -> None:
    """One more service while the server does not hear of it."""
    page.click(".tiles [data-service=tambal-gigi]")
    expect(page.locator(note)).to_be_visible()
    expect(page.locator("[data-lines] > li")).to_have_count(3)


def test_what_was_chosen_without_a_network_is_kept_once_it_is_back(
    cast: Cast, open_page: OpenPage
) -> None:
    cast.deposit()
    page = open_page()
    at_work(page, cast)
    page.context.set_offline(True)
    choose_unheard(page, "[data-no-answer]")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.once("dialog", stay)
    page.evaluate("location.reload()")
    expect(page.locator("[data-lines] > li")).to_have_count(3)
    assert asked == ["beforeunload"]
    page.context.set_offline(False)
    expect(page.locator("[data-no-answer]")).to_be_hidden()
    page.reload()
    expect(page.locator("[data-lines] > li")).to_have_count(3)


def test_what_was_chosen_after_the_session_ended_is_kept_once_the_clerk_is_back(
    cast: Cast, open_page: OpenPage
) -> None:
    cast.deposit()
    page = open_page()
    at_work(page, cast)
    Session.objects.all().delete()
    choose_unheard(page, "[data-signed-out]")
    beside = page.context.new_page()
    sign_in(beside, cast.dewi)
    beside.close()
    page.bring_to_front()
    expect(page.locator("[data-signed-out]")).to_be_hidden()
    page.reload()
    expect(page.locator("[data-lines] > li")).to_have_count(3)


def test_nothing_is_kept_or_paid_for_whoever_signed_in_meanwhile(
    cast: Cast, open_page: OpenPage
) -> None:
    cast.deposit(("pet", 40_000))
    page = open_page(expects_faults=True)
    at_work(page, cast)
    before = Draft.objects.get().content
    beside = page.context.new_page()  # the same browser, another tab
    sign_in(beside, cast.lestari)
    page.bring_to_front()
    page.click(".tiles [data-service=tensi]")
    told = page.locator("[data-other-person]")
    expect(told).to_contain_text(f"Belum tercatat: sekarang {cast.lestari}")
    page.fill("[data-pin] input", SITI_PIN)
    page.locator("[data-record]").evaluate("key => { key.disabled = false; key.click(); }")
    page.once("dialog", lambda dialog: dialog.accept())
    page.evaluate("document.querySelector('[data-clinic]').submit()")  # a page without scripts
    expect(page.locator("main [role=alert]")).to_contain_text("other_person")
    expect(page.locator("main")).not_to_contain_text("Konsultasi")
    assert not Redemption.objects.exists()
    assert [(one.by, one.content) for one in Draft.objects.all()] == [(cast.dewi, before)]
    page.fill("[name=username]", cast.dewi.username)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.click("[data-again]")  # it was kept for the clerk
    expect(page.locator("[data-lines] > li")).to_have_count(3)
    expect(page.locator("h1")).to_have_text(cast.siti.name)
