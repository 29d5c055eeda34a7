"""Whether what is asked for is within the limits. Asked for a quote, and again under the lock of
the wallet, by which all visits of a person and of a household wait for each other."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from django.utils.translation import gettext as _

from clinic.limits.counting import amount_of, bounds_of, care_had, counted
from clinic.limits.refusals import CareCountReached, CareForbidden, CareSumReached
from clinic.limits.standing import Measure, limits_at
from clinic.models import Authorisation, CareLimit, Clinic, Service
from wastebank.models import Card
from wastebank.refusals import Conflict
from wastebank.values.calendar import local_day


class PricedLine(Protocol):
    """A service, how often, and what that costs."""

    @property
    def service(self) -> Service: ...
    @property
    def count(self) -> int: ...
    @property
    def rupiah_idr(self) -> int: ...


def require_within_limits(
    *,
    card: Card,
    clinic: Clinic,
    lines: Sequence[PricedLine],
    began: datetime,
    visit: Authorisation | None = None,
) -> None:
    """The limits of the day of care, one after the other; the first that is passed is the answer.
    `visit` is the open one that these lines end."""
    limits = [limit for limit in limits_at(clinic, began) if asked_of(limit, lines)]
    if not limits:
        return
    begin = min(bounds_of(limit.period, local_day(began))[0] for limit in limits)
    had = care_had(card, begin, visit)
    for limit in limits:
        used = counted(limit, had, card.holder_form or "", began)
        require_within(limit, used, lines)


def asked_of(limit: CareLimit, lines: Sequence[PricedLine]) -> list[PricedLine]:
    return [line for line in lines if limit.service in ("", line.service.code)]


def require_within(limit: CareLimit, used: int, lines: Sequence[PricedLine]) -> None:
    assert limit.most is not None
    meant = asked_of(limit, lines)
    asked = sum(amount_of(limit, line.count, line.rupiah_idr) for line in meant)
    # What is free costs nothing and stays within any sum, but for one of 0: that forbids it.
    if limit.most == 0 or used + asked > limit.most:
        raise refusal_of(limit, max(0, limit.most - used), asked, meant[0].service)


def refusal_of(limit: CareLimit, left: int, asked: int, service: Service) -> Conflict:
    """Left is what there is for this person or household: never where or when the rest was."""
    said = {
        "care": service.name if limit.service else _("All care together"),
        "whose": str(limit.get_whose_display()),
    }
    if limit.most == 0:
        return CareForbidden(**said)
    said["period"] = str(limit.get_period_display())
    if limit.measure == Measure.COUNT:
        return CareCountReached(**said, most=limit.most, left=left, asked=asked)
    return CareSumReached(**said, most_idr=limit.most, left_idr=left, asked_idr=asked)
