"""Who did what to a statement, and what comes next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic.models import AdjustmentReply
from clinic.settlements.shown import PaymentSeen, StatementSeen
from clinic.settlements.sums import StatementState
from clinic.web.statement.shapes import Step
from clinic.web.statement.sums import payment_words
from wastebank.reports.listing import Kind, shown_cell
from wastebank.values.language import language
from wastebank.values.quantities import show_rupiah

NOW, TO_COME = "is-now", "is-to-come"


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that was done: when, what, by whom, and a word on it."""

    at: datetime
    head: str
    who: str
    is_clinics: bool = False
    about: str = ""


def trail(seen: StatementSeen, *, names: bool = True) -> list[Step]:
    """In the order in which it happened; without `names`, not who of the bank did it."""
    done = [*drawn_and_approved(seen), *reviews(seen), *disputes(seen), *answers(seen)]
    done += [payment_deed(one) for one in seen.payments]
    done.sort(key=lambda deed: deed.at)
    return [*(step_of(deed, names=names) for deed in done), *to_come(seen)]


def step_of(deed: Deed, *, names: bool) -> Step:
    when = deed.about or shown_cell(Kind.MOMENT, deed.at, "", language())
    return Step(deed.head, f"{deed.who} · {when}" if names or deed.is_clinics else when)


def shown(sum_idr: int) -> str:
    return show_rupiah(sum_idr, language())


def drawn_and_approved(seen: StatementSeen) -> Iterator[Deed]:
    statement = seen.statement
    yield Deed(statement.drawn_at, _("Drawn up"), statement.actor_name)
    if seen.figures.is_approved:
        approval = statement.approval
        head = _("Approved %(sum)s") % {"sum": shown(approval.approved_idr)}
        yield Deed(approval.approved_at, head, approval.actor_name)


def reviews(seen: StatementSeen) -> Iterator[Deed]:
    looked = [line.line.review for line in seen.figures.lines if hasattr(line.line, "review")]
    drawn = sum(line.line.sampled for line in seen.figures.lines)
    if looked:
        last = max(looked, key=lambda review: review.reviewed_at)
        head = _("%(n)d of %(drawn)d drawn visits reviewed") % {"n": len(looked), "drawn": drawn}
        yield Deed(last.reviewed_at, head, last.actor_name)


def disputes(seen: StatementSeen) -> Iterator[Deed]:
    disputed = [reply for reply in replies_of(seen) if reply.is_dispute]
    if disputed:
        last = max(disputed, key=lambda reply: reply.replied_at)
        head = ngettext(
            "The clinic disputes %(n)d line", "The clinic disputes %(n)d lines", len(disputed)
        ) % {"n": len(disputed)}
        yield Deed(last.replied_at, head, last.actor_name, is_clinics=True)


def replies_of(seen: StatementSeen) -> list[AdjustmentReply]:
    return [
        line.line.adjustment.reply
        for line in seen.figures.lines
        if hasattr(line.line, "adjustment") and hasattr(line.line.adjustment, "reply")
    ]


def answers(seen: StatementSeen) -> Iterator[Deed]:
    for line in seen.figures.lines:
        reply = getattr(getattr(line.line, "adjustment", None), "reply", None)
        answer = getattr(reply, "answer", None)
        if answer is None:
            continue
        receipt = {"receipt": line.line.visit.number if line.line.visit else ""}
        head = (
            _("Dispute of %(receipt)s accepted") if answer.accepted else _("%(receipt)s stays cut")
        )
        yield Deed(answer.answered_at, head % receipt, answer.actor_name)


def payment_deed(one: PaymentSeen) -> Deed:
    head = _("Paid %(sum)s") % {"sum": shown(one.settles_idr or one.payment.amount_idr)}
    return Deed(one.payment.paid_at, head, one.payment.actor_name, about=payment_words(one))


def to_come(seen: StatementSeen) -> list[Step]:
    """What is next, and what is after that."""
    figures, due = seen.figures, by_day(seen.statement.due_on)
    state = figures.state
    approving = _("Approved by a second person")
    if state == StatementState.REPLIES:
        last = max(line.line.adjustment.dispute_until for line in figures.waiting())
        said = _("Until %(day)s. Silence is acceptance.") % {"day": short(last)}
        return [
            Step(_("The clinic looks at it"), said, NOW),
            Step(approving, "", TO_COME),
            Step(_("Paid to the clinic"), due, TO_COME),
        ]
    if state == StatementState.READY:
        return [Step(approving, "", NOW), Step(_("Paid to the clinic"), due, TO_COME)]
    if state in (StatementState.APPROVED, StatementState.PARTLY_PAID):
        return [Step(_("What is open is paid"), due, NOW)]
    return []


def by_day(day: date) -> str:
    return _("By %(day)s at the latest") % {"day": short(day)}


def short(day: date) -> str:
    return date_format(day, "l, j M")
