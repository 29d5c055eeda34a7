"""Who looks after whose account: the office after the bank's, a clinic's lead after the clinic's.

What is done at a clinic tells of health. So nobody of the bank makes a clinic's account, lets
anybody into one, or gives somebody the rights of one.
"""

from django.db.models import Q, QuerySet

from wastebank.models import Place, Role, User
from wastebank.permissions import MANAGE_STAFF, Permission, is_admin, place_of, require
from wastebank.refusals import FieldMalformed, MayNot, PlaceUnknown
from wastebank.staff.refusals import ClinicAccount, StaffUnknown

CLINIC_ROLES = (Role.CLERK, Role.LEAD)


def is_shell(by: User) -> bool:
    """Whoever holds the shell of the machine, and so the database: no account of anybody."""
    return by.pk is None


def visible_staff(by: User) -> QuerySet[User]:
    """The staff this person sees; administrators only see each other."""
    everybody = User.objects.select_related("place").order_by("place__code", "username")
    if is_admin(by):
        return everybody
    mine = Q(place=by.place) | Q(place__parent=by.place)
    return everybody.filter(mine).exclude(Q(role=Role.ADMIN) | Q(also_admin=True))


def looks_after(by: User, user: User) -> bool:
    """Whether `by` may let this person in, keep them out and say what they are here for."""
    if is_shell(by):
        return True
    if user.role in CLINIC_ROLES:
        return by.role == Role.LEAD and by.place_id == user.place_id
    return by.role in (Role.ADMIN, Role.MANAGER)


def find_staff(*, by: User, username: str, to: Permission = MANAGE_STAFF) -> User:
    """Somebody this person sees, and may do this for."""
    require(by, to)
    found = visible_staff(by).filter(username=username).first()
    if found is None:
        raise StaffUnknown(username=username)
    return found


def find_looked_after(*, by: User, username: str) -> User:
    """Somebody whose account this person looks after."""
    found = find_staff(by=by, username=username)
    if not looks_after(by, found):
        raise ClinicAccount
    return found


def roles_given_by(by: User) -> list[Role]:
    """The roles this person may give to somebody."""
    if by.role == Role.LEAD:
        return list(CLINIC_ROLES)
    if is_admin(by):
        return [role for role in Role if role != Role.CLERK]
    return [role for role in Role if role not in (*CLINIC_ROLES, Role.ADMIN)]


def places_filled_by(by: User) -> QuerySet[Place]:
    """The places in which this person may let somebody work."""
    open_places = Place.objects.filter(active=True).order_by("kind", "ordered_by")
    if by.role == Role.LEAD:
        return open_places.filter(pk=place_of(by).pk)
    if is_admin(by):
        manned = User.objects.filter(place__kind=Place.Kind.CLINIC).values("place")
        return open_places.exclude(pk__in=manned)
    mine = open_places.filter(Q(pk=place_of(by).pk) | Q(parent=place_of(by)))
    return mine.exclude(kind=Place.Kind.CLINIC)


def place_for_role(by: User, role: str, code: str) -> Place | None:
    """The place for a role, among those `by` may fill; inside a command's transaction."""
    Place.objects.select_for_update(no_key=True).filter(code=code).first()
    return fitting_place(by, role, code)


def fitting_place(by: User, role: str, code: str) -> Place | None:
    """The same, for who only looks; refuses where there is none."""
    if role == Role.ADMIN:
        if not is_admin(by):
            raise MayNot
        if code:
            raise FieldMalformed(field="place")
        return None
    place = Place.objects.filter(code=code).first()
    if place is None or (by.place is not None and not by.place.covers(place)):
        raise PlaceUnknown(place=code)
    if (place.kind == Place.Kind.CLINIC) != (role in CLINIC_ROLES):
        raise FieldMalformed(field="place")
    if role in CLINIC_ROLES and not gives_clinic_roles(by, role, place):
        raise ClinicAccount
    return place


def gives_clinic_roles(by: User, role: str, clinic: Place) -> bool:
    """A clinic's lead does. The first lead of a clinic where nobody ever worked, and where there is
    nothing to be read, comes from an administrator."""
    if is_shell(by):
        return True
    if by.role == Role.LEAD:
        return by.place_id == clinic.pk
    is_first = not User.objects.filter(place=clinic).exists()
    return is_admin(by) and role == Role.LEAD and is_first
