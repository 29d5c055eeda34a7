"""Prices: dated, per place, with the programme's list behind them."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from ledger import clock
from tests.cast import Cast
from wastebank.deposits.void import void_deposit
from wastebank.materials.offers import offers
from wastebank.materials.prices import MAX_PRICE_IDR, set_price
from wastebank.materials.refusals import MaterialUnknown, PriceInUse
from wastebank.models import Material, Place, Price
from wastebank.refusals import FieldMalformed, MayNot, PlaceUnknown, PriceOutOfRange
from wastebank.values.calendar import day_bounds, local_day

JAKARTA = ZoneInfo("Asia/Jakarta")
DAY = timedelta(days=1)


def today() -> date:
    return local_day(clock.now())


def price(cast: Cast, price_idr: int | None, **given: Any) -> Price:
    terms = {"by": cast.maya, "material": "pet", "place": "BSI", "valid_from": today(), **given}
    return set_price(key=uuid.uuid4(), price_idr=price_idr, **terms)


def offered(place: Place, day: date | None = None, code: str = "pet") -> int | str | None:
    """The price now, or at the beginning of a day; `ask`; or None where it is not bought."""
    material = Material.objects.get(code=code)
    moment = day_bounds(day)[0] if day else clock.now()
    offer = offers([material], place, moment).get(material.pk)
    if offer is None:
        return None
    return "ask" if offer.price_idr is None else offer.price_idr


def test_the_main_banks_list_holds_everywhere(cast: Cast) -> None:
    for place in (cast.induk, cast.melati, cast.kenanga):
        assert offered(place) == 2_500
    assert offered(cast.melati, code="televisi") == "ask"


def test_a_price_holds_from_its_day_until_the_next_begins(cast: Cast) -> None:
    price(cast, 3_000, valid_from=today() + DAY)
    price(cast, 3_500, valid_from=today() + 3 * DAY)
    held = [offered(cast.melati, today() + n * DAY) for n in range(5)]
    assert held == [2_500, 3_000, 3_000, 3_500, 3_500]
    assert offered(cast.melati, date(2019, 12, 31)) is None


def test_a_units_own_price_goes_before_the_list(cast: Cast) -> None:
    price(cast, 2_000, place="MLT")
    assert (offered(cast.melati), offered(cast.kenanga), offered(cast.induk)) == (
        2_000,
        2_500,
        2_500,
    )


def test_a_unit_goes_back_to_the_list(cast: Cast) -> None:
    price(cast, 2_000, place="MLT", valid_from=today() - DAY)
    price(cast, None, place="MLT", kind="list")
    assert offered(cast.melati, today() - DAY) == 2_000
    assert offered(cast.melati) == 2_500


def test_a_unit_does_not_buy_what_the_list_buys(cast: Cast) -> None:
    price(cast, None, place="MLT", kind="none")
    assert (offered(cast.melati), offered(cast.kenanga)) == (None, 2_500)


def test_the_price_of_a_past_day_can_be_set_until_deposits_rest_on_it(cast: Cast) -> None:
    yesterday = today() - DAY
    price(cast, 2_900, valid_from=yesterday)
    cast.deposit(days_ago=1)
    with pytest.raises(PriceInUse):
        price(cast, 2_800, valid_from=yesterday)
    price(cast, 2_800)  # from now on


def test_a_deposit_of_another_unit_binds_only_the_list(cast: Cast) -> None:
    cast.deposit(member=cast.wati, by=cast.rudi, days_ago=1)
    yesterday = today() - DAY
    price(cast, 2_800, place="MLT", valid_from=yesterday)
    with pytest.raises(PriceInUse):
        price(cast, 2_800, place="KNG", valid_from=yesterday)
    with pytest.raises(PriceInUse):
        price(cast, 2_800, valid_from=yesterday)


def test_a_voided_deposit_still_binds_its_price(cast: Cast) -> None:
    made = cast.deposit(days_ago=1)
    void_deposit(key=uuid.uuid4(), by=cast.sari, deposit=made.number, reason="salah")
    with pytest.raises(PriceInUse):
        price(cast, 2_800, valid_from=today() - DAY)


def test_a_receipt_keeps_its_price_whatever_is_set_later(cast: Cast) -> None:
    made = cast.deposit()
    price(cast, 9_000)
    line = made.lines.get()
    assert (line.price_idr, line.rupiah_idr, made.total_idr) == (2_500, 25_000, 25_000)
    assert cast.deposit().total_idr == 90_000


def test_the_day_begins_at_local_midnight(cast: Cast) -> None:
    late = datetime(2026, 3, 2, 23, 59, tzinfo=JAKARTA)
    assert local_day(late) == date(2026, 3, 2)
    assert local_day(late + timedelta(minutes=1)) == date(2026, 3, 3)
    with clock.at(late):
        price(cast, 7_000, valid_from=date(2026, 3, 3))
        before = cast.deposit()
    with clock.at(late + timedelta(minutes=2)):
        after = cast.deposit()
    assert (before.total_idr, after.total_idr) == (25_000, 70_000)


@pytest.mark.parametrize(
    ("price_idr", "given", "refusal"),
    [
        (-1, {}, PriceOutOfRange),
        (MAX_PRICE_IDR + 1, {}, PriceOutOfRange),
        (2**63, {}, PriceOutOfRange),
        (1, {"collector_price_idr": -1}, PriceOutOfRange),
        (1, {"collector_price_idr": MAX_PRICE_IDR + 1}, PriceOutOfRange),
        (None, {}, FieldMalformed),
        (1, {"kind": "ask"}, FieldMalformed),
        (1, {"kind": "gift"}, FieldMalformed),
        (1, {"material": "emas"}, MaterialUnknown),
        (1, {"place": "NIX"}, PlaceUnknown),
        (1, {"place": "SHT"}, PlaceUnknown),
    ],
    ids=str,
)
def test_what_is_no_price_is_refused(
    cast: Cast, price_idr: int | None, given: dict[str, Any], refusal: type[Exception]
) -> None:
    before = Price.objects.count()
    with pytest.raises(refusal):
        price(cast, price_idr, **given)
    assert Price.objects.count() == before


def test_the_limits_themselves_are_allowed(cast: Cast) -> None:
    assert price(cast, 0).price_idr == 0
    assert price(cast, MAX_PRICE_IDR).price_idr == MAX_PRICE_IDR


def test_treasurer_and_manager_set_prices_of_their_own_bank(cast: Cast) -> None:
    assert price(cast, 1, by=cast.bambang).price_idr == 1
    for staff in (cast.sari, cast.dewi, cast.lestari, cast.yusuf, cast.tono):
        with pytest.raises(MayNot):
            price(cast, 1, by=staff)
    other = Place.objects.create(code="BSX", name="Bank lain", kind="main")
    with pytest.raises(MayNot):
        price(cast, 1, place=other.code)


def test_a_price_that_pays_more_than_it_brings_is_told(cast: Cast) -> None:
    assert price(cast, 2_500, collector_price_idr=2_400).buys_above_sale
    assert not price(cast, 2_500, collector_price_idr=2_500).buys_above_sale
    assert not price(cast, 2_500).buys_above_sale
