"""What the page of a statement shows to the office, and the forms that stand there now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from clinic.models import AdjustmentReply
from clinic.permissions import PAY_CLINICS, SETTLE
from clinic.register.payees import payee_at
from clinic.reports.lines import number_of
from clinic.settlements.reasons import cut_words, dispute_words
from clinic.settlements.shown import StatementSeen
from clinic.settlements.sums import LineState, StatementState
from clinic.web.office.settlements.forms import CutForm, PayForm, ProposeForm
from clinic.web.office.settlements.picture import picture_of
from clinic.web.statement.rows import row_of, rows_of
from clinic.web.statement.shapes import Pick
from clinic.web.statement.sums import ladder
from clinic.web.statement.trail import trail
from ledger import clock
from wastebank.funds.cash.accounts import accounts_that_pay
from wastebank.models import User
from wastebank.permissions import may
from wastebank.reports.listing import Kind, shown_cell
from wastebank.values.calendar import local_day
from wastebank.values.language import language
from wastebank.values.quantities import show_rupiah
from wastebank.web.common.forms import FilledForm

TO_PAY = (StatementState.APPROVED, StatementState.PARTLY_PAID)


@dataclass(frozen=True, slots=True)
class Dispute:
    """A dispute that the bank has not answered."""

    line: int
    receipt: str
    reason: str
    reply: AdjustmentReply
    cut_because: str
    held_idr: int
    picks: Sequence[Pick]
    typed: Mapping[str, str]  # what was typed about this one, and came back


def statement_facts(by: User, seen: StatementSeen, answered: Mapping[str, str]) -> dict[str, Any]:
    figures, statement = seen.figures, seen.statement
    today = local_day(clock.now())
    return {
        "seen": seen,
        "statement": statement,
        "figures": figures,
        "state": figures.state.value,
        "to_pay": figures.state in TO_PAY,
        "days_left": (statement.due_on - today).days,
        "flow": picture_of(figures),
        "rows": rows_of([(line, row_of(line)) for line in figures.lines]),
        "disputes": disputes_of(seen, answered) if may(by, SETTLE) else [],
        "rungs": ladder(seen),
        "steps": trail(seen),
        "payee": payee_at(statement.clinic, clock.now()),
        "unended": [one for one in seen.payments if not hasattr(one.payment, "end")],
        "may_pay": may(by, PAY_CLINICS),
        "may_settle": may(by, SETTLE),
    }


def disputes_of(seen: StatementSeen, typed: Mapping[str, str]) -> list[Dispute]:
    return [
        Dispute(
            line=line.line.position,
            receipt=number_of(line),
            reason=str(dispute_words(line.line.adjustment.reply.reason)),
            reply=line.line.adjustment.reply,
            cut_because=str(cut_words(line.line.adjustment.reason)),
            held_idr=line.held_idr,
            picks=picks_of(seen, line.held_idr),
            typed=typed if typed.get("line") == str(line.line.position) else {},
        )
        for line in seen.figures.lines
        if line.state == LineState.HELD
    ]


def picks_of(seen: StatementSeen, held_idr: int) -> list[Pick]:
    held = {"sum": show_rupiah(held_idr, language())}
    follows = _("It is part of what a second person approves.")
    if seen.figures.is_approved:
        follows = _("It comes with the next payment, once a second person has agreed.")
    return [
        Pick("yes", _("Accept, pay %(sum)s") % held, follows),
        Pick("no", _("Stay with the cut"), _("%(sum)s goes back to where it came from.") % held),
    ]


def forms_of(by: User, seen: StatementSeen) -> dict[str, FilledForm]:
    """The forms that may be sent now, by their names, with nothing typed."""
    found: dict[str, FilledForm] = {}
    if may(by, SETTLE):
        found["cut_form"] = CutForm(visits=visits_to_cut(seen))
        found["propose_form"] = ProposeForm()
    if may(by, PAY_CLINICS):
        found["pay_form"] = PayForm(**pay_choices(by, seen))
    return found


def pay_choices(by: User, seen: StatementSeen) -> dict[str, Any]:
    return {
        "accounts": accounts_that_pay(by),
        "open_idr": max(seen.figures.open_idr, 0),
        "today": local_day(clock.now()),
    }


def visits_to_cut(seen: StatementSeen) -> list[tuple[int, str]]:
    tongue = language()
    return [
        (
            line.line.position,
            f"{number_of(line)}, {shown_cell(Kind.DAY, line.line.visit.redeemed_at, '', tongue)}, "
            f"{show_rupiah(line.line.visit.total_idr, tongue)}",
        )
        for line in seen.figures.lines
        if line.state == LineState.AS_ASKED and line.line.visit is not None
    ]
