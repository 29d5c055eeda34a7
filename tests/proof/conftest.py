"""What the proofs share."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import pytest

from tests.cast import Cast
from tests.conftest import FIGURE, Blocker, cheapen_pins
from tests.proof.prepared import Prepared, laid_out


@contextmanager
def laid_out_ahead(
    blocker: Blocker, prepare: Callable[[Cast], object] = lambda cast: None
) -> Iterator[Prepared]:
    """A programme for a whole session: PINs are cheap and the database is open only meanwhile."""
    with ExitStack() as stack:
        with pytest.MonkeyPatch.context() as patch, blocker.unblock():
            cheapen_pins(patch)
            prepared_programme = stack.enter_context(laid_out(prepare))
        yield prepared_programme


@pytest.fixture(scope="session")
def laid_out_once(django_db_setup: None, django_db_blocker: Blocker) -> Iterator[Prepared]:
    with laid_out_ahead(django_db_blocker) as prepared_programme:
        yield prepared_programme


@pytest.fixture
def prepared_programme(
    laid_out_once: Prepared, django_db_blocker: Blocker, cheap_pins: None
) -> Iterator[Prepared]:
    """The cast on copies of one database, with PINs that are quick to check."""
    with django_db_blocker.unblock():
        yield laid_out_once


@pytest.fixture
def figure(record_property: Callable[[str, object], None]) -> Callable[[str, int], None]:
    """Adds to a figure that the run prints at its end, once the test has passed."""

    def add(what: str, count: int) -> None:
        record_property(FIGURE + what, count)

    return add
