"""Prices and tariffs against what was paid: the order says which list stood, and no clock."""

import uuid
from datetime import datetime, timedelta

import pytest
from django.db import connection

from clinic.book.invariants import care_has_its_tariff
from clinic.charges.authorisations import authorise, capture
from clinic.charges.prepare import ServiceAsked
from clinic.register.tariffs import set_tariff
from ledger import clock
from ledger.findings import Finding
from ledger.triggers import all_triggers, lift
from tests.cast import SITI_PIN, Cast
from tests.proof.commands import price
from wastebank.book import standing_prices
from wastebank.book.invariants import lines_have_their_price
from wastebank.deposits.lines import LineAsked
from wastebank.deposits.record import record_deposit
from wastebank.models import Deposit
from wastebank.values.calendar import local_day

NOON = clock.now().replace(hour=5, minute=0)  # in the middle of a day where the bank is
HOUR = timedelta(hours=1)


def set_price(cast: Cast, price_idr: int | None, kind: str = "fixed", place: str = "BSI") -> None:
    price(
        key=uuid.uuid4(),
        by=cast.maya,
        material="pet",
        place=place,
        valid_from=local_day(clock.now()),
        kind=kind,
        idr=price_idr,
    )


def new_tariff(cast: Cast, price_idr: int) -> None:
    set_tariff(
        key=uuid.uuid4(),
        by=cast.lestari,
        clinic="SHT",
        service="konsultasi",
        valid_from=local_day(clock.now()),
        price_idr=price_idr,
    )


def weigh(cast: Cast, weighed_at: datetime, price_idr: int | None = None) -> Deposit:
    return record_deposit(
        key=uuid.uuid4(),
        by=cast.sari,
        member=cast.siti.number,
        lines=[LineAsked("pet", 1_000, price_idr)],
        weighed_at=weighed_at,
    )


def beside_the_lists() -> list[Finding]:
    return [*lines_have_their_price(), *care_has_its_tariff()]


def live_with_wrong_clocks(cast: Cast) -> None:
    """All that honest people do while lists change and clocks are wrong."""
    with clock.at(NOON):
        cast.deposit(("pet", 60_000))
        cast.redeem()
        visit = authorise(
            key=uuid.uuid4(),
            by=cast.dewi,
            card=cast.siti_card.code,
            pin=SITI_PIN,
            lines=[ServiceAsked("konsultasi")],
        )
        weigh(cast, NOON + timedelta(minutes=9))  # a device whose clock is fast
    with clock.at(NOON + timedelta(minutes=1)):
        set_price(cast, 2_600)
        new_tariff(cast, 16_000)
        weigh(cast, NOON - timedelta(days=3))  # taken along, and sent today
        capture(key=uuid.uuid4(), by=cast.dewi, visit=visit.pk, lines=[ServiceAsked("konsultasi")])
    with clock.at(NOON - HOUR):  # the clock was put back
        set_price(cast, 2_700)
        new_tariff(cast, 17_000)
        cast.deposit()
    with clock.at(NOON + timedelta(days=700)):  # and once it ran far ahead
        set_price(cast, 2_800)
        cast.deposit()
        cast.redeem()
    with clock.at(NOON + HOUR):
        set_price(cast, 2_900)
        new_tariff(cast, 18_000)
        set_price(cast, None, "ask", place="MLT")
        weigh(cast, NOON + HOUR, 1_234)
        set_price(cast, None, "list", place="MLT")
        cast.deposit()
        cast.redeem()


def test_honest_people_and_wrong_clocks_are_not_accused(cast: Cast) -> None:
    live_with_wrong_clocks(cast)
    assert beside_the_lists() == []


def test_control_by_the_clock_alone_they_would_be(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    live_with_wrong_clocks(cast)
    monkeypatch.setattr(
        standing_prices.StandingRow, "counts_for", lambda row, record: not row.withdrawn
    )
    assert {finding.law for finding in beside_the_lists()} == {
        "lines have their price",
        "care has its tariff",
    }


def test_lists_from_before_the_order_was_kept_judge_nobody(cast: Cast) -> None:
    """Their lines may rest on a price that was written over on the same day."""
    cast.deposit()
    lift(connection, all_triggers())
    with connection.cursor() as cursor:
        cursor.execute("UPDATE wastebank_price SET after_deposit = NULL, price_idr = price_idr + 1")
    assert beside_the_lists() == []
    set_price(cast, 2_600)
    assert beside_the_lists() == []
    cast.deposit()
    assert beside_the_lists() == []


def test_an_asked_price_ends_at_what_the_list_says_that_buyers_pay(cast: Cast) -> None:
    set_price(cast, None, "ask", place="MLT")
    deposit = weigh(cast, clock.now(), 1_000)
    lift(connection, all_triggers())
    with connection.cursor() as cursor:
        cursor.execute("UPDATE wastebank_price SET collector_price_idr = 999 WHERE kind = 'ask'")
    assert [finding.where for finding in beside_the_lists()] == [f"{deposit.number} line 1"]
