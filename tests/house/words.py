"""Every code that reaches a reader: where it is declared, and in which words."""

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterable, Iterator
from types import ModuleType
from typing import Any

from django.db.models import TextChoices
from django.utils.functional import Promise

import clinic
import ledger
import wastebank
from ledger.models import EntryKind
from tests.house.tree import File, is_room_python
from wastebank.actions import Action
from wastebank.deposits.review_flags import ReviewFlag

Declared = Action | EntryKind | ReviewFlag


def modules_of_the_rooms() -> Iterator[ModuleType]:
    for room in (ledger, wastebank, clinic):
        for module in pkgutil.walk_packages(room.__path__, room.__name__ + "."):
            # wsgi is left out: importing it starts the program.
            if not re.search(r"\.(migrations|management|wsgi)\b", module.name):
                yield importlib.import_module(module.name)


def constants(kind: type[Any], modules: Iterable[ModuleType]) -> set[Any]:
    """The constants of a kind that stand in these modules."""
    return {value for module in modules for value in vars(module).values() if type(value) is kind}


def choices(modules: Iterable[ModuleType]) -> dict[str, Any]:
    """The words of every choice that a field of ours has, by the name of its code."""
    found: dict[type[TextChoices], str] = {}
    for module in modules:
        for value in vars(module).values():
            for one in (value, *vars(value).values()) if isinstance(value, type) else ():
                is_ours = isinstance(one, type) and one.__module__ == module.__name__
                if is_ours and issubclass(one, TextChoices) and one is not TextChoices:
                    found[one] = one.__qualname__
    return {
        f"{name}.{member.name}": member._label_ for kind, name in found.items() for member in kind
    }


def words_of(declared: Iterable[Declared]) -> dict[str, Any]:
    """Everything that one of these may be called, by its code."""
    found: dict[str, Any] = {}
    for one in declared:
        found[one.code] = one.words
        if isinstance(one, Action) and one.again:
            found[f"{one.code}, again"] = one.again
    return found


def not_lazy(words: dict[str, Any]) -> list[str]:
    """Codes whose words would be said in the language of the moment the program started."""
    return sorted(code for code, text in words.items() if not isinstance(text, Promise))


def actions_used(files: Iterable[File]) -> set[str]:
    """The names of the actions that a command takes from where they are declared."""
    return {
        node.attr
        for file in files
        if is_room_python(file.path)
        for node in ast.walk(file.tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "actions"
    }
