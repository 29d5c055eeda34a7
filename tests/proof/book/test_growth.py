"""An audit grows no faster than the book, and a page of today not at all.

Work is counted, not timed: SQLite tells how many instructions of its machine a question took.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.db import connection

from ledger import audit, clock
from ledger.findings import Finding, Invariant, found
from tests.answers.sweep import visitor
from tests.cast import Cast
from wastebank.days.closing import close_day

SOME = 100
STEP = 100


class Work:
    """What was done since it began, in hundreds of instructions."""

    def __init__(self) -> None:
        self.steps = 0

    def count(self) -> int:
        self.steps += 1
        return 0


@contextmanager
def counted() -> Iterator[Work]:
    work = Work()
    connection.ensure_connection()
    connection.connection.set_progress_handler(work.count, STEP)
    try:
        yield work
    finally:
        connection.connection.set_progress_handler(None, STEP)


def live(cast: Cast, times: int) -> None:
    """Siti brings waste and pays for care, and the others bring some, too."""
    for _ in range(times):
        cast.deposit(("pet", 10_000), ("kardus", 500))
        cast.deposit(("pet", 700), member=cast.hasan)
        cast.redeem()


def cost_of(judge: Callable[[], object]) -> int:
    with counted() as work:
        judge()
    return work.steps


def all_at_once_with_all() -> Iterator[Finding]:
    """The control: each entry beside each other one."""
    yield from found(
        "control",
        "SELECT e.id, f.id FROM ledger_journalentry e, ledger_posting f WHERE e.id + f.id < 0",
        "{1}",
    )


@pytest.mark.engine("sqlite")
def test_an_audit_takes_twice_as_long_over_twice_the_book(cast: Cast) -> None:
    def costs() -> dict[str, int]:
        judges: list[Invariant] = [*audit.all_invariants(), all_at_once_with_all]
        return {one.__name__: cost_of(partial(list, one())) for one in judges}

    live(cast, SOME)
    once = costs()
    live(cast, SOME)
    twice = costs()
    grew = {name: twice[name] / max(once[name], 10) for name in once}
    assert grew.pop(all_at_once_with_all.__name__) > 3.5
    assert not {name: ratio for name, ratio in grew.items() if ratio > 2.5}


# The pages of a day, and who opens them.
OF_A_DAY = (
    ("sari", "/counter/"),
    ("sari", "/counter/day/"),
    ("sari", "/counter/day/sheet/"),
    ("dewi", "/clinic/"),
    ("dewi", "/clinic/visits/"),
    ("maya", "/office/days/"),
    ("tono", "/office/days/"),
)
LONG_AGO = datetime(2024, 3, 2, 3, tzinfo=UTC)
TODAY = datetime(2026, 11, 27, 3, tzinfo=UTC)


@pytest.mark.engine("sqlite")
@pytest.mark.parametrize(("who", "path"), OF_A_DAY)
def test_a_page_of_today_costs_the_same_however_long_the_past(
    cast: Cast, who: str, path: str
) -> None:
    client = visitor(getattr(cast, who))

    def cost() -> int:
        with clock.at(TODAY):
            assert client.get(path).status_code == 200
            return cost_of(partial(client.get, path))

    def past(day: datetime) -> None:
        with clock.at(day):
            live(cast, SOME // 2)
            close_day(key=uuid4(), by=cast.sari, day=day.date())

    past(LONG_AGO)
    before = cost()
    past(LONG_AGO + timedelta(days=100))
    past(LONG_AGO + timedelta(days=101))
    assert cost() < before * 1.5 + 5
