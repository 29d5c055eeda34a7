"""A start by a clock that cannot be right: it says so, and goes on when somebody has looked."""

from datetime import UTC, timedelta

import pytest
from django.conf import LazySettings

from ledger import clock
from ledger.db.engine import EngineProblem
from ledger.management.startup import refuse_doubtful_clock
from tests.cast import Cast

BEHIND = [timedelta(minutes=6), timedelta(days=1), timedelta(days=40), timedelta(days=1_000)]
AHEAD = [timedelta(days=367), timedelta(days=4_000)]
FINE = [timedelta(0), timedelta(minutes=-4), timedelta(days=30), timedelta(days=300)]


@pytest.mark.parametrize("past", [*(-behind for behind in BEHIND), *AHEAD], ids=str)
def test_a_doubtful_clock_is_asked_about_once(
    cast: Cast, past: timedelta, settings: LazySettings
) -> None:
    now = clock.now()
    cast.deposit()
    with clock.at(now + past):
        with pytest.raises(EngineProblem) as refused:
            refuse_doubtful_clock()
        seen = now.astimezone(UTC).date()
        assert f"start with WASTEBANK_LAST_ENTRY_SEEN={seen}" in str(refused.value)
        settings.LEDGER_LAST_ENTRY_SEEN = seen
        refuse_doubtful_clock()
        settings.LEDGER_LAST_ENTRY_SEEN = seen - timedelta(days=1)  # it was said of another
        with pytest.raises(EngineProblem):
            refuse_doubtful_clock()


@pytest.mark.parametrize("past", FINE, ids=str)
def test_two_machines_and_a_long_holiday_are_no_doubt(cast: Cast, past: timedelta) -> None:
    now = clock.now()
    cast.deposit()
    with clock.at(now + past):
        refuse_doubtful_clock()


def test_an_empty_book_fits_any_clock(db: None) -> None:
    with clock.at(clock.now() - timedelta(days=9_000)):
        refuse_doubtful_clock()
