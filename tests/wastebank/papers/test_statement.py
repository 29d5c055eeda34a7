"""The statement: every row once, the balance carried over, the last page summed."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest

from tests.wastebank.papers.looking import letters, page_sizes_mm, text_of, text_of_all
from tests.wastebank.papers.samples import passbook
from wastebank.papers.reports.statement import statement_pdf
from wastebank.values.quantities import show_number

pytestmark = pytest.mark.once


def test_pages_are_a4_and_counted() -> None:
    pdf = statement_pdf(passbook(120))
    sizes = page_sizes_mm(pdf)
    assert set(sizes) == {(210, 297)}
    assert len(sizes) > 3
    for index, text in enumerate(text_of_all(pdf), start=1):
        assert f"Halaman {index} dari {len(sizes)}" in text


def test_every_row_stands_there_once_with_its_balance() -> None:
    book = passbook(120)
    text = "\n".join(text_of_all(statement_pdf(book)))
    for row in book.rows:
        assert f"{show_number(row.balance_idr, 'id')}" in text
    numbers = re.findall(r"Setoran MLT-(\d{6})", text)
    assert len(numbers) == len(set(numbers)) == sum(row.amount_idr > 0 for row in book.rows)


def test_the_head_is_repeated_and_the_balance_carried() -> None:
    book = passbook(60)
    pages = text_of_all(statement_pdf(book))
    assert len(pages) > 2
    for before, after in pairwise(pages):
        assert "Siti Rahmawati" in after
        assert "1071-R" in after
        assert "Tanggal" in after
        carried = re.search(r"Pindahan\s+([\d.]+)", after)
        assert carried
        assert carried[1] in before
    assert all("Jumlah" not in page for page in pages[:-1])


def test_the_last_page_sums_what_came_in_and_went_out() -> None:
    book = passbook(60)
    received = sum(row.amount_idr for row in book.rows if row.amount_idr > 0)
    spent = sum(-row.amount_idr for row in book.rows if row.amount_idr < 0)
    assert book.opening_idr + received - spent == book.closing_idr
    last = " ".join(text_of_all(statement_pdf(book))[-1].split())
    sums = " ".join(show_number(each, "id") for each in (received, spent, book.closing_idr))
    assert f"Jumlah {sums}" in last


def test_the_first_page_shows_what_there_is_to_spend() -> None:
    book = passbook(5)
    assert f"Rp{show_number(book.closing_idr, 'id')}" in text_of(statement_pdf(book))


def test_an_empty_period_says_so() -> None:
    text = text_of(statement_pdf(passbook(0)))
    assert "Tidak ada catatan pada masa ini." in text
    assert "Rp12.000" in text
    assert "Nothing was booked" in text_of(statement_pdf(passbook(0, "en")))


@pytest.mark.parametrize("count", [0, 1, 60])
def test_printed_again_it_is_the_same_to_the_byte(count: int) -> None:
    assert statement_pdf(passbook(count)) == statement_pdf(passbook(count))
    assert statement_pdf(passbook(count)) != statement_pdf(passbook(count, "en"))


@pytest.mark.parametrize("count", range(12, 24))
def test_no_row_runs_into_the_foot_whatever_their_number(count: int) -> None:
    """Round the number of rows at which a second page begins."""
    pdf = statement_pdf(passbook(count))
    for page in range(len(page_sizes_mm(pdf))):
        body = [letter for letter in letters(pdf, page) if letter.bottom_mm > 16]
        assert min(letter.bottom_mm for letter in body) > 18


def test_long_names_and_large_sums_stay_on_the_paper() -> None:
    book = passbook(3)
    rows = tuple(
        replace(
            row,
            what="Setoran " + "panjang" * 12,
            place="Tempat yang sangat jauh " * 4,
            amount_idr=-(10**11),
            balance_idr=10**12,
        )
        for row in book.rows
    )
    book = replace(
        book,
        rows=rows,
        bank_name="Bank Sampah " * 12,
        bank_address="Jalan " * 40,
        holder_name="Kartini " * 14 + "\x1b\u202e王",
    )
    found = letters(statement_pdf(book))
    assert min(letter.left_mm for letter in found) > 17.5
    assert max(letter.right_mm for letter in found) < 192.5
