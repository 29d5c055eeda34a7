"""Who may do what at the clinic, and which clinic a person stands in."""

from clinic.models import Clinic
from wastebank.models import Role, User
from wastebank.permissions import DESK, OFFICE, PRICES, READ, permission
from wastebank.refusals import MayNot

REDEEM = permission("redeem", Role.CLERK, Role.LEAD, scope=DESK)
SEE_VISITS = permission("see_visits", Role.CLERK, Role.LEAD, scope=READ)
CANCEL_LATER = permission("cancel_later", Role.LEAD, scope=DESK)
SET_TARIFFS = permission("set_tariffs", Role.LEAD, Role.MANAGER, scope=PRICES)

SET_CARE_LIMITS = permission("set_care_limits", Role.LEAD, Role.MANAGER, scope=PRICES)
# Proposed by one of them, agreed to by another.
SET_PAYEE = permission("set_payee", *OFFICE, scope=PRICES)


def clinic_of(by: User) -> Clinic:
    """The clinic where this person stands."""
    clinic = Clinic.objects.select_related("place").filter(place=by.place).first()
    if clinic is None:
        raise MayNot
    return clinic
