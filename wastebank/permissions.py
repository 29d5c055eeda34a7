"""Who may do what. A permission names the roles that have it; commands and pages ask it alike."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from wastebank.models import Place, Role, User
from wastebank.refusals import AccountDisabled, MayNot, SignInNeeded


def visible_places(by: User) -> QuerySet[Place]:
    """The waste bank places this person may see."""
    places = Place.objects.exclude(kind=Place.Kind.CLINIC)
    if by.place is None:
        return places
    return places.filter(Q(pk=by.place_id) | Q(parent_id=by.place_id))


@dataclass(frozen=True)
class Permission:
    """Something people do, and the roles that may."""

    name: str
    roles: frozenset[Role]


def permission(name: str, *roles: Role) -> Permission:
    return Permission(name, frozenset(roles))


OFFICE = (Role.TREASURER, Role.MANAGER, Role.ADMIN)
RECORD_DEPOSIT = permission("record_deposit", Role.OPERATOR, Role.MANAGER)
VOID_DEPOSIT = permission("void_deposit", Role.OPERATOR, Role.TREASURER, Role.MANAGER)
VOID_ANY_DAY = permission("void_any_day", Role.TREASURER, Role.MANAGER)
CLOSE_DAY = permission("close_day", Role.OPERATOR, Role.TREASURER, Role.MANAGER)
# What a counter could not send for more than a month.
RECORD_LATE = permission("record_late", Role.MANAGER)
REVIEW_DEPOSIT = permission("review_deposit", Role.TREASURER, Role.MANAGER)
USE_DEVICE = permission("use_device", Role.OPERATOR, Role.MANAGER)
ENROL_MEMBER = permission("enrol_member", Role.OPERATOR, Role.MANAGER)
HANDLE_CARDS = permission("handle_cards", Role.OPERATOR, Role.MANAGER)
LOOK_UP_CARD = permission(
    "look_up_card", Role.OPERATOR, Role.CLERK, Role.LEAD, *OFFICE, Role.AUDITOR
)
SEE_MEMBERS = permission("see_members", Role.OPERATOR, *OFFICE, Role.AUDITOR)


# Telephones and addresses of many at once: who calls on members, nobody else.
SEE_CONTACTS = permission("see_contacts", Role.OPERATOR, Role.MANAGER)
SEE_DEPOSITS = permission("see_deposits", Role.OPERATOR, *OFFICE, Role.AUDITOR)
SEE_PRICES = permission("see_prices", Role.OPERATOR, Role.CLERK, Role.LEAD, *OFFICE, Role.AUDITOR)
# Each record that is sent asks for its own permission, too.
SEND_RECORDS = permission(
    "send_records", Role.OPERATOR, Role.CLERK, Role.LEAD, *OFFICE, Role.AUDITOR
)
SEE_OFFICE = permission("see_office", *OFFICE, Role.AUDITOR)
SEE_BOOK = permission("see_book", Role.TREASURER, Role.MANAGER, Role.AUDITOR, Role.ADMIN)
SEE_LOG = permission("see_log", Role.MANAGER, Role.AUDITOR, Role.ADMIN)
SET_PRICES = permission("set_prices", Role.MANAGER, Role.TREASURER)
MANAGE_STAFF = permission("manage_staff", Role.ADMIN, Role.MANAGER)
LOOK_AT_RECORDS = permission("look_at_records", Role.ADMIN)
CHANGE_OWN_PASSWORD = permission("change_own_password", *Role)
MANAGE_PLACES = permission("manage_places", Role.ADMIN, Role.MANAGER)


def may(by: User | AnonymousUser, what: Permission) -> bool:
    return isinstance(by, User) and by.is_active and by.role in what.roles


def require(by: User | AnonymousUser, what: Permission) -> User:
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
