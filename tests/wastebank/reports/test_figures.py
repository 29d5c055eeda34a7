"""What the office is told: months, clinics as sums, what wants doing, lists."""

import uuid
from datetime import date, timedelta
from functools import partial

import pytest

from ledger import clock
from ledger.models import RedFlag
from tests.cast import Cast
from wastebank.cards.counts import card_counts
from wastebank.cards.lifecycle import print_blank_cards
from wastebank.cards.pins import check_pin
from wastebank.cards.refusals import PinLocked, PinWrong
from wastebank.deposits.void import void_deposit
from wastebank.materials.price_list import price_list
from wastebank.materials.prices import set_price
from wastebank.members.wallets import balances_of
from wastebank.refusals import MayNot
from wastebank.reports.audits import last_audits, run_audit
from wastebank.reports.figures import (
    active_members,
    debts_to_clinics,
    month_of,
    standing,
    visible_clinics,
)
from wastebank.reports.lists.members import members_list
from wastebank.reports.worklist import to_do
from wastebank.values.calendar import day_bounds, last_months, local_day


def this_month() -> date:
    return local_day(clock.now()).replace(day=1)


def test_a_month_tells_what_came_in_and_what_became_care(cast: Cast) -> None:
    cast.deposit(("pet", 10_000), ("kardus", 5_000), ("jelantah", 2_000))
    cast.deposit(("kardus", 1_000), member=cast.wati, by=cast.rudi)
    gone = cast.deposit(("pet", 90_000))
    void_deposit(key=uuid.uuid4(), by=cast.sari, deposit=gone.number, reason="salah timbang")
    cast.redeem()
    month = month_of(by=cast.maya, first_day=this_month())
    assert [(f.family, f.grams, f.ml, f.rupiah_idr) for f in month.families] == [
        ("plastik", 10_000, 0, 25_000),
        ("kertas", 6_000, 0, 7_200),
        ("minyak", 0, 2_000, 10_000),
    ]
    assert (month.grams, month.ml, month.made_idr, month.used_idr) == (
        16_000,
        2_000,
        42_200,
        15_000,
    )


def test_a_month_of_one_place_counts_its_waste_and_what_its_members_used(cast: Cast) -> None:
    cast.deposit(("pet", 10_000))
    cast.deposit(("kardus", 1_000), member=cast.wati, by=cast.rudi)
    cast.redeem()  # Siti of Melati
    melati = month_of(by=cast.maya, first_day=this_month(), place="MLT")
    kenanga = month_of(by=cast.maya, first_day=this_month(), place="KNG")
    assert (melati.made_idr, melati.used_idr) == (25_000, 15_000)
    assert (kenanga.made_idr, kenanga.used_idr) == (1_200, 0)
    # What a clinic is owed in all is no place's own.
    assert debts_to_clinics(cast.maya, "MLT") == []
    cast.rudi.role = "manager"
    assert month_of(by=cast.rudi, first_day=this_month(), place="MLT").made_idr == 0


def test_members_are_active_who_brought_or_used(cast: Cast) -> None:
    cast.deposit()
    cast.deposit(("kardus", 1_000), member=cast.wati, by=cast.rudi)
    cast.redeem()
    before, now = active_members(by=cast.maya, months=last_months(2))
    assert (before.brought, before.cared, before.either) == (0, 0, 0)
    assert (now.brought, now.cared, now.either) == (2, 1, 2)
    [melati] = active_members(by=cast.maya, months=last_months(1), place="KNG")
    assert (melati.brought, melati.cared, melati.either) == (1, 0, 1)


def test_what_is_promised_is_what_the_waste_has_cost(cast: Cast) -> None:
    cast.deposit()
    cast.redeem()
    now = standing(by=cast.maya)
    assert (now.goods_idr, now.members_idr, now.clinics_idr) == (25_000, 10_000, 15_000)
    assert now.members_idr + now.clinics_idr == now.goods_idr
    unit = standing(by=cast.maya, place="MLT")
    assert (unit.goods_idr, unit.members_idr, unit.clinics_idr) == (25_000, 10_000, 0)
    assert standing(by=cast.maya, place="KNG").goods_idr == 0


def test_a_unit_sees_its_own_waste_and_the_clinics_of_its_programme(cast: Cast) -> None:
    cast.deposit(("pet", 10_000))
    cast.deposit(("kardus", 1_000), member=cast.wati, by=cast.rudi)
    cast.rudi.role = "manager"
    month = month_of(by=cast.rudi, first_day=this_month())
    assert [f.family for f in month.families] == ["kertas"]
    assert list(visible_clinics(cast.rudi)) == [cast.sehati.place]
    assert list(visible_clinics(cast.maya)) == [cast.sehati.place]


