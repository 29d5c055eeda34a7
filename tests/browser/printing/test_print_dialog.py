"""A print dialog that stays open: whoever stands before the page, or comes back to it, goes on.

On a phone, and in a browser without a screen, `window.print()` returns at once. The dialog is there
then, or comes some time later; meanwhile the page lives on, and its keys may be pressed.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import OpenPage, scan, sign_in, until
from tests.browser.offline.pages import cut, in_queue, room, set_up, to, weigh
from tests.cast import Cast, hand_card
from wastebank.models import Deposit, ReceiptPrint

# As Chromium does it: while one dialog is open, and where it comes too soon after another print,
# no dialog is opened and nothing is said.
DIALOG = """
    let isOpen = false;
    window.dialogs = 0;
    window.print = () => {
        if (isOpen || window.tooSoon) return;
        isOpen = true;
        window.dialogs += 1;
        dispatchEvent(new Event("beforeprint"));
    };
    window.closeDialog = () => {
        isOpen = false;
        dispatchEvent(new Event("afterprint"));
    };
"""
# The dialog lies over the whole screen; and whether the page was about to be left.
COVER = """
    Object.defineProperty(document, "hidden", { get: () => Boolean(window.covered) });
    addEventListener("beforeunload", () => { window.left = true; });
"""
# The next card is on its way to the server when the dialog is closed.
FIND_AND_CLOSE = """(code) => {
    document.querySelector("[data-code]").value = code;
    document.querySelector("[data-scan] [type=submit]").click();
    addEventListener("beforeunload", () => setTimeout(closeDialog));
}"""
# The key is pressed in the moment the room is entered.
GO_AND_PRESS = """(hash) => {
    const press = () => document.querySelector("[data-paper='58']").click();
    addEventListener("hashchange", press, { once: true });
    location.hash = hash;
}"""
# Counted before it was printed, and taken back.
NOT_COUNTED = """async () => {
    const { meta } = await import("/static/wastebank/offline/store.js");
    return (await meta(`prints:${location.hash.split("/")[1]}`)) === 0;
}"""
# What was put off until later has been done when this answers.
SETTLED = """async () => {
    for (let turn = 0; turn < 3; turn += 1) {
        await new Promise((done) => setTimeout(done));
    }
    return Boolean(window.left);
}"""


def press_hastily(page: Page, selector: str) -> None:
    """Twice before the page had time for anything, as soon as there is a key to press."""
    expect(page.locator(selector)).to_be_visible()
    page.evaluate(
        """(selector) => {
          const key = document.querySelector(selector);
          key.click();
          key.click();
        }""",
        selector,
    )


def counter_with_no_network(cast: Cast, open_page: OpenPage) -> Page:
    page = open_page(width=360, height=740)
    page.add_init_script(DIALOG)
    set_up(page, cast.sari)
    cut(page)
    return page


def weigh_to_its_paper(page: Page, cast: Cast) -> None:
    scan(page, cast.siti_card.code)
    weigh(page, ("pet", "2"))
    page.locator("[data-saved] a").click()


def paper_with_no_network(cast: Cast, open_page: OpenPage) -> Page:
    """A deposit is on the device alone, and its paper waits to be printed."""
    page = counter_with_no_network(cast, open_page)
    weigh_to_its_paper(page, cast)
    return page


def at_the_scale(page: Page, cast: Cast) -> None:
    page.add_init_script(DIALOG)
    page.add_init_script(COVER)
    page.add_init_script("localStorage.setItem('print-at-once', 'yes')")
    sign_in(page, cast.sari)
    page.goto(f"/counter/weigh/{cast.siti.number}/")
    expect(page.locator("[data-counter][data-ready]")).to_be_attached()


def record_and_print(page: Page) -> str:
    """The page of the paper, its dialog open; answers the receipt's number."""
    page.keyboard.type("q1,4")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.wait_for_url("**/print/")
    until(page, "window.dialogs === 1")
    return Deposit.objects.get().number


def papers_out(number: str) -> int:
    return ReceiptPrint.objects.get(receipt_number=number).count


def test_with_no_network_an_open_dialog_stops_nothing(cast: Cast, open_page: OpenPage) -> None:
    page = paper_with_no_network(cast, open_page)
    press_hastily(page, "[data-paper='58']")
    until(page, "window.dialogs === 1")
    page.locator("[data-paper='80']").click()  # the dialog is slow to come, and a thumb is quick
    paper = page.locator("[data-preview] .roll")
    expect(paper).to_have_class("roll is-58")
    expect(paper).not_to_contain_text("Salinan")

    page.context.set_offline(False)  # it is sent meanwhile; the dialog still has its paper
    expect(page.locator("[data-final]")).to_be_visible(timeout=30_000)
    expect(paper).to_contain_text("MLT-A-0001")
    assert page.evaluate("window.dialogs") == 1

    page.locator("[data-next]").click()
    scan(page, cast.siti_card.code)
    weigh(page, ("kardus", "1"))
    expect(page.locator("[data-saved]")).to_contain_text("MLT-A-0002")
    assert len(in_queue(page)) == 2


