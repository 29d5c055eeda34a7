"""The checks of care run in one order, and the first that fails is the answer (R3).

The table is the order. Whatever two things are wrong at once, on one line or on two in any order,
the one that stands higher is the answer.
"""

import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations

import pytest
from django.db import transaction

from clinic.charges.prepare import Charge, ServiceAsked, refusal_of, settle
from clinic.models import CareLimit, Clinic, Service, Tariff
from ledger import clock
from ledger.refusals import Refusal
from tests.cast import Cast
from wastebank.models import Card, Place
from wastebank.values.calendar import local_day


@dataclass(frozen=True)
class Wrong:
    """One thing that is wrong: what is done beforehand, and the lines that show it."""

    code: str
    beforehand: Callable[[Cast], object]
    lines: Sequence[ServiceAsked] = ()
    cash_idr: int = 0


def nothing(_cast: Cast) -> None:
    return None


def block_card(cast: Cast) -> None:
    Card.objects.filter(pk=cast.siti_card.pk).update(state=Card.State.BLOCKED)


def close_place(cast: Cast) -> None:
    Place.objects.filter(pk=cast.sehati.place.pk).update(active=False)


def end_clinic(cast: Cast) -> None:
    yesterday = local_day(clock.now()) - timedelta(days=1)
    Clinic.objects.filter(pk=cast.sehati.pk).update(valid_until=yesterday)


def stop_filling(cast: Cast) -> None:
    Service.objects.filter(clinic=cast.sehati, code="tambal-gigi").update(active=False)


def add_without_tariff(cast: Cast) -> None:
    Service.objects.create(clinic=cast.sehati, code="rontgen", name_id="Rontgen", name_en="X-ray")


def range_medicine(cast: Cast) -> None:
    now = clock.now()
    obat = Service.objects.get(clinic=cast.sehati, code="obat")
    prices = {"price_idr": 1_000, "most_idr": 40_000}
    Tariff.objects.create(service=obat, holds_from=now, set_at=now, set_by="x", **prices)


def limit(cast: Cast, service: str, measure: str, most: int) -> None:
    now = clock.now()
    CareLimit.objects.create(
        place=cast.induk,
        service=service,
        whose="member",
        period="month",
        measure=measure,
        most=most,
        holds_from=now,
        set_at=now,
        set_by="x",
    )


ORDER = [
    Wrong("card_blocked", block_card),
    Wrong("place_inactive", close_place),
    Wrong("clinic_not_valid", end_clinic),
    Wrong("service_unknown", nothing, [ServiceAsked("bedah")]),
    Wrong("service_inactive", stop_filling, [ServiceAsked("tambal-gigi")]),
    Wrong("tariff_missing", add_without_tariff, [ServiceAsked("rontgen")]),
    Wrong("price_out_of_range", range_medicine, [ServiceAsked("obat", 1, 40_001)]),
    Wrong(
        "care_count_reached", lambda c: limit(c, "tensi", "count", 1), [ServiceAsked("tensi", 2)]
    ),
    Wrong(
        "care_sum_reached",
        lambda c: limit(c, "konsultasi", "idr", 20_000),
        [ServiceAsked("konsultasi", 2)],
    ),
    Wrong("cash_out_of_range", nothing, cash_idr=90_000_000),
    Wrong("credit_too_small", nothing, [ServiceAsked("konsultasi")]),
]


class Undo(Exception):
    """Everything is as it was before."""


def answer(cast: Cast, wrong: Sequence[Wrong], lines: Sequence[ServiceAsked]) -> str:
    """What the desk is told."""
    said = "done"
    with suppress(Undo), transaction.atomic():
        for one in wrong:
            one.beforehand(cast)
        try:
            asked(cast, wrong, lines)
        except Refusal as refusal:
            said = refusal.code
        raise Undo
    return said


def asked(cast: Cast, wrong: Sequence[Wrong], lines: Sequence[ServiceAsked]) -> None:
    """All that comes after the PIN, as under the key's transaction."""
    card = Card.objects.select_related("member").get(pk=cast.siti_card.pk)
    clinic = Clinic.objects.select_related("place").get(pk=cast.sehati.pk)
    cash_idr = sum(one.cash_idr for one in wrong)
    settle(Charge(uuid.uuid4(), cast.dewi, clinic, card, lines, cash_idr, {}, refusal_of(card)))


def wrong_answers(cast: Cast) -> Iterator[str]:
    alone: list[tuple[Wrong, ...]] = [(one,) for one in ORDER]
    for wrong in [*alone, *combinations(ORDER, 2)]:
        lines = [line for one in wrong for line in one.lines] or [ServiceAsked("konsultasi")]
        for order in (lines, lines[::-1]):
            if (said := answer(cast, wrong, order)) != wrong[0].code:
                yield f"{[one.code for one in wrong]}: {said}"


def test_the_first_check_that_fails_is_the_answer(cast: Cast) -> None:
    assert list(wrong_answers(cast)) == []


def test_nothing_wrong_is_no_refusal(cast: Cast) -> None:
    """Against a table that answers by itself."""
    cast.deposit()
    lines = [ServiceAsked("konsultasi")]
    assert answer(cast, (), lines) == "done"


@pytest.mark.once
def test_codes_stand_once() -> None:
    assert len({one.code for one in ORDER}) == len(ORDER)
