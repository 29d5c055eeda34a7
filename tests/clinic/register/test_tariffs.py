"""A tariff holds from an instant on; a visit of the morning keeps what it was charged."""

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import translation

from clinic.models import Clinic, Service, Tariff, TariffWithdrawal
from clinic.register.clinics import open_clinic
from clinic.register.coming.tariff_import import TariffImport, import_tariffs
from clinic.register.offered import tariff_list
from clinic.register.refusals import (
    ClinicUnknown,
    TariffHolds,
    TariffInPast,
    TariffUnknown,
    TariffWithdrawn,
)
from clinic.register.tariffs import set_tariff, tariffs_at, withdraw_tariff
from ledger import clock
from ledger.audit import check_book
from tests.cast import Cast
from tests.wastebank.files.lists import read_tariffs
from tests.wastebank.materials.dated import at_noon, is_once_for_its_key
from wastebank.files.list_import import check_list
from wastebank.models import ActionLog
from wastebank.refusals import MayNot, ReasonMissing
from wastebank.reports.lists.action_log import change_words
from wastebank.values.calendar import day_bounds, local_day

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def noon() -> Iterator[datetime]:
    with at_noon() as moment:
        yield moment


def tariff(cast: Cast, price_idr: int, **given: Any) -> Tariff:
    terms: dict[str, Any] = {"by": cast.lestari, "clinic": "SHT", "service": "konsultasi"}
    terms |= {"valid_from": local_day(clock.now()), **given}
    return set_tariff(key=uuid.uuid4(), price_idr=price_idr, **terms)


def withdraw(cast: Cast, made: Tariff, **given: Any) -> TariffWithdrawal:
    terms = {"key": uuid.uuid4(), "by": cast.lestari, "tariff": made.pk, "reason": "salah ketik"}
    return withdraw_tariff(**{**terms, **given})


def costs(moment: datetime, code: str = "konsultasi") -> int | None:
    service = Service.objects.get(code=code)
    return tariffs_at([service], moment).get(service.pk)


def test_the_second_tariff_of_a_day_leaves_the_morning_as_it_was_paid(
    cast: Cast, noon: datetime
) -> None:
    with clock.at(noon - 4 * HOUR):
        cast.deposit(("pet", 40_000))
    with clock.at(noon - 3 * HOUR):
        tariff(cast, 16_000)
    with clock.at(noon - 2 * HOUR):
        morning = cast.redeem()
    tariff(cast, 20_000)
    after = cast.redeem()
    assert [one.lines.get().price_idr for one in (morning, after)] == [16_000, 20_000]
    for one in (morning, after):
        assert costs(one.redeemed_at) == one.lines.get().price_idr
    assert Tariff.objects.filter(service__code="konsultasi").count() == 3
    assert check_book() == []


@pytest.mark.parametrize("days", [0, 3])
def test_of_two_for_one_instant_the_one_that_was_set_last_holds(
    cast: Cast, noon: datetime, days: int
) -> None:
    made = [tariff(cast, idr, valid_from=local_day(noon) + days * DAY) for idr in (17_000, 16_000)]
    assert made[0].holds_from == made[1].holds_from
    assert costs(made[0].holds_from) == 16_000


def test_a_first_tariff_may_begin_in_the_past_and_of_today_in_the_morning(
    cast: Cast, noon: datetime
) -> None:
    for code, days in (("suntik", 0), ("nebulizer", -30)):
        terms = {"name_id": code, "name_en": code, "category": "umum", "per": "action"}
        Service.objects.create(clinic=cast.sehati, code=code, **terms)
        day = local_day(noon) + days * DAY
        assert tariff(cast, 5_000, service=code, valid_from=day).holds_from == day_bounds(day)[0]
        with pytest.raises(TariffInPast):
            tariff(cast, 6_000, service=code, valid_from=local_day(noon) - DAY)


@pytest.mark.parametrize("statement", ["UPDATE {} SET price_idr = 1", "DELETE FROM {}"])
def test_the_database_itself_keeps_a_tariff(cast: Cast, statement: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement.format("clinic_tariff"))


# --- withdrawn before it holds


