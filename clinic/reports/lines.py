"""The lines of a statement, in two copies.

The bank's names no service, no patient and no card; the clinic's own names them, and stays there.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clinic.models import Redemption
from clinic.permissions import SEE_OWN_STATEMENTS, SEE_STATEMENTS
from clinic.settlements.find import find_statement
from clinic.settlements.reasons import cut_words, dispute_words
from clinic.settlements.sums import LineFigures, LineState, figures_of
from wastebank.models import User
from wastebank.reports.listing import Column, Field, Filters, Kind, Listing, On, Word
from wastebank.values.calendar import local
from wastebank.values.language import language
from wastebank.values.quantities import show_rupiah

LINE_WORDS: dict[LineState, tuple[str, Word]] = {
    LineState.AS_ASKED: ("", _("As asked")),
    LineState.WAITS: ("wait", _("Cut")),
    LineState.CUT: ("stop", _("Cut")),
    LineState.HELD: ("wait", _("Held")),
    LineState.RESTORED: ("good", _("Paid after all")),
    LineState.CANCELLED: ("stop", _("Cancelled")),
    LineState.CREDIT: ("", _("Paid too much before")),
    LineState.CARRIED: ("", _("Carried on")),
}


def visit_of(line: LineFigures) -> Redemption | None:
    """The visit that a line is about, also where it was taken back."""
    if line.line.cancel is not None:
        return line.line.cancel.redemption
    return line.line.visit


def number_of(line: LineFigures) -> str:
    """The receipt of a visit, the reference of a payment, or an earlier statement."""
    visit = visit_of(line)
    if visit is not None:
        return visit.number
    if line.line.credit is not None:
        return line.line.credit.reference
    assert line.line.carried is not None, "a line is one of four things"
    return line.line.carried.number


def moment_of(line: LineFigures) -> datetime:
    visit = visit_of(line)
    return visit.redeemed_at if visit is not None else line.line.added_at


def reason_of(line: LineFigures) -> str:
    """Why it differs, and what the clinic said to that; no service, no name."""
    if line.line.cancel is not None:
        day = line.line.cancel.cancelled_at
        return gettext("Cancelled by the clinic, %(day)s") % {"day": short_day(day)}
    if line.line.credit is not None:
        return gettext("Paid too much before")
    if line.line.carried is not None:
        return gettext("Below nothing before")
    adjustment = getattr(line.line, "adjustment", None)
    if adjustment is None:
        return ""
    said = [str(cut_words(adjustment.reason))]
    if adjustment.twin is not None:
        said.append(gettext("see %(receipt)s") % {"receipt": adjustment.twin.number})
    if adjustment.cash_idr:
        cash = show_rupiah(adjustment.cash_idr, language())
        said.append(gettext("%(sum)s in cash goes back to the patient") % {"sum": cash})
    reply = getattr(adjustment, "reply", None)
    if reply is not None:
        said.append(reply_words(reply))
    return ", ".join(said)


def reply_words(reply: Any) -> str:
    day = {"day": short_day(reply.replied_at)}
    if not reply.is_dispute:
        return gettext("accepted by the clinic, %(day)s") % day
    return gettext("disputed by the clinic, %(day)s") % day


def short_day(moment: datetime) -> str:
    return date_format(local(moment), "j M")


def dispute_of(line: LineFigures) -> str:
    reply = getattr(getattr(line.line, "adjustment", None), "reply", None)
    return str(dispute_words(reply.reason)) if reply is not None and reply.is_dispute else ""


def code_of(line: LineFigures) -> str:
    """The code of the reason, for programs."""
    adjustment = getattr(line.line, "adjustment", None)
    return adjustment.reason if adjustment is not None else ""


def patient_of(line: LineFigures) -> str:
    visit = visit_of(line)
    return visit.member.name if visit is not None else ""


def services_of(line: LineFigures) -> str:
    visit = visit_of(line)
    if visit is None:
        return ""
    services = sorted(visit.lines.all(), key=lambda service: service.line)
    return ", ".join(
        service.name if service.count == 1 else f"{service.count} × {service.name}"
        for service in services
    )


def found_lines(by: User, asked: Filters) -> list[LineFigures]:
    return list(figures_of(find_statement(by=by, number=asked["statement"])).lines)


def found_with_services(by: User, asked: Filters) -> list[LineFigures]:
    """By a few questions, however many visits there are."""
    found = found_lines(by, asked)
    prefetch_services(found)
    return found


def prefetch_services(lines: Sequence[LineFigures]) -> None:
    visits = [visit for line in lines if (visit := visit_of(line)) is not None]
    prefetch_related_objects(visits, "lines")


def statement_field(by: User) -> Sequence[Field]:
    return [Field("statement", _("Statement"))]


def statement_subject(by: User, asked: Filters) -> str:
    found = find_statement(by=by, number=asked["statement"])
    return f"{found.number}, {found.clinic.place.name}"


SUMS: tuple[Column[LineFigures], ...] = (
    Column(_("Asked"), Kind.RUPIAH, lambda line: line.asked_idr, on=On.WIDE),
    Column(_("Cut"), Kind.RUPIAH, lambda line: -line.cut_idr, on=On.WIDE),
    Column(_("Held"), Kind.RUPIAH, lambda line: -line.held_idr, on=On.WIDE),
    Column(_("Approved"), Kind.RUPIAH, lambda line: line.approved_idr),
    Column(_("State"), Kind.STATES, lambda line: [LINE_WORDS[line.state]]),
    Column(_("Reason"), Kind.TEXT, reason_of, on=On.WIDE),
    Column(_("Code of the reason"), Kind.CODE, code_of, on=On.FILE),
    Column(_("Why it is disputed"), Kind.TEXT, dispute_of, on=On.FILE),
)
BANKS_COPY: Listing[LineFigures] = Listing(
    name="statement",
    title=_("Statement"),
    permission=SEE_STATEMENTS,
    find=found_lines,
    fields=statement_field,
    subject=statement_subject,
    nothing=_("No visit in this month. Nothing is paid."),
    columns=(
        Column(_("Receipt"), Kind.CODE, number_of),
        Column(_("When"), Kind.MOMENT, moment_of, on=On.WIDE),
        *SUMS,
    ),
)
CLINICS_COPY: Listing[LineFigures] = Listing(
    name="statement_of_clinic",
    title=_("Statement with services"),
    permission=SEE_OWN_STATEMENTS,
    find=found_with_services,
    fields=statement_field,
    subject=statement_subject,
    nothing=_("No visit in this month. Nothing is paid."),
    columns=(
        Column(_("Receipt"), Kind.CODE, number_of),
        Column(_("When"), Kind.MOMENT, moment_of, on=On.WIDE),
        Column(_("Patient"), Kind.TEXT, patient_of),
        Column(_("Services"), Kind.TEXT, services_of),
        *SUMS,
    ),
)
