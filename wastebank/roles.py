"""Who may do what. An act names the roles that may; verbs and pages ask the same table."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from wastebank.models import Place, Role, User
from wastebank.refusals import AccountDisabled, MayNot, SignInNeeded


@dataclass(frozen=True)
class Act:
    """Something people do, and the roles that may."""

    name: str
    roles: frozenset[Role]


def act(name: str, *roles: Role) -> Act:
    return Act(name, frozenset(roles))


OFFICE = (Role.TREASURER, Role.MANAGER, Role.ADMIN)

RECORD_DEPOSIT = act("record_deposit", Role.OPERATOR, Role.MANAGER)
VOID_DEPOSIT = act("void_deposit", Role.OPERATOR, Role.TREASURER, Role.MANAGER)
VOID_ANY_DAY = act("void_any_day", Role.TREASURER, Role.MANAGER)
CLOSE_DAY = act("close_day", Role.OPERATOR, Role.TREASURER, Role.MANAGER)
REVIEW_DEPOSIT = act("review_deposit", Role.TREASURER, Role.MANAGER)
USE_DEVICE = act("use_device", Role.OPERATOR, Role.MANAGER)
ENROL_MEMBER = act("enrol_member", Role.OPERATOR, Role.MANAGER)
HANDLE_CARDS = act("handle_cards", Role.OPERATOR, Role.MANAGER)
LOOK_UP_CARD = act("look_up_card", Role.OPERATOR, Role.CLERK, Role.LEAD, *OFFICE, Role.AUDITOR)
SEE_MEMBERS = act("see_members", Role.OPERATOR, *OFFICE, Role.AUDITOR)
# Telephones and addresses of many at once: who calls on members, nobody else.
SEE_CONTACTS = act("see_contacts", Role.OPERATOR, Role.MANAGER)
SEE_DEPOSITS = act("see_deposits", Role.OPERATOR, *OFFICE, Role.AUDITOR)
SEE_OFFICE = act("see_office", *OFFICE, Role.AUDITOR)
SEE_BOOK = act("see_book", Role.TREASURER, Role.MANAGER, Role.AUDITOR, Role.ADMIN)
SEE_LOG = act("see_log", Role.MANAGER, Role.AUDITOR, Role.ADMIN)
SET_PRICES = act("set_prices", Role.MANAGER, Role.TREASURER)
MANAGE_STAFF = act("manage_staff", Role.ADMIN, Role.MANAGER)
LOOK_AT_RECORDS = act("look_at_records", Role.ADMIN)
MANAGE_PLACES = act("manage_places", Role.ADMIN, Role.MANAGER)


def may(by: User | AnonymousUser, what: Act) -> bool:
    return isinstance(by, User) and by.is_active and by.role in what.roles


def require(by: User | AnonymousUser, what: Act) -> User:
    """The user, if the role may do this; else a refusal."""
    if not isinstance(by, User):
        raise SignInNeeded
    if not by.is_active:
        raise AccountDisabled
    if by.role not in what.roles:
        raise MayNot
    return by


def place_of(by: User) -> Place:
    """Where this person stands; an administrator without a place stands nowhere."""
    if by.place is None:
        raise MayNot
    return by.place
