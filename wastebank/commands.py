"""What all commands have in common: the keyed transaction, and the log."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.db import IntegrityError, models, transaction

from ledger import clock
from ledger.idempotency import KeyedAnswer, once
from ledger.refusals import Refusal
from ledger.registry import field_name
from ledger.written.documents import all_rows
from wastebank.actions import Action, Change
from wastebank.models import ActionLog, Place, User
from wastebank.refusals import NothingCorrected

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
    kept = all_rows(model).get(pk=answer.result["id"])
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


def last_number(model: type[models.Model]) -> int:
    """The number of the last row of a table; 0 if it has none. Whoever holds what the rows rest on
    knows by it which of them came before, whatever a clock says."""
    last = all_rows(model).aggregate(last=models.Max("pk"))["last"]
    return int(last or 0)


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


@dataclass(frozen=True, slots=True)
class Correction:
    """What is right instead, of one thing, and why; inside a command's transaction.

    `shown` says how the log shows a value that names a person, or stands for words.
    """

    by: User
    key: UUID
    action: Action
    subject: str
    reason: str
    place: Place | None
    shown: Mapping[str, Callable[[Any], str]]

    def write(
        self, thing: models.Model, right: Mapping[str, Any], also: Collection[str] = ()
    ) -> None:
        """Put it right, with a line of the log for each fact that differs, and for those that are
        said to differ `also`; NothingCorrected if none does. What was recorded with the old facts
        keeps them."""
        was = {name: getattr(thing, name) for name in right}
        differing = {name for name in right if was[name] != right[name] or name in also}
        if not differing:
            raise NothingCorrected
        for name in differing:
            setattr(thing, name, right[name])
        thing.save()
        for name in right:
            if name in differing:
                self.note(name, was[name], right[name])

    def note(self, name: str, was: Any, right: Any) -> None:
        show = self.shown.get(name, str)
        log(
            by=self.by,
            action=self.action,
            subject=self.subject[:60],
            key=self.key,
            reason=self.reason,
            place=self.place,
            change=Change(
                thing=lambda: field_name(name),
                before=lambda: show(was) or "–",
                after=lambda: show(right) or "–",
                holds_from=clock.now(),
            ),
        )


def correct(
    *,
    model: type[Recorded],
    key: UUID,
    by: User,
    action: Action,
    which: Mapping[str, str],
    reason: str,
    right: Mapping[str, Any],
    hold: Callable[[], Recorded],
    place: Callable[[Recorded], Place | None],
    shown: Mapping[str, Callable[[Any], str]],
) -> Recorded:
    """Put one thing right, once. `which` names it to the key and to the log; `hold` finds it under
    a lock and refuses what must not be; `place` is the one whose log tells of it."""

    def make() -> Recorded:
        found = hold()
        subject = f"{action.of.code}:{next(iter(which.values()))}"
        Correction(by, key, action, subject, reason, place(found), shown).write(found, right)
        return found

    request = {"by": by.username, **which, "reason": reason, **right}
    return record(model, key=key, verb=action.code, request=request, make=make)


def asked(facts: Mapping[str, str | None]) -> dict[str, str]:
    """The facts that somebody said; those left out stay as they are."""
    return {name: value for name, value in facts.items() if value is not None}
