"""Counters of tries. Those of a guesser are kept in the database, so that neither a restart nor a
second process gives new ones; those that only bound what strangers cost are kept in memory.

Each is counted before anything is looked up, hashed or decoded: tries sent together all count.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.cache import cache
from django.db import connection
from django.db.models import F

from ledger import clock
from ledger.db.sql import with_rows
from wastebank.codes.secrets import peppered
from wastebank.models import TryCount

# One statement for all limits of a try. What would end later than a count that begins now is the
# work of a clock that was wrong, and begins anew; by less than a minute, it is that of a try which
# overtook this one, or of another process.
COUNT = """
INSERT INTO wastebank_trycount (name, count, ends_s) VALUES {rows}
ON CONFLICT (name) DO UPDATE SET
    count = CASE WHEN wastebank_trycount.ends_s BETWEEN %s AND excluded.ends_s + 60
        THEN wastebank_trycount.count + 1 ELSE 1 END,
    ends_s = CASE WHEN wastebank_trycount.ends_s BETWEEN %s AND excluded.ends_s + 60
        THEN wastebank_trycount.ends_s ELSE excluded.ends_s END
RETURNING name, count
"""


@dataclass(frozen=True, slots=True)
class Limit:
    """So many tries of `who` at `what`, and for how long they count, from the first."""

    what: str
    who: str
    most: int
    minutes: int

    @property
    def name(self) -> str:
        return name_of(self.what, self.who)


def passed_limit(limits: Sequence[Limit]) -> Limit | None:
    """Count one more try at each; the limit with the longest wait that is passed by it, if any."""
    now_s = int(clock.now().timestamp())
    ordered = sorted(limits, key=lambda limit: limit.name)  # two tries never wait for each other
    rows = [(limit.name, 1, now_s + limit.minutes * 60) for limit in ordered]
    sql = with_rows(COUNT, len(rows), 3)
    with connection.cursor() as cursor:
        cursor.execute(sql, [value for row in rows for value in row] + [now_s + 1, now_s + 1])
        counts = dict(cursor.fetchall())
    passed = [limit for limit in ordered if counts[limit.name] > limit.most]
    return max(passed, key=lambda limit: limit.minutes, default=None)


def count_up(*, what: str, who: str, most: int, minutes: int) -> bool:
    """One more of `who` at `what`; whether that is still within `most`."""
    return passed_limit([Limit(what, who, most, minutes)]) is None


def give_back(*, what: str, who: str) -> None:
    """One less: that try turned out to be none."""
    TryCount.objects.filter(name=name_of(what, who), count__gt=0).update(count=F("count") - 1)


def forget(*, what: str, who: str) -> None:
    """Who has shown to be no guesser begins anew."""
    TryCount.objects.filter(name=name_of(what, who)).delete()


def forget_past() -> int:
    """Remove the counts whose time is over; how many those were."""
    return TryCount.objects.filter(ends_s__lt=int(clock.now().timestamp())).delete()[0]


def count_cost(*, what: str, who: str, seconds: int) -> int:
    """One more of `who` at `what`, in the memory of this process."""
    name = name_of(what, who)
    cache.add(name, 0, seconds)
    try:
        return cache.incr(name)
    except ValueError:  # forgotten between the two
        return 1


def give_back_cost(*, what: str, who: str) -> None:
    """One less: that try turned out to cost nothing."""
    try:
        cache.decr(name_of(what, who))
    except ValueError:  # forgotten meanwhile
        return


def name_of(what: str, who: str) -> str:
    """Names of counters tell neither addresses nor member numbers."""
    return f"{what}:{peppered(f'tries {what}', who).hex()}"
