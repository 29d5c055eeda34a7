"""A visit on paper: the clinic's own printer, one count for every road, and nothing about health
in an address."""

import re
import uuid
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from django.test import Client

from tests.cast import Cast
from tests.wastebank.papers.roll_printer import printer_on_the_network, read_back
from wastebank.models import Place, ReceiptPrint

pytestmark = pytest.mark.page


@pytest.fixture
def desk(cast: Cast, client: Client) -> Client:
    cast.deposit(("pet", 20_000))
    client.force_login(cast.dewi)
    return client


def printed(desk: Client, number: str, paper: str) -> Any:
    sent = {"key": str(uuid.uuid4()), "paper": paper}
    return desk.post(f"/clinic/visits/{number}/print/", sent, follow=True)


def test_a_visit_comes_out_of_the_clinics_printer_and_is_counted(cast: Cast, desk: Client) -> None:
    visit = cast.redeem(cash_idr=5_000)
    with printer_on_the_network() as printer:
        Place.objects.filter(pk=cast.sehati.place_id).update(
            printer_host="127.0.0.1", printer_port=printer.port, paper_mm=80
        )
        assert "Terkirim ke pencetak." in printed(desk, visit.number, "tcp").content.decode()
        first = read_back(printer.next_sheet()).text
        printed(desk, visit.number, "tcp")
        second = read_back(printer.next_sheet()).text
    assert "Konsultasi dokter umum" in first
    assert "Salinan" not in first
    assert "* Salinan 1 *" in second
    assert "Salinan 2" in printed(desk, visit.number, "app-80").content.decode()
    assert ReceiptPrint.objects.get(receipt_number=visit.number).count == 3


def test_a_clinic_without_a_printer_is_told_so(cast: Cast, desk: Client) -> None:
    visit = cast.redeem()
    answer = printed(desk, visit.number, "tcp")
    assert answer.status_code == 409
    assert "printer_missing" in answer.content.decode()
    assert not ReceiptPrint.objects.filter(receipt_number=visit.number).exists()


def test_the_text_to_send_names_neither_patient_nor_clinic(cast: Cast, desk: Client) -> None:
    visit = cast.redeem(cash_idr=5_000)
    page = desk.get(f"/clinic/visits/{visit.number}/").content.decode()
    (link,) = re.findall(r'href="(https://wa\.me/[^"]*)"', page)
    text = unquote(urlsplit(link).query)
    assert "Dibayar saldo: Rp10.000" in text
    assert "Sisa saldo: Rp40.000" in text
    private = [
        "Siti",
        cast.siti.number,
        "Sehati",
        "SHT",
        "Konsultasi",
        "Berobat",
        visit.verify_code,
    ]
    assert not [word for word in private if word in text]
