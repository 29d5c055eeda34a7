"""What the proofs share."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import pytest

from tests.cast import Cast
from tests.conftest import FIGURE, Blocker, cheapen_pins
from tests.proof.prepared import Grounds, laid_out


@contextmanager
def laid_out_ahead(
    blocker: Blocker, prepare: Callable[[Cast], object] = lambda cast: None
) -> Iterator[Grounds]:
    """Grounds for a whole session: PINs are cheap and the database is open only meanwhile."""
    with ExitStack() as stack:
        with pytest.MonkeyPatch.context() as patch, blocker.unblock():
            cheapen_pins(patch)
            grounds = stack.enter_context(laid_out(prepare))
        yield grounds


@pytest.fixture(scope="session")
def laid_out_once(django_db_setup: None, django_db_blocker: Blocker) -> Iterator[Grounds]:
    with laid_out_ahead(django_db_blocker) as grounds:
        yield grounds


@pytest.fixture
def grounds(
    laid_out_once: Grounds, django_db_blocker: Blocker, cheap_pins: None
) -> Iterator[Grounds]:
    """The cast on copies of one database, with PINs that are quick to check."""
    with django_db_blocker.unblock():
        yield laid_out_once


@pytest.fixture
def figure(record_property: Callable[[str, object], None]) -> Callable[[str, int], None]:
    """Adds to a figure that the run prints at its end, once the test has passed."""

    def add(what: str, count: int) -> None:
        record_property(FIGURE + what, count)

    return add
