"""Closing a day: it is counted once, takes nothing more, and what comes late keeps both dates."""

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction

from ledger import clock
from ledger.audit import check_book
from ledger.models import Seal, SealedEntry, SealedRun
from ledger.refusals import Refusal
from ledger.seals import making
from ledger.triggers import all_triggers, lift
from tests.cast import Cast
from wastebank.days.closing import close_day, day_sheet, days_to_close
from wastebank.deposits.lines import LineAsked
from wastebank.deposits.record import record_deposit
from wastebank.deposits.review import review_deposit
from wastebank.deposits.void import void_deposit
from wastebank.models import DayClosing, Deposit, DepositVoid, ReceiptSeries
from wastebank.numbering import open_day
from wastebank.values.calendar import local_day

DAY = timedelta(days=1)


def today() -> date:
    return local_day(clock.now())


def close(cast: Cast, **given: Any) -> DayClosing:
    return close_day(**{"key": uuid.uuid4(), "by": cast.sari, "day": today(), **given})


def bring(cast: Cast, **given: Any) -> Deposit:
    lines = [LineAsked("pet", 1_390)]
    asked = {"key": uuid.uuid4(), "by": cast.sari, "member": cast.siti.number, "lines": lines}
    return record_deposit(**{**asked, **given})


def void(cast: Cast, deposit: Deposit, **given: Any) -> DepositVoid:
    asked = {"key": uuid.uuid4(), "by": cast.sari, "deposit": deposit.number, "reason": "salah"}
    made = void_deposit(**{**asked, **given})
    assert isinstance(made, DepositVoid)
    return made


def code_of(call: Any) -> str:
    with pytest.raises(Refusal) as refused:
        call()
    return refused.value.code


def test_a_closing_writes_down_what_the_day_brought(cast: Cast) -> None:
    first, second = bring(cast), bring(cast)
    void(cast, first)
    closing = close(cast)
    assert (closing.deposit_count, closing.total_idr) == (2, 6_950)
    assert (closing.first_series_number, closing.last_series_number) == (
        first.series_number,
        second.series_number,
    )
    assert (closing.void_count, closing.voided_idr) == (1, 3_475)
    assert check_book() == []


def test_what_comes_after_counts_in_the_open_day_and_keeps_both_dates(cast: Cast) -> None:
    bring(cast)
    close(cast)
    late = bring(cast, weighed_at=clock.now() - timedelta(minutes=5))
    assert late.book_day == open_day(late.place) == today() + DAY
    assert local_day(late.weighed_at) == local_day(late.recorded_at) == today()
    assert late.review_flags == "late"
    sheet = day_sheet(by=cast.sari, day=late.book_day)
    assert [deposit.number for deposit in sheet.late] == [late.number]
    assert check_book() == []


def test_a_void_after_closing_counts_in_the_open_day(cast: Cast) -> None:
    deposit = bring(cast)
    close(cast)
    assert code_of(lambda: void(cast, deposit)) == "void_too_late"
    undone = void(cast, deposit, by=cast.maya)
    assert undone.book_day == today() + DAY
    assert day_sheet(by=cast.sari, day=today()).net_idr == 3_475
    assert day_sheet(by=cast.sari, day=undone.book_day).net_idr == -3_475
    assert check_book() == []


def test_a_day_is_closed_once_and_its_key_answers_again(cast: Cast) -> None:
    key = uuid.uuid4()
    closing = close(cast, key=key)
    assert close(cast, key=key).pk == closing.pk
    assert code_of(lambda: close(cast)) == "day_closed"
    assert DayClosing.objects.count() == 1


def test_days_are_closed_in_their_order(cast: Cast) -> None:
    with clock.at(clock.now() - DAY):
        bring(cast)
    bring(cast)
    assert days_to_close(cast.melati) == [today() - DAY]
    assert code_of(lambda: close(cast)) == "earlier_day_open"
    close(cast, day=today() - DAY)
    assert days_to_close(cast.melati) == []
    assert close(cast).deposit_count == 1


def test_forgotten_days_are_closed_with_it_each_on_its_own(cast: Cast) -> None:
    for days in (3, 2):
        with clock.at(clock.now() - days * DAY):
            deposit = bring(cast)
    with clock.at(clock.now() - DAY):
        void(cast, deposit, by=cast.maya)
    close(cast, with_earlier=True)
    told = DayClosing.objects.order_by("day").values_list(
        "day", "deposit_count", "void_count", "voided_idr"
    )
    assert list(told) == [
        (today() - 3 * DAY, 1, 0, 0),
        (today() - 2 * DAY, 1, 0, 0),
        (today() - DAY, 0, 1, 3_475),
        (today(), 0, 0, 0),
    ]
    assert check_book() == []


def test_a_day_that_has_not_come_cannot_be_closed(cast: Cast) -> None:
    assert code_of(lambda: close(cast, day=today() + DAY)) == "day_not_over"


def test_an_empty_day_can_be_closed(cast: Cast) -> None:
    closing = close(cast)
    assert (closing.deposit_count, closing.first_series_number, closing.total_idr) == (0, None, 0)
    assert check_book() == []


