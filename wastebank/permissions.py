"""Who may do what. A permission names the roles that have it; commands and pages ask it alike."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from wastebank.models import Device, Place, Role, User
from wastebank.refusals import AccountDisabled, MayNot, SignInNeeded, TokenScope


def visible_places(by: User) -> QuerySet[Place]:
    """The waste bank places this person may see."""
    places = Place.objects.exclude(kind=Place.Kind.CLINIC)
    if by.place is None:
        return places
    return places.filter(Q(pk=by.place_id) | Q(parent_id=by.place_id))


@dataclass(frozen=True)
class Permission:
    """Something people do, the roles that may, and the least scope of a token that does it.

    Without a scope, only the person does it, signed in.
    """

    name: str
    roles: frozenset[Role]
    scope: Device.Scope | None = None


def permission(name: str, *roles: Role, scope: Device.Scope | None = None) -> Permission:
    return Permission(name, frozenset(roles), scope)


READ, DESK, PRICES = Device.Scope.READ, Device.Scope.DESK, Device.Scope.OFFICE
SCOPES: list[str] = Device.Scope.values  # from little to more: each has those before it

OFFICE = (Role.TREASURER, Role.MANAGER, Role.ADMIN)
RECORD_DEPOSIT = permission("record_deposit", Role.OPERATOR, Role.MANAGER, scope=DESK)
VOID_DEPOSIT = permission("void_deposit", Role.OPERATOR, Role.TREASURER, Role.MANAGER, scope=DESK)
# The same people as void: a void of what was spent is a correction.
CORRECT_DEPOSIT = permission(
    "correct_deposit", Role.OPERATOR, Role.TREASURER, Role.MANAGER, scope=DESK
)
SEE_RECEIVABLES = permission("see_receivables", *OFFICE, Role.AUDITOR, scope=READ)
WRITE_OFF = permission("write_off", Role.TREASURER, Role.MANAGER)
VOID_ANY_DAY = permission("void_any_day", Role.TREASURER, Role.MANAGER, scope=DESK)
CLOSE_DAY = permission("close_day", Role.OPERATOR, Role.TREASURER, Role.MANAGER, scope=DESK)
# What a counter could not send for more than a month.
RECORD_LATE = permission("record_late", Role.MANAGER, scope=DESK)
REVIEW_DEPOSIT = permission("review_deposit", Role.TREASURER, Role.MANAGER, scope=DESK)
USE_DEVICE = permission("use_device", Role.OPERATOR, Role.MANAGER)
ENROL_MEMBER = permission("enrol_member", Role.OPERATOR, Role.MANAGER, scope=DESK)
# Whole lists, with what the old book owed: who answers for the bank.
IMPORT_MEMBERS = permission("import_members", Role.MANAGER, scope=PRICES)
HANDLE_CARDS = permission("handle_cards", Role.OPERATOR, Role.MANAGER, scope=DESK)
LOOK_UP_CARD = permission(
    "look_up_card",
    *(Role.OPERATOR, Role.CLERK, Role.LEAD, *OFFICE, Role.AUDITOR),
    scope=READ,
)
SEE_MEMBERS = permission("see_members", Role.OPERATOR, *OFFICE, Role.AUDITOR, scope=READ)


# Telephones and addresses of many at once: who calls on members, nobody else.
SEE_CONTACTS = permission("see_contacts", Role.OPERATOR, Role.MANAGER)
SEE_DEPOSITS = permission("see_deposits", Role.OPERATOR, *OFFICE, Role.AUDITOR, scope=READ)
SEE_PRICES = permission(
    "see_prices", Role.OPERATOR, Role.CLERK, Role.LEAD, *OFFICE, Role.AUDITOR, scope=READ
)
# Each record that is sent asks for its own permission, too.
SEND_RECORDS = permission(
    "send_records", Role.OPERATOR, Role.CLERK, Role.LEAD, *OFFICE, Role.AUDITOR, scope=DESK
)
SEE_OFFICE = permission("see_office", *OFFICE, Role.AUDITOR, scope=READ)
SEE_BOOK = permission("see_book", Role.TREASURER, Role.MANAGER, Role.AUDITOR, Role.ADMIN)
SEE_LOG = permission("see_log", Role.MANAGER, Role.AUDITOR, Role.ADMIN)
# The age of the backups; and their key, which is shown once to whoever prints it.
SEE_BACKUPS = permission("see_backups", *OFFICE, Role.AUDITOR)
KEEP_BACKUP_KEY = permission("keep_backup_key", Role.MANAGER, Role.ADMIN)
SET_PRICES = permission("set_prices", Role.MANAGER, Role.TREASURER, scope=PRICES)
# What lies in boxes and at banks; who handles it; and who counts a box without seeing what the book
# expects.
SEE_CASH = permission("see_cash", Role.TREASURER, Role.MANAGER, Role.AUDITOR, scope=READ)
HANDLE_CASH = permission("handle_cash", Role.TREASURER, Role.MANAGER, scope=PRICES)
COUNT_CASH = permission("count_cash", Role.OPERATOR, Role.TREASURER, Role.MANAGER, scope=DESK)
# A lead looks after the staff of the own clinic, the others after the bank's: staff/access.
MANAGE_STAFF = permission("manage_staff", Role.ADMIN, Role.MANAGER, Role.LEAD)
LINK_STAFF = permission("link_staff", Role.ADMIN, Role.MANAGER)
LOOK_AT_RECORDS = permission("look_at_records", Role.ADMIN)
CHANGE_OWN_PASSWORD = permission("change_own_password", *Role)
MAKE_OWN_TOKENS = permission("make_own_tokens", *Role)
SEE_OWN_TOKENS = permission("see_own_tokens", *Role, scope=READ)
END_OWN_TOKENS = permission("end_own_tokens", *Role)
# The bank's own name, telephone, address and time zone.
MANAGE_BANK = permission("manage_bank", Role.ADMIN, Role.MANAGER, scope=PRICES)
MANAGE_PLACES = permission("manage_places", Role.ADMIN, Role.MANAGER, scope=PRICES)
# A name, and nothing that lets somebody in: a token may, too.
CORRECT_STAFF = permission("correct_staff", Role.ADMIN, Role.MANAGER, Role.LEAD, scope=PRICES)

# What two people do. Each kind of act says besides who may agree to it, and who may know of it.
SEE_APPROVALS = permission(
    "see_approvals", Role.OPERATOR, Role.LEAD, *OFFICE, Role.AUDITOR, scope=READ
)
AGREE_APPROVALS = permission("agree_approvals", *OFFICE, scope=PRICES)
WITHDRAW_APPROVALS = permission("withdraw_approvals", Role.OPERATOR, Role.LEAD, *OFFICE, scope=DESK)
AGREE_OPENINGS = permission("agree_openings", *OFFICE, scope=PRICES)
SET_LIMITS = permission("set_limits", *OFFICE, scope=PRICES)


def roles_of(by: User) -> frozenset[str]:
    """What somebody is here for: one role, save a bank's first person, who has two until somebody
    else takes one of them over."""
    return frozenset((by.role, Role.ADMIN) if by.also_admin else (by.role,))


def is_admin(by: User) -> bool:
    return Role.ADMIN in roles_of(by)


def may(by: User | AnonymousUser, what: Permission) -> bool:
    if not isinstance(by, User) or not by.is_active:
        return False
    return bool(roles_of(by) & what.roles) and in_scope(by, what)


def in_scope(by: User, what: Permission) -> bool:
    """Whether the token by which somebody asks allows this; whoever is signed in needs none."""
    if by.token_scope is None:
        return True
    return what.scope is not None and SCOPES.index(what.scope) <= SCOPES.index(by.token_scope)


def require(by: User | AnonymousUser, what: Permission) -> User:
    """The user, if the role may do this; else a refusal."""
    if not isinstance(by, User):
        raise SignInNeeded
    if not by.is_active:
        raise AccountDisabled
    if not roles_of(by) & what.roles:
        raise MayNot
    if not in_scope(by, what):
        raise TokenScope
    return by


def place_of(by: User) -> Place:
    """Where this person stands; an administrator without a place stands nowhere."""
    if by.place is None:
        raise MayNot
    return by.place
