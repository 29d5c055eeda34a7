"""What the page of a statement shows to the clinic: its visits with their services."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clinic.models import Adjustment, Redemption, RedemptionLine
from clinic.register.payees import payee_at
from clinic.reports.lines import (
    moment_of,
    number_of,
    patient_of,
    prefetch_services,
    reason_of,
    services_of,
    visit_of,
)
from clinic.settlements.reasons import DISPUTES, cut_words, dispute_words
from clinic.settlements.shown import StatementSeen
from clinic.settlements.sums import LineFigures, LineState
from clinic.web.statement.rows import row_of, rows_of, short_moment
from clinic.web.statement.shapes import Pick
from clinic.web.statement.sums import ladder, taken_back, visits_of
from clinic.web.statement.trail import trail
from ledger import clock

WIDTH = 10_000  # hundredths of a per cent


@dataclass(frozen=True, slots=True)
class Repeated:
    """One of two visits that the bank takes for one."""

    receipt: str
    when: str
    card: str
    asked_idr: int
    approved_idr: int
    is_this: bool


@dataclass(frozen=True, slots=True)
class Differing:
    """A visit of which something is cut, or that was taken back: to be judged without leaving."""

    line: int
    state: str
    patient: str
    receipt: str
    when: str
    asked_idr: int
    approved_idr: int
    cut_idr: int
    services: Sequence[tuple[RedemptionLine, bool]]  # and whether the cut strikes it
    reason: str
    adjustment: Adjustment | None
    twins: Sequence[Repeated]
    said: str


def statement_facts(seen: StatementSeen) -> dict[str, Any]:
    figures, statement = seen.figures, seen.statement
    prefetch_services(figures.lines)
    waiting = figures.waiting()
    return {
        "seen": seen,
        "statement": statement,
        "figures": figures,
        "state": figures.state.value,
        "differing": [differing(line) for line in figures.lines if line.differs],
        "rows": rows_of([(line, named_row(line)) for line in figures.lines]),
        "until": max((ln.line.adjustment.dispute_until for ln in waiting), default=None),
        "bars": bars(seen),
        "rungs": ladder(seen),
        "steps": trail(seen, names=False),
        "payee": payee_at(statement.clinic, clock.now()),
        "disputes": [Pick(reason.code, str(reason.words)) for reason in DISPUTES],
    }


def named_row(line: LineFigures) -> Any:
    return row_of(line, who=patient_of(line), services=services_of(line))


def differing(line: LineFigures) -> Differing:
    visit, adjustment = visit_of(line), getattr(line.line, "adjustment", None)
    struck = adjustment.care_line_id if adjustment else None
    cut_idr = adjustment.amount_idr if adjustment else 0
    is_whole = visit is not None and cut_idr == visit.total_idr
    given = sorted(visit.lines.all(), key=lambda one: one.line) if visit is not None else []
    return Differing(
        line=line.line.position,
        state=line.state.value,
        patient=patient_of(line),
        receipt=number_of(line),
        when=short_moment(moment_of(line)),
        asked_idr=line.asked_idr,
        approved_idr=line.approved_idr,
        cut_idr=cut_idr,
        services=[(one, is_whole or one.pk == struck) for one in given],
        reason=str(cut_words(adjustment.reason)) if adjustment else reason_of(line),
        adjustment=adjustment,
        twins=twins_of(line, visit, adjustment),
        said=said_of(line),
    )


def twins_of(
    line: LineFigures, visit: Redemption | None, adjustment: Adjustment | None
) -> list[Repeated]:
    """The visit beside the one it is said to repeat."""
    if visit is None or adjustment is None or adjustment.twin is None:
        return []
    twin = adjustment.twin
    return [
        Repeated(
            twin.number,
            short_moment(twin.redeemed_at),
            twin.card.holder,
            twin.booked_idr,
            twin.booked_idr,
            is_this=False,
        ),
        Repeated(
            visit.number,
            short_moment(visit.redeemed_at),
            visit.card.holder,
            line.asked_idr,
            line.approved_idr,
            is_this=True,
        ),
    ]


def said_of(line: LineFigures) -> str:
    """What clinic and bank said to the cut, in one sentence; nothing while it is open."""
    adjustment = getattr(line.line, "adjustment", None)
    reply = getattr(adjustment, "reply", None)
    answer = getattr(reply, "answer", None)
    if adjustment is None or line.state == LineState.WAITS:
        return ""
    if reply is None:
        return _("Nobody disputed it: accepted.")
    if not reply.is_dispute:
        return _("Accepted.")
    if answer is None and line.state == LineState.HELD:
        words = {"reason": dispute_words(reply.reason), "day": day_of(reply.answer_until)}
        return _("%(reason)s. The bank answers until %(day)s.") % words
    if answer is None:
        return _("The bank did not answer: it is paid.")
    words = {"note": answer.note}
    accepted = _("The bank accepts: “%(note)s”") % words
    return accepted if answer.accepted else _("It stays cut: “%(note)s”") % words


def day_of(day: Any) -> str:
    return date_format(day, "j M")


def bars(seen: StatementSeen) -> list[tuple[str, str, str]]:
    """The parts of what was asked, by colour, with where each begins and how wide it is."""
    figures = seen.figures
    asked_idr = sum(line.asked_idr for line in visits_of(figures))
    back_idr = -sum(line.asked_idr for line in taken_back(figures))
    if asked_idr <= 0 or figures.approved_idr < 0:
        return []
    parts = (
        ("klinik", figures.approved_idr),
        ("is-held", figures.held_idr),
        ("is-back", figures.cut_idr),
        ("lainnya", back_idr),
    )
    drawn, at_idr = [], 0
    for colour, part_idr in parts:
        if part_idr:
            drawn.append((colour, share(at_idr, asked_idr), share(part_idr, asked_idr)))
        at_idr += part_idr
    return drawn


def share(part_idr: int, whole_idr: int) -> str:
    whole, rest = divmod(part_idr * WIDTH // whole_idr, 100)
    return f"{whole}.{rest:02d}%"
