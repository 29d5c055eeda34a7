"""Each code that reaches a reader is declared once, with words in both languages and a sign."""

import re
from dataclasses import replace
from typing import Any

import polib
import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy

from ledger import registry
from ledger.models import AccountKind, AccountUnit, EntryKind
from ledger.queries import entry_kinds
from tests.house import promises, words
from tests.house.tree import ROOT, File, project_files
from wastebank import actions
from wastebank.actions import Action, action_of, declared_actions
from wastebank.deposits.review_flags import REVIEW_FLAGS, ReviewFlag
from wastebank.reports.lists.account_names import KIND_WORDS, UNIT_WORDS

pytestmark = pytest.mark.once

CATALOGUE = ROOT / "wastebank" / "locale" / "id" / "LC_MESSAGES" / "django.po"
SPRITE = ROOT / "wastebank" / "web" / "static" / "wastebank" / "icons.svg"
# Answered to programs alone, as a fact of the refusal `visit_ended`.
FOR_PROGRAMS = "HoldEnd.How"
# What the book keeps has its words where the office lists it, because the book speaks to nobody.
OF_THE_BOOK = ("AccountKind", "AccountUnit")

MODULES = list(words.modules_of_the_rooms())
DECLARED: list[words.Declared] = [
    *declared_actions().values(),
    *entry_kinds().values(),
    *REVIEW_FLAGS,
]


def chosen_words() -> dict[str, Any]:
    return {
        name: text
        for name, text in words.choices(MODULES).items()
        if name.rsplit(".", 1)[0] not in (FOR_PROGRAMS, *OF_THE_BOOK)
    }


def every_word() -> dict[str, Any]:
    return {**words.words_of(DECLARED), **chosen_words()}


# --- declared once


def test_every_constant_is_declared_by_its_room() -> None:
    assert words.constants(Action, MODULES) == set(declared_actions().values())
    assert words.constants(EntryKind, MODULES) == set(entry_kinds().values())
    assert words.constants(ReviewFlag, MODULES) == set(REVIEW_FLAGS)


@pytest.mark.parametrize("what", ["actions", "entry_kinds"])
def test_no_code_is_declared_twice(what: str) -> None:
    codes = [one.code for room in registry.offered(what) for one in room]
    assert len(codes) == len(set(codes)) > 0


def test_every_action_is_one_that_a_command_writes_down() -> None:
    names = {name for name, value in vars(actions).items() if isinstance(value, Action)}
    clinics = {action.code.upper() for action in registry.offered_by("clinic", "actions")}
    used = words.actions_used(project_files())
    assert not (names | clinics) - used


def test_an_action_that_no_command_writes_down_is_found() -> None:
    file = File("wastebank/cards/pins.py", "log(action=actions.SET_PIN); other.DROP_MATERIAL")
    assert words.actions_used([file]) == {"SET_PIN"}


# --- with words


def test_every_code_has_words_in_both_languages() -> None:
    catalogue = {entry.msgid: entry.msgstr for entry in polib.pofile(str(CATALOGUE))}
    found = every_word()
    assert len(found) > 90
    assert not words.not_lazy(found)
    with translation.override("en"):
        english = {code: str(text) for code, text in found.items()}
    with translation.override("id"):
        indonesian = {code: str(text) for code, text in found.items()}
    assert not promises.unspoken(english, catalogue)
    assert indonesian == {code: catalogue[text] for code, text in english.items()}


def test_a_code_without_words_is_found() -> None:
    spoken, mute = gettext_lazy("Price set"), gettext_lazy("Nobody wrote this down")
    samples = {"spoken": spoken, "mute": mute, "raw": "raw"}
    assert words.not_lazy(samples) == ["raw"]
    texts = {code: str(text) for code, text in samples.items()}
    assert promises.unspoken(texts, {str(spoken): "Harga"}) == ["mute", "raw"]


def test_no_words_are_just_the_code() -> None:
    with translation.override("en"):
        raw = [one.code for one in DECLARED if re.fullmatch(r"[a-z_]+", str(one.words))]
    assert not raw


def test_what_the_book_keeps_has_words_where_the_office_lists_it() -> None:
    assert set(KIND_WORDS) == set(AccountKind.values)
    assert set(UNIT_WORDS) == set(AccountUnit.values)


def test_actions_of_different_codes_are_not_called_the_same() -> None:
    for language in ("id", "en"):
        with translation.override(language):
            said = words.words_of(declared_actions().values())
            called = [str(text) for text in said.values()]
        assert len(called) == len(set(called)), language


# --- with a sign


def test_every_sign_is_drawn() -> None:
    drawn = set(re.findall(r'id="([a-z-]+)"', SPRITE.read_text()))
    assert not [one.code for one in DECLARED if one.sign not in drawn]
    assert replace(actions.SET_PIN, sign="gone").sign not in drawn


def test_a_code_of_a_room_that_is_gone_still_says_something() -> None:
    assert action_of("sell_lot") == Action("sell_lot", "sell_lot", "info", of=actions.Thing("", ""))
