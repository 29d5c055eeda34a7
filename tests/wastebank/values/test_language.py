"""Which of two names is said."""

from dataclasses import dataclass

import pytest
from django.utils import translation

from wastebank.values.language import language, named


@dataclass(frozen=True)
class Thing:
    name_id: str = "Kardus"
    name_en: str = "Cardboard"


@pytest.mark.parametrize(
    ("active", "spoken", "name"),
    [
        ("id", "id", "Kardus"),
        ("en", "en", "Cardboard"),
        ("en-gb", "en", "Cardboard"),
        (None, "en", "Cardboard"),  # put aside, as in a command: the words are English
    ],
)
def test_a_thing_is_named_in_the_language_of_the_moment(
    active: str | None, spoken: str, name: str
) -> None:
    with translation.override(active):
        assert language() == spoken
        assert named(Thing()) == name


def test_a_paper_names_things_in_its_own_language() -> None:
    with translation.override("en"):
        assert named(Thing(), "id") == "Kardus"
    with translation.override("id"):
        assert named(Thing(), "en") == "Cardboard"
