"""The list of materials, and the price list of a place."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ledger import clock
from wastebank.materials.coming.columns import family_word
from wastebank.materials.price_list import PriceListLine, price_list
from wastebank.models import Material, Place, Price, User, answering
from wastebank.permissions import SEE_OFFICE, require, visible_places
from wastebank.refusals import PlaceUnknown
from wastebank.reports.listing import Column, Field, Filters, Kind, Listing, On, Word
from wastebank.reports.lists.asking import ALL, choice
from wastebank.values.units import UNITS


def found_materials(by: User, asked: Filters) -> QuerySet[Material]:
    require(by, SEE_OFFICE)
    found = Material.objects.order_by("family", "ordered_by")
    if asked.get("text"):
        found = found.filter(answering(asked["text"]))
    if asked.get("family"):
        found = found.filter(family=asked["family"])
    if asked.get("state"):
        found = found.filter(active=asked["state"] == "taken")
    return found


MATERIAL_STATES: tuple[tuple[str, Word], ...] = (
    ALL,
    ("taken", _("Taken")),
    ("not-taken", _("Not taken")),
)


def material_state(material: Material) -> list[tuple[str, Word]]:
    return [] if material.active else [("", _("Not taken"))]


MATERIALS: Listing[Material] = Listing(
    name="materials",
    title=_("Materials"),
    permission=SEE_OFFICE,
    find=found_materials,
    fields=lambda _by: [
        Field("text", _("Name")),
        choice("family", _("Family"), [ALL, *Material.Family.choices]),
        choice("state", _("State"), MATERIAL_STATES),
    ],
    nothing=_("No materials here yet."),
    columns=(
        Column(_("Material"), Kind.TEXT, lambda m: m.name),
        Column(_("State"), Kind.STATES, material_state),
        Column(_("Code"), Kind.CODE, lambda m: m.code, on=On.FILE),
        Column(_("Name in Indonesian"), Kind.TEXT, lambda m: m.name_id, on=On.FILE),
        Column(_("Name in English"), Kind.TEXT, lambda m: m.name_en, on=On.FILE),
        Column(_("Family"), Kind.TEXT, lambda m: m.get_family_display()),
        Column(_("Counted by the"), Kind.TEXT, lambda m: m.get_unit_display()),
        Column(_("Grade"), Kind.TEXT, lambda m: m.grade, on=On.WIDE),
        Column(_("Other names"), Kind.TEXT, lambda m: m.aliases, on=On.WIDE),
    ),
)


def price_place(by: User, code: str) -> Place | None:
    """The place that was asked for among those this person may see, else the own or the first."""
    places = visible_places(by).order_by("kind", "ordered_by")
    own = by.place.code if by.place else ""
    if code:
        found = places.filter(code=code).first()
        if found is None:
            raise PlaceUnknown(place=code[:20])
        return found
    return places.filter(code=own).first() or places.first()


def found_prices(by: User, asked: Filters) -> Sequence[PriceListLine]:
    require(by, SEE_OFFICE)
    place = price_place(by, asked.get("place", ""))
    rows = price_list(place, clock.now()) if place else []
    if asked.get("show") == "dear":
        return [row for row in rows if row.buys_above_sale]
    if asked.get("show") == "none":
        return [row for row in rows if row.now is None and row.material.active]
    return rows


def price_fields(by: User) -> list[Field]:
    place = price_place(by, "")
    options = [(p.code, p.name) for p in visible_places(by).order_by("kind", "ordered_by")]
    return [
        Field("place", _("Place"), options, place.code if place else ""),
        Field("show", _("Show"), PRICES_SHOWN),
    ]


PRICES_SHOWN: tuple[tuple[str, Word], ...] = (
    ALL,
    ("dear", _("Above what buyers pay")),
    ("none", _("Without a price")),
)

PRICES: Listing[PriceListLine] = Listing(
    name="prices",
    title=_("Report of prices"),
    permission=SEE_OFFICE,
    find=found_prices,
    fields=price_fields,
    columns=(
        Column(_("Material"), Kind.TEXT, lambda row: row.material.name),
        Column(_("Code"), Kind.CODE, lambda row: row.material.code),
        Column(_("Family"), Kind.TEXT, lambda row: row.material.get_family_display()),
        Column(_("Per"), Kind.TEXT, lambda row: row.material.get_unit_display()),
        Column(_("Taken"), Kind.TEXT, lambda row: _("yes") if row.material.active else _("no")),
        Column(
            _("How it is bought"), Kind.TEXT, lambda r: r.now.get_kind_display() if r.now else ""
        ),
        Column(_("Price now"), Kind.RUPIAH, lambda row: row.now and row.now.price_idr),
        Column(_("Buyers pay"), Kind.RUPIAH, lambda row: row.sale_idr),
        Column(_("Since"), Kind.DAY, lambda row: row.now and row.now.valid_from),
        Column(
            _("Holds from"), Kind.MOMENT, lambda row: row.now and row.now.holds_from, on=On.FILE
        ),
        Column(_("Own price"), Kind.TEXT, lambda row: _("yes") if row.is_own else _("no")),
        Column(_("Next price"), Kind.RUPIAH, lambda r: r.following and r.following.price_idr),
        Column(_("From"), Kind.DAY, lambda row: row.following and row.following.valid_from),
        Column(
            _("Next price holds from"),
            Kind.MOMENT,
            lambda row: row.following and row.following.holds_from,
            on=On.FILE,
        ),
    ),
)


def found_offered(by: User, asked: Filters) -> list[PriceListLine]:
    """What is bought at a place today; what has no price would not be taken back in."""
    bought = (Price.Kind.FIXED, Price.Kind.ASK)
    rows = found_prices(by, asked)
    return [row for row in rows if row.material.active and row.now and row.now.kind in bought]


# Its heads are those that an import reads: the list can be changed by hand and brought back.
PRICE_SHEET: Listing[PriceListLine] = Listing(
    name="price-sheet",
    title=_("Price list to change"),
    permission=SEE_OFFICE,
    find=found_offered,
    fields=price_fields,
    columns=(
        Column("name_id", Kind.TEXT, lambda row: row.material.name_id),
        Column("name_en", Kind.TEXT, lambda row: row.material.name_en),
        Column("category", Kind.TEXT, lambda row: family_word(row.material.family)),
        Column("unit", Kind.TEXT, lambda row: UNITS[row.material.unit].written[0]),
        Column("member_price_idr", Kind.COUNT, lambda row: row.now and row.now.price_idr),
        Column("collector_price_idr", Kind.COUNT, lambda r: r.now and r.now.collector_price_idr),
        Column("price_date", Kind.DAY, lambda row: row.now and row.now.valid_from),
    ),
)
