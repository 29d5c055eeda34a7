"""A statement, and an answer that changes an approved one, are agreed to by a second person."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from clinic import actions
from clinic.models import Adjustment, DisputeAnswer, Statement, StatementApproval, StatementLine
from clinic.permissions import APPROVE_STATEMENTS, SETTLE
from clinic.register.payee_change import PAYEE_CHANGE
from clinic.settlements.answers import ANSWER, lock_dispute, require_open_dispute, write_answer
from clinic.settlements.find import find_line, find_statement
from clinic.settlements.posted.booking import book_cut, sources_of_cuts
from clinic.settlements.posted.payable import Payable
from clinic.settlements.refusals import RepliesOpen, StatementApproved, StatementEmpty
from clinic.settlements.sums import LineState, StatementFigures, figures_of
from ledger import clock
from wastebank.approvals.approvable import Approvable, Facts, NowThen
from wastebank.approvals.propose import propose
from wastebank.commands import log
from wastebank.models import Approval, User
from wastebank.permissions import require
from wastebank.staff.names import staff_called
from wastebank.values.language import language
from wastebank.values.quantities import show_rupiah

STATEMENT = "statement"


def propose_statement(*, key: UUID, by: User, statement: str, note: str = "") -> Approval:
    """Put a statement before a second person. Refused while the clinic may still dispute a line."""
    require(by, SETTLE)
    found = find_statement(by=by, number=statement)

    def look() -> int:
        figures = figures_of(found)
        require_ready(figures)
        return figures.approved_idr

    return propose(
        key=key,
        by=by,
        what=STATEMENT,
        subject=found.number,
        request={"statement": found.number},
        look=look,
        note=note,
        place=found.clinic.place.parent,
    )


def require_ready(figures: StatementFigures) -> None:
    number = figures.statement.number
    if not figures.lines:
        raise StatementEmpty(statement=number)
    if StatementApproval.objects.filter(statement=figures.statement).exists():
        raise StatementApproved(statement=number)
    if waiting := figures.waiting():
        last = max(line.line.adjustment.dispute_until for line in waiting)
        raise RepliesOpen(count=len(waiting), day=date_format(last, "j M"))


def name_of(username: str) -> str:
    return staff_called([username]).get(username, username)


# --- what the second person sees


def statement_facts(request: Facts) -> Facts:
    """The figures that the agreement rests on: any change of a line changes one of them."""
    figures = figures_of(asked_statement(request))
    drawn = [line.line for line in figures.lines if line.line.sampled]
    return {
        "lines": len(figures.lines),
        "asked_idr": figures.asked_idr,
        "cut_idr": figures.cut_idr,
        "held_idr": figures.held_idr,
        "approved_idr": figures.approved_idr,
        "cash_idr": sum(cut.cash_idr for cut in cuts_of(figures)),
        "drawn": len(drawn),
        "reviewed": sum(hasattr(line, "review") for line in drawn),
    }


def asked_statement(request: Facts) -> Statement:
    statements = Statement.objects.select_related("clinic__place", "approval")
    return statements.get(number=request["statement"])


def cuts_of(figures: StatementFigures) -> list[Adjustment]:
    """The cuts that an approval carries out; what is disputed waits for its answer."""
    return [line.line.adjustment for line in figures.lines if line.state == LineState.CUT]


def statement_rows(request: Facts, facts: Facts) -> Sequence[NowThen]:
    tongue = language()
    shown = (
        (_("Asked"), facts["asked_idr"]),
        (_("Cut"), -facts["cut_idr"]),
        (_("Held, disputed"), -facts["held_idr"]),
        (_("Approved"), facts["approved_idr"]),
    )
    return [NowThen(str(label), "", show_rupiah(idr, tongue)) for label, idr in shown]


def statement_details(request: Facts, facts: Facts) -> Sequence[tuple[str, str]]:
    return (
        (str(_("Lines")), str(facts["lines"])),
        (str(_("Reviewed")), f"{facts['reviewed']} / {facts['drawn']}"),
    )


def statement_question(approval: Approval) -> str:
    return format_html(
        str(_("Approve <strong>{amount}</strong> of statement {statement}?")),
        amount=show_rupiah(approval.facts["approved_idr"], language()),
        statement=approval.request["statement"],
    )


def lock_statement(request: Facts) -> Any:
    """The clinic's side, and whoever gets something back."""
    found = asked_statement(request)
    cut = Adjustment.objects.filter(line__statement=found)
    return Payable.lock(key=UUID(int=0), actor="", clinic=found.clinic, also=sources_of_cuts(cut))


