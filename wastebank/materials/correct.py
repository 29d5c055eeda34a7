"""Putting right what a material is called. Its unit and its code stay: what was weighed rests on
them, and receipts keep the names they were made with."""

from uuid import UUID

from wastebank import actions
from wastebank.commands import asked, correct
from wastebank.materials.catalogue import material_called
from wastebank.materials.own_codes import LONGEST as LONGEST_CODE
from wastebank.materials.own_codes import code_form, own_code_of, put_own_code
from wastebank.materials.refusals import MaterialUnknown
from wastebank.models import Material, User
from wastebank.permissions import SET_PRICES, place_of, require
from wastebank.refusals import NameTaken
from wastebank.text import checked_choice, checked_name, checked_reason

LONGEST = {"name_id": 100, "name_en": 100, "grade": 40, "aliases": 300}


def correct_material(
    *,
    key: UUID,
    by: User,
    material: str,
    reason: str,
    name_id: str | None = None,
    name_en: str | None = None,
    family: str | None = None,
    grade: str | None = None,
    aliases: str | None = None,
    own_code: str | None = None,
) -> Material:
    """`own_code`: what the bank of whoever puts it right calls it in its lists; empty: nothing."""
    require(by, SET_PRICES)
    typed = asked({"name_id": name_id, "name_en": name_en, "grade": grade, "aliases": aliases})
    right = {
        field: checked_name(field, value, LONGEST[field], needed=field in ("name_id", "name_en"))
        for field, value in typed.items()
    }
    if family is not None:
        right["family"] = checked_choice("family", family, Material.Family.values)
    if own_code is not None:
        right["own_code"] = code_form(checked_name("own_code", own_code, LONGEST_CODE))

    def hold() -> Material:
        found = Material.objects.select_for_update().filter(code=material).first()
        if found is None:
            raise MaterialUnknown(material=material)
        same = material_called(right.get("name_id", found.name_id), found.unit)
        if same is not None and same != found:
            raise NameTaken(name=same.name_id)
        if "own_code" in right:
            where = place_of(by)
            found.own_code = own_code_of(found, where)
            put_own_code(found, where, right["own_code"])
        return found

    return correct(
        model=Material,
        key=key,
        by=by,
        action=actions.CORRECT_MATERIAL,
        which={"material": material},
        reason=checked_reason(reason),
        right=right,
        hold=hold,
        place=lambda _: None,
        shown={"family": lambda code: str(Material.Family(code).label)},
    )
