"""A list leaves the house: who took which one along is written down first."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.db.models import QuerySet

from wastebank.list_refusals import ListTooLong
from wastebank.listing import Asked, Listing
from wastebank.models import User
from wastebank.refusals import FieldMalformed
from wastebank.roles import require
from wastebank.verbs import log

Row = TypeVar("Row")

FORMS = ("csv", "xlsx", "pdf")
# A workbook and a paper are made in memory; a CSV file of any length leaves in parts.
MOST_ROWS = {"xlsx": 20_000, "pdf": 5_000}


def take_list(*, key: UUID, by: User, listing: Listing[Row], asked: Asked, form: str) -> None:
    """Let somebody take the whole of a list along as they may see it, and write it down."""
    require(by, listing.act)
    if form not in FORMS:
        raise FieldMalformed(field="form")
    found = listing.find(by, asked)
    count = found.count() if isinstance(found, QuerySet) else len(found)
    if form in MOST_ROWS and count > MOST_ROWS[form]:
        raise ListTooLong(rows=count, max_rows=MOST_ROWS[form])
    told = [form, str(count), *(f"{name}={value}" for name, value in told_of(listing, by, asked))]
    log(
        by=by,
        act="take_list",
        subject=f"list:{listing.name}",
        key=key,
        reason=" ".join(told)[:300],
        place=by.place,
    )


def told_of(listing: Listing[Row], by: User, asked: Asked) -> list[tuple[str, str]]:
    """What was asked, without what a person typed to find somebody."""
    private = {field.name for field in listing.fields(by) if field.is_private}
    return [(name, value) for name, value in asked.items() if value and name not in private]
