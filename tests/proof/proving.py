"""How much is proved in a run: the suite's share, or all of it by `make prove`."""

import os

from tests.engines import engine_name

PROVING = os.environ.get("HYPOTHESIS_PROFILE") == "prove"
SUITE_STEPS = {"sqlite": 5_000, "postgres": 2_000}


def book_steps() -> int:
    """Steps of the state machine. On PostgreSQL one costs four times as much as on SQLite."""
    return int(os.environ.get("BOOK_STEPS", SUITE_STEPS[engine_name()]))
