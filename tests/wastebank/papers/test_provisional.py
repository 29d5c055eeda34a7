"""Receipts that were printed with no network, and the printer that reads every receipt back."""

from dataclasses import replace

import pytest
from django.template.loader import render_to_string

from tests.wastebank.papers.looking import text_of
from tests.wastebank.papers.roll_printer import CannotRead, read_back
from tests.wastebank.papers.samples import DEPOSIT, PROVISIONAL, VISIT, VOIDED_COPY
from wastebank.papers.drawing.wording import wording
from wastebank.papers.receipt.escpos import ascii_only, escpos
from wastebank.papers.receipt.roll import roll_pdf
from wastebank.papers.receipt.slip import Receipt
from wastebank.papers.receipt.strip import columns

pytestmark = pytest.mark.once

PROVISIONAL_IN_32 = """
       Bank Sampah Melati
     Balai RW 05 · Loket 1
         * SEMENTARA *
--------------------------------
Setoran                 MLT-B-17
22 Nov 2025, 09.42 WIB
Siti R.                   1071-R
--------------------------------
PET bersih                 5.560
1,390 kg × Rp4.000
Kardus                     4.225
3,250 kg × Rp1.300
Jelantah                   6.000
1,500 liter × Rp4.000
Kaleng                     1.536
0,480 kg × Rp3.200
--------------------------------
Total                   Rp17.321
--------------------------------
Struk tetap menyusul saat
jaringan kembali. Simpan struk
ini.
--------------------------------
         Petugas: Sari
"""


def renderings(receipt: Receipt) -> tuple[str, str, str, str]:
    page = render_to_string("parts/receipt.html", {"receipt": receipt, "width": 58})
    return (
        "\n".join(columns(receipt, 32)),
        " ".join(page.split()),
        " ".join(text_of(roll_pdf(receipt, 58, with_qr=True)).split()),
        read_back(escpos(receipt, 58, with_qr=True)).text,
    )


def test_a_provisional_receipt_on_58_millimetres() -> None:
    assert columns(PROVISIONAL, 32) == PROVISIONAL_IN_32.strip("\n").split("\n")


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_renderer_says_provisional_and_shows_no_code_to_check(language: str) -> None:
    words = wording(language)
    for said in renderings(replace(PROVISIONAL, language=language)):
        assert words.provisional in said
        assert PROVISIONAL.number in said
        assert words.check not in said
        assert "7F3K" not in said
        assert "melati.example" not in said
    assert not read_back(escpos(PROVISIONAL, 58, with_qr=True)).codes


def test_the_final_receipt_names_the_provisional_one() -> None:
    for said in renderings(replace(DEPOSIT, replaces="MLT-B-17")):
        assert "Pengganti struk sementara MLT-B-17" in " ".join(said.split())
        assert "SEMENTARA" not in said


@pytest.mark.parametrize("receipt", [DEPOSIT, VISIT, VOIDED_COPY, PROVISIONAL])
@pytest.mark.parametrize(("width_mm", "width"), [(58, 32), (80, 48)])
def test_a_printer_reads_back_what_the_receipt_says(
    receipt: Receipt, width_mm: int, width: int
) -> None:
    paper = read_back(escpos(receipt, width_mm, with_qr=True))
    shown = [row.text.center(width).rstrip() if row.centred else row.text for row in paper.rows]
    assert shown == [ascii_only(row) for row in columns(receipt, width)]
    assert all(len(row.text) * row.across <= width for row in paper.rows)
    assert paper.cuts == 1
    assert paper.codes == ([receipt.check_url] if receipt.can_be_checked else [])


def test_the_total_and_the_code_are_the_largest() -> None:
    paper = read_back(escpos(DEPOSIT, 58))
    large = [row.text for row in paper.rows if row.down > 1]
    assert large == ["Bank Sampah Melati", "Total                   Rp17.321", "7F3K 92QD"]


@pytest.mark.parametrize("data", [b"\x1bz", b"\x1d", b"\xc3\xa9\n", b"Siti", b"\x1d(k\x09\x001"])
def test_the_printer_of_the_tests_reads_nothing_it_does_not_know(data: bytes) -> None:
    with pytest.raises(CannotRead):
        read_back(data)
