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
# Statements: drawn up, cut, proposed and paid by whoever keeps the money; the second person who
# approves is another of them. What is said to a cut, the clinic's lead says.
SEE_STATEMENTS = permission("see_statements", *OFFICE, Role.AUDITOR, scope=READ)
SETTLE = permission("settle", Role.TREASURER, Role.MANAGER, scope=PRICES)
APPROVE_STATEMENTS = permission("approve_statements", Role.TREASURER, Role.MANAGER, scope=PRICES)
PAY_CLINICS = permission("pay_clinics", Role.TREASURER, Role.MANAGER, scope=PRICES)
SEE_OWN_STATEMENTS = permission("see_own_statements", Role.LEAD, scope=READ)
REPLY_TO_STATEMENTS = permission("reply_to_statements", Role.LEAD, scope=DESK)
# The services of the visits that were drawn; no names, no numbers of members.
REVIEW_VISITS = permission("review_visits", Role.REVIEWER)


def clinic_of(by: User) -> Clinic:
    """The clinic where this person stands."""
    clinic = Clinic.objects.select_related("place").filter(place=by.place).first()
    if clinic is None:
        raise MayNot
    return clinic
