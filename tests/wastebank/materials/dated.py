"""For prices and tariffs alike: a clock at noon, and a withdrawal that happens once."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest

from ledger import clock
from ledger.refusals import KeyReused, Refusal
from wastebank.values.calendar import day_bounds, local_day


@contextmanager
def at_noon() -> Iterator[datetime]:
    """Noon of a day on which nothing was weighed yet; the clock stands there."""
    moment = day_bounds(local_day(clock.now()))[0] + timedelta(hours=12)
    with clock.at(moment):
        yield moment


def is_once_for_its_key(withdraw: Callable[..., Any], gone_before: type[Refusal]) -> None:
    """The same key gets the same answer; another key, or other words, are refused."""
    key = uuid.uuid4()
    gone = withdraw(key=key)
    again = withdraw(key=key)
    assert (again.pk, again.replayed) == (gone.pk, True)
    with pytest.raises(gone_before):
        withdraw()
    with pytest.raises(KeyReused):
        withdraw(key=key, reason="lain")
