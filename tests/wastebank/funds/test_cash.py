"""Boxes and bank accounts: money is somewhere, moves, and is never paid from where it is not."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from ledger import clock
from ledger.audit import check_book
from ledger.queries import find_account
from ledger.refusals import Refusal
from tests.cast import Cast
from tests.wastebank.funds.till import bring_in, code_of, fill, open_bank_account, open_box
from wastebank.funds.cash.accounts import accounts_that_pay, cash_balances
from wastebank.funds.cash.keep import correct_cash_account, set_cash_account_active
from wastebank.models import ActionLog, CashAccount, CashOpening, CashTransfer
from wastebank.values.calendar import local_day


def test_money_is_brought_in_and_carried(cast: Cast) -> None:
    till = fill(cast)
    moved = till.move(120_000, reference="setor 12", note="hasil pekan ini")
    assert till.sums_idr == (380_000, 2_120_000)
    assert (moved.source_after_idr, moved.target_after_idr) == till.sums_idr
    origin = find_account("opening:MLT")
    assert origin is not None
    assert origin.balance == 500_000
    assert check_book() == []


def test_a_box_never_pays_what_is_not_there(cast: Cast) -> None:
    till = fill(cast)
    till.move(380_000)
    with pytest.raises(Refusal) as refused:
        till.move(181_331)
    assert refused.value.code == "cash_short"
    with override("en"):
        assert str(refused.value) == (
            "Kas Melati holds Rp120,000, Rp61,331 short. Choose another account."
        )
    with override("id"):
        assert str(refused.value) == (
            "Kas Melati berisi Rp120.000, kurang Rp61.331. Pilih rekening lain."
        )
    assert till.sums_idr == (120_000, 2_380_000)
    assert CashTransfer.objects.count() == 1
    assert check_book() == []


def test_a_key_moves_money_once(cast: Cast) -> None:
    till, key = fill(cast), uuid.uuid4()
    first, again = till.move(100, key=key), till.move(100, key=key)
    assert first.pk == again.pk
    assert again.replayed
    assert till.sums_idr[0] == 499_900


def test_what_cannot_be_moved_says_why(cast: Cast) -> None:
    till = fill(cast)
    today = local_day(clock.now())
    long_gone = today - timedelta(days=32)
    said = {
        "amount_not_positive": lambda: till.move(0),
        "cash_sum_out_of_range": lambda: till.move(10**12),
        "cash_same_account": lambda: till.move(1, target=till.box.code),
        "cash_unknown": lambda: till.move(1, target="NOWHERE"),
        "day_ahead": lambda: till.move(1, day=today + timedelta(days=1)),
        "time_too_old": lambda: till.move(1, day=long_gone),
        "field_too_long": lambda: till.move(1, reference="x" * 61),
        "not_allowed": lambda: till.move(1, by=cast.sari),
        "cash_opening_too_late": lambda: bring_in(cast, till.box, 1),
        "reason_missing": lambda: correct_cash_account(
            key=uuid.uuid4(), by=cast.maya, account="BRI", reason="", name="X"
        ),
        "cash_code_taken": lambda: open_box(cast),
        "place_unknown": lambda: open_box(cast, "KAS-SHT", place="SHT"),
        "field_malformed": lambda: open_box(cast, "kas"),
        "field_missing": lambda: open_bank_account(cast, "BNI", bank_number=""),
    }
    assert {code: code_of(call) for code, call in said.items()} == {code: code for code in said}
    assert till.sums_idr == (500_000, 2_000_000)


def test_money_at_the_beginning_comes_first_and_once(cast: Cast) -> None:
    till = fill(cast)
    late = open_box(cast, "KAS-KNG", name="Kas Kenanga", place="KNG")
    till.move(5_000, target=late.code)
    assert code_of(lambda: bring_in(cast, late, 1_000)) == "cash_opening_too_late"
    assert not CashOpening.objects.filter(account=late).exists()
    assert check_book() == []


def test_only_an_empty_account_is_closed_and_a_closed_one_takes_nothing(cast: Cast) -> None:
    till = fill(cast)

    def close(*, active: bool = False) -> CashAccount:
        return set_cash_account_active(
            key=uuid.uuid4(), by=cast.maya, account=till.box.code, active=active
        )

    assert code_of(close) == "cash_not_empty"
    till.move(500_000)
    assert not close().active
    back = {"source": till.bank.code, "target": till.box.code}
    assert code_of(lambda: till.move(1, **back)) == "cash_closed"
    assert code_of(till.begin) == "cash_closed"
    assert [one.account for one in accounts_that_pay(cast.bambang)] == [till.bank]
    assert close(active=True).active
    till.move(1, **back)
    assert till.sums_idr == (1, 2_499_999)


def test_what_is_on_record_is_put_right_with_its_log(cast: Cast) -> None:
    till = fill(cast)
    correct_cash_account(
        key=uuid.uuid4(),
        by=cast.maya,
        account="BRI",
        reason="salah ketik",
        name="BRI Unit Melati",
        bank_number="3391 0100 0417 506",
    )
    till.bank.refresh_from_db()
    assert (till.bank.name, till.bank.bank_number[-1]) == ("BRI Unit Melati", "6")
    written = ActionLog.objects.filter(action="correct_cash", subject="cash:BRI")
    assert written.count() == 2
    assert "0417" not in str([line.change for line in written])  # the log names no account
    assert (
        code_of(
            lambda: correct_cash_account(
                key=uuid.uuid4(),
                by=cast.maya,
                account=till.box.code,
                reason="coba saja",
                bank_name="BRI",
            )
        )
        == "field_malformed"
    )


def test_each_sees_the_accounts_of_the_own_places(cast: Cast) -> None:
    till = fill(cast)
    assert [row.balance_idr for row in cash_balances(cast.yusuf)] == [500_000, 2_000_000]
    cast.maya.place = cast.kenanga
    assert cash_balances(cast.maya) == []
    assert code_of(lambda: till.move(1, by=cast.maya)) == "cash_unknown"
    assert code_of(lambda: cash_balances(cast.sari)) == "not_allowed"
    assert code_of(lambda: accounts_that_pay(cast.yusuf)) == "not_allowed"


def test_the_database_keeps_what_was_moved(cast: Cast) -> None:
    till = fill(cast)
    till.move(1_000)
    for row in (CashOpening.objects.first(), CashTransfer.objects.first()):
        assert row is not None
        row.amount_idr = 1
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()
        with pytest.raises(IntegrityError), transaction.atomic():
            row.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        till.box.delete()
