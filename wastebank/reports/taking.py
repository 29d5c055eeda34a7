"""A list leaves the house: who took which one along is written down first."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.db.models import QuerySet

from wastebank import actions
from wastebank.commands import log
from wastebank.models import User
from wastebank.permissions import require
from wastebank.refusals import FieldMalformed
from wastebank.reports.listing import Filters, Listing
from wastebank.reports.refusals import ListTooLong

Row = TypeVar("Row")

FORMS = ("csv", "xlsx", "pdf")
# A workbook and a paper are made in memory; a CSV file of any length leaves in parts.
MOST_ROWS = {"xlsx": 20_000, "pdf": 5_000}


def take_list(*, key: UUID, by: User, listing: Listing[Row], asked: Filters, form: str) -> None:
    """Let somebody take the whole of a list along as they may see it, and write it down."""
    require(by, listing.permission)
    if form not in FORMS:
        raise FieldMalformed(field="form")
    taken = (listing.paper or listing) if form == "pdf" else listing
    found = taken.find(by, asked)
    count = found.count() if isinstance(found, QuerySet) else len(found)
    if form in MOST_ROWS and count > MOST_ROWS[form]:
        raise ListTooLong(rows=count, max_rows=MOST_ROWS[form])
    facts = [form, str(count), *(f"{name}={value}" for name, value in facts_of(listing, by, asked))]
    log(
        by=by,
        action=actions.TAKE_LIST,
        subject=f"list:{listing.name}",
        key=key,
        reason=" ".join(facts)[:300],
        place=by.place,
    )


def facts_of(listing: Listing[Row], by: User, asked: Filters) -> list[tuple[str, str]]:
    """What was asked, without what a person typed to find somebody."""
    private = {field.name for field in listing.fields(by) if field.is_private}
    return [(name, value) for name, value in asked.items() if value and name not in private]
