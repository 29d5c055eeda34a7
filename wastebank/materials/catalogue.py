"""Materials: what the programme takes, by which names, in which unit."""

from uuid import UUID

from wastebank import actions
from wastebank.commands import log, record
from wastebank.files.tables_in import RowProblem, slug
from wastebank.materials.refusals import MaterialUnknown
from wastebank.models import Material, User
from wastebank.permissions import SET_PRICES, require
from wastebank.refusals import FieldMalformed, NameTaken
from wastebank.text import checked_choice, checked_text
from wastebank.values.units import UNITS


def material_code(name_id: str, unit: str) -> str:
    """`Minyak jelantah` in millilitres becomes `minyak-jelantah-liter`."""
    return slug(name_id, UNITS[unit].code_ending)


def add_material(
    *,
    key: UUID,
    by: User,
    name_id: str,
    name_en: str,
    family: str,
    unit: str,
    grade: str = "",
    aliases: str = "",
) -> Material:
    """A new material. It is bought from the day on that it has a price."""
    require(by, SET_PRICES)
    fields = {
        "name_id": checked_text("name_id", name_id, 100, needed=True),
        "name_en": checked_text("name_en", name_en, 100, needed=True),
        "family": checked_choice("family", family, Material.Family.values),
        "unit": checked_choice("unit", unit, list(UNITS)),
        "grade": checked_text("grade", grade, 40),
        "aliases": checked_text("aliases", aliases, 300),
    }
    try:
        code = material_code(name_id, unit)
    except RowProblem:
        raise FieldMalformed(field="name_id") from None

    def make() -> Material:
        if Material.objects.filter(code=code).exists():
            raise NameTaken(name=name_id)
        material = Material.objects.create(code=code, **fields)
        log(by=by, action=actions.ADD_MATERIAL, subject=f"material:{code}"[:60], key=key)
        return material

    request = {"by": by.username, **fields}
    return record(Material, key=key, verb="add_material", request=request, make=make)


def take_material(*, key: UUID, by: User, material: str, active: bool) -> Material:
    """Stop taking a material, or take it again. What was weighed before stays as it was."""
    require(by, SET_PRICES)

    def make() -> Material:
        found = Material.objects.select_for_update().filter(code=material).first()
        if found is None:
            raise MaterialUnknown(material=material)
        found.active = active
        found.save(update_fields=["active"])
        action = actions.TAKE_MATERIAL if active else actions.LEAVE_MATERIAL
        log(by=by, action=action, subject=f"material:{material}"[:60], key=key)
        return found

    request = {"by": by.username, "material": material, "active": active}
    return record(Material, key=key, verb="take_material", request=request, make=make)
