"""The counter in a real browser: thumbs, keys, a USB scanner, a photo; what the scripts show must
be what the server records."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import OpenPage, scan, sign_in
from tests.cast import Cast
from tests.wastebank.web.counter.desk import qr_picture
from wastebank.models import Deposit

FindBarriers = Callable[[Page], list[str]]
NO_PAPER = "localStorage.setItem('print-at-once', 'no')"


def at_the_scale(page: Page, cast: Cast) -> None:
    page.add_init_script(NO_PAPER)
    sign_in(page, cast.sari)
    page.goto("/counter/")
    page.locator("h1").click()  # the cursor stands nowhere, as after a look at the screen
    scan(page, cast.siti_card.code)
    expect(page.locator("h1")).to_have_text(cast.siti.name)
    expect(page.locator("[data-counter][data-ready]")).to_be_attached()


@pytest.mark.parametrize(("language", "total"), [("id", "17.675"), ("en", "17,675")])
def test_by_keys_alone_from_scan_to_receipt(
    cast: Cast, open_page: OpenPage, find_barriers: FindBarriers, language: str, total: str
) -> None:
    page = open_page(language=language)
    at_the_scale(page, cast)
    for material, amount in (("pet", "1,39"), ("jelantah", "2"), ("botol-kecap", "12")):
        page.keyboard.press(str(page.get_attribute(f"[data-material={material}]", "data-hotkey")))
        page.keyboard.type(amount)
    expect(page.locator("[data-total]")).to_have_text(total)
    assert find_barriers(page) == []
    page.keyboard.press("Enter")
    expect(page.locator("[data-lines] > li")).to_have_count(3)
    page.keyboard.press("Enter")
    page.wait_for_url("**/counter/receipts/**")
    deposit = Deposit.objects.get()
    assert deposit.total_idr == 3475 + 10_000 + 4200
    assert deposit.card == cast.siti_card
    expect(page.locator("main .note").last).to_contain_text(
        deposit.number
    )  # the first says that it is
    expect(page.locator(".sum")).to_contain_text(total)
    assert find_barriers(page) == []
    scan(page, cast.siti_card.code)  # the next member starts at once
    expect(page.locator("h1")).to_have_text(cast.siti.name)


def test_by_thumb_alone_two_lines_take_nine_taps(
    cast: Cast, open_page: OpenPage, find_barriers: FindBarriers
) -> None:
    page = open_page(width=360, height=740)
    page.add_init_script(NO_PAPER)
    sign_in(page, cast.sari)
    page.goto("/counter/")
    picture: Any = {
        "name": "card.jpg",
        "mimeType": "image/jpeg",
        "buffer": qr_picture(cast.siti_card.code).read(),
    }
    page.set_input_files("[name=photo]", picture)
    expect(page.locator("[data-counter][data-ready]")).to_be_attached()
    taps = 0

    def tap(place: str) -> None:
        nonlocal taps
        taps += 1
        page.tap(place)

    for material, figures in (("pet", ["1", "decimal", "4"]), ("kardus", ["2", "decimal", "5"])):
        tap(f".tiles [data-material={material}]")
        for figure in figures:
            tap(f'.weigh [data-key="{figure}"]')
    assert find_barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    tap("[data-record]")
    page.wait_for_url("**/counter/receipts/**")
    assert taps == 9
    assert Deposit.objects.get().total_idr == 3500 + 3000


def test_a_slip_of_the_hand_is_stopped_and_nothing_typed_is_lost(
    cast: Cast, open_page: OpenPage
) -> None:
    page = open_page()
    at_the_scale(page, cast)
    lines, weight = page.locator("[data-lines] > li"), page.locator("[data-weight]")
    total, warning = page.locator("[data-total]"), page.locator("[data-warning]")

    page.keyboard.type("q2.500")
    expect(page.locator("[data-words]")).to_have_text("2.500? Tulis 2.5.")
    page.keyboard.press("Enter")
    page.click("[data-record]")
    expect(weight).to_have_value("2.500")
    expect(lines).to_have_count(0)

    weight.fill("")
    page.keyboard.type("1,4r2")
    page.keyboard.press("Enter")
    page.click("[data-index='0'] [data-open]")
    expect(weight).to_have_value("1,4")
    page.click("[data-index='0'] [data-drop]")
    expect(lines).to_have_count(0)
    expect(total).to_have_text("3.500")

    scan(page, cast.siti_card.code)  # too early: this deposit is not recorded yet
    expect(warning).to_be_visible()
    expect(weight).to_have_value("1,4")
    expect(total).to_have_text("3.500")
    expect(page.locator("[data-kind-name]")).to_have_text("Botol PET bening")

    page.wait_for_timeout(300)  # no hand is quicker at the keys than another line of the scanner
    page.keyboard.press("/")
    page.keyboard.type("televi")
    page.keyboard.press("Enter")
    page.keyboard.type("1")
    page.keyboard.press("Enter")
    expect(page.locator("[data-price-typed]")).to_be_focused()
    page.keyboard.type("15.000")
    page.keyboard.press("Enter")
    expect(total).to_have_text("18.500")

    page.keyboard.press("Escape")
    expect(warning).to_be_visible()
    page.keyboard.press("Escape")
    page.wait_for_url("**/counter/")
    assert not Deposit.objects.exists()


def test_every_page_of_the_counter_is_open_to_everyone(
    cast: Cast, open_page: OpenPage, find_barriers: FindBarriers
) -> None:
    deposit = cast.deposit()
    paths = (
        "/counter/",
        "/counter/day/",
        f"/counter/receipts/{deposit.number}/",
        "/counter/enrol/",
        f"/counter/members/{cast.siti.number}/",
        "/counter/cards/blank/",
        "/parts/",
    )
    for language in ("id", "en"):
        page = open_page(language=language, width=320)
        sign_in(page, cast.sari)
        for path in paths:
            page.goto(path)
            assert find_barriers(page) == [], path
            assert page.evaluate("document.documentElement.scrollWidth") == 320, path


def test_a_card_is_handed_over_with_a_pin_from_the_keypad(cast: Cast, open_page: OpenPage) -> None:
    page = open_page(width=360)
    sign_in(page, cast.sari)
    page.goto(f"/counter/members/{cast.hasan.number}/")
    form = page.locator("form[data-scan]")
    form.locator("[data-code]").fill(cast.hasan_card.code)
    pins = form.locator(".pin")
    for pin in (pins.nth(0), pins.nth(1)):
        expect(pins.locator(".pad:visible")).to_have_count(1)  # those of the one that is typed
        for figure in "482913":
            pin.locator(f'[data-key="{figure}"]').tap()
        expect(pin.locator(".dots .is-on")).to_have_count(6)
    pins.nth(0).locator(".dots").tap()  # typed wrong: its keys come again
    pins.nth(0).locator('[data-key="back"]').tap()
    pins.nth(0).locator('[data-key="3"]').tap()
    form.locator("[type=submit]").click()
    expect(page.locator(".badge.is-good")).to_be_visible()
    cast.hasan_card.refresh_from_db()
    assert cast.hasan_card.state == "active"
    assert cast.hasan_card.pin_hash
