""" "Back" after a save shows a page, never the browser's own "document expired"."""

from playwright.sync_api import Page, expect

from tests.browser.looking import OpenPage, sign_in
from tests.cast import Cast
from wastebank.models import Deposit, Member


def back(page: Page) -> None:
    page.go_back()
    expect(page.locator("header.bar")).to_be_visible()


def test_back_from_a_receipt_leads_through_the_scale_to_the_search(
    cast: Cast, open_page: OpenPage
) -> None:
    page = open_page()
    sign_in(page, cast.sari)
    page.goto("/counter/")
    page.fill("[name=code]", "Siti")
    page.press("[name=code]", "Enter")
    page.click(f"a[href*='{cast.siti.number}']")
    expect(page.locator("[data-counter][data-ready]")).to_be_attached()
    page.click("[data-material=pet]")
    page.keyboard.type("2")
    page.keyboard.press("Enter")
    page.click("button.btn[value=record]")
    page.wait_for_url("**/counter/receipts/**")
    back(page)
    expect(page.locator("[data-member-name]")).to_have_text(cast.siti.name)
    back(page)
    expect(page.locator("main")).to_contain_text(cast.siti.name)
    assert Deposit.objects.count() == 1


def test_back_after_a_refused_form_was_mended_leads_to_the_form(
    cast: Cast, open_page: OpenPage
) -> None:
    page = open_page()
    sign_in(page, cast.sari)
    page.goto("/counter/enrol/")
    page.fill("[name=name]", "Ani Wijaya")
    page.check("[name=consent]")
    page.fill("[name=national_id]", "12")
    page.press("[name=name]", "Enter")
    expect(page.locator("[name=name]")).to_have_value("Ani Wijaya")
    page.fill("[name=national_id]", "")
    page.press("[name=name]", "Enter")
    page.wait_for_url("**/counter/members/**")
    back(page)
    expect(page.locator("[name=national_id]")).to_be_visible()
    assert Member.objects.filter(name="Ani Wijaya").count() == 1
