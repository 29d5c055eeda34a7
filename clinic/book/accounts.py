"""The clinic's account in the book."""

from clinic.models import Clinic
from ledger.models import Kind, Unit
from ledger.posting import AccountSpec


def payable(clinic: Clinic) -> AccountSpec:
    """What the bank owes a clinic for care that was paid with credit."""
    return AccountSpec(f"clinic:{clinic.place.code}", Unit.IDR, Kind.LIABILITY, guarded=True)
