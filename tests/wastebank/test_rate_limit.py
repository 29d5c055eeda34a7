"""Tries count whoever's clock is a little behind; a clock that was wrong shuts nobody out."""

from datetime import timedelta

import pytest

from ledger import clock
from wastebank.rate_limit import count_up

pytestmark = pytest.mark.django_db
NOW = clock.now()


def one_more(seconds_later: int = 0) -> bool:
    with clock.at(NOW + timedelta(seconds=seconds_later)):
        return count_up(what="test", who="somebody", most=2, minutes=15)


def test_a_try_that_was_overtaken_counts_with_the_others() -> None:
    assert [one_more(1), one_more(0), one_more(1), one_more(-30)] == [True, True, False, False]


def test_a_count_ends_with_its_time() -> None:
    assert [one_more(), one_more(), one_more(899), one_more(901)] == [True, True, False, True]


def test_a_count_from_a_clock_far_ahead_begins_anew() -> None:
    assert [one_more(86_400), one_more(86_400), one_more(86_400)] == [True, True, False]
    assert one_more()
