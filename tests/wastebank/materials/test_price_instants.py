"""A price holds from an instant on. What was paid that morning stays what the list says of it."""

import uuid
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import translation

from ledger import clock
from ledger.audit import check_book
from tests.cast import Cast
from tests.wastebank.files.lists import read_prices
from tests.wastebank.materials.dated import at_noon, is_once_for_its_key
from wastebank.actions import change_in
from wastebank.deposits.lines import LineAsked
from wastebank.deposits.record import record_deposit
from wastebank.files.list_import import check_list
from wastebank.materials.coming.price_import import PriceImport, import_prices
from wastebank.materials.offers import offers
from wastebank.materials.price_list import price_list, prices_of
from wastebank.materials.prices import set_price, withdraw_price
from wastebank.materials.refusals import PriceHolds, PriceInUse, PriceUnknown, PriceWithdrawn
from wastebank.models import ActionLog, Deposit, Material, Place, Price, PriceWithdrawal
from wastebank.refusals import MayNot, ReasonMissing
from wastebank.reports.lists.action_log import change_words
from wastebank.values.calendar import day_bounds, local_day

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def noon() -> Iterator[datetime]:
    with at_noon() as moment:
        yield moment


def price(cast: Cast, price_idr: int | None, **given: Any) -> Price:
    terms = {"material": "pet", "place": "BSI", "valid_from": local_day(clock.now()), **given}
    return set_price(key=uuid.uuid4(), by=given.pop("by", cast.maya), price_idr=price_idr, **terms)


def withdraw(cast: Cast, made: Price, **given: Any) -> PriceWithdrawal:
    terms = {"key": uuid.uuid4(), "by": cast.maya, "price": made.pk, "reason": "salah ketik"}
    return withdraw_price(**{**terms, **given})


def paid(place: Place, moment: datetime, code: str = "pet") -> int | None:
    material = Material.objects.get(code=code)
    offer = offers([material], place, moment).get(material.pk)
    return offer.price_idr if offer else None


def weigh(cast: Cast, at: datetime | None = None) -> Deposit:
    lines = [LineAsked("pet", 1_000)]
    who = cast.siti.number
    return record_deposit(key=uuid.uuid4(), by=cast.sari, member=who, lines=lines, weighed_at=at)


# --- twice on one day


def test_the_second_price_of_a_day_leaves_the_morning_as_it_was_paid(
    cast: Cast, noon: datetime
) -> None:
    with clock.at(noon - 3 * HOUR):
        first = price(cast, 2_600)
    with clock.at(noon - 2 * HOUR):
        morning = weigh(cast)
    price(cast, 3_000)
    after = weigh(cast)
    assert [one.lines.get().price_idr for one in (morning, after)] == [2_600, 3_000]
    for one in (morning, after):
        line = one.lines.get()
        assert paid(cast.melati, one.weighed_at) == line.price_idr
    first.refresh_from_db()
    assert (first.price_idr, first.set_by) == (2_600, "maya")
    assert check_book() == []


def test_what_was_weighed_before_a_price_and_sent_after_it_is_paid_as_it_was_weighed(
    cast: Cast, noon: datetime
) -> None:
    price(cast, 3_000)
    late = [weigh(cast, noon - HOUR), weigh(cast, noon - timedelta(microseconds=1))]
    assert [one.total_idr for one in late] == [2_500, 2_500]
    assert weigh(cast, noon).total_idr == 3_000


@pytest.mark.parametrize("days", [0, 3])
def test_of_two_for_one_instant_the_one_that_was_set_last_holds(
    cast: Cast, noon: datetime, days: int
) -> None:
    day = local_day(noon) + days * DAY
    made = [price(cast, idr, valid_from=day) for idr in (2_700, 2_900, 2_800)]
    assert len({one.holds_from for one in made}) == 1
    assert paid(cast.melati, made[0].holds_from) == 2_800
    states = {row.price.price_idr: row.state for row in prices_of(material(), cast.induk, noon)}
    held = "coming" if days else "now"
    assert (states[2_800], states[2_900], states[2_700]) == (held, "replaced", "replaced")


def material(code: str = "pet") -> Material:
    return Material.objects.get(code=code)


def test_the_first_price_of_a_material_holds_from_the_beginning_of_its_day(
    cast: Cast, noon: datetime
) -> None:
    """Nothing can rest on another one: what was weighed this morning can be recorded now."""
    Material.objects.create(
        code="kaleng", name_id="Kaleng", name_en="Can", family="logam", unit="g"
    )
    made = price(cast, 9_000, material="kaleng")
    assert made.holds_from == day_bounds(local_day(noon))[0]
    again = price(cast, 9_500, material="kaleng")
    assert again.holds_from == noon


