"""What all verbs have in common: the keyed transaction, the log, receipt numbers, checked text."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection, models

from ledger import clock
from ledger.keys import Outcome, once
from wastebank.models import ActionLog, Place, User
from wastebank.refusals import FieldMalformed, FieldMissing, FieldTooLong, ReasonMissing

Recorded = TypeVar("Recorded", bound=models.Model)


def record(
    model: type[Recorded],
    *,
    key: UUID,
    verb: str,
    request: Mapping[str, Any],
    make: Callable[[], Recorded],
) -> Recorded:
    """Make one thing once. A replay of the key answers the thing that was made, marked as such."""
    made: list[Recorded] = []

    def act() -> dict[str, Any]:
        made.append(make())
        return {"id": made[-1].pk}

    outcome: Outcome = once(key=key, verb=verb, request=request, act=act)
    if not outcome.replayed:
        return made[-1]
    kept = model._base_manager.get(pk=outcome.result["id"])  # noqa: SLF001 - Django documents it
    kept.replayed = True  # type: ignore[attr-defined]  # models that are recorded have the mark
    return kept


def log(
    *, by: User, act: str, subject: str, key: UUID, reason: str = "", place: Place | None = None
) -> None:
    """Write down who did what to which thing; ids and codes only, no personal data."""
    ActionLog.objects.create(
        at=clock.now(),
        actor=by.username,
        act=act,
        subject=subject,
        place=place.code if place else "",
        reason=reason,
        key=str(key),
    )


NEXT_RECEIPT = """
    INSERT INTO wastebank_receiptseries (place_id, last) VALUES (%s, 1)
    ON CONFLICT (place_id) DO UPDATE SET last = wastebank_receiptseries.last + 1
    RETURNING last, closed_through
"""


def next_receipt(place: Place) -> tuple[str, int]:
    """The next receipt number of a place; given back if the transaction does not commit."""
    with connection.cursor() as cursor:
        cursor.execute(NEXT_RECEIPT, [place.pk])
        number = int(cursor.fetchone()[0])
    return receipt_number(place, number), number


def receipt_number(place: Place, serial: int) -> str:
    return f"{place.code}-{serial:06d}"


def checked_text(field: str, text: str, max_letters: int, *, needed: bool = False) -> str:
    """Text as it may be stored: trimmed, not too long, without control characters."""
    trimmed = text.strip()
    if needed and not trimmed:
        raise FieldMissing(field=field)
    if len(trimmed) > max_letters:
        raise FieldTooLong(field=field, max_letters=max_letters)
    if any(
        ord(letter) < 32 or letter == "\x7f" or "\ud800" <= letter <= "\udfff" for letter in trimmed
    ):
        raise FieldMalformed(field=field)
    return trimmed


def checked_reason(reason: str) -> str:
    if not reason.strip():
        raise ReasonMissing
    return checked_text("reason", reason, 300)


def iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
