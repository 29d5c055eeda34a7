"""What banks call materials in their own lists: codes beside ours, one of a material."""

from collections.abc import Mapping

from wastebank.files.formulas import begins_like_formula
from wastebank.materials.refusals import OwnCodeTaken
from wastebank.models import Material, OwnCode, Place
from wastebank.values.letters import is_seen

LONGEST = 30


def code_form(typed: str) -> str:
    """`k01` and `K01` are one code. A letter that has no single capital stays: no code becomes
    longer than it was when it was judged."""
    capitals = ((sign, sign.upper()) for sign in typed.strip())
    return "".join(capital if len(capital) == 1 else sign for sign, capital in capitals)


def can_be_code(code: str) -> bool:
    """Whether a code, as it is kept, can be read, and is not carried out in a table."""
    return 0 < len(code) <= LONGEST and is_seen(code) and not begins_like_formula(code)


def own_codes(place: Place) -> Mapping[str, Material]:
    """The materials of a bank by its own codes."""
    rows = OwnCode.objects.filter(place_id=place.main_id).select_related("material")
    return {row.code: row.material for row in rows}


def own_code_of(material: Material, place: Place) -> str:
    row = OwnCode.objects.filter(place_id=place.main_id, material=material).first()
    return row.code if row else ""


def put_own_code(material: Material, place: Place, code: str) -> bool:
    """Keep a code inside a command's transaction; whether it was another before."""
    form = code_form(code)
    known = OwnCode.objects.filter(place_id=place.main_id, material=material).first()
    if (known.code if known else "") == form:
        return False
    taken = OwnCode.objects.filter(place_id=place.main_id, code=form).first()
    if form and taken:
        raise OwnCodeTaken(code=form, material=taken.material.name)
    if not form:
        if known:
            known.delete()
    elif known:
        known.code = form
        known.save()
    else:
        OwnCode.objects.create(place_id=place.main_id, material=material, code=form)
    return True
