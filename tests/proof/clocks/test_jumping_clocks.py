"""T16: the clocks of the server and of devices jump, by minutes and by years, both ways.

Whatever they say, the book stays green and in order, what is recorded counts in the day of the
true clock or in the first one that is open, and no closed day changes.
"""

import random
from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError

from ledger import clock
from ledger.audit import check_book
from ledger.refusals import Refusal
from tests.cast import Cast
from tests.engines import engine_name
from tests.proof.prepared import Prepared
from tests.proof.proving import PROVING
from wastebank import numbering
from wastebank.days.closing import DaySums, close_day, day_sums
from wastebank.deposits.lines import LineAsked
from wastebank.deposits.record import record_deposit
from wastebank.deposits.void import void_deposit
from wastebank.materials.prices import set_price
from wastebank.models import DayClosing, Deposit, ReceiptSeries
from wastebank.values.calendar import day_bounds, local_day, next_month

pytestmark = pytest.mark.prove
SEEDS = (300 if PROVING else 12) if engine_name() == "sqlite" else (40 if PROVING else 3)
STEPS = 20
JUMPS = [
    *(timedelta(seconds=count) for count in (1, 20)),
    *(timedelta(minutes=count) for count in (1, 4, 6, 59)),
    *(timedelta(days=count) for count in (1, 2, 27, 31, 45)),
    *(timedelta(days=count) for count in (200, 366, 800, 3_660)),
]


def month_end() -> datetime:
    """The local midnight between this month and the next: so both days and months are crossed."""
    return day_bounds(next_month(local_day(clock.now())))[0]


class Jumping:
    """A place at work, whose clocks are wrong now and then."""

    def __init__(self, cast: Cast, chance: random.Random) -> None:
        self.cast, self.chance = cast, chance
        self.true = month_end() - timedelta(seconds=chance.choice((1, 30, 4_000)))
        self.closed: dict[date, DaySums] = {}
        self.carried_out = 0

    def jump(self) -> timedelta:
        """Nothing, half of the time."""
        far = self.chance.choice(JUMPS) * self.chance.choice((-1, 1))
        return self.chance.choice((timedelta(0), far))

    def step(self) -> None:
        self.true += timedelta(seconds=self.chance.choice((0, 1, 60, 30_000, 90_000)))
        action = self.chance.choice(
            (*[self.deposit] * 3, self.void, self.close, self.pay, self.price)
        )
        with clock.at(self.true + self.jump()):
            try:
                action()
                self.carried_out += 1
            except Refusal:
                return

    def deposit(self) -> None:
        before = ReceiptSeries.objects.filter(place=self.cast.sari.place).first()
        made = record_deposit(
            key=uuid4(),
            by=self.cast.sari,
            member=self.cast.siti.number,
            lines=[LineAsked("pet", 1_000)],
            weighed_at=self.chance.choice((None, clock.now() + self.jump())),  # a device's clock
        )
        closed_through = before.closed_through if before else None
        assert made.book_day == numbering.book_day(closed_through, clock.now())
        assert made.weighed_at <= clock.now() + timedelta(hours=1)

    def void(self) -> None:
        standing = Deposit.objects.filter(void__isnull=True).order_by("pk")
        if last := standing.last():
            void_deposit(key=uuid4(), by=self.cast.bambang, deposit=last.number, reason="jam")

    def close(self) -> None:
        day = local_day(clock.now())
        close_day(key=uuid4(), by=self.cast.sari, day=day, with_earlier=True)
        for closing in DayClosing.objects.all():
            self.closed.setdefault(closing.day, day_sums(closing.place, closing.day))

    def pay(self) -> None:
        visit = self.cast.redeem(cash_idr=15_000)
        assert visit.redeemed_at == clock.now()

    def price(self) -> None:
        set_price(
            key=uuid4(),
            by=self.cast.maya,
            material="pet",
            place="BSI",
            valid_from=local_day(clock.now()),
            price_idr=self.chance.choice((2_000, 2_100, 2_200)),
        )

    def check(self) -> None:
        assert check_book() == []
        for closing in DayClosing.objects.all():
            assert day_sums(closing.place, closing.day) == self.closed[closing.day], closing.day
        rows = Deposit.objects.order_by("pk")
        numbers = list(rows.values_list("series_number", flat=True))
        assert numbers == sorted(numbers)
        order = list(rows.values_list("entry__recorded_at", flat=True))
        assert order == sorted(order)


@pytest.mark.parametrize("seed", range(SEEDS))
def test_clocks_jump_and_the_order_stays(
    prepared_programme: Prepared, seed: int, figure: Callable[[str, int], None]
) -> None:
    with prepared_programme.fresh() as cast:
        jumping = Jumping(cast, random.Random(seed))
        for _ in range(STEPS):
            jumping.step()
        jumping.check()
    figure("clocks: steps by clocks that jump, carried out", jumping.carried_out)
    figure("clocks: days closed meanwhile, none re-opened", len(jumping.closed))


def test_control_a_day_that_comes_from_the_clock_alone_opens_closed_days(
    prepared_programme: Prepared, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the guard off the database refuses to write into a closed day, or the check sees."""
    monkeypatch.setattr(numbering, "book_day", lambda closed_through, moment: local_day(moment))
    with pytest.raises((AssertionError, DatabaseError)):  # noqa: PT012 - any of the seeds
        for seed in range(12):
            with prepared_programme.fresh() as cast:
                jumping = Jumping(cast, random.Random(seed))
                for _ in range(STEPS):
                    jumping.step()
                jumping.check()
