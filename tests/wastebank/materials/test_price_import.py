"""Price lists: the published ones, and what a hand that copies them gets wrong."""

import uuid
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from ledger.models import KeyedResult
from tests.cast import Cast
from tests.wastebank.files.lists import read_prices
from wastebank.files.list_import import CheckedSheet, Imported, check_list
from wastebank.files.tables_in import Sheet
from wastebank.materials.coming.price_import import (
    ImportedPrice,
    PriceImport,
    import_prices,
)
from wastebank.materials.refusals import PriceInUse
from wastebank.models import ActionLog, Material, Price
from wastebank.refusals import MayNot, PlaceUnknown

LISTS = Path(settings.BASE_DIR) / "wastebank" / "fixtures" / "prices"
HEADS = (
    "name_id,name_en,category,unit,unit_basis,member_price_idr,collector_price_idr,"
    "price_date,note,source_url"
)


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Reasons are told in the reader's language; here they are read in the program's own."""
    with translation.override("en"):
        yield


def listed(*rows: str) -> bytes:
    return "\n".join([HEADS, *rows]).encode()


def row(name: str = "Besi", *, price: str = "1500", day: str = "2024-06", unit: str = "kg") -> str:
    return f"{name},Iron,metal,{unit},stated,{price},,{day},,"


def checked(cast: Cast, sheet: Sheet[ImportedPrice]) -> CheckedSheet[ImportedPrice]:
    return check_list(PriceImport.into(by=cast.maya, place="BSI"), sheet)


def bring_in(cast: Cast, sheet: Sheet[ImportedPrice], key: uuid.UUID | None = None) -> Imported:
    return import_prices(key=key or uuid.uuid4(), by=cast.maya, place="BSI", rows=sheet.rows)


# --- the published lists


@pytest.mark.once
@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("bandung_2015.csv", 15, 0),
        ("jakarta_barat_2018.csv", 0, 11),
        ("maluku_tengah_2021.csv", 22, 2),
        ("surabaya_2023.csv", 3, 0),
        ("usk_2024.csv", 8, 0),
    ],
)
def test_every_row_of_a_published_list_is_used_or_reported(name: str, good: int, bad: int) -> None:
    sheet = read_prices((LISTS / name).read_bytes())
    assert (len(sheet.rows), len(sheet.bad)) == (good, bad)


@pytest.mark.once
def test_the_two_misprinted_prices_are_reported_and_not_guessed() -> None:
    sheet = read_prices((LISTS / "maluku_tengah_2021.csv").read_bytes())
    told = {bad.row: (bad.name, bad.reason) for bad in sheet.bad}
    assert set(told) == {24, 25}
    assert told[24][0] == "Koran bersih"
    assert "110" in told[24][1]
    assert told[25][0] == "Botol Aqua campur (bening)"
    assert "15.00" in told[25][1]
    assert sum(row.unit_assumed for row in sheet.rows) == 22


@pytest.mark.once
def test_what_only_buyers_pay_for_can_be_taken_as_ask() -> None:
    sheet = read_prices((LISTS / "jakarta_barat_2018.csv").read_bytes(), ask=True)
    assert len(sheet.rows) == 11
    battery = next(row for row in sheet.rows if row.name_id == "Aki")
    assert (battery.kind, battery.price_idr, battery.collector_price_idr) == ("ask", None, 13_000)


def test_a_published_list_becomes_materials_and_prices(cast: Cast) -> None:
    sheet = read_prices((LISTS / "usk_2024.csv").read_bytes())
    done = bring_in(cast, checked(cast, sheet))
    assert (done.written, done.added, done.unchanged) == (8, 7, 0)
    oil = Material.objects.get(code="jelantah")  # it was called so before
    assert (oil.unit, oil.family, oil.name_en) == ("ml", "minyak", "Used cooking oil")
    price = oil.prices.order_by("holds_from").last()
    assert price is not None
    assert (price.price_idr, price.valid_from, price.set_by) == (4_000, date(2024, 6, 1), "maya")


def test_the_same_list_again_changes_nothing(cast: Cast) -> None:
    data = (LISTS / "bandung_2015.csv").read_bytes()
    bring_in(cast, checked(cast, read_prices(data)))
    before = Counter(Price.objects.values_list("set_at", flat=True))
    again = bring_in(cast, checked(cast, read_prices(data)))
    assert (again.written, again.added, again.unchanged) == (0, 0, 15)
    assert Counter(Price.objects.values_list("set_at", flat=True)) == before


def test_a_price_that_goes_on_is_the_same_on_a_later_day(cast: Cast) -> None:
    """As with tariffs: a later day is no change, and nothing is written for it."""
    bring_in(cast, read_prices(listed(row())))
    written = Price.objects.count()
    for day in ("2024-06-05", "2024-07", "2025-01-31"):
        sheet = checked(cast, read_prices(listed(row(day=day))))
        assert [str(step) for step in sheet.steps] == ["same"], day
        assert bring_in(cast, sheet).unchanged == 1
    assert Price.objects.count() == written
    bring_in(cast, read_prices(listed(row(day="2024-08", price="1600"))))
    sheet = checked(cast, read_prices(listed(row(day="2024-09"))))
    assert str(sheet.steps[0]).startswith("changes from Rp1,600")  # not what held before that
    assert bring_in(cast, sheet).written == 1
    asked = "Aki,Battery,metal,kg,stated,,13000,{},,"
    for day, change in (("2024-06", "new"), ("2024-07", "same")):
        ask = read_prices(listed(asked.format(day)), ask=True)
        assert [step.change for step in checked(cast, ask).steps] == [change]
        bring_in(cast, ask)
    other = read_prices(listed(asked.replace("13000", "12000").format("2024-08")), ask=True)
    assert checked(cast, other).changed == 1  # what buyers pay is part of it


# --- what a hand gets wrong


@pytest.mark.once
@pytest.mark.parametrize(
    ("bad_row", "said"),
    [
        (row(unit="krat"), "krat"),
        (row(unit=""), "What is the price of Besi for?"),
        ("Besi,Iron,iron,kg,stated,1500,,2024-06,,", "To which family does it belong?"),
        (row(day=""), "price_date is not a day"),
        (row(day="06/2024"), "price_date is not a day"),
        (row(day="2024-13"), "price_date is not a day"),
        (row(day="2024-02-30"), "price_date is not a day"),
        (row(day="1999-12"), "price_date is too far away"),
        (row(day="2999-01"), "price_date is too far away"),
        (row(price="15.00"), "15.00 is not one clear sum"),
        (row(price="10000001"), "member_price_idr is above"),
        (row(price=""), "Besi has no price yet"),
        ("Besi,Iron,metal,kg,perhaps,1500,,2024-06,,", "unit_basis is not known"),
        ("Besi,Iron,metal,kg,stated,1500,abc,2024-06,,", "abc is not one clear sum"),
        ("Besi,,metal,kg,stated,1500,,2024-06,,", "name_en is empty"),
        ("Besi,Iron,metal,kg,stated,1500,,2024-06,a MISPRINT,", "its note doubts the price"),
    ],
)
def test_a_row_that_leaves_a_choice_is_reported(bad_row: str, said: str) -> None:
    sheet = read_prices(listed(row("Kuningan"), bad_row))
    assert [r.name_id for r in sheet.rows] == ["Kuningan"]
    assert [(bad.row, said in bad.reason) for bad in sheet.bad] == [(3, True)]


@pytest.mark.once
def test_a_month_begins_on_its_first_day_and_a_day_is_a_day() -> None:
    sheet = read_prices(listed(row("A", day="2015-12"), row("B", day="2015-12-31")))
    assert [r.valid_from for r in sheet.rows] == [date(2015, 12, 1), date(2015, 12, 31)]


@pytest.mark.once
def test_of_two_rows_for_one_material_none_is_chosen() -> None:
    sheet = read_prices(listed(row("Besi", price="1500"), row("BESI ", price="1600"), row("Kaca")))
    assert [r.name_id for r in sheet.rows] == ["Kaca"]
    assert [(bad.row, "rows 2, 3" in bad.reason) for bad in sheet.bad] == [(2, True), (3, True)]


@pytest.mark.once
def test_by_weight_and_by_piece_are_two_materials() -> None:
    sheet = read_prices(listed(row("Botol"), row("Botol", unit="piece")))
    assert [r.code for r in sheet.rows] == ["botol-kg", "botol-buah"]


def test_a_material_does_not_change_its_family(cast: Cast) -> None:
    bring_in(cast, read_prices(listed(row())))
    sheet = checked(cast, read_prices(listed("Besi,Iron,plastic,kg,stated,1500,,2024-07,,")))
    assert sheet.rows == []
    assert len(sheet.bad) == 1


def test_a_known_price_under_another_family_is_bad_and_not_the_same(cast: Cast) -> None:
    bring_in(cast, read_prices(listed(row(), row("Kuningan"))))
    other = "Besi,Iron,plastic,kg,stated,1500,,2024-06,,"
    found = checked(cast, read_prices(listed(other, row("Kuningan"), row("Kuningan Tua"))))
    assert (found.new, found.same, found.changed, len(found.bad)) == (1, 1, 0, 1)


def test_a_day_that_deposits_rest_on_keeps_its_price(cast: Cast) -> None:
    bring_in(cast, read_prices(listed(row(day="2024-06"))))
    cast.deposit(("besi-kg", 1_000), days_ago=1)
    changed = checked(cast, read_prices(listed(row(day="2024-06", price="1600"))))
    assert changed.rows == []
    assert changed.bad[0].row == 2
    same = checked(cast, read_prices(listed(row(day="2024-06", price="1500"))))
    assert same.bad == []
    tomorrow = (date.today() + timedelta(days=1)).isoformat()  # noqa: DTZ011 - a day to come
    later = checked(cast, read_prices(listed(row(day=tomorrow, price="1600"))))
    assert bring_in(cast, later).written == 1


# --- the command


def test_an_import_is_once_for_its_key(cast: Cast) -> None:
    key, sheet = uuid.uuid4(), read_prices(listed(row()))
    first, again = bring_in(cast, sheet, key), bring_in(cast, sheet, key)
    assert (first.replayed, again.replayed) == (False, True)
    assert (again.written, again.added) == (1, 1)
    assert Price.objects.filter(material__code="besi-kg").count() == 1
    assert KeyedResult.objects.filter(key=str(key)).count() == 1
    assert ActionLog.objects.filter(key=str(key), action="import_prices").count() == 1


def test_an_import_that_meets_a_used_day_writes_nothing_at_all(cast: Cast) -> None:
    bring_in(cast, read_prices(listed(row())))
    sheet = read_prices(listed(row("Kuningan"), row(price="1600")))
    cast.deposit(("besi-kg", 1_000), days_ago=1)
    with pytest.raises(PriceInUse):
        bring_in(cast, sheet)
    assert not Material.objects.filter(code="kuningan-kg").exists()


def test_only_those_who_set_prices_import_them(cast: Cast) -> None:
    sheet = read_prices(listed(row()))
    for user in (cast.sari, cast.dewi, cast.lestari, cast.yusuf, cast.tono):
        with pytest.raises(MayNot):
            import_prices(key=uuid.uuid4(), by=user, place="BSI", rows=sheet.rows)
    with pytest.raises(PlaceUnknown):
        import_prices(key=uuid.uuid4(), by=cast.maya, place="SHT", rows=sheet.rows)


def test_progress_is_told_row_by_row(cast: Cast) -> None:
    told: list[tuple[int, int]] = []
    sheet = read_prices(listed(row("A"), row("B"), row("C")))
    import_prices(
        key=uuid.uuid4(),
        by=cast.maya,
        place="BSI",
        rows=sheet.rows,
        progress=lambda done, total: told.append((done, total)),
    )
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_what_a_key_rests_on_keeps_its_form(cast: Cast) -> None:
    """A list that was imported before this form changed would come back as another request."""
    sheet = read_prices(listed(row()))
    terms = {"kind": "fixed", "price_idr": 1_500, "collector_price_idr": None}
    assert PriceImport.into(by=cast.maya, place="BSI").request(sheet.rows) == {
        "by": "maya",
        "place": "BSI",
        "rows": [["besi-kg", "logam", date(2024, 6, 1), terms]],
    }
