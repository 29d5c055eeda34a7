"""Lists from files: everything a spreadsheet, an editor or a hasty hand can do to them."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from wastebank.files.refusals import SheetUnreadable
from wastebank.files.tables_in import (
    MAX_BYTES,
    MAX_ROWS,
    Cells,
    RowProblem,
    Sheet,
    read_sheet,
    slug,
)
from wastebank.refusals import BodyTooLarge

pytestmark = pytest.mark.once

HEADS = "name,price"
Found = Sheet[tuple[str, int | None]]


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Reasons are told in the reader's language; here they are read in the program's own."""
    with translation.override("en"):
        yield


def read_row(cells: Cells) -> tuple[str, int | None]:
    return cells.text("name", 20), cells.rupiah("price", 10_000)


def read(text: str | bytes) -> Found:
    data = text.encode() if isinstance(text, str) else text
    return read_sheet(
        data, needed=["name", "price"], optional=["note"], name_head="name", read_row=read_row
    )


def reasons(sheet: Found) -> list[tuple[int, str]]:
    return [(bad.row, bad.reason) for bad in sheet.bad]


@pytest.mark.parametrize(
    "text",
    [
        "name,price\nBesi,1500\n",
        "\ufeffname,price\r\nBesi,1500\r\n",
        "name;price\nBesi;1500",
        "name\tprice\nBesi\t1500\n",
        "Name, Price\n Besi , 1500 \n",
        'price,name\n1500,"Besi"\n',
    ],
    ids=["plain", "bom and crlf", "semicolon", "tab", "spaces and capitals", "other order"],
)
def test_the_same_list_however_it_was_saved(text: str) -> None:
    assert read(text).rows == [("Besi", 1500)]
    assert read(text).bad == []


def test_a_comma_inside_quotes_is_part_of_the_name() -> None:
    assert read('name,price\n"Kaleng (susu, cat)",1000\n').rows == [("Kaleng (susu, cat)", 1000)]


def test_rows_are_numbered_as_a_spreadsheet_shows_them() -> None:
    sheet = read("name,price\nBesi,1500\n\n,\nKaca,x\n")
    assert sheet.rows == [("Besi", 1500)]
    assert [bad.row for bad in sheet.bad] == [5]


@pytest.mark.parametrize(
    ("price", "said"),
    [
        ("15.00", "digits only"),
        ("1.500", "digits only"),
        ("Rp1500", "digits only"),
        ("-5", "digits only"),
        ("١٥٠٠", "digits only"),
        ("1e3", "digits only"),
        ("10001", "above"),
        ("9" * 4000, "above"),
    ],
)
def test_a_price_is_digits_or_it_is_reported(price: str, said: str) -> None:
    sheet = read(f"name,price\nBesi,{price}\n")
    assert sheet.rows == []
    assert [said in reason for _, reason in reasons(sheet)] == [True]


@pytest.mark.parametrize("name", ["=1+1", "+62", "-Besi", "@SUM(A1)", '=HYPERLINK("x")'])
def test_a_name_that_a_spreadsheet_would_carry_out_is_reported(name: str) -> None:
    quoted = name.replace('"', '""')
    sheet = read(f'name,price\n"{quoted}",1\n')
    assert [("formula" in reason) for _, reason in reasons(sheet)] == [True]


@pytest.mark.parametrize("name", ["Be\u202esi", "Be\x07si", '"Be\nsi"', "Be\u200bsi"])
def test_a_name_with_signs_nobody_can_see_is_reported(name: str) -> None:
    sheet = read(f"name,price\n{name},1\n")
    assert sheet.rows == []
    assert "cannot be shown" in sheet.bad[0].reason
    assert sheet.bad[0].name.isprintable()


def test_too_long_and_missing_names_are_reported() -> None:
    sheet = read(f"name,price\n{'b' * 21},1\n,2\n")
    assert [reason for _, reason in reasons(sheet)] == [
        "name is longer than 20 letters",
        "name is empty",
    ]


def test_a_row_with_too_few_or_too_many_cells_is_reported() -> None:
    sheet = read("name,price\nBesi\nKaca,1,2\n")
    assert [reason for _, reason in reasons(sheet)] == [
        "it has 1 cells, the heads are 2",
        "it has 3 cells, the heads are 2",
    ]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "missing"),
        (b"name,price\n", "no rows"),
        (b"name\nBesi\n", "price"),
        (b"name,price,prize\nBesi,1,2\n", "prize"),
        (b"name,price,price\nBesi,1,2\n", "price"),
        (b'name,price\n"Besi,1500\nKaca,1\n', "CSV"),
        ("name,price\nBesi,1500\n".encode("utf-16"), "UTF-8"),
        (b"name,price\nBesi \xff,1500\n", "UTF-8"),
        (b"PK\x03\x04" + bytes(range(256)), "UTF-8"),
        (("name,price\n" + "x,1\n" * (MAX_ROWS + 1)).encode(), "rows"),
    ],
    ids=[
        *("empty", "only heads", "head missing", "head misspelt", "head twice", "open quote"),
        *("utf-16", "latin-1", "a workbook", "too many rows"),
    ],
)
def test_a_file_that_is_no_list_is_refused_whole(data: bytes, said: str) -> None:
    with pytest.raises(SheetUnreadable) as refused:
        read(data)
    assert said in refused.value.facts["problem"]


def test_the_largest_list_is_read_and_one_byte_more_is_not() -> None:
    head = b"name,price,note\nBesi,1,"
    assert read(head + b"x" * (100_000)).rows == [("Besi", 1)]
    with pytest.raises(BodyTooLarge):
        read(b"x" * (MAX_BYTES + 1))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Minyak jelantah", "minyak-jelantah"),
        ("Kaleng/seng", "kaleng-seng"),
        ("Jahit luka <5 jahitan", "jahit-luka-kurang-5-jahitan"),
        ("Jahit luka >10 jahitan", "jahit-luka-lebih-10-jahitan"),
        ("Café & Crème", "cafe-creme"),
    ],
)
def test_a_code_is_made_of_a_name(name: str, code: str) -> None:
    assert slug(name) == code


def test_a_long_code_keeps_its_ending() -> None:
    assert slug("a" * 100, "-kg") == "a" * 57 + "-kg"


def test_a_name_without_letters_makes_no_code() -> None:
    with pytest.raises(RowProblem):
        slug("…")
