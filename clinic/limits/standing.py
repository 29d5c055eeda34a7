"""Which limits hold at a clinic at a moment."""

from collections.abc import Iterable
from datetime import datetime

from clinic.models import CareLimit, Clinic

Measure, Period, Whose = CareLimit.Measure, CareLimit.Period, CareLimit.Whose


def order(limit: CareLimit) -> tuple[bool, bool, int, bool, int]:
    """The order in which limits are asked: how often before how much, then a day before a month
    before a year, one person before the household, one service before all care, the clinic's own
    before the programme's."""
    return (
        limit.measure != Measure.COUNT,
        limit.service == "",
        list(Period).index(Period(limit.period)),
        limit.whose != Whose.MEMBER,
        -limit.place_id,
    )


def limits_of(clinic: Clinic) -> list[CareLimit]:
    """Every row about a clinic, the programme's among them, in the order in which they begin."""
    places = [clinic.place_id, clinic.place.main_id]
    return list(CareLimit.objects.filter(place__in=places).order_by("holds_from", "pk"))


def limits_at(clinic: Clinic, moment: datetime) -> list[CareLimit]:
    """The limits that hold at a moment, in the order in which they are asked."""
    return standing_at(limits_of(clinic), moment)


def standing_at(rows: Iterable[CareLimit], moment: datetime) -> list[CareLimit]:
    """Of rows in their order, the last of each that has begun. One that lifts its limit is none."""
    last = {row.about: row for row in rows if row.holds_from <= moment}
    return sorted((row for row in last.values() if row.most is not None), key=order)
