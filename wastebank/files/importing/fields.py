"""What a list has columns for, and by which heads people write them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from wastebank.values.names import search_form

# A head says so of its figures and moments; they do not make another column of it.
_BESIDE = re.compile(r"\b(?:rp|idr|rupiah|utc|asia (?:jakarta|pontianak|makassar|jayapura))\b")
UNUSED = "unused"
# Columns that number the rows of the sheet itself.
COUNTING = frozenset({"no", "nomor urut", "no urut", "row"})


@dataclass(frozen=True, slots=True)
class ListField:
    """One fact of a row. `heads`: as `head_form` makes them. `maybe_heads`: words that may mean
    this or another field, so that somebody is asked. `instead`: a field that does as well where
    this one is needed."""

    name: str
    label: str | Promise
    heads: Sequence[str]
    maybe_heads: Sequence[str] = ()
    needed: bool = False
    instead: str = ""


def head_form(head: str) -> str:
    """A head as it is compared: `Harga (Rp)` is `harga`."""
    return search_form(_BESIDE.sub(" ", search_form(head)))


def fields_of_head(head: str, fields: Sequence[ListField]) -> tuple[list[str], bool]:
    """The fields that a head may mean, and whether it says so without a doubt."""
    form = head_form(head)
    sure = [field.name for field in fields if form in field.heads or head == field.name]
    if sure:
        return sure, len(sure) == 1
    return [field.name for field in fields if form in field.maybe_heads], False