def test_who_may_close_and_where(cast: Cast) -> None:
    assert code_of(lambda: close(cast, by=cast.dewi)) == "not_allowed"
    assert code_of(lambda: close(cast, place="BSI")) == "place_unknown"
    assert close(cast, by=cast.maya, place=cast.melati.code).place == cast.melati


def test_the_sheet_adds_up_per_material_and_operator(cast: Cast) -> None:
    first = bring(cast, lines=[LineAsked("pet", 1_390), LineAsked("jelantah", 2_000)])
    bring(cast)
    void(cast, first)
    sheet = day_sheet(by=cast.sari, day=today())
    told = {m.name_id: (m.amount, m.rupiah_idr, m.voided_amount) for m in sheet.materials}
    assert told["Botol PET bening"] == (2_780, 6_950, 1_390)
    assert [(o.name, o.deposit_count) for o in sheet.operators] == [(str(cast.sari), 2)]
    assert sum(m.rupiah_idr - m.voided_idr for m in sheet.materials) == sheet.net_idr
    assert (sheet.first_number, sheet.last_number) == ("MLT-000001", "MLT-000002")
    assert sheet.closing is None
    assert sheet.seal is None


def test_the_book_is_sealed_after_a_closing(committed_db: object, cast: Cast) -> None:
    bring(cast)
    close(cast)
    sheet = day_sheet(by=cast.sari, day=today())
    assert sheet.closing is not None
    assert sheet.seal is not None
    assert len(sheet.seal.root) == 64


def test_another_places_day_is_not_found(cast: Cast) -> None:
    elsewhere: dict[str, Any] = {"by": cast.sari, "day": today(), "place": cast.induk}
    assert code_of(lambda: day_sheet(**elsewhere)) == "place_unknown"


def refused_by_database(sql: str, values: list[Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_the_database_itself_refuses_a_record_in_a_closed_day(cast: Cast) -> None:
    deposit = bring(cast)
    close(cast)
    deposit.pk = None
    deposit.number, deposit.verify_code, deposit.series_number = "MLT-9", "ABCDEFGH", 9
    with pytest.raises(IntegrityError, match="closed"), transaction.atomic():
        deposit.save(force_insert=True)
    refused_by_database(
        "UPDATE wastebank_receiptseries SET closed_through = %s", [(today() - DAY).isoformat()]
    )
    refused_by_database("UPDATE wastebank_receiptseries SET closed_through = NULL", [])
    refused_by_database("UPDATE wastebank_dayclosing SET total_idr = 0", [])
    refused_by_database("DELETE FROM wastebank_dayclosing", [])
    assert ReceiptSeries.objects.get(place=cast.melati).closed_through == today()


def test_a_deposit_with_review_flags_is_looked_at_once(cast: Cast) -> None:
    odd = bring(cast, weighed_at=clock.now() - 2 * DAY)
    assert odd.review_flags == "late"
    note = "ditimbang tanpa jaringan"
    look: dict[str, Any] = {"by": cast.maya, "deposit": odd.number, "note": note}
    assert review_deposit(key=uuid.uuid4(), **look).note == note
    assert code_of(lambda: review_deposit(key=uuid.uuid4(), **look)) == "already_reviewed"
    plain = bring(cast)
    look["deposit"] = plain.number
    assert code_of(lambda: review_deposit(key=uuid.uuid4(), **look)) == "nothing_to_review"
    look["by"] = cast.sari
    assert code_of(lambda: review_deposit(key=uuid.uuid4(), **look)) == "not_allowed"


def test_a_day_is_closed_though_nothing_could_be_sealed(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """What follows the act does not turn its answer into a failure; the next seal takes it all."""

    def broken() -> None:
        raise OperationalError("expression tree is too large")

    cast.deposit()
    with monkeypatch.context() as patched:
        patched.setattr(making, "seal_all", broken)
        closing = close(cast)
    assert "nothing was sealed" in caplog.text
    assert DayClosing.objects.get() == closing
    assert check_book() == []
    assert day_sheet(by=cast.sari, day=today()).seal is None
    seal = making.make_seal()
    assert day_sheet(by=cast.sari, day=today()).seal == seal
    assert check_book() == []


def test_a_closed_day_without_a_seal_is_found(cast: Cast) -> None:
    """A seal was made since, and the closing is not under it; or a day went by without any."""
    cast.deposit()
    close(cast)
    lift(connection, all_triggers())
    SealedRun.objects.filter(form__table_name="wastebank_dayclosing").delete()
    assert "closed days are sealed" in {finding.law for finding in check_book()}
    for model in (SealedRun, SealedEntry, Seal):
        model.objects.all().delete()
    assert "closed days are sealed" not in {finding.law for finding in check_book()}
    with clock.at(clock.now() + timedelta(hours=25)):
        assert "closed days are sealed" in {finding.law for finding in check_book()}


def test_a_day_without_deposits_has_its_seal_too(cast: Cast) -> None:
    close(cast)
    assert day_sheet(by=cast.sari, day=today()).seal is not None
