"""What a bank calls its materials, beside our codes."""

import uuid

import pytest

from tests.cast import Cast
from wastebank.materials.correct import correct_material
from wastebank.materials.own_codes import own_codes
from wastebank.materials.refusals import OwnCodeTaken
from wastebank.models import ActionLog, Material
from wastebank.refusals import NothingCorrected


def correct(cast: Cast, material: str, **right: str) -> Material:
    key = uuid.uuid4()
    return correct_material(key=key, by=cast.maya, material=material, reason="daftar", **right)


def test_a_code_is_given_changed_and_taken_away(cast: Cast) -> None:
    correct(cast, "pet", own_code="k01")
    assert own_codes(cast.melati)["K01"].code == "pet"  # one list for the bank and its units
    with pytest.raises(NothingCorrected):
        correct(cast, "pet", own_code="K01")
    with pytest.raises(OwnCodeTaken):
        correct(cast, "kardus", own_code="K01")
    correct(cast, "pet", own_code="K02", grade="A")
    assert set(own_codes(cast.induk)) == {"K02"}
    assert Material.objects.get(code="pet").grade == "A"
    correct(cast, "pet", own_code="")
    assert own_codes(cast.induk) == {}
    assert ActionLog.objects.filter(action="correct_material").count() == 4
