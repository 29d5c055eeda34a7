"""A new bank's first person is manager and administrator in one: alone they could not go on else.

It ends by a plain act, as soon as somebody else is in office with one of the two: who has both lays
that one down, and keeps the other.
"""

from uuid import UUID

from ledger import clock
from wastebank import actions
from wastebank.bank.refusals import RoleNotShared
from wastebank.commands import log, record
from wastebank.models import Role, User
from wastebank.permissions import MANAGE_STAFF, require
from wastebank.refusals import ChoiceUnknown
from wastebank.staff.access.endings import end_tokens
from wastebank.staff.accounts import admin_marks
from wastebank.staff.invited import UNUSABLE

BOTH = (Role.MANAGER, Role.ADMIN)


def colleagues(by: User) -> list[User]:
    """Who else is in office as manager or administrator, and has come in."""
    others = User.objects.filter(role__in=BOTH, is_active=True).exclude(pk=by.pk)
    return list(others.exclude(password__startswith=UNUSABLE).order_by("pk"))


def is_alone(by: User) -> bool:
    return not colleagues(by)


def to_lay_down(by: User) -> list[User]:
    """The colleagues who have taken over one of the two roles that this person still has both of;
    nobody if there is nothing to lay down."""
    return colleagues(by) if by.also_admin else []


def lay_down(*, key: UUID, by: User, role: str) -> User:
    """Keep one of two roles: `role` is the one that goes. Somebody else must have it by then."""
    require(by, MANAGE_STAFF)
    if role not in BOTH:
        raise ChoiceUnknown(field="role", value=role[:20])

    def make() -> User:
        user = User.objects.select_for_update(of=("self",)).get(pk=by.pk)
        has_it = any(other.role == role for other in colleagues(user))
        if not user.also_admin or not has_it:
            raise RoleNotShared
        user.also_admin = False
        if role == Role.MANAGER:
            user.role, user.place = Role.ADMIN, None
        for name, value in admin_marks(user.role).items():
            setattr(user, name, value)
        end_tokens(user, clock.now())
        user.save()
        subject = f"staff:{user.username}"[:60]
        log(by=by, action=actions.LAY_DOWN_ROLE, subject=subject, key=key, reason=role)
        return user

    request = {"by": by.username, "role": role}
    return record(User, key=key, verb="lay_down_role", request=request, make=make)
