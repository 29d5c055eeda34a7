"""What is free is weighed and recorded like anything else, and nothing on the way is no number."""

import uuid
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import OpenPage, sign_in
from tests.cast import Cast
from wastebank.materials.prices import set_price
from wastebank.models import Deposit

NO_NUMBERS = """() => {
  const found = [];
  for (const each of document.querySelectorAll("body, body *")) {
    for (const { name, value } of each.attributes) {
      if (/NaN|Infinity|undefined/.test(value)) found.push(`${each.tagName} ${name}=${value}`);
    }
    for (const node of each.childNodes) {
      const isShown = node.nodeType === Node.TEXT_NODE && !/^(SCRIPT|STYLE)$/.test(each.tagName);
      if (isShown && /NaN|Infinity|undefined/.test(node.data)) found.push(node.data);
    }
  }
  return found;
}"""


def none_is_no_number(page: Page) -> None:
    assert page.evaluate(NO_NUMBERS) == []


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_free_item_is_weighed_and_drawn_as_nothing(
    cast: Cast, open_page: OpenPage, language: str
) -> None:
    set_price(
        key=uuid.uuid4(),
        by=cast.maya,
        material="botol-kecap",
        place="BSI",
        valid_from=date(2021, 1, 1),
        price_idr=0,
    )
    page = open_page(language=language)
    sign_in(page, cast.sari)
    page.goto(f"/counter/weigh/{cast.siti.number}/")
    expect(page.locator("[data-counter][data-ready]")).to_be_attached()
    none_is_no_number(page)
    page.locator("[data-material='botol-kecap'], [value='botol-kecap']").first.click()
    page.keyboard.type("3")
    none_is_no_number(page)
    page.keyboard.press("Enter")
    expect(page.locator("[data-lines] > li")).to_have_count(1)
    none_is_no_number(page)
    word = {"id": "diambil, tidak dibayar", "en": "taken, unpaid"}[language]
    total = page.locator(".sum .total b")
    expect(total.locator("output")).to_have_text(word)
    expect(total.locator("i")).to_be_hidden()
    page.keyboard.press("Enter")
    page.wait_for_url("**/receipts/**")
    none_is_no_number(page)
    expect(page.locator(".sum .total b")).to_have_text(word)
    assert Deposit.objects.get().total_idr == 0
