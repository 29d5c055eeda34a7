"""What the proofs share."""

from collections.abc import Iterator

import argon2
import pytest

import wastebank.secrets
from tests.conftest import Blocker
from tests.proof.grounds import Grounds, laid_out


@pytest.fixture
def cheap_pins(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2id at its lowest cost: the proofs check thousands of PINs, and none of its strength."""
    cheapen(monkeypatch)


def cheapen(patch: pytest.MonkeyPatch) -> None:
    cheap = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    patch.setattr(wastebank.secrets, "HASHER", cheap)


@pytest.fixture(scope="session")
def laid_out_once(django_db_setup: None, django_db_blocker: Blocker) -> Iterator[Grounds]:
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        cheapen(patch)
        with laid_out() as grounds:
            yield grounds


@pytest.fixture
def grounds(
    laid_out_once: Grounds, django_db_blocker: Blocker, cheap_pins: None
) -> Iterator[Grounds]:
    """The cast on copies of one database, with PINs that are quick to check."""
    with django_db_blocker.unblock():
        yield laid_out_once
