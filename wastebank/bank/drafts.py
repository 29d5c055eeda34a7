"""What is typed in a step of setting up is kept at the server, field by field: nothing is lost by
another step, by signing out, or by a laptop whose battery is empty. It is its person's alone."""

from collections.abc import Mapping

from django.db import transaction

from wastebank.bank.path import step_of
from wastebank.models import StepDraft, User
from wastebank.permissions import Permission, require
from wastebank.refusals import BodyTooLarge, PageUnknown
from wastebank.values.letters import storable

MOST_LETTERS = 60_000  # of a step: forty materials with their prices take a tenth of it


def keep_draft(
    *, by: User, step: str, fields: Mapping[str, str], needs: Permission | None = None
) -> None:
    """Keep the fields of a step as they were typed, in place of what was kept before. A step that
    is done for each place is kept for each: `materials:MLT`. `needs` is what a page asks for that
    others may open, too."""
    found = step_of(step.partition(":")[0])
    if found is None:
        raise PageUnknown
    require(by, needs or found.permission)
    if sum(len(name) + len(text) for name, text in fields.items()) > MOST_LETTERS:
        raise BodyTooLarge(max_bytes=MOST_LETTERS)
    kept = {storable(name): storable(text) for name, text in fields.items()}
    with transaction.atomic():
        StepDraft.objects.update_or_create(user=by, step=step, defaults={"fields": kept})


def draft_of(by: User, step: str) -> dict[str, str]:
    """The fields as they were typed last; nothing if nothing is kept."""
    kept = StepDraft.objects.filter(user=by, step=step).values_list("fields", flat=True).first()
    return dict(kept or {})


def drop_draft(by: User, step: str) -> None:
    """The step was written: what was typed is on record now."""
    StepDraft.objects.filter(user=by, step=step).delete()
