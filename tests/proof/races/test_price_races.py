"""Prices that are set, charged and withdrawn really at the same time."""

import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from threading import Event
from typing import Any

import pytest

from clinic.models import RedemptionLine, Tariff
from clinic.register.tariffs import set_tariff, tariffs_at
from ledger import clock
from ledger.audit import check_book
from tests.cast import Cast, coming_price
from tests.engines import engine_name
from tests.proof.faults import materials_read, services_read
from tests.proof.prepared import Prepared
from tests.proof.proving import PROVING
from tests.proof.races.racing import race
from tests.wastebank.files.lists import read_prices
from wastebank.deposits.lines import LineAsked
from wastebank.deposits.record import record_deposit
from wastebank.materials.coming.price_import import import_prices
from wastebank.materials.offers import offers
from wastebank.materials.prices import set_price, withdraw_price
from wastebank.materials.refusals import PriceInUse, PriceWithdrawn
from wastebank.models import Deposit, DepositLine, Material, Price, PriceWithdrawal
from wastebank.values.calendar import day_bounds, local_day

ROUNDS = 10 if PROVING else 2


@pytest.fixture
def cast(prepared_programme: Prepared) -> Iterator[Cast]:
    with prepared_programme.fresh() as people:
        yield people


def price(cast: Cast, price_idr: int, days: int = 0) -> Price:
    return set_price(
        key=uuid.uuid4(),
        by=cast.maya,
        material="pet",
        place="BSI",
        valid_from=local_day(clock.now()) + timedelta(days=days),
        price_idr=price_idr,
    )


def tariff(cast: Cast, price_idr: int) -> Tariff:
    return set_tariff(
        key=uuid.uuid4(),
        by=cast.lestari,
        clinic="SHT",
        service="konsultasi",
        valid_from=local_day(clock.now()),
        price_idr=price_idr,
    )


def paid(cast: Cast, moment: Any) -> int | None:
    material = Material.objects.get(code="pet")
    return offers([material], cast.melati, moment)[material.pk].price_idr


@pytest.mark.parametrize("days", [0, 5], ids=["from now", "for one day to come"])
def test_of_many_at_once_all_stand_and_one_holds(cast: Cast, days: int) -> None:
    for _ in range(ROUNDS):
        before = Price.objects.count()
        made = race([partial(price, cast, 3_000 + n, days) for n in range(6)])
        assert all(isinstance(one, Price) for one in made), made
        rows = list(Price.objects.standing().filter(price_idr__in=range(3_000, 3_006)))
        assert Price.objects.count() == before + 6
        last = max(rows, key=lambda row: (row.holds_from, row.pk))
        assert paid(cast, max(last.holds_from, clock.now())) == last.price_idr


def test_of_many_tariffs_at_once_all_stand(cast: Cast) -> None:
    made = race([partial(tariff, cast, 16_000 + n) for n in range(6)])
    assert all(isinstance(one, Tariff) for one in made), made
    assert Tariff.objects.filter(service__code="konsultasi").count() == 7


def test_a_deposit_at_the_same_time_is_charged_what_the_list_says_of_its_instant(
    cast: Cast,
) -> None:
    for round_ in range(ROUNDS):
        commands: list[Callable[[], object]] = [cast.deposit] * 5
        commands += [partial(price, cast, 5_000 + 10 * round_ + n) for n in range(3)]
        made = race(commands)
        assert not [one for one in made if isinstance(one, BaseException)], made
    for line in DepositLine.objects.select_related("deposit"):
        assert line.price_idr == paid(cast, line.deposit.weighed_at)
    assert check_book() == []


class Crossing:
    """Somebody sets a price just when somebody else has read the one before."""

    def __init__(self) -> None:
        self.read, self.done = Event(), Event()

    def meet(self) -> None:
        self.read.set()
        self.done.wait(0.5)  # whoever has to wait for the lock is not done then

    def set(self, command: Callable[[], object]) -> object:
        self.read.wait(10)
        made = command()
        self.done.set()
        return made


# On SQLite the transaction is the lock: it has one writer at a time.
HOLDING = pytest.mark.parametrize("held", [True, False], ids=["held", "control: not held"])


@HOLDING
def test_a_price_put_right_waits_for_what_was_weighed_under_it(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, held: bool
) -> None:
    moment, crossing = day_bounds(local_day(clock.now()))[0] - timedelta(hours=6), Crossing()
    materials_read(monkeypatch, crossing.meet, held=held)

    def weigh() -> Deposit:
        lines, who = [LineAsked("pet", 1_000)], cast.siti.number
        return record_deposit(
            key=uuid.uuid4(), by=cast.sari, member=who, lines=lines, weighed_at=moment
        )

    made = race([weigh, lambda: crossing.set(partial(price, cast, 4_100, -1))])
    charged_idr = DepositLine.objects.get().price_idr
    is_right = charged_idr == paid(cast, moment) and isinstance(made[1], PriceInUse)
    assert is_right == (held or engine_name() == "sqlite"), made


@HOLDING
def test_a_tariff_waits_for_the_visit_that_was_charged_the_one_before(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, held: bool
) -> None:
    cast.deposit()
    crossing = Crossing()
    services_read(monkeypatch, crossing.meet, held=held)
    race([cast.redeem, lambda: crossing.set(partial(tariff, cast, 16_000))])
    line = RedemptionLine.objects.select_related("redemption").get()
    of_then = tariffs_at([line.service], line.redemption.redeemed_at)[line.service_id]
    assert (of_then == line.price_idr) == (held or engine_name() == "sqlite")


def test_one_withdrawal_wins(cast: Cast) -> None:
    coming = coming_price(cast)

    def withdraw() -> PriceWithdrawal:
        return withdraw_price(key=uuid.uuid4(), by=cast.maya, price=coming.pk, reason="salah")

    made = race([withdraw] * 5)
    assert sum(isinstance(one, PriceWithdrawal) for one in made) == 1
    assert sum(isinstance(one, PriceWithdrawn) for one in made) == 4


def test_two_lists_at_once_are_both_written_whole(cast: Cast) -> None:
    """Their rows stand in opposite order, and neither waits for the other for ever."""
    heads = "name_id,name_en,category,unit,member_price_idr,price_date"
    names = [f"Besi {n}" for n in range(8)]

    def bring_in(order: list[str], price_idr: int) -> object:
        day = local_day(clock.now()).isoformat()
        rows = [f"{name},Iron,metal,kg,{price_idr},{day}" for name in order]
        sheet = read_prices("\n".join([heads, *rows, ""]).encode())
        return import_prices(key=uuid.uuid4(), by=cast.maya, place="BSI", rows=sheet.rows)

    bring_in(names, 1_000)
    made = race([partial(bring_in, names, 2_000), partial(bring_in, names[::-1], 3_000)])
    assert not [one for one in made if isinstance(one, BaseException)], made
    prices = Price.objects.standing().filter(material__code__startswith="besi")
    assert prices.count() == 24
    last = {price.material_id: price.price_idr for price in prices}
    assert len(set(last.values())) == 1, "one list came after the other, as a whole"
