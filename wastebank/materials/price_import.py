"""Price lists from files: checked row by row, then written in one act or not at all.

A row is never mended by guessing. It cannot be used if its note doubts its own figure, if it has
no price for members (unless it is taken as "ask"), if its unit or family is not known, or if the
same material stands in the list twice.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from uuid import UUID

from django.utils.translation import gettext as _

from ledger import clock
from ledger.idempotency import once
from wastebank.commands import log
from wastebank.files.tables_in import BadRow, Cells, RowProblem, Sheet, read_sheet, without_repeats
from wastebank.materials.catalogue import material_code
from wastebank.materials.prices import MAX_PRICE_IDR, priced_place, put_price, refuse_used_day
from wastebank.materials.refusals import PriceInUse
from wastebank.models import Material, Place, Price, User
from wastebank.permissions import SET_PRICES, require
from wastebank.values.calendar import local_day

NEEDED = ("name_id", "name_en", "category", "unit", "member_price_idr", "price_date")
OPTIONAL = ("unit_basis", "collector_price_idr", "note", "source_url")
FAMILIES = {
    "paper": "kertas",
    "plastic": "plastik",
    "metal": "logam",
    "glass": "kaca",
    "oil": "minyak",
    "electronics": "elektronik",
}
UNITS = {"kg": "g", "litre": "ml", "liter": "ml", "piece": "pcs"}
BASES = {"stated": "stated", "assumed": "assumed", "": "stated"}
MAX_AHEAD = timedelta(days=366)

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class PriceRow:
    """A material with its price from a day on; `price_idr` None says: ask."""

    row: int
    code: str
    name_id: str
    name_en: str
    family: str
    unit: str
    unit_assumed: bool
    price_idr: int | None
    collector_price_idr: int | None
    valid_from: date

    @property
    def kind(self) -> str:
        return Price.Kind.ASK if self.price_idr is None else Price.Kind.FIXED

    def terms(self) -> dict[str, int | str | None]:
        return {
            "kind": self.kind,
            "price_idr": self.price_idr,
            "collector_price_idr": self.collector_price_idr,
        }


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import wrote: prices, new names on the list, and prices that stood there already."""

    prices: int
    added: int
    unchanged: int
    replayed: bool


def read_prices(data: bytes, *, ask: bool = False) -> Sheet[PriceRow]:
    """A price list as a file has it. With `ask`, rows without a member price are asked for."""
    sheet = read_sheet(
        data,
        needed=NEEDED,
        optional=OPTIONAL,
        name_head="name_id",
        read_row=partial(read_row, ask=ask, latest=local_day(clock.now()) + MAX_AHEAD),
    )
    return without_repeats(
        sheet,
        code_of=lambda row: row.code,
        place_of=lambda row: BadRow(row.row, row.name_id, ""),
    )


def read_row(cells: Cells, *, ask: bool, latest: date) -> PriceRow:
    name_id, unit = cells.text("name_id", 100), cells.word("unit", UNITS)
    note = cells.texts.get("note", "")
    price_idr = cells.rupiah("member_price_idr", MAX_PRICE_IDR)
    if "misprint" in note.lower():
        raise RowProblem(_("its note doubts the price: %(note)s") % {"note": note})
    if price_idr is None and not ask:
        raise RowProblem(_("no price for members"))
    return PriceRow(
        row=cells.row,
        code=material_code(name_id, unit),
        name_id=name_id,
        name_en=cells.text("name_en", 100),
        family=cells.word("category", FAMILIES),
        unit=unit,
        unit_assumed=cells.word("unit_basis", BASES) == "assumed",
        price_idr=price_idr,
        collector_price_idr=cells.rupiah("collector_price_idr", MAX_PRICE_IDR),
        valid_from=cells.day("price_date", latest),
    )


def fitting(sheet: Sheet[PriceRow], place: Place) -> Sheet[PriceRow]:
    """The sheet without the rows that speak against what this place has already."""
    known = Material.objects.in_bulk([row.code for row in sheet.rows], field_name="code")
    good, bad = [], list(sheet.bad)
    for row in sheet.rows:
        reason = against(row, known.get(row.code), place)
        if reason:
            bad.append(BadRow(row.row, row.name_id, reason))
        else:
            good.append(row)
    return Sheet(good, sorted(bad, key=lambda row: row.row))


def against(row: PriceRow, material: Material | None, place: Place) -> str:
    """Why a row cannot be taken here; empty if it can."""
    if material is None:
        return ""
    if material.family != row.family:
        return _("this material is known as %(family)s") % {"family": material.get_family_display()}
    if is_same(price_of(material, place, row.valid_from), row):
        return ""
    try:
        refuse_used_day(material, place, row.valid_from)
    except PriceInUse as refusal:
        return str(refusal)
    return ""


def price_of(material: Material, place: Place, valid_from: date) -> Price | None:
    return Price.objects.filter(material=material, place=place, valid_from=valid_from).first()


def is_same(price: Price | None, row: PriceRow) -> bool:
    return price is not None and row.terms() == {
        "kind": price.kind,
        "price_idr": price.price_idr,
        "collector_price_idr": price.collector_price_idr,
    }


def import_prices(
    *,
    key: UUID,
    by: User,
    place: str,
    rows: Sequence[PriceRow],
    progress: Progress | None = None,
) -> Imported:
    """Write a list that was read and found fitting: all of it, or nothing."""
    require(by, SET_PRICES)
    where = priced_place(by=by, code=place)

    def carry_out() -> dict[str, int]:
        counts = {"prices": 0, "added": 0, "unchanged": 0}
        for done, row in enumerate(rows, start=1):
            write_row(key, by, where, row, counts)
            if progress:
                progress(done, len(rows))
        log(by=by, action="import_prices", subject=f"place:{place}", key=key, place=where)
        return counts

    request = {
        "by": by.username,
        "place": place,
        "rows": [[row.code, row.family, row.valid_from, row.terms()] for row in rows],
    }
    outcome = once(key=key, verb="import_prices", request=request, carry_out=carry_out)
    return Imported(**outcome.result, replayed=outcome.replayed)


def write_row(key: UUID, by: User, place: Place, row: PriceRow, counts: dict[str, int]) -> None:
    names = {"name_id": row.name_id, "name_en": row.name_en}
    material, is_new = Material.objects.get_or_create(
        code=row.code, defaults={**names, "family": row.family, "unit": row.unit}
    )
    counts["added"] += is_new
    if is_same(price_of(material, place, row.valid_from), row):
        counts["unchanged"] += 1
        return
    put_price(by, material, place, row.valid_from, row.terms(), key)
    counts["prices"] += 1
