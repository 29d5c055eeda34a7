"""What the page shows: the lines as they stand and as they were typed, and what that comes to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from ledger.refusals import Refusal
from wastebank.deposits.correcting.asked import Right
from wastebank.deposits.correcting.correct import correct_deposit
from wastebank.deposits.correcting.preview import Preview, choices, preview
from wastebank.deposits.correcting.standing import CorrectedLine, StandingDeposit, standing
from wastebank.materials.offers import offers
from wastebank.models import Deposit, Material
from wastebank.values.language import language
from wastebank.values.quantities import typed_amount
from wastebank.web.common.access import staff
from wastebank.web.common.forms import form_key, new_key
from wastebank.web.common.mending.bars import bars_of
from wastebank.web.common.mending.forms import RECORD, WHOLE, MendForm, TypedRight

Draw = Callable[[HttpRequest, Mapping[str, Any], Refusal | None], HttpResponse]


@dataclass(frozen=True, slots=True)
class MendLine:
    """A line as it stands, what is typed for it, and what it would become."""

    stands: CorrectedLine
    typed: TypedRight
    after: CorrectedLine | None
    is_changed: bool
    change_idr: int


def mending(request: HttpRequest, deposit: Deposit, back: str, draw: Draw) -> HttpResponse:
    """Look at what a correction would come to, or carry it out; a refusal stands at what was
    typed. `back` is the page of the deposit."""
    stands, form = standing(deposit), MendForm.of(request)
    if request.method != "POST":
        return draw(request, facts_of(stands, form, None, None), None)
    found: Preview | None = None
    right: Right | None = None
    try:
        right = form.right(stands, language())
        found = preview(stands, right)
        if form.text("do") == RECORD:
            correct_deposit(
                key=form_key(request),
                by=staff(request),
                deposit=deposit.number,
                right=right,
                seen=form.seen or found.seen,
            )
            return redirect(back)
    except Refusal as refusal:
        return draw(request, facts_of(standing(deposit), form, found, right), refusal)
    return draw(request, facts_of(stands, form, found, right), None)


def facts_of(
    stands: StandingDeposit, form: MendForm, found: Preview | None, right: Right | None
) -> dict[str, Any]:
    return {
        "deposit": stands.deposit,
        "stands": stands,
        "lines": mend_lines(stands, form, found),
        "materials": materials_then(stands),
        "found": found,
        "right": right,
        "bars": bars_of(found) if found else (),
        "choices": choices(form.chosen_cause),
        "typed_member": form.text("member"),
        "reason": form.text("reason"),
        "is_whole": form.text("do") == WHOLE,
        "key": new_key(),
    }


def mend_lines(stands: StandingDeposit, form: MendForm, found: Preview | None) -> list[MendLine]:
    typed = {row.line: row for row in form.rows()}
    changes = {change.before.line: change for change in found.asked.changes} if found else {}
    lines = []
    for line in stands.lines:
        as_is = TypedRight(
            str(line.line), typed_amount(line.amount, line.unit, language()), line.material.code
        )
        change = changes.get(line.line)
        row = typed.get(str(line.line), as_is)
        if change is not None and change.after is None:
            row = TypedRight(row.line, "0", line.material.code)
        after = change.after if change else line
        lines.append(MendLine(line, row, after, bool(change), change.change_idr if change else 0))
    return lines


def materials_then(stands: StandingDeposit) -> Sequence[tuple[Material, int | None]]:
    """What was bought where and when this was weighed, with its price then; None: it was asked."""
    deposit = stands.deposit
    every = list(Material.objects.order_by("ordered_by"))
    then = offers(every, deposit.place, deposit.weighed_at)
    own = {line.material.pk: line.price_idr for line in stands.lines}
    found: list[tuple[Material, int | None]] = []
    for material in every:
        if material.pk in own:
            found.append((material, own[material.pk]))
        elif material.pk in then:
            found.append((material, then[material.pk].price_idr))
    return found
