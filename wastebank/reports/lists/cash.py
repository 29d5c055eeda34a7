"""The list of cash boxes and bank accounts, each with how it was counted last."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from wastebank.funds.cash.standing import MAX_DAYS, CashStanding, cash_standing
from wastebank.models import User
from wastebank.permissions import SEE_CASH
from wastebank.reports.listing import Column, Filters, Kind, Listing, On, Word
from wastebank.values.language import language
from wastebank.values.masked import masked_digits
from wastebank.values.quantities import show_rupiah


def found_cash(by: User, _asked: Filters) -> list[CashStanding]:
    return cash_standing(by)


def states_of(row: CashStanding) -> Sequence[tuple[str, Word]]:
    """What is to be said of an account before anything else."""
    if not row.account.active:
        return [("", _("Closed"))]
    if row.open_idr:
        sign = "+" if row.open_idr > 0 else "−"
        shown = f"{sign}{show_rupiah(abs(row.open_idr), language())}"
        return [("wait", _("Difference %(sum)s") % {"sum": shown})]
    if row.last is None:
        return [("wait", _("Never counted"))] if row.balance_idr else []
    if row.is_late:
        days = row.on_way_days if row.on_way_days > MAX_DAYS else row.age_days or 0
        said = ngettext("%(n)s day uncounted", "%(n)s days uncounted", days)
        return [("wait", said % {"n": days})]
    return [("good", _("Agrees"))]


def kind_of(row: CashStanding) -> Word:
    return row.account.get_kind_display()


def counted_on(row: CashStanding) -> date | None:
    return row.counted_on


def counted_idr(row: CashStanding) -> int | None:
    return row.last.counted_idr if row.last else None


def on_way_idr(row: CashStanding) -> int:
    return sum(step.amount_idr for step in row.on_way)


CASH: Listing[CashStanding] = Listing(
    name="cash",
    title=_("Cash and bank"),
    permission=SEE_CASH,
    find=found_cash,
    nothing=_("No box and no bank account yet."),
    hint=_("Open one, and say what lies in it: clinics are paid from there."),
    columns=(
        Column(_("Name"), Kind.TEXT, lambda row: row.account.name),
        Column(_("State"), Kind.STATES, states_of),
        Column(_("Code"), Kind.CODE, lambda row: row.account.code, on=On.WIDE),
        Column(_("Kind"), Kind.TEXT, kind_of, on=On.FILE),
        Column(_("Place"), Kind.TEXT, lambda row: row.account.place.name, on=On.WIDE),
        Column(_("Bank"), Kind.TEXT, lambda row: row.account.bank_name, on=On.FILE),
        Column(
            _("Account number"),
            Kind.CODE,
            lambda row: masked_digits(row.account.bank_number),
            on=On.FILE,
        ),
        Column(_("Counted on"), Kind.DAY, counted_on, on=On.WIDE),
        Column(_("Counted"), Kind.RUPIAH, counted_idr, on=On.FILE),
        Column(_("On its way"), Kind.RUPIAH, on_way_idr, on=On.FILE),
        Column(_("Balance"), Kind.RUPIAH, lambda row: row.balance_idr),
    ),
)
