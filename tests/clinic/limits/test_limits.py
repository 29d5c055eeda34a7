"""How much care one person or one household may have: at none, 0 and 1 (R4), by the local day of
care (R5), given back by a cancel, and never with a word of where else somebody was."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from clinic.charges.authorisations import authorise, capture, release
from clinic.charges.cancel import cancel_redemption
from clinic.charges.prepare import ServiceAsked
from clinic.charges.redeem import redeem
from clinic.limits.refusals import (
    CareCountReached,
    CareForbidden,
    CareLimitInPast,
    CareLimitMalformed,
    CareLimitSame,
    CareSumReached,
)
from clinic.models import Authorisation, CareLimit, Clinic, Redemption, Service, Tariff
from clinic.register.refusals import ServiceUnknown
from ledger import clock
from ledger.audit import check_book
from ledger.refusals import Refusal
from tests.cast import SITI_PIN, Cast
from tests.clinic.limits.limits import limit
from wastebank.cards.lifecycle import issue_card
from wastebank.models import ActionLog, Place
from wastebank.refusals import MayNot, PlaceUnknown
from wastebank.values.calendar import local_day

CHECK = [ServiceAsked("tensi")]  # free
VISIT = [ServiceAsked("konsultasi")]  # 15,000


def hold(cast: Cast, lines: list[ServiceAsked] = VISIT) -> Authorisation:
    return authorise(
        key=uuid.uuid4(), by=cast.dewi, card=cast.siti_card.code, pin=SITI_PIN, lines=lines
    )


def pay(cast: Cast, visit: Authorisation, lines: list[ServiceAsked] = VISIT) -> Redemption:
    return capture(key=uuid.uuid4(), by=cast.dewi, visit=visit.pk, lines=lines)


def answer(*ways: Any) -> str:
    try:
        ways[0](*ways[1:])
    except Refusal as refusal:
        return refusal.code
    return "done"


@contextmanager
def at(year: int, month: int, day: int, hour: int = 12) -> Iterator[None]:
    """Local time in Jakarta, seven hours ahead of UTC."""
    with clock.at(datetime(year, month, day, hour, tzinfo=UTC) - timedelta(hours=7)):
        yield


@pytest.mark.parametrize("measure", ["count", "idr"])
@pytest.mark.parametrize("whose", ["member", "household"])
def test_none_does_not_limit_and_nought_forbids(cast: Cast, whose: str, measure: str) -> None:
    cast.deposit(("pet", 100_000))
    one = 1 if measure == "count" else 15_000
    reached = "care_count_reached" if measure == "count" else "care_sum_reached"
    said = {"whose": whose, "measure": measure}
    seen = [answer(cast.redeem)]
    limit(cast, one, **said)
    seen.append(answer(cast.redeem))
    limit(cast, 0, **said)
    seen.append(answer(cast.redeem))
    limit(cast, 2 * one, **said)
    seen.append(answer(cast.redeem))
    seen.append(answer(cast.redeem))
    limit(cast, None, **said)
    seen.append(answer(cast.redeem))
    assert seen == ["done", reached, "care_forbidden", "done", reached, "done"]
    assert check_book() == []


def test_every_way_to_care_is_within_the_limit(cast: Cast) -> None:
    """Held is as good as had, at the end of a visit more is too much, and a cancel gives back."""
    cast.deposit(("pet", 100_000))
    limit(cast, 2)
    visit = hold(cast)
    twice = [ServiceAsked("konsultasi", 2)]
    assert answer(hold, cast, twice) == "care_count_reached"
    assert answer(cast.redeem, *twice) == "care_count_reached"
    assert answer(pay, cast, visit, [ServiceAsked("konsultasi", 3)]) == "care_count_reached"
    paid = pay(cast, visit)
    other = hold(cast)
    assert answer(cast.redeem) == "care_count_reached"
    release(key=uuid.uuid4(), by=cast.dewi, visit=other.pk, reason="pulang")
    assert answer(cast.redeem) == "done"
    assert answer(cast.redeem) == "care_count_reached"
    cancel_redemption(key=uuid.uuid4(), by=cast.dewi, redemption=paid.number, reason="salah orang")
    assert answer(cast.redeem) == "done"
    assert answer(cast.redeem) == "care_count_reached"


def test_a_visit_that_ran_out_of_time_is_given_back(cast: Cast) -> None:
    cast.deposit(("pet", 100_000))
    limit(cast, 1)
    visit = hold(cast)
    assert answer(cast.redeem) == "care_count_reached"
    with clock.at(visit.expires_at + timedelta(seconds=1)):
        assert answer(cast.redeem) == "done"


def test_care_counts_on_its_local_day(cast: Cast) -> None:
    """Opened on the last evening of January and paid in February: it was January's visit, and a
    cancel gives it back to January. Midnight is that of the bank."""
    with at(2027, 1, 1):
        cast.deposit(("pet", 100_000))
        limit(cast, 1)
    with at(2027, 1, 31, 23):
        visit = hold(cast)
        assert answer(cast.redeem) == "care_count_reached"
    with at(2027, 2, 1, 0):
        paid = pay(cast, visit)
        assert answer(cast.redeem) == "done"
        assert answer(cast.redeem) == "care_count_reached"
        reason = {"redemption": paid.number, "reason": "salah orang"}
        cancel_redemption(key=uuid.uuid4(), by=cast.dewi, **reason)
        assert answer(cast.redeem) == "care_count_reached"
    with at(2027, 3, 1, 0):
        assert answer(cast.redeem) == "done"


@pytest.mark.parametrize(
    ("period", "same", "next_one"),
    [
        ("day", (2027, 3, 31, 23), (2027, 4, 1, 0)),
        ("month", (2027, 3, 1, 0), (2027, 4, 1, 0)),
        ("year", (2027, 12, 31, 23), (2028, 1, 1, 0)),
    ],
)
def test_periods_are_local_days_months_and_years(
    cast: Cast, period: str, same: tuple[int, ...], next_one: tuple[int, ...]
) -> None:
    with at(2027, 1, 1):
        cast.deposit(("pet", 100_000))
        limit(cast, 1, period=period)
    first, last = sorted([same, (2027, 3, 31, 1)])
    with at(*first):
        assert answer(cast.redeem) == "done"
    with at(*last):
        assert answer(cast.redeem) == "care_count_reached"
    with at(*next_one):
        assert answer(cast.redeem) == "done"


def test_a_person_and_a_household_are_two(cast: Cast) -> None:
    """Siti's household has a second card in Budi's name: two persons with one wallet."""
    cast.deposit(("pet", 100_000))
    budi = issue_card(
        key=uuid.uuid4(),
        by=cast.sari,
        member=cast.siti.number,
        holder_name="Budi",
        activate=True,
        pin=SITI_PIN,
        pin_again=SITI_PIN,
    )

    def by_budi() -> object:
        return redeem(key=uuid.uuid4(), by=cast.dewi, card=budi.code, pin=SITI_PIN, lines=VISIT)

    limit(cast, 1)
    assert [answer(cast.redeem), answer(cast.redeem)] == ["done", "care_count_reached"]
    assert [answer(by_budi), answer(by_budi)] == ["done", "care_count_reached"]
    limit(cast, 5)
    limit(cast, 2, whose="household")
    assert [answer(cast.redeem), answer(by_budi)] == ["care_count_reached"] * 2


def test_care_elsewhere_counts_and_is_not_told(cast: Cast) -> None:
    """A limit of the programme counts at all its clinics, one of a clinic only there; the reason
    says what is left and nothing of the other clinic."""
    cast.deposit(("pet", 100_000))
    place = Place.objects.create(
        code="HRP", name="Klinik Harapan", kind="clinic", parent=cast.induk
    )
    other = Clinic.objects.create(place=place, valid_from=date(2020, 1, 1))
    same = Service.objects.create(clinic=other, code="konsultasi", name_id="Periksa", per="visit")
    now = clock.now() - timedelta(days=1)
    Tariff.objects.create(service=same, price_idr=9_000, holds_from=now, set_at=now, set_by="x")
    limit(cast, 1, place="SHT")
    limit(cast, 2)
    type(cast.dewi).objects.filter(pk=cast.dewi.pk).update(place=place)
    cast.dewi.refresh_from_db()
    assert [answer(cast.redeem), answer(cast.redeem)] == ["done", "done"]
    with pytest.raises(CareCountReached) as refused:
        cast.redeem()
    facts = {"care": "Periksa", "most": 2, "left": 0, "asked": 1}
    assert facts.items() <= refused.value.facts.items()
    type(cast.dewi).objects.filter(pk=cast.dewi.pk).update(place=cast.sehati.place)
    cast.dewi.refresh_from_db()
    with pytest.raises(CareCountReached) as refused:
        cast.redeem()
    assert "Harapan" not in f"{refused.value} {refused.value.facts}"
    assert "HRP" not in f"{refused.value} {refused.value.facts}"
    limit(cast, None)
    assert [answer(cast.redeem), answer(cast.redeem)] == ["done", "care_count_reached"]


def test_all_care_together_has_a_sum(cast: Cast) -> None:
    cast.deposit(("pet", 100_000))
    limit(cast, 80_000, service="", measure="idr")
    cast.redeem(ServiceAsked("tambal-gigi"))
    with pytest.raises(CareSumReached) as refused:
        cast.redeem(ServiceAsked("konsultasi"), ServiceAsked("obat", 1, 5_001))
    assert refused.value.facts["left_idr"] == 20_000
    assert refused.value.facts["asked_idr"] == 20_001
    assert answer(cast.redeem, ServiceAsked("konsultasi"), ServiceAsked("obat", 1, 5_000)) == "done"
    assert answer(cast.redeem, *CHECK) == "done"
    limit(cast, 0, service="", measure="idr")
    with pytest.raises(CareForbidden):
        cast.redeem(*CHECK)


def test_a_limit_never_changes_the_past(cast: Cast) -> None:
    """It holds from its day on; a visit that was opened before ends by the limits it began with."""
    cast.deposit(("pet", 100_000))
    today = local_day(clock.now())
    with pytest.raises(CareLimitInPast):
        limit(cast, 1, valid_from=today - timedelta(days=1))
    limit(cast, 0, valid_from=today + timedelta(days=1))
    assert answer(cast.redeem) == "done"
    visit = hold(cast)
    limit(cast, 0)
    assert answer(cast.redeem) == "care_forbidden"
    assert answer(pay, cast, visit) == "done"
    with pytest.raises(CareLimitSame):
        limit(cast, 0)
    line = ActionLog.objects.filter(action="set_care_limit").latest("pk")
    assert line.change["en"]["before"] == "No limit"
    assert line.change["en"]["after"] == "not allowed"


def test_who_may_limit_what(cast: Cast) -> None:
    """The lead limits the own clinic, the manager the programme, and nobody what is not there."""
    assert limit(cast, 1, by=cast.lestari, place="SHT").place == cast.sehati.place
    wrong: list[tuple[type[Refusal], dict[str, Any]]] = [
        (MayNot, {"by": cast.dewi}),
        (MayNot, {"by": cast.bambang}),
        (PlaceUnknown, {"by": cast.lestari}),
        (PlaceUnknown, {"place": "MLT"}),
        (PlaceUnknown, {"place": "KLN"}),
        (ServiceUnknown, {"service": "bedah"}),
        (CareLimitMalformed, {"most": -1}),
        (CareLimitMalformed, {"most": 10_001}),
    ]
    for refusal, said in wrong:
        with pytest.raises(refusal):
            limit(cast, **{"most": 1, **said})
    assert CareLimit.objects.count() == 1
