"""Staff: one role at one place each. Nobody changes the own role or closes the own account."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from wastebank import actions
from wastebank.commands import log, make_first, record
from wastebank.members.find import find_member
from wastebank.models import Place, Role, User
from wastebank.permissions import MANAGE_STAFF, require
from wastebank.refusals import FieldMalformed, MayNot, NameTaken, PlaceUnknown
from wastebank.staff.refusals import OwnAccount, PasswordTooWeak, StaffUnknown
from wastebank.text import checked_choice, checked_name

USERNAME = re.compile(r"[a-z][a-z0-9._-]{1,29}", re.ASCII)
CLINIC_ROLES = (Role.CLERK, Role.LEAD)


def add_staff(
    *,
    key: UUID,
    by: User,
    username: str,
    role: str,
    place: str,
    password: str,
    first_name: str = "",
    last_name: str = "",
    any_password: bool = False,
) -> User:
    """A new member of staff, with one role at one place (by code; empty for an administrator).

    `any_password` takes an easy one, too: only a demo wants that.
    """
    require(by, MANAGE_STAFF)
    if not USERNAME.fullmatch(username):
        raise FieldMalformed(field="username")
    fields = {
        "username": username,
        "first_name": checked_name("first_name", first_name, 100, needed=True),
        "last_name": checked_name("last_name", last_name, 100),
        "role": checked_choice("role", role, Role.values),
    }
    if not any_password:
        refuse_weak(password, User(**fields))
    password_hash = make_password(password)  # slow on purpose: done before the transaction begins

    def make() -> User:
        where = place_for_role(by, role, place)
        terms = {**fields, **admin_marks(role)}
        user = make_first(
            User.objects.filter(username=username),
            NameTaken(name=username),
            lambda: User.objects.create(password=password_hash, place=where, **terms),
        )
        log(by=by, action=actions.ADD_STAFF, subject=f"staff:{username}", key=key, place=where)
        return user

    request = {"by": by.username, "place": place, **fields}
    return record(User, key=key, verb="add_staff", request=request, make=make)


def admin_marks(role: str) -> dict[str, bool]:
    """What Django's own admin goes by; only the administrator gets in there."""
    return {"is_staff": role == Role.ADMIN, "is_superuser": role == Role.ADMIN}


def refuse_weak(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as problem:
        raise PasswordTooWeak(problem=" ".join(problem.messages)) from None


def place_for_role(by: User, role: str, code: str) -> Place | None:
    """The place for a role, among those `by` may fill: clinic roles stand in clinics only."""
    if role == Role.ADMIN:
        if by.role != Role.ADMIN:
            raise MayNot
        if code:
            raise FieldMalformed(field="place")
        return None
    place = Place.objects.filter(code=code).first()
    if place is None or (by.place is not None and not by.place.covers(place)):
        raise PlaceUnknown(place=code)
    if (place.kind == Place.Kind.CLINIC) != (role in CLINIC_ROLES):
        raise FieldMalformed(field="place")
    return place


def signed_in_as(typed: str) -> str:
    """The user name somebody meant: a blank or a capital that a telephone put in is forgiven.

    An account whose name has capitals of its own goes first, if it is spelt exactly.
    """
    bare = "".join(unicodedata.normalize("NFKC", typed).split())
    return bare if User.objects.filter(username=bare).exists() else bare.casefold()


def visible_staff(by: User) -> QuerySet[User]:
    """The staff this person looks after; administrators only see each other."""
    everybody = User.objects.select_related("place").order_by("place__code", "username")
    if by.role == Role.ADMIN:
        return everybody
    mine = Q(place=by.place) | Q(place__parent=by.place)
    return everybody.filter(mine).exclude(role=Role.ADMIN)


def find_staff(*, by: User, username: str) -> User:
    require(by, MANAGE_STAFF)
    found = visible_staff(by).filter(username=username).first()
    if found is None:
        raise StaffUnknown(username=username)
    return found


def change_staff(*, key: UUID, by: User, username: str, role: str, place: str) -> User:
    """Another role, another place, or both; from the next page on."""
    checked_choice("role", role, Role.values)

    def change(user: User) -> None:
        if user.username == by.username:
            raise OwnAccount
        user.role, user.place = role, place_for_role(by, role, place)
        for name, value in admin_marks(role).items():
            setattr(user, name, value)

    request = {"role": role, "place": place}
    return _change(key, by, actions.CHANGE_STAFF, username, change, request)


def link_staff(*, key: UUID, by: User, username: str, member: str) -> User:
    """Say which member somebody is, so that a colleague records their household; empty: none."""
    chosen = find_member(number=member, by=by) if member else None

    def change(user: User) -> None:
        if user.username == by.username:
            raise OwnAccount
        user.member = chosen

    request = {"member": chosen.number if chosen else ""}
    return _change(key, by, actions.LINK_STAFF, username, change, request)


def set_staff_active(*, key: UUID, by: User, username: str, active: bool) -> User:
    """Close an account, with its devices and open pages, or open it again."""

    def change(user: User) -> None:
        if user.username == by.username:
            raise OwnAccount
        user.is_active = active

    action = actions.ENABLE_STAFF if active else actions.DISABLE_STAFF
    return _change(key, by, action, username, change, {})


def set_staff_password(
    *, key: UUID, by: User, username: str, password: str, any_password: bool = False
) -> User:
    """A new password for somebody who forgot theirs; open pages of that account end."""
    user = find_staff(by=by, username=username)
    if not any_password:
        refuse_weak(password, user)
    password_hash = make_password(password)

    def change(user: User) -> None:
        user.password = password_hash

    return _change(key, by, actions.SET_STAFF_PASSWORD, username, change, {})


def _change(
    key: UUID,
    by: User,
    action: actions.Action,
    username: str,
    change: Callable[[User], None],
    request: Mapping[str, Any],
) -> User:
    """Change one account under its lock, with log."""
    find_staff(by=by, username=username)

    def make() -> User:
        user = User.objects.select_for_update(of=("self",)).get(username=username)
        change(user)
        user.save()
        log(by=by, action=action, subject=f"staff:{username}"[:60], key=key, place=user.place)
        return user

    full = {"by": by.username, "username": username, **request}
    return record(User, key=key, verb=action.code, request=full, make=make)
