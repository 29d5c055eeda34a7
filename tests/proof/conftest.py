"""What the proofs share."""

import argon2
import pytest

import wastebank.secrets


@pytest.fixture
def cheap_pins(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2id at its lowest cost: the proofs check thousands of PINs, and none of its strength."""
    cheap = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(wastebank.secrets, "HASHER", cheap)
