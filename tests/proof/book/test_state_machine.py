"""T1: the book keeps its invariants, whatever is done to it in whatever order."""

from collections.abc import Callable
from typing import ClassVar

import hypothesis
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.engines import engine_name
from tests.proof.book.machine import BookMachine
from tests.proof.prepared import Prepared
from tests.proof.proving import PROVING, book_steps

SHARES = 4  # so that two workers have something to do until the end
EXAMPLE_STEPS = 50
# Some steps are two, and some keys are replayed at the end; the shortest example is tried first.
EXAMPLE_STEPS_SURE = 60


def audit_every() -> int:
    """Steps between audits. Each step is compared with the model; an audit costs more: 5 ms on
    SQLite, 30 ms on PostgreSQL. A proof on SQLite affords one after every step."""
    if engine_name() == "postgres":
        return 20
    return 1 if PROVING else 10


def machine_for(prepared_programme: Prepared, share: int) -> type[BookMachine]:
    class Machine(BookMachine):
        PREPARED: ClassVar[Prepared] = prepared_programme
        AUDIT_EVERY: ClassVar[int] = audit_every()

    if not PROVING:
        hypothesis.seed(share)(Machine)  # the suite repeats itself; a proof looks elsewhere
    return Machine


@pytest.mark.prove
@pytest.mark.parametrize("share", range(SHARES))
def test_the_book_keeps_its_invariants(
    share: int, prepared_programme: Prepared, figure: Callable[[str, int], None]
) -> None:
    wanted = book_steps() // SHARES
    machine = machine_for(prepared_programme, share)
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=wanted // EXAMPLE_STEPS_SURE + 1,
            stateful_step_count=EXAMPLE_STEPS,
            deadline=None,
            derandomize=False,
            database=None,
            phases=[Phase.generate, Phase.shrink] if PROVING else [Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
    taken = machine.STEPS_DONE
    assert taken >= wanted, "fewer steps were taken than were promised"
    figure("T1: steps of the state machine, no invariant broken", taken)
