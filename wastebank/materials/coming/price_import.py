"""What a price list means for the materials and prices of a place, and how it is written.

A row changes no family, and no price that deposits rest on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, ClassVar, Self
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ledger import clock
from wastebank import actions
from wastebank.actions import Action
from wastebank.files.list_import import (
    Imported,
    OneByOneImport,
    Progress,
    import_list,
    row_fingerprint,
)
from wastebank.materials.catalogue import (
    find_or_make,
    material_identity,
    materials_by_identity,
)
from wastebank.materials.offers import PriceHistory, histories, history_of
from wastebank.materials.own_codes import own_codes, put_own_code
from wastebank.materials.prices import (
    Dear,
    dear_against,
    first_instant,
    priced_place,
    put_price,
)
from wastebank.materials.refusals import PriceInUse
from wastebank.models import Material, Place, Price, User
from wastebank.permissions import SET_PRICES, require
from wastebank.values.calendar import day_bounds
from wastebank.values.language import language
from wastebank.values.quantities import show_rupiah

MAX_AHEAD = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class ImportedPrice:
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
    own_code: str = ""  # what the bank itself calls it

    @property
    def kind(self) -> str:
        return Price.Kind.ASK if self.price_idr is None else Price.Kind.FIXED

    def terms(self) -> dict[str, int | str | None]:
        return {
            "kind": self.kind,
            "price_idr": self.price_idr,
            "collector_price_idr": self.collector_price_idr,
        }


def identity_of(row: ImportedPrice) -> str:
    return material_identity(row.name_id, row.unit)


@dataclass(frozen=True, slots=True)
class PriceImport(OneByOneImport[ImportedPrice, Material]):
    """A price list for one place of the waste bank."""

    action: ClassVar[Action] = actions.IMPORT_PRICES
    # What was looked up at once for all rows: histories by material, held materials by name, codes.
    histories: dict[int, PriceHistory] = field(default_factory=dict, compare=False)
    held: dict[str, Material] = field(default_factory=dict, compare=False)
    codes: dict[int, str] = field(default_factory=dict, compare=False)

    @classmethod
    def into(cls, *, by: User, place: str) -> Self:
        """For a place whose prices this person may set."""
        require(by, SET_PRICES)
        return cls(by, priced_place(by=by, code=place))

    @property
    def subject(self) -> str:
        return f"place:{self.place.code}"

    def request(self, rows: Sequence[ImportedPrice]) -> dict[str, Any]:
        return {
            "by": self.by.username,
            "place": self.place.code,
            "rows": [
                [row_fingerprint(row), row.family, row.valid_from, row.terms()]
                + ([row.own_code] if row.own_code else [])
                for row in rows
            ],
        }

    def identity_of(self, row: ImportedPrice) -> str:
        return identity_of(row)

    def existing(self, codes: Sequence[str]) -> Mapping[str, Material]:
        known = materials_by_identity()
        self.look_up([known[one] for one in codes if one in known])
        return known

    def look_up(self, materials: Sequence[Material]) -> None:
        """Read what all rows need, in one question each instead of some for every row."""
        self.histories.clear()
        self.histories.update({m.pk: PriceHistory() for m in materials})
        self.histories.update(histories(materials, self.place))
        self.codes.clear()
        self.codes.update({m.pk: code for code, m in own_codes(self.place).items()})

    def history(self, material: Material) -> PriceHistory:
        if material.pk not in self.histories:
            self.histories[material.pk] = history_of(material, self.place)
        return self.histories[material.pk]

    def terms_of(self, row: ImportedPrice) -> str:
        return shown_terms(row.kind, row.price_idr, row.collector_price_idr, row.valid_from)

    def warning_of(self, row: ImportedPrice, existing: Material | None) -> str:
        price_idr, sale_idr = row.price_idr, row.collector_price_idr
        if existing is not None:
            history = self.history(existing)
            day = row.valid_from
            dear = dear_against(existing, self.place, day, price_idr, sale_idr, history)
        elif price_idr is not None and sale_idr is not None and price_idr > sale_idr:
            dear = Dear(self.place, price_idr, sale_idr)
        else:
            dear = None
        return dear_words(dear, self.place) if dear else ""

    def terms_now(self, row: ImportedPrice, existing: Material) -> str:
        price = self.in_force(row, existing)
        if price is None:
            return ""
        return shown_terms(price.kind, price.price_idr, price.collector_price_idr, price.valid_from)

    def in_force(self, row: ImportedPrice, existing: Material) -> Price | None:
        """The place's own price at the end of the day from which the row holds."""
        end = day_bounds(row.valid_from)[1]
        own = [p for p in self.history(existing).own if p.holds_from < end]
        return own[-1] if own else None

    def conflict_of(self, row: ImportedPrice, existing: Material, *, is_same: bool) -> str:
        if existing.family != row.family:
            known = {"family": existing.get_family_display()}
            return _("this material is known as %(family)s") % known
        if is_same or self.is_priced_so(row, existing):
            return ""
        history = self.history(existing)
        try:
            first_instant(existing, self.place, row.valid_from, clock.now(), history)
        except PriceInUse as refusal:
            return str(refusal)
        return ""

    def is_same(self, row: ImportedPrice, existing: Material) -> bool:
        """Whether this price is in force then already, under this code of the bank's own."""
        is_coded = row.own_code in ("", self.codes.get(existing.pk, ""))
        return is_coded and self.is_priced_so(row, existing)

    def is_priced_so(self, row: ImportedPrice, existing: Material) -> bool:
        """Whether this price is in force at the end of that day already."""
        price = self.in_force(row, existing)
        return price is not None and row.terms() == {
            "kind": price.kind,
            "price_idr": price.price_idr,
            "collector_price_idr": price.collector_price_idr,
        }

    def hold(self, identities: Sequence[str]) -> None:
        known = materials_by_identity()
        found = {known[one].pk for one in identities if one in known}
        held = list(Material.objects.select_for_update().filter(pk__in=found).order_by("pk"))
        self.held.clear()
        self.held.update({material_identity(m.name_id, m.unit): m for m in reversed(held)})
        self.look_up(held)

    def find_or_add(self, row: ImportedPrice) -> tuple[Material, bool]:
        if known := self.held.get(identity_of(row)):
            return known, False
        return find_or_make(row.name_id, row.unit, name_en=row.name_en, family=row.family)

    def write_row(self, row: ImportedPrice, existing: Material, key: UUID) -> None:
        if row.own_code:
            put_own_code(existing, self.place, row.own_code)
        if not self.is_priced_so(row, existing):
            put_price(self.by, existing, self.place, row.valid_from, row.terms(), key)


