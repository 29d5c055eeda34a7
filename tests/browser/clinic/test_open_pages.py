"""What everybody sees, in both languages and at every width, in every state, without a barrier."""

import re
import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import OpenPage
from tests.cast import Cast
from tests.serving import Served
from wastebank.deposits.void import void_deposit
from wastebank.models import ReceiptPrint

FindBarriers = Callable[[Page], list[str]]
PAGES = (
    *("/", "/prices/", "/prices/?place=MLT&find=botol", "/prices/?place=MLT&find=nihil"),
    *("/check/", "/login/", "/member/", "/nowhere/", "/prices/?place=NIX"),
)


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize(
    ("language", "width"), [("id", 320), ("en", 360), ("id", 768), ("en", 1280)]
)
def test_no_open_page_has_a_barrier(
    cast: Cast, open_page: OpenPage, find_barriers: FindBarriers, language: str, width: int
) -> None:
    page = open_page(language=language, width=width)
    for address in PAGES:
        page.goto(address)
        assert find_barriers(page) == [], address
        assert fits(page), address


@pytest.mark.parametrize("scheme", ["dark", "sun"])
def test_no_open_page_has_a_barrier_by_night_or_in_the_sun(
    cast: Cast, open_page: OpenPage, find_barriers: FindBarriers, served: Served, scheme: str
) -> None:
    page = open_page(width=360, height=740)
    if scheme == "dark":
        page.emulate_media(color_scheme="dark")
    else:
        page.context.add_cookies([{"name": "sun", "value": "1", "url": served.url}])
    for address in PAGES:
        page.goto(address)
        assert find_barriers(page) == [], address


def test_a_receipt_is_checked_in_every_state_it_can_have(
    cast: Cast, open_page: OpenPage, find_barriers: FindBarriers
) -> None:
    """True, with copies, voided, of a clinic, unknown and misspelt."""
    kept, copied, voided = (cast.deposit() for _ in range(3))
    ReceiptPrint.objects.create(receipt_number=copied.number, count=3)
    void_deposit(key=uuid.uuid4(), by=cast.sari, deposit=voided.number, reason="salah timbang")
    visit = cast.redeem()
    page = open_page(width=320, height=640)
    for code, says in (
        (kept.verify_code, "Struk ini tercatat di buku kami."),
        (copied.verify_code, "Sudah dicetak 3 lembar."),
        (voided.verify_code, "Ini sudah dibatalkan."),
        (visit.verify_code, "hanya tertulis di kertasnya"),
        ("AAAAAAAA", "receipt_unknown"),
        ("12", "receipt_code_misspelt"),
    ):
        page.goto("/check/")
        page.fill("[name=code]", code)
        with page.expect_navigation():
            page.press("[name=code]", "Enter")
        assert says in page.inner_text("main"), (code, page.inner_text("main"))
        assert find_barriers(page) == [], says
        assert fits(page), says
        assert page.url.endswith("/check/")


def test_the_board_prints_without_what_is_pressed(cast: Cast, open_page: OpenPage) -> None:
    page = open_page(width=1280)
    page.goto("/prices/?place=MLT")
    page.emulate_media(media="print")
    for gone in (".bar", "nav.places", "form[role=search]", "[data-print]"):
        expect(page.locator(gone).first).to_be_hidden()
    expect(page.get_by_text("Botol PET bening")).to_be_visible()
    paper = page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
