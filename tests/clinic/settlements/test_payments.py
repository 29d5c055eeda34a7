"""Money that leaves for a clinic: in parts, too much, twice, to whom, and whether it arrived."""

import uuid
from datetime import timedelta

import pytest

from clinic.models import ClinicPayee, ClinicPayment, Statement
from clinic.settlements.paying import pay_statement
from clinic.settlements.posted.payable import owed_idr
from clinic.settlements.promptness import Promptness, band_of, promptness
from clinic.settlements.refusals import (
    MoreThanOpen,
    PayeeMissing,
    PayeeTooNew,
    PaymentEnded,
    PaymentOutOfRange,
    PaymentUnknown,
    ReferenceTaken,
    ResultUnknown,
    StatementNotApproved,
)
from clinic.settlements.results import PaymentState, doubt_payment, end_payment, state_of
from clinic.settlements.shown import ladder_of, statement_seen
from clinic.settlements.sums import StatementState, figures_of
from ledger import clock
from ledger.audit import check_book
from ledger.models import Account
from tests.cast import Cast
from tests.clinic.settlements import months
from wastebank.funds.cash.refusals import CashShort
from wastebank.refusals import FieldMalformed, MayNot

REFERENCE = "3391 0027 4415"


def approved(cast: Cast, *visits_idr: int) -> Statement:
    """This month's statement, approved on the first of the next, and a bank account to pay from."""
    months.credit(cast)
    for idr in visits_idr:
        months.visit(cast, idr)
    months.bank_account(cast)
    month = months.this_month()
    with months.on_day(1):
        statement = months.draw(cast, month)
        months.approve(cast, statement)
    return Statement.objects.get(pk=statement.pk)


def state(statement: Statement) -> tuple[StatementState, int]:
    assert check_book() == []
    assert ladder_of(statement.clinic).differs_idr == 0
    figures = figures_of(statement)
    return figures.state, figures.open_idr


def test_a_reference_is_taken_once_however_it_is_written(cast: Cast) -> None:
    statement = approved(cast, 20_000)
    with months.on_day(2):
        months.pay(cast, statement, 5_000, REFERENCE)
        for again in (REFERENCE, "339100274415", " 3391-0027-4415 "):
            with pytest.raises(ReferenceTaken):
                months.pay(cast, statement, 5_000, again)
        with pytest.raises(FieldMalformed):
            months.pay(cast, statement, 5_000, "– –")
    assert state(statement) == (StatementState.PARTLY_PAID, 15_000)


def test_the_same_key_pays_once(cast: Cast) -> None:
    statement = approved(cast, 20_000)
    key = uuid.uuid4()
    said = {
        "by": cast.bambang,
        "statement": statement.number,
        "amount_idr": 5_000,
        "account": "BRI",
        "reference": REFERENCE,
    }
    with months.on_day(2):
        first = pay_statement(key=key, **said)  # type: ignore[arg-type]
        again = pay_statement(key=key, **said)  # type: ignore[arg-type]
    assert (again.pk, again.replayed, ClinicPayment.objects.count()) == (first.pk, True, 1)


def test_more_than_is_open_is_asked_and_becomes_a_credit_on_the_next(cast: Cast) -> None:
    statement = approved(cast, 20_000)
    with months.on_day(2):
        with pytest.raises(MoreThanOpen):
            months.pay(cast, statement, 27_000)
        assert ClinicPayment.objects.count() == 0
        paid = months.pay(cast, statement, 27_000, over_ok=True)
        assert (paid.excess_idr, owed_idr(cast.sehati)) == (7_000, -7_000)
        assert state(statement) == (StatementState.PAID, 0)
        months.visit(cast, 10_000)
        end_payment(key=uuid.uuid4(), by=cast.bambang, reference=REFERENCE, arrived=True)
    following = months.next_month(months.this_month())
    with months.on_day(1, following):
        second = months.draw(cast, following)
        assert [line.asked_idr for line in second.lines.all()] == [10_000, -7_000]
        months.approve(cast, second)
        months.pay(cast, second, 3_000, "2")
    assert state(Statement.objects.get(pk=second.pk)) == (StatementState.PAID, 0)
    assert owed_idr(cast.sehati) == 0