def dear_words(dear: Dear, place: Place) -> str:
    tongue = language()
    facts = {
        "place": dear.place.name,
        "price": show_rupiah(dear.price_idr, tongue),
        "sale": show_rupiah(dear.sale_idr, tongue),
    }
    if dear.place == place:
        return _("bought for %(price)s, but buyers pay %(sale)s") % facts
    return _("%(place)s buys for %(price)s, but buyers pay %(sale)s") % facts


def shown_terms(kind: str, price_idr: int | None, collector_idr: int | None, since: date) -> str:
    """`Rp4,000, buyers pay Rp5,000, since 1 Dec 2026`."""
    tongue = language()
    paid = str(Price.Kind(kind).label) if price_idr is None else show_rupiah(price_idr, tongue)
    day = date_format(since, "j M Y")
    if collector_idr is None:
        return _("%(price)s, since %(day)s") % {"price": paid, "day": day}
    facts = {"price": paid, "sale": show_rupiah(collector_idr, tongue), "day": day}
    return _("%(price)s, buyers pay %(sale)s, since %(day)s") % facts


def import_prices(
    *,
    key: UUID,
    by: User,
    place: str,
    rows: Sequence[ImportedPrice],
    progress: Progress | None = None,
) -> Imported:
    """Write a price list that was read and checked: all of it, or nothing."""
    return import_list(
        target=PriceImport.into(by=by, place=place), key=key, rows=rows, progress=progress
    )
