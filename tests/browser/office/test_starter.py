"""Typing prices into the starter list with a keyboard alone, and what is kept of it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.looking import OpenPage, sign_in
from tests.cast import Cast
from tests.serving import Served
from wastebank.models import Price

FindBarriers = Callable[[Page], list[str]]
STEP = "/office/setup/materials/"
COUNT = "[data-count]"
SAVE = "[data-save]"


def price(code: str) -> str:
    return f"[name='price-s-{code}']"


CLEAN, DIRTY, COLOURED = (
    price("botol-pet-bersih-kg"),
    price("botol-pet-dengan-tutup-dan-label-kg"),
    price("botol-plastik-warna-kg"),
)
BOXES, IRON = price("kardus-kg"), price("besi-kg")
LAST_PLASTIC = "[name=price-m-pet]"  # what the bank has beside the list


def focused(page: Page) -> str:
    return str(page.evaluate("`[name='${document.activeElement.name}']`"))


def test_a_keyboard_prices_the_list_and_nothing_typed_is_lost(
    cast: Cast, open_page: OpenPage
) -> None:
    page = open_page()
    sign_in(page, cast.maya)
    page.goto(STEP)
    expect(page.locator(SAVE)).to_have_text("Pilih satu bahan dulu.")
    page.locator(CLEAN).fill("4000")
    page.keyboard.press("Enter")
    assert focused(page) == DIRTY
    page.keyboard.type("12.00")
    page.keyboard.press("Enter")
    expect(page.locator(".ware", has=page.locator(DIRTY))).to_contain_text(
        "12.00 bisa dibaca dua cara. Tulis 1.200 atau 12.000."
    )
    assert focused(page) == COLOURED
    page.keyboard.press("t")
    expect(page.locator("[data-asked]")).to_have_text("1")
    expect(page.locator(COUNT)).to_have_text("3 bahan")
    expect(page.locator(SAVE)).to_have_text("Simpan 3 bahan")
    # a family ends, and the next one opens
    page.locator(LAST_PLASTIC).focus()
    page.keyboard.press("Enter")
    assert focused(page) == BOXES
    page.keyboard.type("0")
    page.keyboard.press("Enter")
    expect(page.locator(".ware", has=page.locator(BOXES))).to_contain_text("tidak dibayar")
    # found by how people say it, in a family that was closed
    page.keyboard.press("/")
    page.keyboard.type("besi tua")
    expect(page.locator(CLEAN)).to_be_hidden()
    page.keyboard.press("Enter")
    assert focused(page) == IRON
    page.keyboard.type("1.500")
    page.keyboard.press("Tab")
    expect(page.locator(COUNT)).to_have_text("5 bahan")
    page.locator("a[href='#own']").click()
    page.keyboard.type("Karung")
    page.keyboard.press("Enter")
    assert focused(page) == "[name='own-0-price']"
    page.keyboard.type("200")
    page.keyboard.press("Enter")
    expect(page.locator(COUNT)).to_have_text("6 bahan")
    page.locator("form[action*=logout] button").click()
    sign_in(page, cast.maya)
    page.goto(STEP)
    assert page.locator(DIRTY).input_value() == "12.00"
    assert page.locator(IRON).input_value() == "1.500"
    expect(page.locator(COUNT)).to_have_text("6 bahan")
    page.locator(SAVE).click()
    expect(page.locator(DIRTY)).to_have_attribute("aria-invalid", "true")
    page.locator(DIRTY).fill("1200")
    page.locator(SAVE).click()
    page.wait_for_url(lambda address: STEP not in address)
    paid = Price.objects.filter(set_by="maya", place=cast.induk)
    typed = {one.material.name_id: one.price_idr for one in paid}
    assert typed["Botol PET dengan tutup dan label"] == 1_200
    assert typed["Botol plastik warna"] is None
    assert typed["Karung"] == 200
    assert (typed["Besi"], typed["Botol PET bersih"], typed["Kardus"]) == (1_500, 4_000, 0)


def test_it_works_without_scripts(cast: Cast, served: Served, chromium: Browser) -> None:
    context = chromium.new_context(base_url=served.url, locale="en-GB", java_script_enabled=False)
    page = context.new_page()
    sign_in(page, cast.maya)
    page.goto("/office/prices/starter/")
    page.locator(CLEAN).fill("12.00")
    page.keyboard.press("Enter")
    expect(page.locator(".ware", has=page.locator(CLEAN))).to_contain_text("two ways")
    page.locator("label[for=sells]").click()
    page.locator(CLEAN).fill("4000")
    page.locator("[name='sale-s-botol-pet-bersih-kg']").fill("5000")
    page.locator(SAVE).click()
    expect(page.locator("main")).to_contain_text("Written.")
    bought = Price.objects.get(material__name_id="Botol PET bersih")
    assert (bought.price_idr, bought.collector_price_idr) == (4_000, 5_000)
    context.close()


@pytest.mark.parametrize(("language", "width"), [("id", 1280), ("en", 320)])
def test_no_list_to_take_from_has_a_barrier(
    cast: Cast, open_page: OpenPage, find_barriers: FindBarriers, language: str, width: int
) -> None:
    page = open_page(language=language, width=width)
    sign_in(page, cast.maya)
    for address in (STEP, "/office/setup/clinic/", "/office/prices/starter/"):
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
        price_field = page.locator("[data-figure]").first
        price_field.fill("12.00")
        price_field.press("Enter")
        expect(page.locator("[data-problem]:not([hidden])")).to_have_count(1)
        assert find_barriers(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") == width, address
