"""What a price list leaves open, each with its effect, and what comes of every answer."""

import io
import uuid

import pytest
import xlsxwriter
from django.utils import translation

from ledger.clock import now
from tests.cast import Cast
from tests.wastebank.materials.coming.lists import as_text, facts, reading_of, workbook
from wastebank.files.importing.questions import Question
from wastebank.materials.coming.price_import import PriceImport
from wastebank.materials.own_codes import put_own_code
from wastebank.materials.prices import set_price
from wastebank.models import Material
from wastebank.values.calendar import local_day

DAY = {"day": "today"}
HEADS = ["Nama", "Golongan", "Satuan", "Harga nasabah", "Kode"]


def rows(*rows: list[str], heads: list[str] = HEADS) -> bytes:
    return as_text([heads, *rows], ";").encode()


def opened(cast: Cast, data: bytes, **answers: str) -> dict[str, Question]:
    named = {name.replace("__", ":"): answer for name, answer in answers.items()}
    with translation.override("en"):
        reading = reading_of(cast, data, {**DAY, **named})
    return {question.id: question for question in reading.open_questions}


def prices(cast: Cast, data: bytes, answers: dict[str, str]) -> list[tuple[object, ...]]:
    reading = reading_of(cast, data, {**DAY, **answers})
    assert [q.id for q in reading.open_questions] == []
    return [row[:5] for row in facts(reading)]


DOUBT = {"member_price_idr:2": "own=1500"}
COPPER = ["Tembaga", "Logam", "kg", "50000", ""]


def test_every_doubt_of_every_row_is_asked_at_once(cast: Cast) -> None:
    put_own_code(Material.objects.get(code="pet"), cast.induk, "K01")
    data = rows(
        COPPER,
        ["Aki", "Logam", "buah", "", ""],
        ["Botol kecap", "", "krat", "6000", ""],
        ["Sak semen", "Karung", "kg", "400", ""],
        ["Kardus", "Kertas", "kg", "1300", "K01"],
        ["Besi", "Logam", "kg", "15.00", ""],
        ["Kaca", "Kaca", "kg", "200", ""],
        ["KACA", "Kaca", "kg", "300", ""],
    )
    asked = opened(cast, data)
    assert set(asked) == {
        *("price:3", "unit:4", "family:5", "who:6", "member_price_idr:7", "twice:8-9"),
    }
    assert all(question.choices[-1].code == "skip" for question in asked.values())
    assert [one.effect for one in asked["twice:8-9"].choices[:2]] == ["Rp200/kg", "Rp300/kg"]
    assert "Rp2,500/kg" in [one.effect for one in asked["who:6"].choices]


def test_the_family_of_a_new_material_comes_from_the_starter_list(cast: Cast) -> None:
    """By name, by English name and by what people call it; what the row says goes before it."""
    heads = ["Nama", "Satuan", "Harga nasabah", "Golongan"]
    data = rows(
        ["KUNINGAN", "kg", "30000", ""],
        ["Light steel", "kg", "2000", ""],
        ["jelantah", "ltr", "4000", ""],
        ["Seng", "kg", "1600", "Elektronik"],
        ["Sepatu", "kg", "500", ""],
        ["Koran", "kg", "900", "Karung"],
        heads=heads,
    )
    assert set(opened(cast, data)) == {"family:6", "family:7"}
    target = reading_of(cast, data, {**DAY, "family:*": "kertas"})
    planned = {row.name_id: (row.family, row.name_en) for row in target.rows}
    assert planned == {
        "KUNINGAN": ("logam", "Brass"),
        "Light steel": ("logam", "Light steel"),
        "jelantah": ("minyak", "jelantah"),
        "Seng": ("elektronik", "Zinc sheet"),
        "Sepatu": ("kertas", "Sepatu"),
        "Koran": ("kertas", "Newspaper"),
    }