def test_an_unknown_result_blocks_a_second_sending_and_is_no_failure(cast: Cast) -> None:
    statement = approved(cast, 20_000)
    with months.on_day(2):
        paid = months.pay(cast, statement, 5_000)
        assert state_of(paid) == PaymentState.SENT
        doubt_payment(key=uuid.uuid4(), by=cast.bambang, reference=REFERENCE)
        assert state(statement) == (StatementState.PARTLY_PAID, 15_000)
        with pytest.raises(ResultUnknown):
            months.pay(cast, statement, 15_000, "2")
        with pytest.raises(PaymentEnded):
            doubt_payment(key=uuid.uuid4(), by=cast.bambang, reference=REFERENCE)
        end_payment(key=uuid.uuid4(), by=cast.bambang, reference=REFERENCE, arrived=True)
        months.pay(cast, statement, 15_000, "2")
    assert state(statement) == (StatementState.PAID, 0)
    seen = statement_seen(by=cast.lestari, number=statement.number)
    assert [one.state for one in seen.payments] == [PaymentState.ARRIVED, PaymentState.SENT]


def test_what_failed_is_back_where_it_was(cast: Cast) -> None:
    statement = approved(cast, 20_000)
    with months.on_day(2):
        months.pay(cast, statement, 27_000, over_ok=True)
        end_payment(
            key=uuid.uuid4(), by=cast.bambang, reference=REFERENCE, arrived=False, note="ditolak"
        )
        with pytest.raises(PaymentEnded):
            end_payment(key=uuid.uuid4(), by=cast.bambang, reference=REFERENCE, arrived=True)
    assert Account.objects.get(code="cash:BRI").balance == 10_000_000
    assert state(statement) == (StatementState.APPROVED, 20_000)
    assert ladder_of(cast.sehati).owed_idr == 20_000
    [seen] = statement_seen(by=cast.bambang, number=statement.number).payments
    assert (seen.state, seen.settles_idr) == (PaymentState.FAILED, 0)


def test_the_oldest_is_settled_first_also_where_a_later_one_is_paid(cast: Cast) -> None:
    first = approved(cast, 20_000)
    with months.on_day(3):
        months.visit(cast, 9_000)
    following = months.next_month(months.this_month())
    with months.on_day(1, following):
        second = months.draw(cast, following)
        with pytest.raises(StatementNotApproved):
            months.pay(cast, second, 1_000)
        months.approve(cast, second)
        months.pay(cast, second, 22_000)
    assert state(first) == (StatementState.PAID, 0)
    assert state(Statement.objects.get(pk=second.pk)) == (StatementState.PARTLY_PAID, 7_000)


def test_to_whom_is_copied_and_a_new_account_waits_a_day(cast: Cast) -> None:
    statement = approved(cast, 20_000)
    with months.on_day(2):
        paid = months.pay(cast, statement, 5_000)
        assert (paid.payee_name, paid.payee_account) == ("Yayasan Klinik Sehati", "000100234417")
        now = clock.now()
        ClinicPayee.objects.create(
            clinic=cast.sehati,
            name="Orang Lain",
            bank="BCA",
            account="99",
            proposed_by="bambang",
            set_by="maya",
            set_at=now,
            holds_from=now + timedelta(days=1),
        )
        with pytest.raises(PayeeTooNew):
            months.pay(cast, statement, 5_000, "2")
    with months.on_day(4):
        assert months.pay(cast, statement, 5_000, "2").payee_name == "Orang Lain"
    paid.refresh_from_db()
    assert paid.payee_name == "Yayasan Klinik Sehati"


def test_without_a_payee_the_bank_sends_nothing(cast: Cast) -> None:
    months.credit(cast)
    months.visit(cast)
    month = months.this_month()
    with months.on_day(1):
        statement = months.draw(cast, month)
        months.approve(cast, statement)
        months.money(cast)
        with pytest.raises(PayeeMissing):
            months.pay(cast, statement, 1_000)


def test_what_is_not_there_is_not_paid(cast: Cast) -> None:
    statement = approved(cast, 20_000)
    with months.on_day(2):
        with pytest.raises(CashShort):
            months.pay(cast, statement, 10_000_001, over_ok=True)
        for amount_idr in (0, -5, 10**12):
            with pytest.raises(PaymentOutOfRange):
                months.pay(cast, statement, amount_idr)
        with pytest.raises(PaymentUnknown):
            doubt_payment(key=uuid.uuid4(), by=cast.bambang, reference="77")
    assert ClinicPayment.objects.count() == 0
    assert state(statement) == (StatementState.APPROVED, 20_000)


def test_promptness_counts_from_the_day_of_care(cast: Cast) -> None:
    assert [band_of(days) for days in (0, 7, 8, 30, 31, 90, 91)] == [0, 0, 1, 1, 2, 2, 3]
    approved(cast, 20_000, 30_000)
    statement = Statement.objects.get()
    late = months.next_month(months.next_month(months.next_month(months.this_month())))
    with months.on_day(1, late):
        months.pay(cast, statement, 20_000)
        seen = promptness(by=cast.bambang)
    assert seen == Promptness(settled=(0, 0, 0, 1), waiting=(0, 0, 0, 1))
    with pytest.raises(MayNot):
        promptness(by=cast.lestari)
