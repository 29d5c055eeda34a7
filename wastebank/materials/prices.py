"""Prices: set for a place from an instant on, and withdrawn before they hold. Nothing is changed.

Whoever sets or withdraws a price of a material holds the material's row until the end of the
transaction, so that prices of one material get their ids in the order in which they were set.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from ledger import clock
from wastebank import actions
from wastebank.actions import Change
from wastebank.commands import last_number, log, record
from wastebank.materials.offers import PriceHistory, history_of
from wastebank.materials.refusals import (
    MaterialUnknown,
    PriceHolds,
    PriceInUse,
    PriceUnknown,
    PriceWithdrawn,
)
from wastebank.models import Deposit, DepositLine, Material, Place, Price, PriceWithdrawal, User
from wastebank.permissions import SET_PRICES, place_of, require
from wastebank.refusals import FieldMalformed, MayNot, PlaceUnknown, PriceOutOfRange
from wastebank.text import checked_reason
from wastebank.values.calendar import day_bounds
from wastebank.values.dated import instant_of
from wastebank.values.language import language
from wastebank.values.quantities import show_price

MAX_PRICE_IDR = 10_000_000  # per kg, litre or piece


@dataclass(frozen=True, slots=True)
class Dear:
    """Where more would be paid for a material than buyers pay for it."""

    place: Place
    price_idr: int
    sale_idr: int


def dear_against(
    material: Material,
    place: Place,
    day: date,
    price_idr: int | None,
    sale_idr: int | None,
    history: PriceHistory | None = None,
) -> Dear | None:
    """What a new price of a day would make too dear: itself, or what a unit pays beside the
    programme's list, which is held against what the list says that buyers pay. `history`: where
    it was read before, for many at once."""
    end = day_bounds(day)[1]
    if sale_idr is None:
        sale_idr = (history or history_of(material, place)).listed_sale_before(end)
    if sale_idr is None:
        return None
    paid = [] if price_idr is None else [(place, price_idr)]
    dear = [
        Dear(where, idr, sale_idr) for where, idr in [*paid, *paid_by_units(material, place, end)]
    ]
    return next((one for one in dear if one.price_idr > sale_idr), None)


def paid_by_units(material: Material, main: Place, end: datetime) -> list[tuple[Place, int]]:
    """What the units of a main bank pay themselves, and leave to its list what buyers pay."""
    rows = Price.objects.standing().filter(
        material=material, place__parent=main, holds_from__lt=end
    )
    own = {row.place: row for row in rows.select_related("place")}  # the last of each stays
    return [
        (place, row.price_idr)
        for place, row in own.items()
        if row.price_idr is not None and row.collector_price_idr is None
    ]


def set_price(
    *,
    key: UUID,
    by: User,
    material: str,
    place: str,
    valid_from: date,
    kind: str = Price.Kind.FIXED,
    price_idr: int | None = None,
    collector_price_idr: int | None = None,
) -> Price:
    """Set what a place pays, in rupiah per kg, litre or piece: from now, or from a later day on.

    A day that is over is refused once deposits rest on it.
    """
    staff = require(by, SET_PRICES)
    check_price(kind, price_idr, collector_price_idr)
    terms = {"kind": kind, "price_idr": price_idr, "collector_price_idr": collector_price_idr}
    request = {
        "by": by.username,
        "material": material,
        "place": place,
        "valid_from": valid_from.isoformat(),
        **terms,
    }

    def make() -> Price:
        goods = Material.objects.select_for_update().filter(code=material).first()
        if goods is None:
            raise MaterialUnknown(material=material)
        where = priced_place(by=staff, code=place)
        return put_price(by, goods, where, valid_from, terms, key)

    return record(Price, key=key, verb="set_price", request=request, make=make)


def withdraw_price(*, key: UUID, by: User, price: int, reason: str) -> PriceWithdrawal:
    """Take back a price that does not hold yet; what held before goes on."""
    staff = require(by, SET_PRICES)
    why = checked_reason(reason)

    def make() -> PriceWithdrawal:
        found = held_price(price)
        priced_place(by=staff, code=found.place.code)
        now = clock.now()
        refuse_begun(found, now)
        history = history_of(found.material, found.place)
        gone = PriceWithdrawal.objects.create(
            price=found, withdrawn_at=now, actor=by.username, reason=why
        )
        change = change_of(found, history, history.without(found))
        log_price(by, actions.WITHDRAW_PRICE, found, change, key, why)
        return gone

    request = {"by": by.username, "price": price, "reason": why}
    return record(PriceWithdrawal, key=key, verb="withdraw_price", request=request, make=make)


def held_price(pk: int) -> Price:
    """A price whose material nobody else sets a price of until the end of the transaction."""
    found = Price.objects.select_related("material", "place").filter(pk=pk).first()
    if found is None:
        raise PriceUnknown(price=pk)
    Material.objects.select_for_update().get(pk=found.material_id)
    return found


def refuse_begun(price: Price, now: datetime) -> None:
    if PriceWithdrawal.objects.filter(price=price).exists():
        raise PriceWithdrawn
    # A device may be some minutes ahead of us, and its deposit already have this price.
    if price.holds_from <= now or is_used(price.material, price.place, price.holds_from):
        raise PriceHolds


def priced_place(*, by: User, code: str) -> Place:
    """A waste bank place whose prices this person may set."""
    where = Place.objects.filter(code=code).first()
    if where is None or where.kind == Place.Kind.CLINIC:
        raise PlaceUnknown(place=code)
    if not place_of(by).covers(where):
        raise MayNot
    return where


def put_price(
    by: User,
    material: Material,
    place: Place,
    valid_from: date,
    terms: Mapping[str, Any],
    key: UUID,
) -> Price:
    """Write a price inside a command's transaction, which holds the material's row."""
    now = clock.now()
    history = history_of(material, place)
    holds_from = first_instant(material, place, valid_from, now, history)
    price = Price.objects.create(
        material=material,
        place=place,
        holds_from=holds_from,
        set_by=by.username,
        set_at=now,
        after_deposit=last_number(Deposit),
        **terms,
    )
    change = change_of(price, history, PriceHistory([*history.own, price], history.listed))
    log_price(by, actions.SET_PRICE, price, change, key)
    return price


def check_price(kind: str, price_idr: int | None, collector_price_idr: int | None) -> None:
    if kind not in Price.Kind.values or (kind == Price.Kind.FIXED) != (price_idr is not None):
        raise FieldMalformed(field="price")
    for amount_idr in (price_idr, collector_price_idr):
        if amount_idr is not None and not 0 <= amount_idr <= MAX_PRICE_IDR:
            raise PriceOutOfRange(max_idr=MAX_PRICE_IDR)


# --- from when a price holds


def first_instant(
    material: Material, place: Place, valid_from: date, now: datetime, history: PriceHistory
) -> datetime:
    """From when a price holds that is set for a day; PriceInUse if deposits rest on that.

    Of a day that is over, its last price is the one to be replaced.
    """
    begin, end = day_bounds(valid_from)
    if end > now:
        return instant_of(valid_from, now, is_first=history.at(now) is None)
    that_day = [row.holds_from for row in history.own if begin <= row.holds_from < end]
    holds_from = max(that_day, default=begin)
    if is_used(material, place, holds_from):
        raise PriceInUse
    return holds_from


def is_used(material: Material, place: Place, since: datetime) -> bool:
    """Whether a deposit since then rests on what a place pays."""
    used = DepositLine.objects.filter(material=material, deposit__weighed_at__gte=since)
    if place.kind == Place.Kind.UNIT:
        used = used.filter(deposit__place=place)
    return used.exists()


# --- what the log says of it


def change_of(price: Price, before: PriceHistory, after: PriceHistory) -> Change:
    """What is paid from the instant on from which a price holds, before and after an action."""
    moment, unit = price.holds_from, price.material.unit
    was, will_be = before.at(moment), after.at(moment)
    with_buyers = buyers_pay(was) != buyers_pay(will_be)
    return Change(
        thing=lambda: price.material.name,
        before=lambda: terms_of(was, unit, with_buyers=with_buyers),
        after=lambda: terms_of(will_be, unit, with_buyers=with_buyers),
        holds_from=moment,
    )


def buyers_pay(price: Price | None) -> int | None:
    return price.collector_price_idr if price else None


def terms_of(price: Price | None, unit: str, *, with_buyers: bool) -> str:
    """`Rp4.000/kg`, and what buyers pay; or that the price is asked for, or that there is none."""
    if price is None:
        return _("No price")
    words = price_words(price, unit)
    if not with_buyers or price.collector_price_idr is None:
        return words
    buyers = show_price(price.collector_price_idr, unit, language())
    return _("%(price)s, buyers pay %(buyers)s") % {"price": words, "buyers": buyers}


def price_words(price: Price, unit: str) -> str:
    if price.price_idr is None:
        return str(price.get_kind_display())
    return show_price(price.price_idr, unit, language())


def log_price(
    by: User, action: actions.Action, price: Price, change: Change, key: UUID, reason: str = ""
) -> None:
    log(
        by=by,
        action=action,
        subject=f"material:{price.material.code}"[:60],
        key=key,
        reason=reason,
        place=price.place,
        change=change,
    )
