"""What a list of materials means for those that are taken already, and how it is written.

What a material is counted in stays: what was weighed rests on it. It gets no price by this list.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self
from uuid import UUID

from django.utils.translation import gettext as _

from wastebank import actions
from wastebank.actions import Action
from wastebank.commands import Correction, log
from wastebank.files.list_import import OneByOneImport
from wastebank.materials.catalogue import find_or_make, material_identity, materials_by_identity
from wastebank.materials.own_codes import own_codes, put_own_code
from wastebank.models import Material, Place, User
from wastebank.permissions import SET_PRICES, require, visible_places
from wastebank.refusals import PlaceUnknown
from wastebank.values.units import UNITS

# What a row may put right of a material that is here.
RIGHT = ("name_id", "name_en", "family", "grade", "aliases", "own_code")


@dataclass(frozen=True, slots=True)
class ImportedMaterial:
    """A material as a list has it; `None`: the list has no word of it."""

    row: int
    known: str  # the code of the material it is here; empty: none yet
    code: str  # ours, of a new one, where the list has it
    own_code: str | None
    name_id: str
    name_en: str | None
    family: str
    unit: str
    grade: str | None
    aliases: str | None
    active: bool | None

    @property
    def facts(self) -> dict[str, str]:
        """What is said of it, by our names."""
        said = {name: getattr(self, name) for name in RIGHT}
        return {name: value for name, value in said.items() if value is not None}


def identity_of(row: ImportedMaterial) -> str:
    return row.known or material_identity(row.name_id, row.unit)


@dataclass(frozen=True, slots=True)
class MaterialImport(OneByOneImport[ImportedMaterial, Material]):
    """The materials of the programme; what a bank calls them is that of one main bank."""

    action: ClassVar[Action] = actions.IMPORT_MATERIALS
    # What was looked up at once for all rows: by code and by name, and by the bank's own codes.
    known: dict[str, Material] = field(default_factory=dict, compare=False)
    coded: dict[str, Material] = field(default_factory=dict, compare=False)

    @classmethod
    def into(cls, *, by: User, place: str) -> Self:
        require(by, SET_PRICES)
        found = visible_places(by).filter(code=place, kind=Place.Kind.MAIN).first()
        if found is None:
            raise PlaceUnknown(place=place)
        return cls(by, found)

    @property
    def subject(self) -> str:
        return f"place:{self.place.code}"

    def request(self, rows: Sequence[ImportedMaterial]) -> dict[str, Any]:
        return {
            "by": self.by.username,
            "place": self.place.code,
            "rows": [[r.known or r.code, r.unit, r.active, r.facts] for r in rows],
        }

    def identity_of(self, row: ImportedMaterial) -> str:
        return identity_of(row)

    def existing(self, codes: Sequence[str]) -> Mapping[str, Material]:
        """By code and by name; each with what the bank itself calls it."""
        by_name = materials_by_identity()
        self.coded.clear()
        self.coded.update(own_codes(self.place))
        called = {material.pk: code for code, material in self.coded.items()}
        for material in by_name.values():
            material.own_code = called.get(material.pk, "")
        self.known.clear()
        self.known.update({m.code: m for m in by_name.values()} | dict(by_name))
        return self.known

    def terms_of(self, row: ImportedMaterial) -> str:
        said = row.facts | {"unit": row.unit}
        return in_words(said, is_left=row.active is False)

    def terms_now(self, row: ImportedMaterial, existing: Material) -> str:
        """What stands here of all that the row speaks of."""
        here = {name: str(getattr(existing, name)) for name in (*row.facts, "unit")}
        return in_words(here, is_left=row.active is not None and not existing.active)

    def conflict_of_new(self, row: ImportedMaterial) -> str:
        return self.conflict_of_code(row, None)

    def conflict_of(self, row: ImportedMaterial, existing: Material, *, is_same: bool) -> str:
        if row.unit != existing.unit:
            words = _("%(code)s is counted by the %(unit)s here, and that stays")
            return words % {"code": existing.code, "unit": UNITS[existing.unit].name}
        namesake = self.known.get(material_identity(row.name_id, row.unit))
        if namesake is not None and namesake.code != existing.code:
            return _("the name is that of %(code)s") % {"code": namesake.code}
        return self.conflict_of_code(row, existing)

    def conflict_of_code(self, row: ImportedMaterial, existing: Material | None) -> str:
        holder = self.coded.get(row.own_code or "")
        if holder is None or holder == existing:
            return ""
        words = _("the code %(code)s is that of %(name)s")
        return words % {"code": row.own_code, "name": holder.name}

    def is_same(self, row: ImportedMaterial, existing: Material) -> bool:
        is_taken = row.active in (None, existing.active)
        return is_taken and not list(self.differing(row, existing))

    def differing(self, row: ImportedMaterial, existing: Material) -> Iterator[tuple[str, str]]:
        for name, value in row.facts.items():
            if getattr(existing, name) != value:
                yield name, value

    def hold(self, identities: Sequence[str]) -> None:
        known = self.existing(identities)
        found = {known[one].pk for one in identities if one in known}
        list(Material.objects.select_for_update().filter(pk__in=found).order_by("pk"))
        self.existing(identities)  # read again, now that they are held

    def find_or_add(self, row: ImportedMaterial) -> tuple[Material, bool]:
        if known := self.known.get(identity_of(row)):
            return known, False
        return find_or_make(
            row.name_id,
            row.unit,
            wanted_code=row.code,
            name_en=row.name_en or row.name_id,
            family=row.family,
            grade=row.grade or "",
            aliases=row.aliases or "",
        )

    def write_row(self, row: ImportedMaterial, existing: Material, key: UUID) -> None:
        right, subject = dict(self.differing(row, existing)), f"material:{existing.code}"[:60]
        is_new = identity_of(row) not in self.known
        if is_new:
            log(by=self.by, action=actions.ADD_MATERIAL, subject=subject, key=key)
        if "own_code" in right:
            put_own_code(existing, self.place, right["own_code"])
        if right and not is_new:
            reason = _("Materials list, row %(row)s") % {"row": row.row}
            shown = {"family": lambda code: str(Material.Family(code).label)}
            correction = Correction(
                self.by, key, actions.CORRECT_MATERIAL, subject, reason, None, shown
            )
            correction.write(existing, right)
        if row.active not in (None, existing.active):
            existing.active = bool(row.active)
            existing.save(update_fields=["active"])
            action = actions.TAKE_MATERIAL if row.active else actions.LEAVE_MATERIAL
            log(by=self.by, action=action, subject=subject, key=key)


def in_words(facts: Mapping[str, str], *, is_left: bool) -> str:
    """`Kardus (Cardboard), Paper, per kilogram, grade A, also: box, K01`."""
    name, english = facts["name_id"], facts.get("name_en", "")
    said = [
        f"{name} ({english})" if english and english != name else name,
        str(Material.Family(facts["family"]).label),
        str(UNITS[facts["unit"]].per),
    ]
    if grade := facts.get("grade"):
        said.append(_("grade %(grade)s") % {"grade": grade})
    if aliases := facts.get("aliases"):
        said.append(_("also: %(names)s") % {"names": aliases})
    if own_code := facts.get("own_code"):
        said.append(own_code)
    if is_left:
        said.append(str(_("Not taken")))
    return " · ".join(said)
