"""Which of the backups are kept: of seven days, five weeks and twelve months the last each.

Days, weeks and months are counted by the backups that are there, and not back from today: a clock
that runs ahead, or a program that did not run for a year, takes none of the old ones away.
"""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta

DAYS, WEEKS, MONTHS = 7, 5, 12
CLOCK_SLACK = timedelta(days=1)

Period = Callable[[datetime], tuple[int, ...]]


def day(moment: datetime) -> tuple[int, ...]:
    return moment.year, moment.month, moment.day


def week(moment: datetime) -> tuple[int, ...]:
    return moment.isocalendar()[:2]


def month(moment: datetime) -> tuple[int, ...]:
    return moment.year, moment.month


RULE: list[tuple[Period, int]] = [(day, DAYS), (week, WEEKS), (month, MONTHS)]


def to_keep(moments: Collection[datetime], *, made: datetime, now: datetime) -> set[datetime]:
    """Those that stay. The one that was `made` just now always does, whatever the clock said
    before. So do those of a day that has not come yet, which count for nothing."""
    ahead = {moment for moment in moments if moment > now + CLOCK_SLACK}
    past = sorted(set(moments) - ahead, reverse=True)
    kept = {made, *ahead}
    for period, count in RULE:
        last: dict[tuple[int, ...], datetime] = {}
        for moment in past:
            last.setdefault(period(moment), moment)
        kept.update(list(last.values())[:count])
    return kept & {*moments, made}