def approve_statement(*, key: Any, by: User, approval: Approval) -> StatementApproval:
    """Carry out what a second person agreed to: the cuts go back, the rest is to be paid."""
    statement = asked_statement(approval.request)
    figures = figures_of(statement)
    require_ready(figures)
    cuts = cuts_of(figures)
    payable = Payable.lock(
        key=key, actor=by.username, clinic=statement.clinic, also=sources_of_cuts(cuts)
    )
    made = StatementApproval.objects.create(
        statement=statement,
        asked_idr=figures.asked_idr,
        cut_idr=figures.cut_idr,
        held_idr=figures.held_idr,
        approved_idr=figures.approved_idr,
        proposed_by=approval.proposed_by,
        proposed_name=name_of(approval.proposed_by),
        actor=by.username,
        actor_name=str(by),
        approved_at=clock.now(),
    )
    for adjustment in cuts:
        book_cut(payable, adjustment)
    payable.set_off()
    log(
        by=by,
        action=actions.APPROVE_STATEMENT,
        subject=f"statement:{statement.number}",
        key=key,
        place=statement.clinic.place,
    )
    return made


# --- an answer that adds to an approved statement


def asked_line(request: Facts) -> StatementLine:
    return find_line(statement=asked_statement(request), line=request["line"])


def answer_facts(request: Facts) -> Facts:
    line = asked_line(request)
    figures = figures_of(line.statement)
    return {
        "held_idr": line.adjustment.account_idr,
        "approved_idr": figures.approved_idr,
        "open": any(
            one.line.pk == line.pk and one.state == LineState.HELD for one in figures.lines
        ),
    }


def answer_rows(request: Facts, facts: Facts) -> Sequence[NowThen]:
    tongue = language()
    now_idr, more_idr = facts["approved_idr"], facts["held_idr"]
    return [
        NowThen(
            str(_("Approved")),
            show_rupiah(now_idr, tongue),
            show_rupiah(now_idr + more_idr, tongue),
        )
    ]


def answer_question(approval: Approval) -> str:
    return format_html(
        str(_("Pay <strong>{amount}</strong> of statement {statement} after all?")),
        amount=show_rupiah(approval.facts["held_idr"], language()),
        statement=approval.request["statement"],
    )


def lock_answer(request: Facts) -> Any:
    line = asked_line(request)
    return Payable.lock(key=UUID(int=0), actor="", clinic=line.statement.clinic)


def accept_dispute(*, key: Any, by: User, approval: Approval) -> DisputeAnswer:
    line = asked_line(approval.request)
    payable = lock_dispute(key, by, line.statement, line)
    return write_answer(
        payable,
        require_open_dispute(line),
        by,
        {
            "accepted": True,
            "note": approval.request["note"],
            "actor": approval.proposed_by,
            "actor_name": name_of(approval.proposed_by),
            "second": by.username,
            "second_name": str(by),
        },
    )


APPROVABLES = [
    PAYEE_CHANGE,
    Approvable(
        code=STATEMENT,
        name=_("Statement of a clinic"),
        may_agree=APPROVE_STATEMENTS,
        question=statement_question,
        rows=statement_rows,
        facts_now=statement_facts,
        carry_out=approve_statement,
        lock=lock_statement,
        amount_name=_("Approved"),
        details=statement_details,
    ),
    Approvable(
        code=ANSWER,
        name=_("Answer to a dispute"),
        may_agree=APPROVE_STATEMENTS,
        question=answer_question,
        rows=answer_rows,
        facts_now=answer_facts,
        carry_out=accept_dispute,
        lock=lock_answer,
    ),
]
