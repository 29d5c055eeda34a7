"""Refusals name fields in words: no identifier stands in a sentence, whatever was sent."""

import ast
from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.urls import get_resolver
from django.utils import translation
from django.utils.functional import Promise
from pydantic import BaseModel

from ledger import registry
from ledger.refusals import KeyReused, Refusal
from tests.house import words
from tests.house.tree import ROOT
from wastebank.refusals import BodyMalformed
from wastebank.web.api.common import RequestBody

pytestmark = pytest.mark.once

RAISERS = {"FieldMalformed", "FieldMissing", "FieldTooLong", "FieldUnreadable", "ChoiceUnknown"}
CHECKERS = {"checked_choice", "checked_digits", "checked_text", "checked_name"}
ROOMS = ("ledger", "wastebank", "clinic")
# Of these, what is typed stands in a fixed form that nobody is told the name of.
SAME_IN_BOTH = {"rt", "rw", "RT", "pin"}


def below(kind: type[Any]) -> Iterator[type[Any]]:
    for one in kind.__subclasses__():
        yield one
        yield from below(one)


def in_bodies() -> set[str]:
    found: set[str] = set()
    body: type[BaseModel]
    for body in below(RequestBody):
        found |= set(body.model_fields)
    return found


def in_forms() -> set[str]:
    ours = (form for form in below(forms.BaseForm) if form.__module__.split(".")[0] in ROOMS)
    return {name for form in ours for name in getattr(form, "base_fields", {})}


def in_refusals() -> set[str]:
    """The names of fields that the code refuses, and those that a key's content is made of."""
    found: set[str] = set()
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                found |= set(named_in(node))
    return found


def named_in(node: ast.AST) -> Iterator[str]:
    if not isinstance(node, ast.Call):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict):
            targets = {target.id for target in node.targets if isinstance(target, ast.Name)}
            if targets & {"request", "full"}:
                yield from keys_of(node.value)
        return
    name = getattr(node.func, "id", getattr(node.func, "attr", ""))
    for keyword in node.keywords:
        if name in RAISERS and keyword.arg == "field" and isinstance(keyword.value, ast.Constant):
            yield str(keyword.value.value)
        if keyword.arg == "request" and isinstance(keyword.value, ast.Dict):
            yield from keys_of(keyword.value)
    if name in CHECKERS and node.args and isinstance(node.args[0], ast.Constant):
        yield str(node.args[0].value)


def keys_of(table: ast.Dict) -> Iterator[str]:
    for key in table.keys:
        if isinstance(key, ast.Constant):
            yield str(key.value)


def every_field() -> set[str]:
    get_resolver().url_patterns  # noqa: B018 - loads every form and body
    list(words.modules_of_the_rooms())
    return in_bodies() | in_forms() | in_refusals()


def names() -> dict[str, str | Promise]:
    return {name: said for room in registry.offered("field_names") for name, said in room.items()}


def test_every_field_has_its_words() -> None:
    assert len(every_field()) > 100
    assert not sorted(every_field() - set(names()))


@pytest.mark.parametrize("language", ["id", "en"])
def test_no_words_of_a_field_look_like_an_identifier(language: str) -> None:
    with translation.override(language):
        for name, said in names().items():
            shown = str(said)
            assert "_" not in shown, name
            assert shown[0].isupper(), name


def test_words_of_fields_differ_by_language() -> None:
    def said(language: str) -> dict[str, str]:
        with translation.override(language):
            return {name: str(word) for name, word in names().items()}

    english, indonesian = said("en"), said("id")
    alike = {name for name in english if english[name] == indonesian[name]}
    assert alike <= SAME_IN_BOTH | {"total", "grade", "unit"}


def speaking_of_fields() -> list[type[Refusal]]:
    return [kind for kind in Refusal.by_code.values() if "{field}" in str(kind.text)]


@pytest.mark.parametrize("language", ["id", "en"])
def test_no_refusal_says_the_raw_name_of_a_field(language: str) -> None:
    kinds = speaking_of_fields()
    assert len(kinds) >= len(RAISERS)
    with translation.override(language):
        for kind in kinds:
            for raw in sorted(every_field()):
                facts = {"value": "x", "max_letters": 3}
                refusal = kind(field=raw, **facts)
                assert str(refusal) == str(kind.text).format(field=names()[raw], **facts)
                assert "_" not in str(refusal)
                assert refusal.facts["field"] == raw  # programs decide on it


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_body_and_a_key_are_refused_in_words(language: str) -> None:
    with translation.override(language):
        for raw in sorted(every_field()):
            if "_" not in raw:
                continue
            body = BodyMalformed(where=f"lines.0.{raw}", problem="x")
            key = KeyReused(differing=[raw])
            assert raw not in str(body) + str(key)
            assert body.facts["where"] == f"lines.0.{raw}"


def test_a_place_in_a_body_is_said_as_people_count() -> None:
    with translation.override("en"):
        assert "Lines 1, Amount x" in str(BodyMalformed(where="lines.0.amount", problem="x"))
    with translation.override("id"):
        assert "Baris 12, Jumlah x" in str(BodyMalformed(where="lines.11.amount", problem="x"))
