"""However a bank saved its price list, it reads to the same rows."""

import pytest

from tests.cast import Cast
from tests.wastebank.materials.coming.lists import (
    ANSWERS,
    GOODS,
    HEADS,
    TITLES,
    as_text,
    dotted,
    facts,
    reading_of,
    workbook,
)

LIST: list[list[str | int]] = [*TITLES, HEADS, *dotted(GOODS)]
PLAIN: list[list[str | int]] = [*TITLES, HEADS, *GOODS]
FORMS = {
    "semicolons": as_text(LIST, ";").encode(),
    "tabs": as_text(LIST, "\t").encode(),
    "commas": as_text(LIST, ",").encode(),
    "said by sep": ("sep=;\r\n" + as_text(LIST, ";")).encode(),
    "with a mark": as_text(LIST, ";").encode("utf-8-sig"),
    "UTF-16": as_text(LIST, "\t").encode("utf-16"),
    "UTF-16 without its mark": as_text(LIST, "\t").encode("utf-16-le"),
    "UTF-16, the large end first": as_text(LIST, "\t").encode("utf-16-be"),
    "Windows-1252": (as_text(LIST, ";") + ";\xa0;;;\r\n").encode("cp1252"),
    "only line feeds": as_text(LIST, ";").replace("\r", "").encode(),
    "no titles": as_text(LIST[3:], ";").encode(),
    "empty rows and columns": as_text(
        [[*row, "", ""] for line in LIST for row in (line, [""])], ";"
    ).encode(),
    "everything in quotes": as_text([[f'"{c}"' for c in row] for row in LIST], ",").encode(),
    "with the sign of rupiah": as_text(
        [*LIST[:4], *([*row[:-1], f"Rp {row[-1]},-"] for row in LIST[4:])], ";"
    ).encode(),
    "with cents": as_text(
        [*LIST[:4], *([*row[:-1], f"{row[-1]},00"] for row in LIST[4:])], ";"
    ).encode(),
    "numbered": as_text(
        [[""], *(["No", *HEADS] if row is HEADS else [i, *row] for i, row in enumerate(LIST))], ";"
    ).encode(),
    "a workbook": workbook(PLAIN),
    "a workbook of texts": workbook(LIST),
    "a workbook that begins further down": workbook(PLAIN, first_row=4, first_column=2),
}
MOVED = {"numbered": "F", "a workbook that begins further down": "G"}
TITLED = {name for name in FORMS if name != "no titles"}


def answers_for(name: str) -> dict[str, str]:
    answers = dict(ANSWERS)
    answers[f"column:{MOVED.get(name, 'E')}"] = answers.pop("column:E")
    if name not in TITLED:
        answers["day"] = "other=2026-12-01"
    return answers


def test_every_form_of_one_list_reads_to_the_same_rows(cast: Cast) -> None:
    wanted = [
        ("K01", "Kardus", "kertas", "g", 1_300, "2026-12-01"),
        ("K02", "Koran", "kertas", "g", 1_000, "2026-12-01"),
        ("K03", "Galon", "plastik", "pcs", 4_500, "2026-12-01"),
        ("K04", "Minyak jelantah", "minyak", "ml", 4_500, "2026-12-01"),
        ("K05", "Tembaga", "logam", "g", 50_000, "2026-12-01"),
    ]
    faults = {}
    for name, data in FORMS.items():
        reading = reading_of(cast, data, answers_for(name))
        found = (facts(reading), [q.id for q in reading.open_questions], reading.bad)
        if found != (wanted, [], []):
            faults[name] = found
    assert faults == {}


def test_nothing_of_it_is_taken_before_it_is_answered(cast: Cast) -> None:
    """A plain "Harga" may be either price, and the day stands in a title alone."""
    for name, data in FORMS.items():
        column = f"column:{MOVED.get(name, 'E')}"
        first = reading_of(cast, data)
        assert [q.id for q in first.of_file] == [column], name
        assert first.rows == []
        second = reading_of(cast, data, {column: "member_price_idr"})
        assert "day" in [q.id for q in second.of_file], name


@pytest.mark.parametrize(
    ("heads", "field"),
    [
        ("Name,Unit,Category,Price from the member", "member_price_idr"),
        ("nama barang,sat,kategori,harga nasabah (Rp)", "member_price_idr"),
    ],
)
def test_heads_that_say_it_are_not_asked(cast: Cast, heads: str, field: str) -> None:
    reading = reading_of(cast, f"{heads}\nTembaga,kg,metal,50000\n".encode(), {"day": "today"})
    assert [q.id for q in reading.open_questions] == []
    assert [row.price_idr for row in reading.rows] == [50_000]
    assert reading.table
    assert reading.table.column_of(field)
