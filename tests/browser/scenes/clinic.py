"""The clinic desk for the manual: a patient from the scan to the receipt, and one who waits."""

from collections.abc import Callable

from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.demo import Demo

PHONE: ViewportSize = {"width": 360, "height": 740}


def at_the_clinic(page: Page, demo: Demo, snap: Callable[[str], None]) -> None:
    # One patient for each language, since the first spends it all.
    spoken = page.evaluate("document.documentElement.lang")
    patient = demo.holders[0 if spoken == "id" else 1]
    page.goto("/clinic/")
    snap("clinic-start")
    page.locator("h1").click()
    page.keyboard.type(patient.card, delay=3)
    page.keyboard.press("Enter")
    expect(page.locator("[data-clinic][data-ready]")).to_be_attached()
    tiles = page.locator(".tiles [data-service]")
    tiles.nth(0).click()
    every_line_has_its_sum(page)
    snap("clinic-services")
    while page.locator("[data-short]").is_hidden():
        tiles.nth(6).click()
    every_line_has_its_sum(page)
    snap("clinic-short")
    page.click("[data-take-cash]")
    snap("clinic-split")
    wide = page.viewport_size
    assert wide is not None  # visitors have a window of one size
    page.set_viewport_size(PHONE)
    page.locator("[data-hand-over]").click()
    snap("clinic-pin")
    page.keyboard.press("Escape")
    page.set_viewport_size(wide)
    for digit in patient.pin:
        page.locator(f'.pin [data-key="{digit}"]').first.click()
    page.click("[data-record]")
    page.wait_for_url("**/clinic/visits/**")
    snap("clinic-visit")
    page.goto("/clinic/")
    page.evaluate("document.querySelector('#waiting').scrollIntoView()")
    snap("clinic-waiting")
    page.locator(".waiting a.line").first.click()
    snap("clinic-finish")


def every_line_has_its_sum(page: Page) -> None:
    """The desk asks for the sums a moment after the last press."""
    expect(page.locator("[data-rupiah]", has_text="…")).to_have_count(0)
