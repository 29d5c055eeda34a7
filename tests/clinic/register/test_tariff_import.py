"""Tariff lists: the published ones, units as the names state them, the past as it was."""

import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from clinic.models import Service, Tariff
from clinic.register.coming.tariff_import import (
    ImportedTariff,
    TariffImport,
    import_tariffs,
)
from clinic.register.refusals import ClinicUnknown
from ledger import clock
from tests.cast import Cast
from tests.wastebank.files.lists import read_tariffs
from wastebank.files.list_import import CheckedSheet, Imported, check_list
from wastebank.files.tables_in import Sheet
from wastebank.models import User
from wastebank.refusals import MayNot
from wastebank.values.calendar import local_day

LISTS = Path(settings.BASE_DIR) / "clinic" / "fixtures" / "tariffs"
HEADS = "service_id,service_en,price_idr"


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Reasons are told in the reader's language; here they are read in the program's own."""
    with translation.override("en"):
        yield


def listed(*rows: str, heads: str = HEADS) -> bytes:
    return "\n".join([heads, *rows]).encode()


def checked(cast: Cast, sheet: Sheet[ImportedTariff], day: date) -> CheckedSheet[ImportedTariff]:
    return check_list(TariffImport.into(by=cast.lestari, clinic="SHT", valid_from=day), sheet)


def bring_in(
    cast: Cast, sheet: Sheet[ImportedTariff], *, day: date | None = None, by: User | None = None
) -> Imported:
    return import_tariffs(
        key=uuid.uuid4(),
        by=by or cast.lestari,
        clinic="SHT",
        valid_from=day or local_day(clock.now()),
        rows=sheet.rows,
    )


@pytest.mark.once
@pytest.mark.parametrize(
    ("name", "count"), [("jebed_pemalang.csv", 30), ("karangnongko_klaten.csv", 18)]
)
def test_every_published_tariff_can_be_used(name: str, count: int) -> None:
    sheet = read_tariffs((LISTS / name).read_bytes())
    assert (len(sheet.rows), sheet.bad) == (count, [])


@pytest.mark.once
@pytest.mark.parametrize(
    ("name", "per"),
    [
        ("Pembersihan karang gigi per gigi", "tooth"),
        ("Oksigen per jam", "hour"),
        ("Jasa konsultasi", "visit"),
        ("Rawat jalan umum/konsultasi", "visit"),
        ("Pemeriksaan kehamilan (ANC)", "visit"),
        ("Tambal gigi sementara", "action"),
        ("Jahit luka 5-10 jahitan", "action"),
        ("Surat sehat pelajar", "action"),
    ],
)
def test_a_unit_is_taken_from_the_name_only_where_it_states_it(name: str, per: str) -> None:
    assert read_tariffs(listed(f"{name},X,1000")).rows[0].per == per


@pytest.mark.once
def test_a_price_with_an_extra_is_the_price_as_printed() -> None:
    rows = read_tariffs((LISTS / "jebed_pemalang.csv").read_bytes()).rows
    over_ten = next(row for row in rows if ">10" in row.name_id)
    assert (over_ten.price_idr, over_ten.code) == (30_000, "jahit-luka-lebih-10-jahitan")
    assert "plus 1500" in over_ten.name_en


@pytest.mark.once
def test_a_list_may_say_the_unit_and_the_group_itself() -> None:
    heads = HEADS + ",per,category"
    row = read_tariffs(listed("Suntik,Injection,3000,dose,ibu", heads=heads)).rows[0]
    assert (row.per, row.category) == ("dose", "ibu")
    sheet = read_tariffs(listed("Suntik,Injection,3000,mile,ibu", heads=heads))
    assert (sheet.rows, "per is not known: mile" in sheet.bad[0].reason) == ([], True)


@pytest.mark.once
@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("Suntik,Injection,", "Suntik has no tariff yet"),
        ("Suntik,Injection,15.00", "not one clear sum"),
        ("Suntik,,3000", "service_en is empty"),
        ('"=Suntik",Injection,3000', "formula"),
    ],
)
def test_a_row_that_leaves_a_choice_is_reported(row: str, said: str) -> None:
    sheet = read_tariffs(listed(row))
    assert (sheet.rows, said in sheet.bad[0].reason) == ([], True)


def test_a_list_becomes_services_with_tariffs(cast: Cast) -> None:
    sheet = read_tariffs((LISTS / "karangnongko_klaten.csv").read_bytes())
    done = bring_in(cast, checked(cast, sheet, local_day(clock.now())))
    assert (done.written, done.added) == (18, 18)
    oxygen = Service.objects.get(clinic=cast.sehati, code="oksigen-per-jam")
    assert (oxygen.per, oxygen.tariffs.get().price_idr) == ("hour", 7_000)
    assert oxygen.tariffs.get().set_by == "lestari"


def test_a_new_tariff_never_changes_the_past(cast: Cast) -> None:
    today = local_day(clock.now())
    bring_in(cast, read_tariffs(listed("Suntik,Injection,3000")))
    dearer = read_tariffs(listed("Suntik,Injection,4000"))
    yesterday = checked(cast, dearer, today - timedelta(days=1))
    assert (yesterday.rows, len(yesterday.bad)) == ([], 1)
    tomorrow = checked(cast, dearer, today + timedelta(days=1))
    assert bring_in(cast, tomorrow, day=today + timedelta(days=1)).written == 1
    assert Tariff.objects.filter(service__code="suntik").count() == 2


def test_a_service_does_not_change_its_unit(cast: Cast) -> None:
    bring_in(cast, read_tariffs(listed("Suntik,Injection,3000")))
    heads = HEADS + ",per"
    sheet = read_tariffs(listed("Suntik,Injection,4000,dose", heads=heads))
    found = checked(cast, sheet, local_day(clock.now()))
    assert (found.rows, len(found.bad)) == ([], 1)


def test_a_lead_imports_for_the_own_clinic_and_a_clerk_for_none(cast: Cast) -> None:
    sheet = read_tariffs(listed("Suntik,Injection,3000"))
    with pytest.raises(MayNot):
        bring_in(cast, sheet, by=cast.dewi)
    with pytest.raises(ClinicUnknown):
        import_tariffs(
            key=uuid.uuid4(),
            by=cast.lestari,
            clinic="MLT",
            valid_from=local_day(clock.now()),
            rows=sheet.rows,
        )
    assert bring_in(cast, sheet, by=cast.maya).added == 1


def test_what_a_key_rests_on_keeps_its_form(cast: Cast) -> None:
    """A list that was imported before this form changed would come back as another request."""
    day = date(2024, 1, 1)
    target = TariffImport.into(by=cast.lestari, clinic="SHT", valid_from=day)
    assert target.request(read_tariffs(listed("Suntik,Injection,3000")).rows) == {
        "by": "lestari",
        "clinic": "SHT",
        "valid_from": day,
        "rows": [["suntik", "action", 3_000]],
    }


@pytest.mark.parametrize("days", [0, 3, -3])
def test_a_long_list_asks_no_more_when_it_is_looked_at(
    cast: Cast, days: int, django_assert_max_num_queries: object
) -> None:
    """Also for a day that is past, where the tariffs that stand decide."""
    rows = [f"Layanan {n},Service {n},{15_000 + n}" for n in range(30)]
    bring_in(cast, read_tariffs(listed(*rows)))
    day = local_day(clock.now()) + timedelta(days=days)
    target = TariffImport.into(by=cast.lestari, clinic="SHT", valid_from=day)
    sheet = read_tariffs(listed(*(f"{row}0" for row in rows)))
    with django_assert_max_num_queries(3):  # type: ignore[operator]
        checked = check_list(target, sheet)
    assert (checked.changed, len(checked.bad)) == ((0, 30) if days < 0 else (30, 0))
