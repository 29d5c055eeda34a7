"""The units of matter: one description, which the book, the database and the scripts share."""

import json
import re
from dataclasses import astuple
from typing import Any

import pytest
from django.utils import translation

from ledger import models as book
from tests.house import one_place
from tests.house.tree import ROOT, project_files
from wastebank.models import Material
from wastebank.values.units import GRAM, MILLILITRE, PIECE, UNITS, Unit

SCRIPT = ROOT / "wastebank/web/static/wastebank/common/units.js"
EACH_UNIT = pytest.mark.parametrize("unit", UNITS.values(), ids=list(UNITS))


def units_of_scripts() -> dict[str, dict[str, Any]]:
    """The object of units.js, which a formatter may write without quotes and with last commas."""
    found = re.search(r"export const UNITS = (\{.*?\n\});", SCRIPT.read_text(), re.S)
    assert found
    quoted = re.sub(r"([{,]\s*)(\w+):", r'\1"\2":', found[1])
    return dict(json.loads(re.sub(r",(\s*[}\]])", r"\1", quoted)))


def test_scripts_know_the_same_units() -> None:
    assert units_of_scripts() == {
        unit.code: {
            "perLarge": unit.per_large,
            "maxAmount": unit.max_amount,
            **{language: list(astuple(nouns)) for language, nouns in unit.nouns.items()},
        }
        for unit in UNITS.values()
    }


@EACH_UNIT
def test_the_book_can_count_every_unit_of_matter(unit: Unit) -> None:
    assert unit.code in book.AccountUnit.values
    assert unit.code != book.AccountUnit.IDR, "rupiah are no matter"


def test_a_material_is_counted_in_a_unit_of_matter() -> None:
    field = Material._meta.get_field("unit")
    assert [code for code, _name in field.choices or ()] == list(UNITS)


@pytest.mark.parametrize(
    ("language", "terms"),
    [("id", ["per kg", "per liter", "per buah"]), ("en", ["per kg", "per litre", "per piece"])],
)
def test_a_price_is_told_for_one_large_unit(language: str, terms: list[str]) -> None:
    with translation.override(language):
        assert [str(unit.per) for unit in (GRAM, MILLILITRE, PIECE)] == terms
    assert all(set(unit.nouns) == {"id", "en"} for unit in UNITS.values())


def test_each_unit_has_an_ending_of_its_own() -> None:
    assert len({unit.code_ending for unit in UNITS.values()}) == len(UNITS)


def test_what_is_counted_has_no_parts() -> None:
    assert [unit.decimals for unit in (GRAM, MILLILITRE, PIECE)] == [3, 3, 0]
    assert [unit.is_counted for unit in (GRAM, MILLILITRE, PIECE)] == [False, False, True]


def names_a_unit(text: str) -> bool:
    return bool(one_place.UNIT_CODE.search(text) or one_place.UNIT_KEY.search(text))


def test_a_new_unit_is_written_into_few_files() -> None:
    """Those that describe a unit, and no other, name one; its words stand in the catalogue."""
    naming = {
        file.path
        for file in project_files()
        if file.path in one_place.NAMES_UNITS and names_a_unit(file.text)
    }
    assert naming == set(one_place.NAMES_UNITS), "an exception nobody needs"
    described = {one_place.UNITS, str(SCRIPT.relative_to(ROOT)), "ledger/models.py"}
    catalogue = {"wastebank/locale/id/LC_MESSAGES/django.po"}
    assert described < naming
    assert len(described | catalogue) == 4
