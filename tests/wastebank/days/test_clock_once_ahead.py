"""A clock that once ran ahead: what it dated stays, and the days after are as they should be."""

from datetime import timedelta
from uuid import uuid4

import pytest

from ledger import clock
from ledger.audit import audit
from ledger.models import JournalEntry
from tests.cast import Cast
from wastebank import numbering
from wastebank.days.closing import close_day
from wastebank.deposits.day_list import list_of_today
from wastebank.deposits.void import void_deposit
from wastebank.models import DepositVoid, Member
from wastebank.passbook.months import month_of, newest_month
from wastebank.reports.figures import care_paid
from wastebank.values.calendar import local_day, month_begin

AHEAD = [timedelta(minutes=50), timedelta(days=3), timedelta(days=70), timedelta(days=1_200)]


@pytest.mark.parametrize("ahead", AHEAD, ids=str)
def test_today_is_today_again_when_the_clock_is_right_again(cast: Cast, ahead: timedelta) -> None:
    now = clock.now()
    today = local_day(now)
    with clock.at(now + ahead):
        cast.deposit(("pet", 5_000))
    with clock.at(now):
        made = cast.deposit()
        assert JournalEntry.objects.get(pk=made.entry_id).recorded_at == now + ahead
        assert (made.book_day, made.recorded_at) == (today, now)
        assert made in list_of_today(by=cast.sari)
        undone = cast.deposit()
        void = void_deposit(key=uuid4(), by=cast.sari, deposit=undone.number, reason="dua kali")
        assert isinstance(void, DepositVoid)
        assert (void.book_day, void.voided_at) == (today, now)
        visit = cast.redeem()
        assert visit.redeemed_at == now
        month = month_begin(today)
        paid = care_paid(Member.objects.all(), [month])
        assert sum(paid.paid_idr.values()) == 15_000
        assert newest_month(cast.siti) == month
        assert month_of(cast.siti, today).closing_idr == 12_500 + 25_000 - 15_000
        closing = close_day(key=uuid4(), by=cast.sari, day=today)
        assert closing.deposit_count >= 2
    assert audit() == []


def test_control_by_the_recorded_instant_today_stays_empty(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it was: the day came from the entry, which an account keeps behind its last one."""
    now = clock.now()
    day_of = numbering.book_day
    monkeypatch.setattr(
        numbering,
        "book_day",
        lambda closed, _now: day_of(closed, JournalEntry.objects.latest("pk").recorded_at),
    )
    with clock.at(now + timedelta(days=70)):
        cast.deposit()
    with clock.at(now):
        assert cast.deposit() not in list_of_today(by=cast.sari).filter(book_day=local_day(now))