def test_a_past_days_last_price_is_the_one_that_is_replaced(cast: Cast, noon: datetime) -> None:
    with clock.at(noon - DAY):
        price(cast, 2_600)
    yesterday = local_day(noon) - DAY
    price(cast, 2_700, valid_from=yesterday)
    assert paid(cast.melati, noon) == 2_700
    assert paid(cast.melati, noon - DAY - HOUR) == 2_500
    weigh(cast, noon - HOUR)
    with pytest.raises(PriceInUse):
        price(cast, 2_800, valid_from=yesterday)


@pytest.mark.parametrize("statement", ["UPDATE wastebank_price SET price_idr = 1", "DELETE FROM"])
def test_the_database_itself_keeps_a_price(cast: Cast, statement: str) -> None:
    from django.db import connection

    price(cast, 2_600)
    sql = statement if "SET" in statement else f"{statement} wastebank_price"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(sql)


# --- withdrawn before it holds


def test_a_coming_price_is_withdrawn_and_what_held_goes_on(cast: Cast, noon: datetime) -> None:
    coming = price(cast, 30_000, valid_from=local_day(noon) + DAY)
    gone = withdraw(cast, coming)
    assert (gone.actor, gone.reason, gone.withdrawn_at) == ("maya", "salah ketik", noon)
    assert paid(cast.melati, noon + 2 * DAY) == 2_500
    states = {row.price.pk: row.state for row in prices_of(material(), cast.induk, noon)}
    assert states[coming.pk] == "withdrawn"
    rows = {row.material.code: row for row in price_list(cast.melati, noon)}
    assert rows["pet"].following is None
    assert check_book() == []


def test_with_the_last_of_one_instant_withdrawn_the_one_before_it_will_hold(
    cast: Cast, noon: datetime
) -> None:
    day = local_day(noon) + DAY
    first, second = (price(cast, idr, valid_from=day) for idr in (2_700, 27_000))
    withdraw(cast, second)
    assert paid(cast.melati, day_bounds(day)[0]) == 2_700
    withdraw(cast, first)
    assert paid(cast.melati, day_bounds(day)[0]) == 2_500


def test_a_price_that_holds_is_not_withdrawn(cast: Cast, noon: datetime) -> None:
    day = local_day(noon) + DAY
    coming = price(cast, 3_000, valid_from=day)
    begins = day_bounds(day)[0]
    for moment in (begins, begins + DAY):
        with clock.at(moment), pytest.raises(PriceHolds):
            withdraw(cast, coming)
    with clock.at(begins - timedelta(microseconds=1)):
        withdraw(cast, coming)


def test_a_price_that_a_fast_clock_has_charged_already_is_not_withdrawn(
    cast: Cast, noon: datetime
) -> None:
    day = local_day(noon) + DAY
    coming, begins = price(cast, 3_000, valid_from=day), day_bounds(day)[0]
    with clock.at(begins - timedelta(minutes=3)):
        assert weigh(cast, begins + timedelta(minutes=2)).total_idr == 3_000
        with pytest.raises(PriceHolds):
            withdraw(cast, coming)


def test_a_withdrawal_is_once_and_once_for_its_key(cast: Cast, noon: datetime) -> None:
    coming = price(cast, 3_000, valid_from=local_day(noon) + DAY)
    is_once_for_its_key(partial(withdraw, cast, coming), PriceWithdrawn)
    assert ActionLog.objects.filter(action="withdraw_price").count() == 1


def test_a_withdrawal_needs_a_price_a_reason_and_the_right(cast: Cast, noon: datetime) -> None:
    coming = price(cast, 3_000, valid_from=local_day(noon) + DAY)
    with pytest.raises(PriceUnknown):
        withdraw(cast, coming, price=coming.pk + 999)
    with pytest.raises(ReasonMissing):
        withdraw(cast, coming, reason=" ")
    for staff in (cast.sari, cast.yusuf, cast.tono, cast.lestari):
        with pytest.raises(MayNot):
            withdraw(cast, coming, by=staff)
    other = Place.objects.create(code="BSX", name="Bank lain", kind="main")
    cast.bambang.place = other
    cast.bambang.save()
    with pytest.raises(MayNot):
        withdraw(cast, coming, by=cast.bambang)
    assert not PriceWithdrawal.objects.exists()


def test_the_database_itself_refuses_to_withdraw_what_holds(cast: Cast, noon: datetime) -> None:
    holds = price(cast, 2_600)
    with pytest.raises(DatabaseError, match="it holds already"), transaction.atomic():
        PriceWithdrawal.objects.create(price=holds, withdrawn_at=noon, actor="x", reason="x")


