"""Changing one line of a function that is in use everywhere, until the end of a test."""

import inspect
import textwrap
from collections.abc import Callable
from types import CodeType, FunctionType
from typing import Any

import pytest


def rewrite(
    patch: pytest.MonkeyPatch, function: Callable[..., Any], *changes: tuple[str, str]
) -> None:
    """Put new text in the place of old in the function's own code, for all who imported it.

    The old text must stand there once: a mutant that no longer fits the code says so.
    """
    assert isinstance(function, FunctionType)
    source = textwrap.dedent(inspect.getsource(function))
    for old, new in changes:
        assert source.count(old) == 1, f"{function.__qualname__} has {source.count(old)} × {old!r}"
        source = source.replace(old, new)
    patch.setattr(function, "__code__", compiled(function, source))


def compiled(function: FunctionType, source: str) -> CodeType:
    module = compile(source, f"<mutant of {function.__qualname__}>", "exec")
    (code,) = (part for part in module.co_consts if isinstance(part, CodeType))
    return code


def rewrite_text(patch: pytest.MonkeyPatch, module: object, name: str, old: str, new: str) -> None:
    """The same for a constant, such as a statement."""
    text = getattr(module, name)
    assert text.count(old) == 1, f"{name} has {text.count(old)} × {old!r}"
    patch.setattr(module, name, text.replace(old, new))