def test_the_next_paper_after_the_dialog_was_closed_is_the_first_copy(
    cast: Cast, open_page: OpenPage
) -> None:
    page = paper_with_no_network(cast, open_page)
    press_hastily(page, "[data-paper='58']")
    until(page, "window.dialogs === 1")
    page.evaluate("closeDialog()")
    page.locator("[data-paper='58']").click()
    until(page, "window.dialogs === 2")
    expect(page.locator("[data-preview] .roll")).to_contain_text("Salinan 1")


def test_a_dialog_that_never_says_it_was_closed_blocks_no_other_receipt(
    cast: Cast, open_page: OpenPage
) -> None:
    page = counter_with_no_network(cast, open_page)
    for number in ("MLT-A-0001", "MLT-A-0002"):
        weigh_to_its_paper(page, cast)
        page.locator("[data-paper='58']").click()
        expect(page.locator("[data-preview] .roll")).to_contain_text(number)
        page.locator("[data-next]").click()
    page.evaluate("closeDialog()")
    for record, dialogs, copies in zip(in_queue(page), (2, 3), (["Salinan 1"], []), strict=True):
        to(page, "record", record["key"])
        page.locator("[data-paper='58']").click()
        until(page, f"window.dialogs === {dialogs}")
        page.evaluate("closeDialog()")
        paper = page.locator("[data-preview] .roll").inner_text()
        assert record["provisional"] in paper
        assert re.findall(r"Salinan \d", paper) == copies


def test_a_print_that_the_browser_ignores_is_not_counted(cast: Cast, open_page: OpenPage) -> None:
    page = paper_with_no_network(cast, open_page)
    page.evaluate("window.tooSoon = true")
    page.locator("[data-paper='58']").click()
    until(page, NOT_COUNTED)
    page.evaluate(SETTLED)
    page.evaluate("window.tooSoon = false")
    page.locator("[data-paper='58']").click()
    until(page, "window.dialogs === 1")
    expect(page.locator("[data-preview] .roll")).not_to_contain_text("Salinan")


def test_a_thumb_that_is_quicker_than_the_room_prints_no_other_receipt(
    cast: Cast, open_page: OpenPage
) -> None:
    page = counter_with_no_network(cast, open_page)
    for _ in range(2):
        scan(page, cast.siti_card.code)
        weigh(page, ("pet", "2"))
    first, second = in_queue(page)
    to(page, "record", first["key"])
    expect(room(page, "record").locator("h1")).to_have_text(first["provisional"])
    page.evaluate(GO_AND_PRESS, f"#record/{second['key']}")
    expect(room(page, "record").locator("h1")).to_have_text(second["provisional"])
    page.locator("[data-paper='58']").click()
    until(page, "window.dialogs === 1")
    expect(page.locator("[data-preview] .roll")).to_contain_text(second["provisional"])


def test_at_the_desk_a_paper_is_printed_once_though_the_dialog_is_open(
    cast: Cast, open_page: OpenPage
) -> None:
    page = open_page(language="en")
    page.add_init_script(DIALOG)
    deposit = cast.deposit()
    sign_in(page, cast.sari)
    page.goto(f"/counter/receipts/{deposit.number}/")
    page.locator("button[value='-58']").click()
    page.wait_for_url("**/print/")
    page.locator("[data-print]").click()
    until(page, "window.dialogs === 1")
    expect(page.locator("[data-print]")).to_be_hidden()
    page.locator(".once-more button").click()
    expect(page.locator(".roll .stamp")).to_have_text("Copy 1")
    assert papers_out(deposit.number) == 2


def test_a_scan_goes_on_though_the_dialog_is_open(cast: Cast, open_page: OpenPage) -> None:
    hasan = hand_card(cast.sari, cast.hasan, "482913")
    page = open_page()
    at_the_scale(page, cast)
    number = record_and_print(page)
    scan(page, hasan.code)
    expect(page.locator("h1")).to_have_text(cast.hasan.name)
    assert papers_out(number) == 1


def test_a_dialog_closed_late_does_not_call_back_who_went_on(
    cast: Cast, open_page: OpenPage
) -> None:
    hasan = hand_card(cast.sari, cast.hasan, "482913")
    page = open_page()
    at_the_scale(page, cast)
    record_and_print(page)
    page.evaluate(FIND_AND_CLOSE, hasan.code)
    expect(page.locator("h1")).to_have_text(cast.hasan.name)


@pytest.mark.parametrize("covered", [True, False])
def test_the_page_of_the_paper_stays_as_long_as_a_dialog_covers_it(
    cast: Cast, open_page: OpenPage, covered: bool
) -> None:
    page = open_page()
    at_the_scale(page, cast)
    number = record_and_print(page)
    if covered:
        page.evaluate("window.covered = true; closeDialog()")
        assert page.evaluate(SETTLED) is False
        page.evaluate("window.covered = false")
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    else:
        page.evaluate("closeDialog()")
    page.wait_for_url(f"**/counter/receipts/{number}/")
    expect(page.locator("[data-code]")).to_be_focused()