def test_a_cancelled_visit_is_not_owed(cast: Cast) -> None:
    cast.deposit()
    visit = cast.redeem()
    assert month_of(by=cast.maya, first_day=this_month()).used_idr == 15_000
    assert [debt.owed_idr for debt in debts_to_clinics(cast.maya)] == [15_000]
    from clinic.charges.cancel import cancel_redemption

    cancel_redemption(key=uuid.uuid4(), by=cast.dewi, redemption=visit.number, reason="tidak jadi")
    assert month_of(by=cast.maya, first_day=this_month()).used_idr == 0
    assert [debt.owed_idr for debt in debts_to_clinics(cast.maya)] == [0]


def test_operators_and_clerks_learn_nothing_of_the_month(cast: Cast) -> None:
    for user in (cast.sari, cast.dewi, cast.lestari):
        with pytest.raises(MayNot):
            month_of(by=user, first_day=this_month())
        with pytest.raises(MayNot):
            to_do(by=user)


def test_last_months_are_whole_and_in_order() -> None:
    with clock.at(clock.now().replace(year=2026, month=3, day=31, hour=12)):
        assert [day.isoformat() for day in last_months(4)] == [
            "2025-12-01",
            "2026-01-01",
            "2026-02-01",
            "2026-03-01",
        ]


def test_the_list_of_things_to_do(cast: Cast) -> None:
    def waiting() -> dict[str, int]:
        return {item.what: item.count for item in to_do(by=cast.maya)}

    assert waiting() == {"cards_waiting": 1}  # Hasan's
    for _ in range(5):
        with pytest.raises((PinWrong, PinLocked)):
            check_pin(member=cast.wati, cards=[cast.wati_card], pin="000000")
    cast.deposit(days_ago=2)
    today = local_day(clock.now())
    set_price(
        key=uuid.uuid4(),
        by=cast.maya,
        material="kardus",
        place="MLT",
        valid_from=today,
        price_idr=2_000,
        collector_price_idr=1_800,
    )
    RedFlag.objects.create(raised_at=clock.now(), findings=[])
    assert waiting() == {
        "book_red": 1,
        "pins_locked": 1,
        "odd_deposits": 1,
        "dear_prices": 1,
        "cards_waiting": 1,
    }


def test_a_price_list_shows_whose_price_holds_and_what_comes(cast: Cast) -> None:
    today = local_day(clock.now())
    later = today + timedelta(days=3)
    own_price = partial(set_price, by=cast.maya, material="kardus", place="MLT")
    own_price(key=uuid.uuid4(), valid_from=today, price_idr=1_300)
    own_price(key=uuid.uuid4(), valid_from=later, kind="list")
    rows = {row.material.code: row for row in price_list(cast.melati, clock.now())}
    own = rows["kardus"]
    assert own.now is not None
    assert own.following is not None
    assert (own.now.price_idr, own.is_own, own.following.valid_from) == (1_300, True, later)
    asked = rows["televisi"].now
    assert asked is not None
    assert (rows["pet"].is_own, asked.kind) == (False, "ask")
    then = {row.material.code: row for row in price_list(cast.melati, day_bounds(later)[0])}[
        "kardus"
    ]
    assert then.now is not None
    assert (then.now.price_idr, then.is_own) == (1_200, False)


def test_members_are_found_by_name_number_place_kind_and_state(cast: Cast) -> None:
    def names(**asked: str) -> list[str]:
        return [member.name for member in members_list(by=cast.maya, **asked)]

    assert names() == ["Hasan Basri", "Siti Rahayu", "Wati Lestari"]
    assert names(text="siti") == ["Siti Rahayu"]
    assert names(text=cast.wati.number) == ["Wati Lestari"]
    assert names(place="KNG") == ["Wati Lestari"]
    assert names(kind="household") == ["Siti Rahayu"]
    assert names(state="waiting") == ["Hasan Basri"]
    assert names(state="closed") == []
    assert [m.name for m in members_list(by=cast.rudi)] == ["Wati Lestari"]
    cast.deposit()
    assert balances_of([cast.siti, cast.wati]) == {cast.siti.pk: 25_000, cast.wati.pk: 0}


def test_cards_are_counted_where_they_lie(cast: Cast) -> None:
    print_blank_cards(key=uuid.uuid4(), by=cast.sari, count=3)
    counts = {row.place.code: row for row in card_counts(by=cast.maya)}
    melati = counts["MLT"]
    assert (melati.blank, melati.waiting, melati.active, melati.ended) == (3, 1, 1, 0)
    assert counts["KNG"].active == 1


def test_a_check_is_logged_with_how_it_ended(cast: Cast) -> None:
    cast.deposit()
    assert run_audit(key=uuid.uuid4(), by=cast.yusuf) == []
    asked = last_audits()[0]
    assert (asked.actor, asked.findings, asked.entries) == ("yusuf", 0, 1)


def test_the_whole_book_is_not_for_a_unit(cast: Cast) -> None:
    cast.rudi.role = "treasurer"
    for user in (cast.rudi, cast.sari, cast.dewi):
        with pytest.raises(MayNot):
            run_audit(key=uuid.uuid4(), by=user)
