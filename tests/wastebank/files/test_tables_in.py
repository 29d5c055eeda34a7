"""What rows of every list have in common: everything a hasty hand can do to them."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from tests.wastebank.files.lists import Priced, read_plain
from wastebank.files.refusals import SheetUnusable
from wastebank.files.tables_in import RowProblem, Sheet, slug

pytestmark = pytest.mark.once


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Reasons are told in the reader's language; here they are read in the program's own."""
    with translation.override("en"):
        yield


def read(text: str) -> Sheet[Priced]:
    return read_plain(text.encode())


def told(sheet: Sheet[Priced]) -> list[tuple[str, int | None]]:
    return [(row.name_id, row.price_idr) for row in sheet.rows]


def reasons(sheet: Sheet[Priced]) -> list[tuple[int, str]]:
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
    assert told(read(text)) == [("Besi", 1500)]
    assert read(text).bad == []


def test_a_comma_inside_quotes_is_part_of_the_name() -> None:
    sheet = read('name,price\n"Kaleng (susu, cat)",1000\n')
    assert told(sheet) == [("Kaleng (susu, cat)", 1000)]


def test_rows_are_numbered_as_a_spreadsheet_shows_them() -> None:
    sheet = read("name,price\nBesi,1500\n\n,\nKaca,x\n")
    assert told(sheet) == [("Besi", 1500)]
    assert [bad.row for bad in sheet.bad] == [5]


@pytest.mark.parametrize(
    ("price", "said"),
    [
        *((text, "not one clear sum") for text in ("15.00", "-5", "1e3", "9" * 4000)),
        *((text, "not one clear sum") for text in ("١٥٠٠", "1500/kg")),
        ("10001", "above"),
    ],
)
def test_a_price_has_one_reading_or_it_is_reported(price: str, said: str) -> None:
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
    sheet = read(f"name,price\n{'b' * 61},1\n,2\n")
    assert [reason for _, reason in reasons(sheet)] == [
        "name is longer than 60 letters",
        "name is empty",
    ]


def test_a_list_with_heads_alone_is_refused_whole() -> None:
    with pytest.raises(SheetUnusable):
        read("name,price\n")


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
