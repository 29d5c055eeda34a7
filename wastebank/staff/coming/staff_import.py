"""A list of staff: an account for each who has none. Each chooses a password by a one-time link.

Who has an account keeps role and place: those are changed one by one, with their page open.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self
from uuid import UUID

from django.utils.translation import gettext as _

from ledger.refusals import Refusal
from wastebank import actions
from wastebank.actions import Action
from wastebank.files.list_import import OneByOneImport
from wastebank.models import Role, User
from wastebank.permissions import MANAGE_STAFF, require
from wastebank.refusals import PlaceUnknown
from wastebank.staff.access.looked_after import fitting_place, visible_staff
from wastebank.staff.accounts import put_staff
from wastebank.staff.invited import free_username
from wastebank.staff.places import looked_after
from wastebank.values.names import identity


@dataclass(frozen=True, slots=True)
class ImportedStaff:
    """Somebody who works here; `username` empty: one is made of the name."""

    row: int
    name: str
    role: str
    place: str  # by code; empty for an administrator
    username: str = ""

    @property
    def code(self) -> str:
        return self.username or identity(self.name)

    @property
    def name_id(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class StaffImport(OneByOneImport[ImportedStaff, User]):
    """The staff of a main bank with its units and clinics, as far as `by` looks after them."""

    action: ClassVar[Action] = actions.IMPORT_STAFF

    @classmethod
    def into(cls, *, by: User, place: str) -> Self:
        require(by, MANAGE_STAFF)
        found = looked_after(by).filter(code=place).first()
        if found is None:
            raise PlaceUnknown(place=place)
        return cls(by, found)

    @property
    def subject(self) -> str:
        return f"place:{self.place.code}"

    def request(self, rows: Sequence[ImportedStaff]) -> dict[str, Any]:
        return {
            "by": self.by.username,
            "place": self.place.code,
            "rows": [[row.code, row.name, row.role, row.place] for row in rows],
        }

    def existing(self, codes: Sequence[str]) -> Mapping[str, User]:
        """By user name, and by name: of two of one name, the older account."""
        found: dict[str, User] = {}
        for user in visible_staff(self.by).order_by("-pk"):
            found[identity(str(user))] = user
        names = User.objects.filter(username__in=codes).select_related("place")
        return found | {user.username: user for user in names}

    def terms_of(self, row: ImportedStaff) -> str:
        return f"{Role(row.role).label}, {row.place or '–'}"

    def terms_now(self, row: ImportedStaff, existing: User) -> str:
        return f"{existing.get_role_display()}, {existing.place.code if existing.place else '–'}"

    def conflict_of_new(self, row: ImportedStaff) -> str:
        try:
            fitting_place(self.by, row.role, row.place)
        except Refusal as refusal:
            return str(refusal)
        return ""

    def conflict_of(self, row: ImportedStaff, existing: User, *, is_same: bool) -> str:
        if is_same:
            return ""
        if identity(str(existing)) != identity(row.name):
            return _("the user name %(name)s is taken") % {"name": existing.username}
        words = _("has the account %(name)s here: %(terms)s. That is changed on its own page")
        return words % {"name": existing.username, "terms": self.terms_now(row, existing)}

    def is_same(self, row: ImportedStaff, existing: User) -> bool:
        here = existing.place.code if existing.place else ""
        is_named = identity(str(existing)) == identity(row.name)
        return is_named and (existing.role, here) == (row.role, row.place)

    def find_or_add(self, row: ImportedStaff) -> tuple[User, bool]:
        known = self.existing([row.code]).get(row.code)
        if known is not None:
            return known, False
        return User(), True

    def write_row(self, row: ImportedStaff, existing: User, key: UUID) -> None:
        first_name, _blank, last_name = row.name.partition(" ")
        fields = {
            "username": row.username or free_username(row.name),
            "first_name": first_name[:100],
            "last_name": last_name[:100],
            "role": row.role,
        }
        put_staff(key, self.by, fields, row.place)
