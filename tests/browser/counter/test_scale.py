"""A scale on a cable at the desk: only a weight that stands still is taken. No port can be opened
here: the page gets one that plays the bytes of a scale. How they are read: tests/scripts."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.counter.test_counter import NO_PAPER
from tests.browser.looking import OpenPage, sign_in, until
from tests.cast import Cast
from wastebank.models import DepositLine

FindBarriers = Callable[[Page], list[str]]

FAKE_PORT = """
    const queue = [];
    let wake = () => {};
    window.scaleSays = (text) => { queue.push(new TextEncoder().encode(text)); wake(); };
    const port = {
        async open(settings) { window.scaleSettings = settings; this.readable = stream; },
    };
    const stream = new ReadableStream({
        async pull(controller) {
            while (!queue.length) await new Promise((done) => { wake = done; });
            controller.enqueue(queue.shift());
        },
    });
    const serial = {
        async getPorts() { return window.localStorage.getItem("granted") ? [port] : []; },
        async requestPort() { window.localStorage.setItem("granted", "1"); return port; },
    };
    Object.defineProperty(Navigator.prototype, "serial", { get: () => serial });
"""


def says(page: Page, *lines: str) -> None:
    for line in lines:
        page.evaluate("(text) => window.scaleSays(text)", line + "\r\n")


@pytest.mark.parametrize("width", [360, 1280])
def test_a_weight_is_taken_once_it_stands_still(
    cast: Cast, open_page: OpenPage, find_barriers: FindBarriers, width: int
) -> None:
    page = open_page(width=width, height=740)
    page.add_init_script(NO_PAPER)
    page.add_init_script(FAKE_PORT)
    sign_in(page, cast.sari)
    page.goto(f"/counter/weigh/{cast.siti.number}/")
    key, weight = page.locator('[data-key="scale"]'), page.locator("[data-weight]")
    words, warning = page.locator("[data-words]"), page.locator("[data-warning-says]")

    page.click(".tiles [data-material=pet]")
    key.click()  # asks once which scale it is
    assert find_barriers(page) == []
    page.click('[data-scale-kind="and"]')
    until(page, "Boolean(window.scaleSettings)")
    assert page.evaluate("window.scaleSettings.baudRate") == 2400

    says(page, "US,+0001.198  kg", "US,+0001.231  kg")
    key.click()
    expect(warning).to_be_visible()
    expect(weight).to_have_value("")
    says(page, "ST,+0001.234  kg", "ST,+0001.235  kg")
    expect(weight).to_have_value("")  # it stood, but not twice at the same
    says(page, "ST,+0001.235  kg")
    expect(weight).to_have_value("1,235")
    expect(words).to_have_text("1 kilo 235 gram · dari timbangan")
    expect(warning).to_be_hidden()

    page.click(".tiles [data-material=kardus]")
    key.click()
    says(page, "ST,+0001.235  kg", "ST,+0001.235  kg")
    expect(warning).to_have_text("Ini sudah diambil. Taruh yang berikutnya.")
    expect(weight).to_have_value("")  # one sack is not paid twice
    says(page, "ST,+0002.756  lb")
    expect(warning).to_contain_text("tidak memakai kilogram")
    expect(weight).to_have_value("")
    page.keyboard.type("2,5")
    page.click(".tiles [data-material=jelantah]")
    terms = page.locator("[data-lines] [data-terms]")
    expect(terms.nth(0)).to_have_text("1,235 kg × Rp2.500 · dari timbangan")
    expect(terms.nth(1)).to_have_text("2,500 kg × Rp1.200 · diketik")
    page.click("[data-record]")
    page.wait_for_url("**/counter/receipts/**")
    kept = DepositLine.objects.order_by("line").values_list("amount", "weight_source")
    assert json.dumps(list(kept)) == json.dumps([(1235, "scale"), (2500, "typed")])


def test_a_weight_that_a_hand_changed_is_typed(cast: Cast, open_page: OpenPage) -> None:
    page = open_page()
    page.add_init_script(NO_PAPER)
    page.add_init_script(FAKE_PORT)
    sign_in(page, cast.sari)
    page.evaluate("localStorage.setItem('granted', '1')")
    page.goto(f"/counter/weigh/{cast.siti.number}/")
    until(page, "Boolean(window.scaleSettings)")  # known from last time: connected at once
    page.keyboard.type("q")
    says(page, "ST,GS,1@,0001.235 kg", "ST,GS,1@,0001.235 kg")
    page.keyboard.press("Space")
    expect(page.locator("[data-weight]")).to_have_value("1,235")
    page.keyboard.type("4")
    expect(page.locator("[data-weight]")).to_have_value("4")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.wait_for_url("**/counter/receipts/**")
    line = DepositLine.objects.get()
    assert (line.amount, line.weight_source) == (4000, "typed")
