"""What a price list would change, as whoever brings it sees it before it is written."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ledger import clock
from wastebank.files.importing.coming import PreviewRow
from wastebank.files.list_import import PlannedRow
from wastebank.materials.coming.price_import import ImportedPrice, PriceImport
from wastebank.models import DepositLine, Material, Place, Price
from wastebank.values.language import language
from wastebank.values.quantities import show_number, show_price, show_rupiah

REACH = timedelta(days=30)


def reach(place: Place, materials: Sequence[Material]) -> Mapping[int, int]:
    """How many members brought each material in the last thirty days."""
    here = Q(deposit__place=place) | Q(deposit__place__parent=place)
    since = clock.now() - REACH
    lines = DepositLine.objects.filter(
        here, material__in=materials, deposit__weighed_at__gte=since, deposit__void=None
    )
    counted = lines.values("material").annotate(people=Count("deposit__member", distinct=True))
    return {row["material"]: row["people"] for row in counted}


def preview_row(
    target: PriceImport,
    step: PlannedRow[ImportedPrice],
    material: Material | None,
    reached: Mapping[int, int],
) -> PreviewRow:
    row, now = step.row, target.in_force(step.row, material) if material else None
    was_idr = now.price_idr if now else None
    buyers_idr = row.collector_price_idr
    if buyers_idr is None and material:
        buyers_idr = target.history(material).sale_at(clock.now())
    change, is_fall = change_words(was_idr, row.price_idr)
    if not change and material and row.own_code and not now_differs(was_idr, row, now):
        change = _("code %(code)s") % {"code": row.own_code}
    people = reached.get(material.pk, 0) if material else 0
    is_dear = bool(step.warning)
    return PreviewRow(
        row=row.row,
        name=material.name if material else row.name_id,
        family=row.family,
        before=paid(was_idr, row.unit) if now else "",
        after=paid(row.price_idr, row.unit),
        change=change,
        is_fall=is_fall,
        warning=_("above the collector") if is_dear else "",
        beside=(
            "–" if buyers_idr is None else show_rupiah(buyers_idr, language()),
            show_number(people, language()) if material else "–",
        ),
        under=", ".join(filter(None, [change if is_fall else "", people_words(people)])),
    )


def now_differs(was_idr: int | None, row: ImportedPrice, now: Price | None) -> bool:
    buyers_idr = now.collector_price_idr if now else None
    return was_idr != row.price_idr or buyers_idr != row.collector_price_idr


def people_words(people: int) -> str:
    if not people:
        return ""
    counted = ngettext("%(count)s member", "%(count)s members", people)
    return counted % {"count": show_number(people, language())}


def paid(price_idr: int | None, unit: str) -> str:
    if price_idr is None:
        return str(Price.Kind.ASK.label)
    return show_price(price_idr, unit, language())


def change_words(was_idr: int | None, price_idr: int | None) -> tuple[str, bool]:
    if was_idr is None or price_idr is None or was_idr == price_idr:
        return "", False
    by = show_rupiah(abs(price_idr - was_idr), language())
    if price_idr > was_idr:
        return _("up %(sum)s") % {"sum": by}, False
    return _("down %(sum)s") % {"sum": by}, True
