"""Materials: what the programme takes, by which names, in which unit."""

from collections.abc import Mapping
from uuid import UUID

from wastebank import actions
from wastebank.commands import log, record
from wastebank.files.tables_in import RowProblem, free_code, slug
from wastebank.materials.refusals import MaterialUnknown
from wastebank.models import Material, User
from wastebank.permissions import SET_PRICES, require
from wastebank.refusals import FieldMalformed, NameTaken
from wastebank.text import checked_choice, checked_name
from wastebank.values.names import identity, order_form, same_name
from wastebank.values.units import UNITS


def material_code(name_id: str, unit: str) -> str:
    """`Minyak jelantah` in millilitres becomes `minyak-jelantah-liter`."""
    return slug(name_id, UNITS[unit].code_ending)


def material_identity(name_id: str, unit: str) -> str:
    """What makes two materials one: the name as a name, and what it is counted in."""
    return f"{identity(name_id)}/{unit}"


def materials_by_identity() -> Mapping[str, Material]:
    """Every material by its name. Of two that were called the same before, the older one."""
    found = Material.objects.order_by("-pk")
    return {material_identity(m.name_id, m.unit): m for m in found}


def material_called(name_id: str, unit: str) -> Material | None:
    # what is one name stands at one place of a list, too
    alike = Material.objects.filter(unit=unit, ordered_by=order_form(name_id)).order_by("pk")
    return next((m for m in alike if same_name(m.name_id, name_id)), None)


def find_or_make(
    name_id: str, unit: str, *, wanted_code: str = "", **fields: str
) -> tuple[Material, bool]:
    """The material of this name, or a new one with a code that is nobody else's. `wanted_code`: of
    a list of ours, where nothing has it yet.

    Two who add at once may make the same code: the database takes one, the other looks again.
    """
    while True:
        known = material_called(name_id, unit)
        if known is not None:
            return known, False
        ending = UNITS[unit].code_ending
        wanted = wanted_code or material_code(name_id, unit)
        code = free_code(wanted, is_code_taken, ending)
        material, is_new = Material.objects.get_or_create(
            code=code, defaults={"name_id": name_id, "unit": unit, **fields}
        )
        if is_new:
            return material, True


def is_code_taken(code: str) -> bool:
    return Material.objects.filter(code=code).exists()


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
        "name_id": checked_name("name_id", name_id, 100, needed=True),
        "name_en": checked_name("name_en", name_en, 100, needed=True),
        "family": checked_choice("family", family, Material.Family.values),
        "unit": checked_choice("unit", unit, list(UNITS)),
        "grade": checked_name("grade", grade, 40),
        "aliases": checked_name("aliases", aliases, 300),
    }
    try:
        material_code(name_id, unit)
    except RowProblem:
        raise FieldMalformed(field="name_id") from None

    def make() -> Material:
        material, is_new = find_or_make(**fields)
        if not is_new:
            raise NameTaken(name=material.name_id)
        subject = f"material:{material.code}"[:60]
        log(by=by, action=actions.ADD_MATERIAL, subject=subject, key=key)
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
