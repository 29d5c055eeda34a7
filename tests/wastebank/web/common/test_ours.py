"""An address of ours that is put on paper or sent opens for whoever gets it, or is not there."""

from urllib.parse import unquote

import pytest
from django.http import HttpRequest
from django.test import Client

from tests.cast import SITI_PIN, Cast
from tests.wastebank.passbook.open_book import open_as
from wastebank.deposits.receipts import deposit_receipt
from wastebank.papers.board.poster import poster_pdf
from wastebank.papers.receipt.escpos import escpos
from wastebank.papers.receipt.roll import roll_pdf
from wastebank.web.common.addresses import address_for_others
from wastebank.web.public.posters import price_poster

HERE_ALONE = ("127.0.0.1:8000", "localhost", "localhost:8000", "[::1]:8000", "a.localhost")
OUR_ADDRESSES = ("/check/", "/prices/", "http://", "https://127", "localhost")


def request_to(host: str) -> HttpRequest:
    request = HttpRequest()
    request.META |= {"HTTP_HOST": host, "SERVER_NAME": "x", "SERVER_PORT": "80"}
    return request


@pytest.mark.once
def test_an_address_of_this_machine_alone_is_for_nobody_else(settings: object) -> None:
    settings.ALLOWED_HOSTS = ["*"]  # type: ignore[attr-defined]
    for host in HERE_ALONE:
        assert address_for_others(request_to(host), "/check/") == "", host
    for host in ("192.168.1.7:8000", "bank.example"):
        assert address_for_others(request_to(host), "/check/") == f"http://{host}/check/"


def sent(page: str) -> str:
    """What the page's link to WhatsApp says, without the address of WhatsApp."""
    found = page.index("https://wa.me/")
    return unquote(page[found:].partition('"')[0].partition("?text=")[2])


@pytest.mark.page
def test_nothing_that_leaves_carries_it(cast: Cast, settings: object) -> None:
    """The receipt to send, what a member shares, and the board. By an address that opens elsewhere
    the same pages carry it: the test would see it."""
    settings.ALLOWED_HOSTS = ["*"]  # type: ignore[attr-defined]
    deposit = cast.deposit()
    receipt = f"/counter/receipts/{deposit.number}/"
    office, member = Client(), Client()
    office.force_login(cast.sari)
    open_as(member, cast.siti.number, SITI_PIN)
    pages = (
        (office, receipt),
        (member, f"/member/deposits/{deposit.number}/"),
        (member, "/member/"),
    )
    for host, is_open in (("localhost", False), ("bank.example", True)):
        for client, path in (*pages, (office, "/prices/")):
            page = client.get(path, headers={"host": host}).content.decode()
            words = sent(page)
            ours = [one for one in OUR_ADDRESSES if one in words]
            assert bool(ours) == is_open, (host, path, words)


def test_paper_has_no_address_and_no_picture_of_one(cast: Cast) -> None:
    deposit = cast.deposit()
    slips = [
        deposit_receipt(deposit, language="en", check_url=url)
        for url in ("", "https://bank.example/check/")
    ]
    alone, opens = slips
    assert (alone.texts.check_place, opens.texts.check_place) == ("", "bank.example/check")
    assert alone.texts.check_lead == "Code to check this receipt:"
    assert alone.texts.check_code == opens.texts.check_code != ""
    for width in (58, 80):
        assert escpos(alone, width, with_qr=True) == escpos(alone, width)
        assert escpos(opens, width, with_qr=True) != escpos(opens, width)
        assert roll_pdf(alone, width, with_qr=True)
    request = request_to("localhost:8000")
    poster = price_poster(request, cast.melati)
    assert poster.link == ""
    assert poster_pdf(poster, "a4")
