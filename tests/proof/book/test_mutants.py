"""T2: the tests would notice. Each mutant must be caught, and by the net it names."""

import contextlib
from collections.abc import Callable, Iterator
from typing import ClassVar

import hypothesis
import pytest
from django.db import DatabaseError
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from ledger.posting import LostLock
from tests.cast import Cast
from tests.engines import engine_name
from tests.proof.book.machine import BookMachine
from tests.proof.book.mutants import MUTANTS, Mutant
from tests.proof.prepared import Prepared, without_checks
from tests.proof.proving import PROVING
from tests.proof.watched import AuditFound, Mismatch

NETS: dict[str, tuple[type[BaseException], ...]] = {
    "program": (LostLock, ValueError, TypeError),
    "database": (DatabaseError,),
    "model": (Mismatch,),
    "audit": (AuditFound,),
}
SEED = 20
QUICK = settings(
    stateful_step_count=40,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    report_multiple_bugs=False,
    print_blob=False,
    suppress_health_check=list(HealthCheck),
)


class Unchecked(Prepared):
    """A programme whose database has its CHECKs switched off."""

    @contextlib.contextmanager
    def fresh(self) -> Iterator[Cast]:
        with super().fresh() as cast, without_checks():
            yield cast


def net_that_catches(prepared_programme: Prepared, *, examples: int = 40) -> str:
    """Run the state machine of T1 in its small form until something notices."""

    class Machine(BookMachine):
        PREPARED: ClassVar[Prepared] = prepared_programme
        AUDIT_EVERY: ClassVar[int] = 4

    hypothesis.seed(SEED)(Machine)
    try:
        run_state_machine_as_test(Machine, settings=settings(QUICK, max_examples=examples))
    except tuple(kind for kinds in NETS.values() for kind in kinds) as caught:
        return next(net for net, kinds in NETS.items() if isinstance(caught, kinds))
    return "none"


# On PostgreSQL the suite tries those that only its own CHECKs and keys catch.
CHOSEN = [
    mutant
    for mutant in MUTANTS
    if PROVING or engine_name() == "sqlite" or mutant.caught_by == "database"
]


@pytest.mark.prove
@pytest.mark.parametrize("mutant", CHOSEN, ids=str)
def test_the_mutant_is_caught(
    mutant: Mutant,
    prepared_programme: Prepared,
    monkeypatch: pytest.MonkeyPatch,
    figure: Callable[[str, int], None],
) -> None:
    mutant.plant(monkeypatch)
    assert net_that_catches(prepared_programme) in mutant.caught_by.split(" or ")
    figure("T2: mutants caught", 1)


@pytest.mark.parametrize("mutant", [m for m in MUTANTS if m.behind], ids=str)
def test_there_is_a_second_net(
    mutant: Mutant, prepared_programme: Prepared, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a CHECK catches the mutant, the comparison behind it would have, too."""
    mutant.plant(monkeypatch)
    assert mutant.behind
    assert net_that_catches(unchecked(prepared_programme)) in mutant.behind.split(" or ")


def unchecked(prepared_programme: Prepared) -> Unchecked:
    return Unchecked(prepared_programme.template, prepared_programme.cast)


def test_the_sound_code_is_not_caught(prepared_programme: Prepared) -> None:
    """The control: without a mutant the same run finds nothing, with or without the CHECKs."""
    assert net_that_catches(prepared_programme, examples=5) == "none"
    assert net_that_catches(unchecked(prepared_programme), examples=2) == "none"
