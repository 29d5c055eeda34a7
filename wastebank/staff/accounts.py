"""Staff: one role at one place each. Nobody changes the own role or closes the own account.

An account begins without a password: its person chooses one by a one-time link (access/links.py).
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password

from ledger import clock
from wastebank import actions
from wastebank.commands import log, make_first, record
from wastebank.members.find import find_member
from wastebank.models import Role, User
from wastebank.permissions import LINK_STAFF, MANAGE_STAFF, require
from wastebank.refusals import FieldMalformed, NameTaken
from wastebank.staff.access.endings import end_access, end_tokens
from wastebank.staff.access.looked_after import find_looked_after, find_staff, place_for_role
from wastebank.staff.refusals import OwnAccount
from wastebank.text import checked_choice, checked_name

USERNAME = re.compile(r"[a-z][a-z0-9._-]{1,29}", re.ASCII)


def add_staff(
    *,
    key: UUID,
    by: User,
    username: str,
    role: str,
    place: str,
    first_name: str = "",
    last_name: str = "",
) -> User:
    """A new member of staff, with one role at one place (by code; empty for an administrator).

    Nobody can sign in as them until they have chosen a password by a one-time link.
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

    request = {"by": by.username, "place": place, **fields}
    return record(
        User,
        key=key,
        verb="add_staff",
        request=request,
        make=lambda: put_staff(key, by, fields, place),
    )


def put_staff(key: UUID, by: User, fields: Mapping[str, str], place: str) -> User:
    """Write an account inside a command's transaction."""
    where = place_for_role(by, fields["role"], place)
    terms = {**fields, **admin_marks(fields["role"])}
    user = make_first(
        User.objects.filter(username=fields["username"]),
        NameTaken(name=fields["username"]),
        lambda: User.objects.create(password=make_password(None), place=where, **terms),
    )
    subject = f"staff:{user.username}"
    log(by=by, action=actions.ADD_STAFF, subject=subject, key=key, place=where)
    return user


def admin_marks(role: str) -> dict[str, bool]:
    """What Django's own admin goes by; only the administrator gets in there."""
    return {"is_staff": role == Role.ADMIN, "is_superuser": role == Role.ADMIN}


def signed_in_as(typed: str) -> str:
    """The user name somebody meant: a blank or a capital that a telephone put in is forgiven.

    An account whose name has capitals of its own goes first, if it is spelt exactly.
    """
    bare = "".join(unicodedata.normalize("NFKC", typed).split())
    return bare if User.objects.filter(username=bare).exists() else bare.casefold()


def change_staff(*, key: UUID, by: User, username: str, role: str, place: str) -> User:
    """Another role, another place, or both; from the next page on.

    Tokens were made for what the person was here for until then: they end.
    """
    checked_choice("role", role, Role.values)

    def change(user: User) -> None:
        if user.username == by.username:
            raise OwnAccount
        user.role, user.place = role, place_for_role(by, role, place)
        user.also_admin = False
        end_tokens(user, clock.now())
        for name, value in admin_marks(role).items():
            setattr(user, name, value)

    request = {"role": role, "place": place}
    return _change(key, by, actions.CHANGE_STAFF, username, change, request)


def link_staff(*, key: UUID, by: User, username: str, member: str) -> User:
    """Say which member somebody is, so that a colleague records their household; empty: none."""
    require(by, LINK_STAFF)
    chosen = find_member(number=member, by=by) if member else None

    def change(user: User) -> None:
        if user.username == by.username:
            raise OwnAccount
        user.member = chosen

    request = {"member": chosen.number if chosen else ""}
    return _change(key, by, actions.LINK_STAFF, username, change, request, find=find_staff)


def set_staff_active(*, key: UUID, by: User, username: str, active: bool) -> User:
    """Close an account, with its tokens and open pages, or open it again, without them."""

    def change(user: User) -> None:
        if user.username == by.username:
            raise OwnAccount
        user.is_active = active
        end_access(user)

    action = actions.ENABLE_STAFF if active else actions.DISABLE_STAFF
    return _change(key, by, action, username, change, {})


def _change(
    key: UUID,
    by: User,
    action: actions.Action,
    username: str,
    change: Callable[[User], None],
    request: Mapping[str, Any],
    *,
    find: Callable[..., User] = find_looked_after,
) -> User:
    """Change one account under its lock, with log."""
    find(by=by, username=username)

    def make() -> User:
        User.objects.select_for_update(of=("self",)).get(username=username)
        user = find(by=by, username=username)  # as it stands under the lock
        change(user)
        user.save()
        log(by=by, action=action, subject=f"staff:{username}"[:60], key=key, place=user.place)
        return user

    full = {"by": by.username, "username": username, **request}
    return record(User, key=key, verb=action.code, request=full, make=make)
