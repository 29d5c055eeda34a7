"""The clock: one place asks for the time, and a demo may say what time it is."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from ledger import clock

pytestmark = pytest.mark.once
THEN = datetime(2026, 1, 31, 9, 0, tzinfo=timezone(timedelta(hours=7)))


def test_the_time_is_utc() -> None:
    assert clock.now().tzinfo is UTC


def test_another_instant_inside_and_the_present_one_after() -> None:
    with clock.at(THEN):
        assert clock.now() == THEN
        assert clock.now().tzinfo is UTC
        with clock.at(THEN + timedelta(hours=1)):
            assert clock.now() == THEN + timedelta(hours=1)
        assert clock.now() == THEN
    assert clock.now() > THEN + timedelta(days=1)


def test_the_clock_goes_on_after_a_command_that_failed() -> None:
    with pytest.raises(ValueError, match="no"), clock.at(THEN):
        raise ValueError("no")
    assert clock.now() != THEN
