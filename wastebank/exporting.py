"""A list leaves the house: who took which one along is written down first."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.db.models import QuerySet

from wastebank.exports import Export
from wastebank.list_refusals import ListTooLong
from wastebank.listing import Asked, Listing, export_of
from wastebank.models import User
from wastebank.refusals import FieldMalformed
from wastebank.roles import require
from wastebank.verbs import log

Row = TypeVar("Row")

FORMS = ("csv", "xlsx", "pdf")
# A workbook and a paper are made in memory; a CSV file of any length leaves in parts.
MOST_ROWS = {"xlsx": 20_000, "pdf": 5_000}


def take_list(*, key: UUID, by: User, listing: Listing[Row], asked: Asked, form: str) -> Export:
    """The whole of a list as this person may see it, to be written as `form`."""
    require(by, listing.act)
    if form not in FORMS:
        raise FieldMalformed(field="form")
    found = listing.find(by, asked)
    count = found.count() if isinstance(found, QuerySet) else len(found)
    if form in MOST_ROWS and count > MOST_ROWS[form]:
        raise ListTooLong(rows=count, max_rows=MOST_ROWS[form])
    note_taken(
        key=key,
        by=by,
        name=listing.name,
        form=form,
        count=count,
        asked=private_out(listing, by, asked),
    )
    return export_of(listing, by, asked)


def private_out(listing: Listing[Row], by: User, asked: Asked) -> Asked:
    """What was asked, without what a person typed to find somebody."""
    private = {field.name for field in listing.fields(by) if field.is_private}
    return {name: value for name, value in asked.items() if value and name not in private}


def note_taken(*, key: UUID, by: User, name: str, form: str, count: int, asked: Asked) -> None:
    """Write down that somebody took a list along. Taking it twice is written down twice."""
    told = " ".join([form, str(count), *(f"{name}={value}" for name, value in asked.items())])
    log(by=by, act="take_list", subject=f"list:{name}", key=key, reason=told[:300], place=by.place)