# --- a unit and the list behind it


def test_the_next_price_is_the_next_that_changes_what_is_paid_here(
    cast: Cast, noon: datetime
) -> None:
    today = local_day(noon)
    price(cast, 2_000, place="MLT")
    price(cast, 2_600, valid_from=today + DAY)  # of the list, which Melati does not go by
    back = price(cast, None, kind="list", place="MLT", valid_from=today + 2 * DAY)
    rows = {row.material.code: row for row in price_list(cast.melati, noon)}
    assert rows["pet"].following == back
    others = {row.material.code: row for row in price_list(cast.kenanga, noon)}
    following = others["pet"].following
    assert following is not None
    assert following.price_idr == 2_600
    held = [paid(cast.melati, noon + n * DAY) for n in range(4)]
    assert held == [2_000, 2_000, 2_600, 2_600]


# --- lists


HEADS = "name_id,name_en,category,unit,member_price_idr,price_date\n"


def listed(day: date, price_idr: int) -> bytes:
    return f"{HEADS}Besi,Iron,metal,kg,{price_idr},{day}\n".encode()


def bring_in(cast: Cast, data: bytes) -> tuple[int, int]:
    target = PriceImport.into(by=cast.maya, place="BSI")
    rows = check_list(target, read_prices(data)).rows
    done = import_prices(key=uuid.uuid4(), by=cast.maya, place="BSI", rows=rows)
    return done.written, done.unchanged


def test_a_list_of_today_brought_twice_keeps_both_prices(cast: Cast, noon: datetime) -> None:
    today = local_day(noon)
    assert bring_in(cast, listed(today, 1_500)) == (1, 0)
    with clock.at(noon + HOUR):
        assert bring_in(cast, listed(today, 1_600)) == (1, 0)
        assert bring_in(cast, listed(today, 1_600)) == (0, 1)
    code = "besi-kg"
    held = [paid(cast.melati, moment, code) for moment in (noon, noon + HOUR)]
    assert held == [1_500, 1_600]
    assert Price.objects.filter(material__code=code).count() == 2


# --- what the log tells


def told(action: str, language: str) -> str:
    line = ActionLog.objects.filter(action=action).latest("pk")
    with translation.override(language):
        return change_words(line.change)


def test_the_log_tells_the_material_and_both_prices(cast: Cast, noon: datetime) -> None:
    price(cast, 3_000, collector_price_idr=3_500)
    assert told("set_price", "en").startswith(
        "Clear PET bottles: Rp2,500/kg → Rp3,000/kg, buyers pay Rp3,500/kg, from "
    )
    assert told("set_price", "id").startswith(
        "Botol PET bening: Rp2.500/kg → Rp3.000/kg, pembeli membayar Rp3.500/kg, sejak "
    )
    price(cast, None, kind="none", place="MLT")
    assert "Rp3,000/kg, buyers pay Rp3,500/kg → Not bought" in told("set_price", "en")
    price(cast, 3_100, collector_price_idr=3_500)
    assert ": Rp3,000/kg → Rp3,100/kg, from " in told("set_price", "en")
    price(cast, None, kind="none", place="MLT")
    line = ActionLog.objects.filter(action="set_price").latest("pk")
    assert (line.subject, line.place) == ("material:pet", "MLT")
    price(cast, None, kind="ask", material="jelantah")
    assert ": Rp5.000/liter → Tanya harga, sejak " in told("set_price", "id")


def test_the_log_tells_a_withdrawal_with_what_goes_on(cast: Cast, noon: datetime) -> None:
    coming = price(cast, 30_000, valid_from=local_day(noon) + DAY)
    withdraw(cast, coming)
    assert ": Rp30,000/kg → Rp2,500/kg, from " in told("withdraw_price", "en")
    line = ActionLog.objects.get(action="withdraw_price")
    assert (line.reason, line.place, line.subject) == ("salah ketik", "BSI", "material:pet")


def test_the_log_keeps_the_words_of_that_day(cast: Cast, noon: datetime) -> None:
    price(cast, 3_000)
    Material.objects.filter(code="pet").update(name_id="Botol", name_en="Bottles")
    line = ActionLog.objects.filter(action="set_price").latest("pk")
    assert change_in(line.change, "en")["thing"] == "Clear PET bottles"
    assert change_in(line.change, "id")["before"] == "Rp2.500/kg"


def test_each_row_of_a_list_is_told_in_the_log(cast: Cast, noon: datetime) -> None:
    bring_in(cast, listed(local_day(noon), 1_500))
    assert told("set_price", "en").startswith("Iron: No price → Rp1,500/kg")
