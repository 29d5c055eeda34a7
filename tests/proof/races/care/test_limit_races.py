"""Two visits at once where a limit leaves one: one is recorded, the other is told why.

All visits of a wallet wait for its lock before the limits are read; without it both would pass.
"""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest

from clinic.charges import prepare
from clinic.charges import redeem as redeeming
from clinic.charges.authorisations import authorise
from clinic.charges.prepare import Charge, ServiceAsked, price_lines, settle
from clinic.charges.redeem import redeem
from clinic.limits.check import require_within_limits
from clinic.limits.refusals import CareCountReached
from clinic.limits.setting import set_care_limit
from clinic.models import Authorisation, Redemption
from ledger import clock
from ledger.audit import check_book
from ledger.db.values import on_postgres
from ledger.posting import lock_accounts
from tests.cast import SITI_PIN, Cast
from tests.proof.prepared import Prepared
from tests.proof.proving import PROVING
from tests.proof.races.racing import both_wait, race
from wastebank.values.calendar import local_day

ROUNDS = 20 if PROVING else 3
CONSULTATION = [ServiceAsked("konsultasi")]


def limit_to(cast: Cast, most: int) -> None:
    set_care_limit(
        key=uuid.uuid4(),
        by=cast.maya,
        place="BSI",
        service="konsultasi",
        whose="household",
        period="year",
        measure="count",
        most=most,
        valid_from=local_day(clock.now()),
    )


def come(cast: Cast, verb: Callable[..., Any]) -> object:
    return verb(
        key=uuid.uuid4(),
        by=cast.dewi,
        card=cast.siti_card.code,
        pin=SITI_PIN,
        lines=CONSULTATION,
    )


def test_one_of_many_has_what_is_left(prepared_programme: Prepared) -> None:
    with prepared_programme.fresh() as cast:
        cast.deposit(("pet", 1_000_000))
        for had in range(ROUNDS):
            limit_to(cast, had + 1)
            answers = race([partial(come, cast, verb) for verb in (redeem, authorise) * 3])
            assert sum(isinstance(one, Redemption | Authorisation) for one in answers) == 1
            others = [one for one in answers if not isinstance(one, Redemption | Authorisation)]
            assert [type(one) for one in others] == [CareCountReached] * 5
        assert check_book() == []


@contextmanager
def reading_before_the_lock(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Both ask for what was had, and only then is anything locked."""
    meet = both_wait()

    def lock_late(specs: Any) -> Any:
        meet()
        return lock_accounts(specs)

    def ask_first(charge: Charge, *others: Any) -> Any:
        began = clock.now()
        priced = price_lines(charge.lines, charge.clinic, began=began)
        require_within_limits(card=charge.card, clinic=charge.clinic, lines=priced, began=began)
        return settle(charge, *others)

    with monkeypatch.context() as patch:
        patch.setattr(redeeming, "settle", ask_first)
        patch.setattr(prepare, "lock_accounts", lock_late)
        patch.setattr(prepare, "require_within_limits", lambda **_said: None)
        yield


def test_without_the_lock_both_would_have_it(
    prepared_programme: Prepared, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite lets one writer in at a time, so this can be shown on PostgreSQL only."""
    if not on_postgres():
        pytest.skip("one writer at a time")
    with prepared_programme.fresh() as cast:
        cast.deposit(("pet", 1_000_000))
        limit_to(cast, 1)
        with reading_before_the_lock(monkeypatch):
            answers = race([partial(come, cast, redeem)] * 2)
        assert [type(one) for one in answers] == [Redemption] * 2
