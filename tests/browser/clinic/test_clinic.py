"""The clinic desk in a real browser: scan, tap services, see the split, the PIN, and it is paid."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from clinic.models import Redemption
from tests.browser.looking import OpenPage, scan, sign_in
from tests.cast import SITI_PIN, Cast

FindBarriers = Callable[[Page], list[str]]


def at_the_desk(page: Page, cast: Cast) -> None:
    sign_in(page, cast.dewi)
    page.goto("/clinic/")
    page.locator("h1").click()
    scan(page, cast.siti_card.code)
    expect(page.locator("[data-clinic][data-ready] h1")).to_have_text(cast.siti.name)


@pytest.mark.parametrize(
    ("language", "width", "cash"), [("id", 1280, "50.000"), ("en", 360, "50,000")]
)
def test_credit_and_cash_are_split_agreed_and_paid(
    cast: Cast,
    open_page: OpenPage,
    find_barriers: FindBarriers,
    language: str,
    width: int,
    cash: str,
) -> None:
    cast.deposit()  # 25,000
    page = open_page(language=language, width=width)
    at_the_desk(page, cast)
    for service in ("konsultasi", "tambal-gigi"):  # 15,000 and 60,000
        page.click(f".tiles [data-service={service}]")
    expect(page.locator("[data-lines] > li")).to_have_count(2)
    expect(page.locator("[data-payer=kurang] output")).to_have_text(cash)
    assert find_barriers(page) == []
    page.click("[data-take-cash]")
    expect(page.locator("[data-payer=tunai] output")).to_have_text(cash)
    assert find_barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    for digit in SITI_PIN:
        page.click(f'.pin [data-key="{digit}"]')
    page.click("[data-record]")
    page.wait_for_url("**/clinic/visits/**")
    visit = Redemption.objects.get()
    assert (visit.total_idr, visit.credit_idr, visit.cash_idr) == (75_000, 25_000, 50_000)
    expect(page.locator("main")).to_contain_text(visit.number)
    assert find_barriers(page) == []


def test_a_wrong_pin_keeps_what_was_chosen(
    cast: Cast, open_page: OpenPage, find_barriers: FindBarriers
) -> None:
    cast.deposit()
    page = open_page()
    at_the_desk(page, cast)
    page.click(".tiles [data-service=konsultasi]")
    for digit in "000000":
        page.click(f'.pin [data-key="{digit}"]')
    page.click("[data-record]")
    expect(page.locator(".note.is-stop")).to_contain_text("PIN salah. Sisa 4 kali.")
    expect(page.locator("[data-lines] > li")).to_have_count(1)
    expect(page.locator("[name=pin]")).to_have_value("")
    assert find_barriers(page) == []
    assert not Redemption.objects.exists()


@pytest.mark.parametrize(("width", "height"), [(320, 568), (640, 360)])
def test_what_was_paid_is_in_sight_and_the_next_card_can_be_typed(
    cast: Cast, open_page: OpenPage, width: int, height: int
) -> None:
    cast.deposit(("pet", 10_000))
    visit = cast.redeem()
    page = open_page(width=width, height=height)
    sign_in(page, cast.dewi)
    page.goto(f"/clinic/visits/{visit.number}/")
    expect(page.locator("form[data-scan] [data-code]")).to_be_focused()
    assert page.evaluate("window.scrollY") == 0
