"""Which place stands first where somebody is given one."""

import re

from tests.cast import Cast
from wastebank.models import Place, Role
from wastebank.web.office.forms import StaffForm


def test_a_waste_bank_stands_before_the_clinics(cast: Cast) -> None:
    """An operator is what most people become, and a clinic refuses one."""
    form = StaffForm(places=Place.objects.order_by("kind"), roles=list(Role))
    codes = re.findall(r'value="(\w+)"', str(form["place"]))
    kinds = [Place.objects.get(code=code).kind for code in codes]
    clinics = [kind == Place.Kind.CLINIC for kind in kinds]
    assert clinics == sorted(clinics)
    assert set(clinics) == {False, True}
