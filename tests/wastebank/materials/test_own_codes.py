"""What a bank calls its materials, beside our codes."""

import uuid

import pytest

from tests.cast import Cast
from wastebank.materials.correct import correct_material
from wastebank.materials.own_codes import can_be_code, code_form, own_codes
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


@pytest.mark.once
def test_a_code_is_kept_as_long_as_it_was_when_it_was_judged() -> None:
    for typed in ("ß" * 30, "ﬃ" * 30, "ŉ01", "k01", " K01 ", "é"):
        assert len(code_form(typed)) == len(typed.strip()), typed
        assert code_form(code_form(typed)) == code_form(typed)
    assert code_form("k01") == "K01"
    wrong = ["", "x" * 31, "=1+1", "K\u202e01", "K\u200b01", "K\t01"]
    assert [code for code in wrong if can_be_code(code)] == []
