"""The clinic's accounts in the book."""

from clinic.models import Clinic
from ledger.models import AccountKind, AccountUnit
from ledger.posting import AccountSpec


def payable(clinic: Clinic) -> AccountSpec:
    """What the bank owes a clinic for care that was paid with credit."""
    return AccountSpec(
        f"clinic:{clinic.place.code}", AccountUnit.IDR, AccountKind.LIABILITY, guarded=True
    )


def owes(clinic: Clinic) -> AccountSpec:
    """What a clinic owes the bank: care that was taken back after it had been paid for. What the
    bank owes is the payable less this, and may be less than nothing."""
    return AccountSpec(
        f"clinic_owes:{clinic.place.code}", AccountUnit.IDR, AccountKind.ASSET, guarded=True
    )