@pytest.mark.parametrize(
    ("row", "answers", "found"),
    [
        (["Aki", "Logam", "buah", ""], {"price:2": "ask"}, ("Aki", "logam", "pcs", None)),
        (["Aki", "Logam", "buah", "-"], {"price:2": "unpaid"}, ("Aki", "logam", "pcs", 0)),
        (["Aki", "Logam", "bh", ""], {"price:2": "own=15.000"}, ("Aki", "logam", "pcs", 15_000)),
        (["Aki", "Logam", "bh", ""], {"price:*": "ask"}, ("Aki", "logam", "pcs", None)),
        (["Kecap", "Kaca", "krat", "6000"], {"unit:2": "pcs=24"}, ("Kecap", "kaca", "pcs", 250)),
        (["Tutup", "?", "lusin", "6000"], {"family:2": "logam"}, ("Tutup", "logam", "pcs", 500)),
        (["Besi", "metal", "ons", "150"], {}, ("Besi", "logam", "g", 1_500)),
        (["Besi", "logam", "kuintal", "150000"], {}, ("Besi", "logam", "g", 1_500)),
        (["Besi", "Logam", "kg", "15.00"], DOUBT, ("Besi", "logam", "g", 1_500)),
        (["Oli", "oil", "ltr", "100"], {}, ("Oli", "minyak", "ml", 100)),
    ],
)  # fmt: skip
def test_an_answer_is_what_is_read(
    cast: Cast, row: list[str], answers: dict[str, str], found: tuple[object, ...]
) -> None:
    assert prices(cast, rows([*row, ""]), answers) == [("", *found)]


@pytest.mark.parametrize(
    ("row", "answers", "still"),
    [
        (["Kecap", "Kaca", "krat", "6000"], {"unit:2": "pcs=7"}, "even:2"),
        (["Kecap", "Kaca", "krat", "6000"], {"unit:2": "pcs=0"}, "unit:2"),
        (["Kecap", "Kaca", "krat", "6000"], {"unit:2": "pcs"}, "unit:2"),
        (["Telur", "Kaca", "lusin", "6001"], {}, "even:2"),
        (["Aki", "Logam", "buah", ""], {"price:2": "own=1.5"}, "price:2"),
        (["Aki", "Logam", "buah", ""], {"price:2": "own=99999999"}, "price:2"),
        (["Aki", "Logam", "buah", ""], {"price:2": "free"}, "price:2"),
    ],
)
def test_an_answer_that_does_not_fit_is_asked_again(
    cast: Cast, row: list[str], answers: dict[str, str], still: str
) -> None:
    reading = reading_of(cast, rows([*row, ""]), {**DAY, **answers})
    assert [question.id for question in reading.open_questions] == [still]
    assert reading.rows == []


def test_of_two_rows_with_one_code_both_may_stay(cast: Cast) -> None:
    cups = (
        ["Gelas bening", "Plastik", "kg", "5000", "P02"],
        ["Gelas sablon", "Plastik", "kg", "1300", "P02"],
    )
    data, named = rows(*cups), "twice:2-3"
    assert [c.code for c in opened(cast, data)[named].choices] == ["2", "3", "both", "skip"]
    both = prices(cast, data, {named: "both=p03"})
    assert [(row[0], row[1]) for row in both] == [("P02", "Gelas bening"), ("P03", "Gelas sablon")]
    assert [row[1] for row in prices(cast, data, {named: "3"})] == ["Gelas sablon"]
    assert prices(cast, data, {named: "skip"}) == []
    for code in ("P02", ""):
        assert named in opened(cast, data, twice__2="", **{"twice__2-3": f"both={code}"})


def test_a_file_without_a_unit_is_asked_once(cast: Cast) -> None:
    data = rows(["Kardus", "1400"], ["Botol kecap", "400"], heads=["Nama", "Harga nasabah"])
    assert list(opened(cast, data)) == ["unit"]
    here = prices(cast, data, {"unit": "here"})
    assert [(row[1], row[3], row[4]) for row in here] == [
        ("Kardus", "g", 1_400),
        ("Botol kecap", "pcs", 400),
    ]


