"""A list of clinics: each that is not here yet is taken into the programme.

A clinic that is here keeps what stands on its receipts: it is put right on its own page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Self
from uuid import UUID

from django.utils.translation import gettext as _

from clinic import actions
from clinic.models import Clinic
from clinic.register.clinics import put_clinic
from wastebank.actions import Action
from wastebank.files.list_import import OneByOneImport
from wastebank.models import Place, User
from wastebank.permissions import MANAGE_PLACES, require
from wastebank.refusals import PlaceUnknown
from wastebank.staff.places import looked_after, place_fields
from wastebank.values.names import identity


@dataclass(frozen=True, slots=True)
class ImportedClinic:
    """A clinic as a list has it; `None`: the list has no word of it."""

    row: int
    name: str
    code: str
    address: str | None
    valid_from: date | None
    valid_until: date | None

    @property
    def name_id(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class ClinicImport(OneByOneImport[ImportedClinic, Clinic]):
    """The clinics of one main bank. `valid_from`: of those whose row does not say it."""

    action: ClassVar[Action] = actions.IMPORT_CLINICS
    valid_from: date

    @classmethod
    def into(cls, *, by: User, place: str, valid_from: date) -> Self:
        require(by, MANAGE_PLACES)
        found = looked_after(by).filter(code=place, kind=Place.Kind.MAIN).first()
        if found is None:
            raise PlaceUnknown(place=place)
        return cls(by, found, valid_from)

    @property
    def subject(self) -> str:
        return f"place:{self.place.code}"

    def request(self, rows: Sequence[ImportedClinic]) -> dict[str, Any]:
        return {
            "by": self.by.username,
            "place": self.place.code,
            "valid_from": self.valid_from,
            "rows": [
                [row.code, row.name, row.address, row.valid_from, row.valid_until] for row in rows
            ],
        }

    def existing(self, codes: Sequence[str]) -> Mapping[str, Clinic]:
        mine = Clinic.objects.filter(place__in=looked_after(self.by)).select_related("place")
        return {clinic.place.code: clinic for clinic in mine}

    def terms_of(self, row: ImportedClinic) -> str:
        return " · ".join(filter(None, (row.code, row.address)))

    def terms_now(self, row: ImportedClinic, existing: Clinic) -> str:
        return " · ".join(filter(None, (existing.place.code, existing.place.address)))

    def conflict_of_new(self, row: ImportedClinic) -> str:
        if Place.objects.filter(code=row.code).exists():
            return _("the code %(code)s is taken") % {"code": row.code}
        return ""

    def conflict_of(self, row: ImportedClinic, existing: Clinic, *, is_same: bool) -> str:
        if is_same:
            return ""
        words = _("%(code)s is %(name)s here. Put it right on the page of its place")
        return words % {"code": row.code, "name": existing.place.name}

    def is_same(self, row: ImportedClinic, existing: Clinic) -> bool:
        is_named = identity(row.name) == identity(existing.place.name)
        is_there = row.address in (None, existing.place.address)
        begins = row.valid_from in (None, existing.valid_from)
        return is_named and is_there and begins and row.valid_until == existing.valid_until

    def find_or_add(self, row: ImportedClinic) -> tuple[Clinic, bool]:
        known = self.existing([row.code]).get(row.code)
        return (known, False) if known is not None else (Clinic(), True)

    def write_row(self, row: ImportedClinic, existing: Clinic, key: UUID) -> None:
        fields = place_fields(row.code, row.name, Place.Kind.CLINIC, row.address or "")
        terms = {
            "valid_from": row.valid_from or self.valid_from,
            "valid_until": row.valid_until,
        }
        put_clinic(key, self.by, fields, self.place.code, terms)
