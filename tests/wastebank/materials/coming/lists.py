"""One price list in all the forms in which banks keep theirs, made by code."""

import io
from collections.abc import Mapping, Sequence

import xlsxwriter

from tests.cast import Cast
from wastebank.files.grids.read import read_file
from wastebank.files.importing.questions import Answers
from wastebank.files.importing.reading import Reading, read_list_file
from wastebank.materials.coming.price_import import ImportedPrice, PriceImport
from wastebank.materials.coming.prices import PriceList

TITLES: list[list[str | int]] = [
    ["Daftar Harga Bank Sampah Mekar Sari"],
    ["Berlaku mulai 1 Desember 2026"],
    [""],
]
HEADS: list[str | int] = ["Kode", "Jenis Sampah", "Golongan", "Satuan", "Harga"]
GOODS: list[list[str | int]] = [
    ["K01", "Kardus", "Kertas", "kg", 1300],
    ["K02", "Koran", "Kertas", "kg", 1000],
    ["K03", "Galon", "Plastik", "biji", 4500],
    ["K04", "Minyak jelantah", "Minyak", "ltr", 4500],
    ["K05", "Tembaga", "Logam", "kg", 50000],
]
ANSWERS = {"column:E": "member_price_idr", "day": "2026-12-01", "money:member_price_idr": "dot"}


def as_text(rows: Sequence[Sequence[object]], sign: str) -> str:
    return "\r\n".join(sign.join(map(str, row)) for row in rows) + "\r\n"


def dotted(rows: Sequence[Sequence[str | int]]) -> list[list[str | int]]:
    """Prices as Indonesian hands write them."""
    return [[f"{c:,}".replace(",", ".") if isinstance(c, int) else c for c in row] for row in rows]


def workbook(
    rows: Sequence[Sequence[object]], *, first_row: int = 0, first_column: int = 0
) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("Harga")
        for number, row in enumerate(rows, start=first_row):
            for index, cell in enumerate(row, start=first_column):
                if cell != "":
                    sheet.write(number, index, cell)
    return file.getvalue()


def reading_of(
    cast: Cast, data: bytes, answers: Mapping[str, str] | None = None
) -> Reading[ImportedPrice]:
    """A file for the main bank, with these answers and nothing remembered."""
    target = PriceImport.into(by=cast.maya, place="BSI")
    return read_list_file(PriceList(target, Answers(answers or {})), read_file(data), {})


def facts(reading: Reading[ImportedPrice]) -> list[tuple[object, ...]]:
    return [
        (row.own_code, row.name_id, row.family, row.unit, row.price_idr, row.valid_from.isoformat())
        for row in reading.rows
    ]
