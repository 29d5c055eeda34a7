"""A receipt from the desk to the paper, in the real program: true size, once, and then a copy."""

import base64
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests import engines
from tests.browser.looking import OpenPage, sign_in
from tests.cast import Cast
from tests.serving import Served
from tests.wastebank.papers.looking import letters, page_sizes_mm, text_of
from tests.wastebank.papers.roll_printer import printer_on_the_network, read_back
from wastebank.models import Place, ReceiptPrint

FindBarriers = Callable[[Page], list[str]]


class ServedByThePrinter(Served):
    command = ("-m", "tests.browser.printing.printer_here")


@pytest.fixture
def served(committed_db: engines.Database) -> Iterator[Served]:
    program = ServedByThePrinter(committed_db)
    try:
        program.start()
        yield program
    finally:
        program.stop()


def prints(number: str) -> int:
    return ReceiptPrint.objects.get(receipt_number=number).count


def measured(page: Page, width: int) -> str:
    """Print the page as the browser would, measure it, and answer what is on it."""
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    pdf = page.pdf(prefer_css_page_size=True)
    ((page_width, page_height),) = page_sizes_mm(pdf)
    assert page_width == pytest.approx(width, abs=0.5)
    found = letters(pdf)
    assert page_height - max(letter.top_mm for letter in found) < 17
    assert 3 < min(letter.bottom_mm for letter in found) < 9
    return text_of(pdf)


@pytest.mark.parametrize("width", [58, 80])
def test_the_desks_page_prints_nothing_but_the_roll(
    cast: Cast, open_page: OpenPage, find_barriers: FindBarriers, width: int
) -> None:
    deposit = cast.deposit(("pet", 1_390), ("jelantah", 1_500))
    Place.objects.filter(pk=cast.melati.pk).update(paper_mm=width)
    page = open_page(language="id", width=360)
    sign_in(page, cast.sari)
    page.goto(f"/counter/receipts/{deposit.number}/")
    assert find_barriers(page) == []
    page.locator(f"button[value='-{width}']").click()
    expect(page.locator("[data-print]")).to_be_visible()
    assert find_barriers(page) == []
    said = measured(page, width)
    assert deposit.number in said
    for word in ("Bantuan", "Kembali", "Nasabah", "Salinan"):
        assert word not in said


def test_what_is_out_is_printed_again_only_as_a_copy(cast: Cast, open_page: OpenPage) -> None:
    deposit = cast.deposit()
    page = open_page(language="en")
    sign_in(page, cast.sari)
    page.goto(f"/counter/receipts/{deposit.number}/")
    page.locator("button[value='-58']").click()
    page.wait_for_url("**/print/")
    again = page.locator(".once-more button")
    expect(again).to_be_hidden()
    page.locator("[data-print]").click()
    expect(page.locator("[data-print]")).to_be_hidden()
    again.click()
    expect(page.locator(".roll .stamp")).to_have_text("Copy 1")
    assert "Copy 1" in measured(page, 58)
    assert prints(deposit.number) == 2


def test_a_print_app_gets_the_receipt_once(cast: Cast, open_page: OpenPage) -> None:
    deposit = cast.deposit()
    page = open_page(language="en", width=360)
    sign_in(page, cast.sari)
    page.goto(f"/counter/receipts/{deposit.number}/")
    page.locator("button[value='app-58']").click()
    page.wait_for_url("**/print/")
    link = page.locator("a[href^='rawbt:base64,']")
    data = base64.b64decode(str(link.get_attribute("href")).removeprefix("rawbt:base64,"))
    assert deposit.number in read_back(data).text
    page.evaluate("document.addEventListener('click', (event) => event.preventDefault())")
    link.click()
    expect(link).to_be_hidden()
    expect(page.locator(".once-more button")).to_be_visible()
    assert prints(deposit.number) == 1


def test_the_printer_of_the_place_prints_at_a_key(cast: Cast, open_page: OpenPage) -> None:
    deposit = cast.deposit()
    page = open_page(language="id", width=360)
    with printer_on_the_network() as printer:
        Place.objects.filter(pk=cast.melati.pk).update(
            printer_host="127.0.0.1", printer_port=printer.port
        )
        sign_in(page, cast.sari)
        page.goto(f"/counter/receipts/{deposit.number}/")
        page.get_by_role("button", name="Cetak di sini").click()
        expect(page.locator(".note.is-good")).to_contain_text(["Tercatat", "Terkirim ke pencetak."])
        assert deposit.number in read_back(printer.next_sheet()).text
    page.get_by_role("button", name="Cetak di sini").click()
    expect(page.locator("#papers .note.is-stop")).to_contain_text("Pencetak tidak menjawab")
    assert prints(deposit.number) == 1
