"""A month is drawn up once, in its order, when it is over, and nothing of it is lost."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from clinic.charges.authorisations import authorise
from clinic.charges.prepare import ServiceAsked
from clinic.models import Statement, StatementLine
from clinic.settlements.drawing.run import run_statements
from clinic.settlements.drawing.sample import drawn, size_of
from clinic.settlements.refusals import (
    MonthOutOfTurn,
    MonthRunning,
    StatementStands,
    VisitsOpen,
)
from clinic.settlements.sums import StatementState, figures_of
from ledger import clock
from ledger.audit import check_book
from ledger.models import JournalEntry, KeyedResult
from tests.cast import SITI_PIN, Cast
from tests.clinic.settlements import months
from wastebank.values.calendar import month_bounds, use_zone, zone_now

INSTANT = timedelta(microseconds=100_000)


def test_the_last_instant_of_a_month_is_in_it_and_the_first_of_the_next_is_not(cast: Cast) -> None:
    months.credit(cast)
    month = months.this_month()
    ends_at = month_bounds(month)[1]
    with clock.at(ends_at - INSTANT):
        last = months.visit(cast)
        with pytest.raises(MonthRunning):
            months.draw(cast, month)
    with clock.at(ends_at):
        first = months.visit(cast)
        statement = months.draw(cast, month)
    assert [line.visit for line in statement.lines.all()] == [last]
    with months.on_day(1, months.next_month(month)):
        following = months.draw(cast, months.next_month(month))
        assert [line.visit for line in following.lines.all()] == [first]


@pytest.mark.parametrize("zone", ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"])
def test_a_month_ends_at_local_midnight_in_each_zone(cast: Cast, zone: str) -> None:
    months.credit(cast)
    with in_zone(zone):
        month = months.this_month()
        ends_at = month_bounds(month)[1]
        assert ends_at.utcoffset() == timezone.localtime(ends_at).utcoffset()
        with clock.at(ends_at - INSTANT):
            months.visit(cast)
        with clock.at(ends_at):
            months.visit(cast)
            assert months.draw(cast, month).lines.count() == 1


@contextmanager
def in_zone(zone: str) -> Iterator[None]:
    before = zone_now()
    use_zone(zone)
    try:
        yield
    finally:
        use_zone(before)


def test_a_held_visit_stops_the_run_until_it_ends(cast: Cast) -> None:
    months.credit(cast)
    month = months.this_month()
    months.visit(cast)
    with clock.at(month_bounds(month)[1] - timedelta(hours=1)):
        held = authorise(
            key=uuid.uuid4(),
            by=cast.dewi,
            card=cast.siti_card.code,
            pin=SITI_PIN,
            lines=[ServiceAsked("obat", 1, 1_000)],
        )
    with clock.at(month_bounds(month)[1]):
        with pytest.raises(VisitsOpen) as refused:
            months.draw(cast, month)
        assert refused.value.facts["visits"] == [held.pk]
    assert Statement.objects.count() == 0
    with clock.at(held.expires_at):
        assert months.draw(cast, month).lines.count() == 1


def test_a_month_is_drawn_up_once_and_in_its_order(cast: Cast) -> None:
    months.credit(cast)
    month = months.this_month()
    months.visit(cast)
    following = months.next_month(month)
    with months.on_day(1, following):
        with pytest.raises(MonthOutOfTurn):
            months.draw(cast, following)
        months.draw(cast, month)
        with pytest.raises(StatementStands):
            months.draw(cast, month)
        again = Statement.objects.get()
        again.pk, again.number = None, "SHT-X"
        with pytest.raises(IntegrityError), transaction.atomic():
            again.save()


def test_a_run_catches_up_month_by_month_and_knows_an_empty_one(cast: Cast) -> None:
    months.credit(cast)
    month = months.this_month()
    months.visit(cast)
    third = months.next_month(months.next_month(month))
    with months.on_day(1, third):
        made = run_statements(by=cast.bambang, month=third)
        assert [step.month for step in made] == [month, months.next_month(month), third]
        assert run_statements(by=cast.bambang, month=third) == []
        states = [figures_of(one).state for one in Statement.objects.order_by("month")]
    assert states == [StatementState.READY, StatementState.EMPTY, StatementState.EMPTY]


class Killed(Exception):
    """The program ended here."""


def killed_at(number: int) -> Callable[..., Any]:
    """The program ends before it sends its so many-th statement to the database."""
    seen = 0

    def wrapper(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal seen
        seen += 1
        if seen == number:
            raise Killed
        return execute(sql, params, many, context)

    return wrapper


@pytest.mark.usefixtures("committed_db")
def test_killed_at_every_step_and_run_again_there_is_one_statement(cast: Cast) -> None:
    months.credit(cast)
    month = months.this_month()
    for _ in range(3):
        months.visit(cast)
    with months.on_day(1, month):
        steps = 0
        while True:
            steps += 1
            try:
                with connection.execute_wrapper(killed_at(steps)):
                    run_statements(by=cast.bambang, month=month)
                break
            except Killed:
                assert Statement.objects.count() == 0, f"half of one after step {steps}"
                assert not KeyedResult.objects.filter(verb="draw_statement").exists()
        assert run_statements(by=cast.bambang, month=month) == []
    assert steps > 10
    assert (Statement.objects.count(), StatementLine.objects.count()) == (1, 3)
    assert check_book() == []


def test_the_command_tells_each_clinic_and_exits_by_it(cast: Cast) -> None:
    months.credit(cast)
    month = months.this_month()
    months.visit(cast)
    told = StringIO()
    with pytest.raises(CommandError):
        call_command("statements", f"{month:%Y-%m}", stdout=told)
    assert "SHT" in told.getvalue()
    with pytest.raises(CommandError, match="2026-10"):
        call_command("statements", "Oktober")
    with months.on_day(1, month):
        told = StringIO()
        call_command("statements", f"{month:%Y-%m}", stdout=told)
        assert told.getvalue().split() == [f"SHT-{month:%Y-%m}"]
        call_command("statements", f"{month:%Y-%m}", stdout=told)
        assert "Nothing to draw up." in told.getvalue()
    assert JournalEntry.objects.filter(kind__startswith="clinic").count() == 0


def test_a_sample_is_drawn_again_from_its_seed_and_looks_at_nobody_twice(cast: Cast) -> None:
    months.credit(cast, 300)
    month = months.this_month()
    visits = [months.visit(cast, 500 + number) for number in range(21)]
    with months.on_day(1, month):
        statement = months.draw(cast, month)
    sampled = set(statement.lines.filter(sampled=True).values_list("visit_id", flat=True))
    assert sampled == drawn(visits, statement.sample_seed)
    assert len(sampled) == 1, "one patient, so one visit, of three that a tenth would be"
    assert [size_of(count) for count in (0, 1, 10, 11, 23)] == [0, 1, 1, 2, 3]
    assert drawn([], statement.sample_seed) == set()
