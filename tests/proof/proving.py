"""How much is proved in a run: the suite's share, or all of it by `make prove`."""

import os

PROVING = os.environ.get("HYPOTHESIS_PROFILE") == "prove"
SUITE_STEPS = 2_000


def book_steps() -> int:
    """Steps of the state machine, on either engine."""
    return int(os.environ.get("BOOK_STEPS", SUITE_STEPS))
