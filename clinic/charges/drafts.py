"""Drafts of the clinic desk: kept for the clerk who began, for a while, and shown to nobody else.

They outlive a killed browser and an ended session. What is typed is kept as it was typed: a draft
promises nothing, and the commands judge it when it is recorded.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet

from clinic.models import Clinic, Draft
from clinic.permissions import REDEEM, clinic_of
from ledger import clock
from wastebank.cards.read import read_card
from wastebank.codes.secrets import lock_away, peppered, take_out
from wastebank.models import User
from wastebank.permissions import require

PURPOSE = "clinic draft"
# a line as it was typed: service, how often, price, note
Line = Sequence[str]


@dataclass(frozen=True, slots=True)
class Begun:
    """A draft as its clerk reads it: by which card, what was chosen, which cash was agreed."""

    pk: int
    card: str
    lines: Sequence[Line]
    cash: str
    changed_at: datetime


def keep_draft(
    *, by: User, card: str = "", visit: int | None = None, lines: Sequence[Line], cash: str
) -> int:
    """Keep what is chosen for the holder of a card, or at the end of a visit; answers its id."""
    clinic = clinic_of(require(by, REDEEM))
    forget_old_drafts()
    content = json.dumps({"card": card, "lines": [list(line) for line in lines], "cash": cash})
    draft, _ = Draft.objects.update_or_create(
        mark=mark_of(by, clinic, card, visit),
        defaults={
            "by": by,
            "clinic": clinic,
            "content": lock_away(PURPOSE, content),
            "changed_at": clock.now(),
        },
    )
    return int(draft.pk)


def drop_draft(*, by: User, card: str = "", visit: int | None = None) -> None:
    """What was begun is recorded, or is no longer wanted."""
    clinic = clinic_of(require(by, REDEEM))
    Draft.objects.filter(mark=mark_of(by, clinic, card, visit)).delete()


def drop_draft_of(*, by: User, draft: int) -> None:
    """The same by its id, as the page names it; another clerk's is not there."""
    own_drafts(by).filter(pk=draft).delete()


def draft_for(*, by: User, card: str = "", visit: int | None = None) -> Begun | None:
    """What this clerk has begun for the holder of this card, or at the end of this visit."""
    mark = mark_of(by, clinic_of(require(by, REDEEM)), card, visit)
    found = own_drafts(by).filter(mark=mark).first()
    return begun(found) if found else None


def draft_by_id(*, by: User, draft: int) -> Begun | None:
    found = own_drafts(by).filter(pk=draft).first()
    return begun(found) if found else None


def drafts_of(*, by: User) -> list[Begun]:
    """What this clerk has begun for patients and not recorded, newest first."""
    found = [begun(draft) for draft in own_drafts(by).order_by("-changed_at", "-pk")]
    return [draft for draft in found if draft and draft.card and draft.lines]


def forget_old_drafts() -> int:
    """Remove the drafts whose time is over, whoever began them; answers how many."""
    return int(Draft.objects.filter(changed_at__lt=oldest()).delete()[0])


def own_drafts(by: User) -> QuerySet[Draft]:
    clinic = clinic_of(require(by, REDEEM))
    return Draft.objects.filter(by=by, clinic=clinic, changed_at__gte=oldest())


def oldest() -> datetime:
    return clock.now() - timedelta(minutes=settings.WASTEBANK_DRAFT_MINUTES)


def mark_of(by: User, clinic: Clinic, card: str, visit: int | None) -> str:
    """One for each clerk, clinic and patient, from which none of them can be told."""
    whose = f"visit {visit}" if visit is not None else f"card {read_card(card).code_hash}"
    return peppered("draft", f"{by.pk}:{clinic.pk}:{whose}").hex()


def begun(draft: Draft) -> Begun | None:
    """What lies in a draft; None if it was locked away under another pepper."""
    text = take_out(PURPOSE, draft.content)
    if not text:
        return None
    kept = json.loads(text)
    return Begun(draft.pk, kept["card"], kept["lines"], kept["cash"], draft.changed_at)
