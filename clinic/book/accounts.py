"""The clinic's account in the book."""

from clinic.models import Clinic
from ledger.models import AccountKind, AccountUnit
from ledger.posting import AccountSpec


def payable(clinic: Clinic) -> AccountSpec:
    """What the bank owes a clinic for care that was paid with credit."""
    return AccountSpec(
        f"clinic:{clinic.place.code}", AccountUnit.IDR, AccountKind.LIABILITY, guarded=True
    )
