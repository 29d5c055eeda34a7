"""The statements of all clinics: how far each is, and what is still to be paid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from clinic.models import Statement
from clinic.permissions import SEE_STATEMENTS
from clinic.settlements.find import clinics_paid_by, visible_statements
from clinic.settlements.sums import StatementFigures, StatementState, figures_of_all
from wastebank.models import User
from wastebank.reports.listing import Column, Field, Filters, Kind, Listing, On, Word
from wastebank.reports.lists.asking import ALL, choice

STATE_WORDS: Mapping[StatementState, tuple[str, Word]] = {
    StatementState.EMPTY: ("", _("No visit")),
    StatementState.REPLIES: ("wait", _("The clinic looks at it")),
    StatementState.READY: ("wait", _("To be approved")),
    StatementState.APPROVED: ("wait", _("To be paid")),
    StatementState.PARTLY_PAID: ("wait", _("Partly paid")),
    StatementState.PAID: ("good", _("Paid to the clinic")),
    StatementState.CARRIED: ("", _("Carried on")),
}


def found_statements(by: User, asked: Filters) -> QuerySet[Statement]:
    found = visible_statements(by)
    return found.filter(clinic__place__code=asked["clinic"]) if asked.get("clinic") else found


def statement_fields(by: User) -> list[Field]:
    clinics = [(one.place.code, one.place.name) for one in clinics_paid_by(by)]
    return [choice("clinic", _("Clinic"), [ALL, *clinics])] if len(clinics) > 1 else []


def figures_for(rows: Sequence[Statement]) -> list[StatementFigures]:
    return figures_of_all(rows)


STATEMENTS: Listing[StatementFigures] = Listing(
    name="statements",
    title=_("Statements of clinics"),
    permission=SEE_STATEMENTS,
    find=found_statements,
    fields=statement_fields,
    prepare=figures_for,
    nothing=_("No statement yet."),
    hint=_("A month is drawn up once it is over."),
    columns=(
        Column(_("Statement"), Kind.CODE, lambda row: row.statement.number),
        Column(_("State"), Kind.STATES, lambda row: [STATE_WORDS[row.state]]),
        Column(_("Clinic"), Kind.TEXT, lambda row: row.statement.clinic.place.name, on=On.UNDER),
        Column(_("Lines"), Kind.COUNT, lambda row: len(row.lines), on=On.WIDE),
        Column(_("Asked"), Kind.RUPIAH, lambda row: row.asked_idr, on=On.WIDE),
        Column(_("Cut"), Kind.RUPIAH, lambda row: -row.cut_idr, on=On.FILE),
        Column(_("Held"), Kind.RUPIAH, lambda row: -row.held_idr, on=On.FILE),
        Column(_("Approved"), Kind.RUPIAH, lambda row: row.approved_idr, on=On.WIDE),
        Column(_("Paid so far"), Kind.RUPIAH, lambda row: row.paid_idr, on=On.WIDE),
        Column(_("Not paid yet"), Kind.RUPIAH, lambda row: row.open_idr),
        Column(_("Due"), Kind.DAY, lambda row: row.statement.due_on, on=On.WIDE),
    ),
)
