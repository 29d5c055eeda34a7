"""When something was weighed: what a counter may claim, and what stays beside it."""

from datetime import datetime, timedelta

import pytest
from django.utils import translation

from ledger import clock
from ledger.models import JournalEntry
from tests.cast import Cast
from tests.wastebank.deposits.test_record import DAY, bring
from wastebank.deposits.record import MAX_AGE_DAYS
from wastebank.refusals import TimeInFuture, TimeMalformed, TimeTooOld
from wastebank.values.calendar import local_day


def test_yesterdays_weighing_is_recorded_today_at_yesterdays_price_and_marked(cast: Cast) -> None:
    yesterday = clock.now() - DAY
    made = bring(cast, weighed_at=yesterday)
    assert (made.weighed_at, made.review_flags) == (yesterday, "late")
    assert made.recorded_at > yesterday
    assert bring(cast).review_flags == ""


@pytest.mark.parametrize(
    ("days", "refusal"), [(45, None), (365, None), (367, TimeTooOld), (10_000, TimeTooOld)]
)
def test_a_manager_records_what_is_older_with_both_dates(
    cast: Cast, days: int, refusal: type[Exception] | None
) -> None:
    weighed_at = clock.now() - timedelta(days=days)
    if refusal:
        with pytest.raises(refusal):
            bring(cast, by=cast.maya, weighed_at=weighed_at)
        return
    made = bring(cast, by=cast.maya, weighed_at=weighed_at)
    assert (made.weighed_at, made.review_flags) == (weighed_at, "late")
    assert made.book_day == local_day(clock.now())


@pytest.mark.parametrize(
    ("off", "refusal"),
    [
        (timedelta(minutes=9), None),
        (timedelta(minutes=11), TimeInFuture),
        (-timedelta(days=MAX_AGE_DAYS - 1), None),
        (-timedelta(days=MAX_AGE_DAYS, minutes=1), TimeTooOld),
        (timedelta(days=-10_000), TimeTooOld),
        (timedelta(days=10_000), TimeInFuture),
    ],
    ids=str,
)
def test_a_counter_may_claim_times_within_limits(
    cast: Cast, off: timedelta, refusal: type[Exception] | None
) -> None:
    weighed_at = clock.now() + off
    if refusal is None:
        assert bring(cast, weighed_at=weighed_at).weighed_at == weighed_at
    else:
        with pytest.raises(refusal):
            bring(cast, weighed_at=weighed_at)
        assert not JournalEntry.objects.exists()


def test_nobody_is_told_that_a_manager_may_where_none_may(cast: Cast) -> None:
    beyond, late = clock.now() - timedelta(days=367), clock.now() - timedelta(days=32)
    for by, weighed_at, code, said in (
        (cast.sari, late, "time_too_old", "31 days ago. Check the date; a manager may"),
        (cast.sari, beyond, "time_beyond_all", "366 days ago, and nobody may record it."),
        (cast.maya, beyond, "time_beyond_all", "366 days ago, and nobody may record it."),
    ):
        with pytest.raises(TimeTooOld) as refused:
            bring(cast, by=by, weighed_at=weighed_at)
        with translation.override("en"):
            assert said in str(refused.value), (by, weighed_at)
        assert refused.value.code == code


def test_a_time_without_its_offset_is_refused(cast: Cast) -> None:
    with pytest.raises(TimeMalformed):
        bring(cast, weighed_at=datetime(2026, 1, 31, 9, 0))  # noqa: DTZ001 -- the point