def test_codes_of_the_bank_find_their_material(cast: Cast) -> None:
    put_own_code(Material.objects.get(code="pet"), cast.induk, "k01")
    data = rows(["K01", "2600", "kg"], heads=["Kode", "Harga nasabah", "Satuan"])
    assert prices(cast, data, {}) == [("K01", "Botol PET bening", "plastik", "g", 2_600)]
    unknown = rows(["K99", "2600", "kg"], heads=["Kode", "Harga nasabah", "Satuan"])
    assert [bad.row for bad in reading_of(cast, unknown, DAY).bad] == [2]


def test_a_material_is_known_by_its_english_name_and_by_our_code(cast: Cast) -> None:
    """As a list has it that left the office in English: it must not come back as new."""
    pet = Material.objects.get(code="pet")
    put_own_code(pet, cast.induk, "K01")
    heads = ["Material", "Code", "Per", "Price from member"]
    data = rows([pet.name_en, pet.code, "kilogram", "2600"], heads=heads)
    assert prices(cast, data, {}) == [("", pet.name_id, pet.family, "g", 2_600)]
    Material.objects.create(code="lain", name_id="Lain", name_en=pet.name_en, unit="g")
    assert list(opened(cast, data)) == ["family:2"]  # two are called so: neither is meant


def test_a_day_that_can_be_two_is_asked(cast: Cast) -> None:
    heads = [*HEADS[:4], "Tanggal"]
    data = rows(["Tembaga", "Logam", "kg", "50000", "1/12/2026"], heads=heads)
    assert list(opened(cast, data)) == ["price_date:2"]
    assert facts(reading_of(cast, data, {"price_date:2": "2026-12-01"}))[0][-1] == "2026-12-01"


def test_a_workbook_with_two_sheets_is_asked_which(cast: Cast) -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        for name in ("Lama", "Baru"):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, HEADS)
            sheet.write_row(1, 0, ["Tembaga", "Logam", "kg", 40_000 if name == "Lama" else 50_000])
    assert list(opened(cast, file.getvalue())) == ["sheet"]
    assert prices(cast, file.getvalue(), {"sheet": "2"})[0][-1] == 50_000


def test_a_price_that_is_no_whole_rupiah_is_asked(cast: Cast) -> None:
    data = workbook([HEADS, ["Tembaga", "Logam", "kg", 4_500.5, ""]])
    assert list(opened(cast, data)) == ["member_price_idr:2"]


def test_a_misspelt_head_loses_no_column(cast: Cast) -> None:
    data = rows(COPPER, heads=["Nama", "Golongn", "Satuan", "Harga nasabah", "Kode"])
    assert list(opened(cast, data)) == ["column:B"]
    skipped = prices(cast, data, {"column:B": "skip", "family:2": "logam"})
    assert skipped == [("", "Tembaga", "logam", "g", 50_000)]


def test_two_columns_for_one_price_are_asked(cast: Cast) -> None:
    data = rows(["Tembaga", "5", "6"], heads=["Nama", "Harga", "Harga nasabah"])
    assert "column:B" in opened(cast, data)
    assert "column:C" in opened(cast, data, column__B="member_price_idr")


def test_what_buyers_pay_stays_where_no_column_says_it(cast: Cast) -> None:
    set_price(
        key=uuid.uuid4(),
        by=cast.maya,
        material="kardus",
        place="BSI",
        valid_from=local_day(now()),
        price_idr=1_300,
        collector_price_idr=1_800,
    )
    (row,) = reading_of(cast, rows(["Kardus", "Kertas", "kg", "1300", ""]), DAY).rows
    assert row.collector_price_idr == 1_800
    target = PriceImport.into(by=cast.maya, place="BSI")
    assert target.is_same(row, Material.objects.get(code="kardus"))
    heads = ["Nama", "Harga nasabah", "Satuan", "Pengepul"]
    said = rows(["Kardus", "1300", "kg", "1900"], heads=heads)
    assert reading_of(cast, said, DAY).rows[0].collector_price_idr == 1_900
