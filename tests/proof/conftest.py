"""What the proofs share."""

from collections.abc import Iterator

import pytest

from tests.conftest import Blocker, cheapen_pins
from tests.proof.grounds import Grounds, laid_out


@pytest.fixture(scope="session")
def laid_out_once(django_db_setup: None, django_db_blocker: Blocker) -> Iterator[Grounds]:
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        cheapen_pins(patch)
        with laid_out() as grounds:
            yield grounds


@pytest.fixture
def grounds(
    laid_out_once: Grounds, django_db_blocker: Blocker, cheap_pins: None
) -> Iterator[Grounds]:
    """The cast on copies of one database, with PINs that are quick to check."""
    with django_db_blocker.unblock():
        yield laid_out_once