def test_a_coming_tariff_is_withdrawn_and_what_held_goes_on(cast: Cast, noon: datetime) -> None:
    coming = tariff(cast, 150_000, valid_from=local_day(noon) + DAY)
    gone = withdraw(cast, coming)
    assert (gone.actor, gone.reason, gone.withdrawn_at) == ("lestari", "salah ketik", noon)
    assert costs(noon + 2 * DAY) == 15_000
    rows = {row.service.code: row for row in tariff_list(by=cast.lestari, clinic=cast.sehati)}
    assert list(rows["konsultasi"].following) == []
    assert check_book() == []


def test_a_tariff_that_holds_is_not_withdrawn(cast: Cast, noon: datetime) -> None:
    coming = tariff(cast, 16_000, valid_from=local_day(noon) + DAY)
    with clock.at(coming.holds_from), pytest.raises(TariffHolds):
        withdraw(cast, coming)
    with pytest.raises(DatabaseError, match="it holds already"), transaction.atomic():
        TariffWithdrawal.objects.create(
            tariff=coming, withdrawn_at=coming.holds_from, actor="x", reason="x"
        )
    with clock.at(coming.holds_from - timedelta(microseconds=1)):
        withdraw(cast, coming)


def test_a_withdrawal_is_once_and_once_for_its_key(cast: Cast, noon: datetime) -> None:
    coming = tariff(cast, 16_000, valid_from=local_day(noon) + DAY)
    is_once_for_its_key(partial(withdraw, cast, coming), TariffWithdrawn)


def test_a_withdrawal_needs_a_tariff_a_reason_and_the_right(cast: Cast, noon: datetime) -> None:
    coming = tariff(cast, 16_000, valid_from=local_day(noon) + DAY)
    with pytest.raises(TariffUnknown):
        withdraw(cast, coming, tariff=coming.pk + 999)
    with pytest.raises(ReasonMissing):
        withdraw(cast, coming, reason="")
    for staff in (cast.dewi, cast.bambang, cast.sari, cast.yusuf):
        with pytest.raises(MayNot):
            withdraw(cast, coming, by=staff)
    other: Clinic = open_clinic(
        key=uuid.uuid4(),
        by=cast.maya,
        code="LAI",
        name="Klinik Lain",
        parent="BSI",
        valid_from=local_day(noon),
    )
    cast.lestari.place = other.place
    cast.lestari.save()
    with pytest.raises(ClinicUnknown):
        withdraw(cast, coming)
    withdraw(cast, coming, by=cast.maya)


# --- lists and the log


def test_a_list_of_today_brought_twice_keeps_both_tariffs(cast: Cast, noon: datetime) -> None:
    def bring_in(price_idr: int) -> tuple[int, int]:
        data = f"service_id,service_en,price_idr\nSuntik,Injection,{price_idr}\n".encode()
        where: dict[str, Any] = {"by": cast.lestari, "clinic": "SHT"}
        where["valid_from"] = local_day(noon)
        rows = check_list(TariffImport.into(**where), read_tariffs(data)).rows
        done = import_tariffs(key=uuid.uuid4(), rows=rows, **where)
        return done.written, done.unchanged

    assert bring_in(3_000) == (1, 0)
    with clock.at(noon + HOUR):
        assert (bring_in(4_000), bring_in(4_000)) == ((1, 0), (0, 1))
    assert [costs(noon + n * HOUR, "suntik") for n in (0, 1)] == [3_000, 4_000]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Consultation: Rp15,000 per visit → Rp17,500 per visit, from "),
        ("id", "Konsultasi dokter umum: Rp15.000 per kunjungan → Rp17.500 per kunjungan, sejak "),
    ],
)
def test_the_log_tells_the_service_the_clinic_and_both_tariffs(
    cast: Cast, noon: datetime, language: str, said: str
) -> None:
    tariff(cast, 17_500)
    line = ActionLog.objects.filter(action="set_tariff").latest("pk")
    with translation.override(language):
        assert change_words(line.change).startswith(said)
    assert (line.subject, line.place) == ("clinic:SHT", "SHT")


def test_the_log_tells_a_withdrawal_with_what_goes_on(cast: Cast, noon: datetime) -> None:
    withdraw(cast, tariff(cast, 150_000, valid_from=local_day(noon) + DAY))
    line = ActionLog.objects.get(action="withdraw_tariff")
    with translation.override("en"):
        said = change_words(line.change)
    assert ": Rp150,000 per visit → Rp15,000 per visit, from " in said
    assert line.reason == "salah ketik"
