"""What all commands have in common: the keyed transaction, and the log."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from uuid import UUID

from django.db import IntegrityError, models, transaction

from ledger import clock
from ledger.idempotency import KeyedAnswer, once
from ledger.refusals import Refusal
from wastebank.actions import Action, Change
from wastebank.models import ActionLog, Place, User

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

    def carry_out() -> dict[str, Any]:
        made.append(make())
        return {"id": made[-1].pk}

    answer: KeyedAnswer = once(key=key, verb=verb, request=request, carry_out=carry_out)
    if not answer.replayed:
        return made[-1]
    kept = model._base_manager.get(pk=answer.result["id"])  # noqa: SLF001 - Django documents it
    kept.replayed = True  # type: ignore[attr-defined]  # models that are recorded have the mark
    return kept


def make_first(
    same: models.QuerySet[Recorded], refusal: Refusal, make: Callable[[], Recorded]
) -> Recorded:
    """Make what may stand once, inside a command's transaction: `same` finds what stands already.

    Of two that come in the same instant the database takes one; the other waits for it, and is
    refused as if it had come later.
    """
    if not same.exists():
        try:
            with transaction.atomic():
                return make()
        except IntegrityError:
            if not same.exists():
                raise
    raise refusal


def log(
    *,
    by: User,
    action: Action,
    subject: str,
    key: UUID,
    reason: str = "",
    place: Place | None = None,
    change: Change | None = None,
) -> None:
    """Write down who did what to which thing; ids and codes only, no personal data."""
    if subject.partition(":")[0] != action.of.code:
        raise ValueError(f"{action.code} is done to a {action.of.code}, not to {subject}")
    ActionLog.objects.create(
        at=clock.now(),
        actor=by.username,
        action=action.code,
        subject=subject,
        place=place.code if place else "",
        reason=reason,
        change=change.written() if change else {},
        key=str(key),
    )
