"""What care a sum buys, as far as the waste bank may know: clinics, prices of a visit, no services.

The clinic's room knows the tariffs and who is waiting there. A room that has clinics declares a
module with `clinics_near` and `held_credit`, so that the waste bank's pages need not know it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ledger import registry
from wastebank.models import Member, Place


@dataclass(frozen=True, slots=True)
class ClinicNear:
    """A clinic of the member's programme. `visit_idr` None: it has no price for a plain visit."""

    place: Place
    visit_idr: int | None
    valid_from: date
    valid_until: date | None  # inclusive
    open_today: bool


@dataclass(frozen=True, slots=True)
class Enough:
    """How many visits a credit pays for at a clinic, and what is missing for the first one."""

    place: Place
    visit_idr: int
    visits: int
    missing_idr: int


@dataclass(frozen=True, slots=True)
class HeldCredit:
    """Credit that waits at a clinic for a visit that is going on."""

    place: Place
    credit_idr: int
    expires_at: datetime


def clinics_near(member: Member, moment: datetime) -> list[ClinicNear]:
    """The clinics of the member's programme, those that take credit on that day first."""
    found = [
        clinic for room in registry.offered("care") for clinic in room.clinics_near(member, moment)
    ]
    return sorted(found, key=lambda clinic: (not clinic.open_today, clinic.place.name))


def held_credit(member: Member) -> list[HeldCredit]:
    """What is held for this member, and where, the oldest first."""
    return [held for room in registry.offered("care") for held in room.held_credit(member)]


def enough_for(credit_idr: int, clinics: Sequence[ClinicNear]) -> Enough | None:
    """What a credit is worth in visits, at the first clinic where that can be said."""
    for clinic in clinics:
        if clinic.open_today and clinic.visit_idr:
            visits = max(credit_idr, 0) // clinic.visit_idr
            missing_idr = 0 if visits else clinic.visit_idr - max(credit_idr, 0)
            return Enough(clinic.place, clinic.visit_idr, visits, missing_idr)
    return None
