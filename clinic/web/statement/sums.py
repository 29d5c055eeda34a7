"""The sums of a statement in words: what was asked, what of it comes, and what is still to come."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from clinic.settlements.results import PaymentState
from clinic.settlements.shown import PaymentSeen, StatementSeen
from clinic.settlements.sums import LineFigures, LineState, StatementFigures
from clinic.web.statement.shapes import Rung
from wastebank.reports.listing import Kind, shown_cell
from wastebank.values.language import language

PAYMENT_WORDS = {
    PaymentState.SENT: gettext_lazy("sent"),
    PaymentState.UNKNOWN: gettext_lazy("result unknown"),
    PaymentState.ARRIVED: gettext_lazy("arrived"),
    PaymentState.FAILED: gettext_lazy("failed"),
}
BELOW = (LineState.CANCELLED, LineState.CREDIT, LineState.CARRIED)


def visits_of(figures: StatementFigures) -> list[LineFigures]:
    return [line for line in figures.lines if line.line.visit_id]


def taken_back(figures: StatementFigures) -> list[LineFigures]:
    return [line for line in figures.lines if line.state in BELOW]


def visit_count(figures: StatementFigures) -> str:
    count = len(visits_of(figures))
    return ngettext("%(n)d visit", "%(n)d visits", count) % {"n": count}


def ladder(seen: StatementSeen) -> list[Rung]:
    """From what was asked down to what is not paid yet."""
    figures = seen.figures
    rungs = [
        Rung(_("Asked"), sum(line.asked_idr for line in visits_of(figures)), visit_count(figures))
    ]
    rungs += below(figures)
    if figures.cut_idr:
        rungs.append(Rung(_("Cut"), -figures.cut_idr))
    if figures.held_idr:
        rungs.append(Rung(_("Held, disputed"), -figures.held_idr))
    if not figures.is_approved:
        return [*rungs, Rung(_("To be approved"), figures.approved_idr, tone="is-total")]
    rungs.append(Rung(_("Approved"), figures.approved_idr, tone="is-sub"))
    rungs += paid(seen)
    return [*rungs, Rung(_("Not paid yet"), figures.open_idr, tone="is-total")]


def below(figures: StatementFigures) -> Iterator[Rung]:
    """What takes away from what was asked, by its sort."""
    words = {
        LineState.CANCELLED: _("Cancelled after they were asked"),
        LineState.CREDIT: _("Paid too much before"),
        LineState.CARRIED: _("Below nothing before"),
    }
    for state, label in words.items():
        sum_idr = sum(line.asked_idr for line in figures.lines if line.state == state)
        if sum_idr:
            yield Rung(label, sum_idr)


def paid(seen: StatementSeen) -> Iterator[Rung]:
    for one in seen.payments:
        if one.settles_idr:
            day = short_day(one)
            yield Rung(_("Paid %(day)s") % {"day": day}, -one.settles_idr, payment_words(one))
    if seen.figures.carried_idr:
        yield Rung(_("Carried on"), -seen.figures.carried_idr)


def short_day(one: PaymentSeen) -> str:
    return shown_cell(Kind.DAY, one.payment.sent_on, "", language())


def payment_words(one: PaymentSeen) -> str:
    return f"{one.payment.reference} · {PAYMENT_WORDS[one.state]}"
