"""Every road by which staff could get at a member's PIN, card, credit or care, as a table.

Each row is one road, tried with Siti's household: what is refused, and what it says instead.
"""

import uuid
from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from clinic.charges.authorisations import authorise, capture
from clinic.charges.cancel import cancel_redemption
from clinic.charges.prepare import ServiceAsked
from clinic.charges.redeem import redeem
from clinic.models import Redemption
from ledger import clock
from ledger.refusals import Refusal
from tests.cast import SITI_PIN, Cast
from wastebank.cards.lifecycle import (
    activate_card,
    bind_card,
    block_card,
    issue_card,
    print_blank_cards,
    replace_card,
)
from wastebank.cards.pins import reset_pin, set_pin
from wastebank.models import Card

STAFF_PIN = "987340"
CONSULTATION = ServiceAsked("konsultasi")  # 15,000
FILLING = ServiceAsked("tambal-gigi")  # 60,000


def key() -> uuid.UUID:
    return uuid.uuid4()


def pay(cast: Cast, card: Card, *lines: ServiceAsked, pin: str = STAFF_PIN) -> Redemption:
    return redeem(key=key(), by=cast.dewi, card=card.code, pin=pin, lines=lines)


# --- another card, or another PIN, made by one operator


def issued(cast: Cast, reason: str) -> Card:
    return issue_card(
        key=key(),
        by=cast.sari,
        member=cast.siti.number,
        activate=True,
        reason=reason,
        pin=STAFF_PIN,
    )


def bound(cast: Cast, reason: str) -> Card:
    (blank,) = print_blank_cards(key=key(), by=cast.sari, count=1)
    code = blank.code
    member = cast.siti.number
    bind_card(key=key(), by=cast.sari, code=code, member=member, reason=reason, pin=STAFF_PIN)
    return coded(blank, code)


def activated(cast: Cast, reason: str) -> Card:
    card = issue_card(key=key(), by=cast.sari, member=cast.siti.number)
    activate_card(key=key(), by=cast.sari, code=card.code, reason=reason, pin=STAFF_PIN)
    return card


def spelt_otherwise(cast: Cast, reason: str) -> Card:
    """The same holder: names are compared as names."""
    return issue_card(
        key=key(),
        by=cast.sari,
        member=cast.siti.number,
        holder_name=" siti  RAHAYU",
        activate=True,
        reason=reason,
        pin=STAFF_PIN,
    )


def replaced(cast: Cast, reason: str) -> Card:
    return replace_card(
        key=key(),
        by=cast.sari,
        card_id=cast.siti_card.pk,
        activate=True,
        reason=reason,
        pin=STAFF_PIN,
    )


def replaced_and_activated(cast: Cast, reason: str) -> Card:
    new = replace_card(key=key(), by=cast.sari, card_id=cast.siti_card.pk, reason=reason)
    activate_card(key=key(), by=cast.sari, code=new.code, pin=STAFF_PIN)
    return new


def blocked_and_issued(cast: Cast, reason: str) -> Card:
    block_card(key=key(), by=cast.sari, card_id=cast.siti_card.pk, reason=reason)
    return issued(cast, reason)


def reset(cast: Cast, reason: str) -> Card:
    reset_pin(key=key(), by=cast.sari, card_id=cast.siti_card.pk, pin=STAFF_PIN, reason=reason)
    return cast.siti_card


def second_holder(cast: Cast, _reason: str) -> Card:
    """Somebody who is made up: the first card of a holder needs no reason, and is told of."""
    return issue_card(
        key=key(),
        by=cast.sari,
        member=cast.siti.number,
        holder_name="Budi",
        activate=True,
        pin=STAFF_PIN,
    )


def second_holder_set_later(cast: Cast, _reason: str) -> Card:
    card = issue_card(
        key=key(), by=cast.sari, member=cast.siti.number, holder_name="Budi", activate=True
    )
    set_pin(key=key(), by=cast.sari, card_id=card.pk, pin=STAFF_PIN)
    return card


def coded(card: Card, code: str) -> Card:
    card.code = code
    return card


# The road, and what it is refused with where no reason is given; empty: it needs none.
ROADS: Mapping[Callable[[Cast, str], Card], str] = {
    issued: "card_held_already",
    bound: "card_held_already",
    activated: "card_held_already",
    spelt_otherwise: "card_held_already",
    replaced: "reason_missing",
    replaced_and_activated: "reason_missing",
    blocked_and_issued: "reason_missing",
    reset: "reason_missing",
    second_holder: "",
    second_holder_set_later: "",
}
roads = pytest.mark.parametrize("road", ROADS, ids=lambda road: road.__name__)


@roads
def test_another_card_or_pin_needs_a_reason_and_leaves_one_card_in_force(
    cast: Cast, road: Callable[[Cast, str], Card]
) -> None:
    if ROADS[road]:
        with pytest.raises(Refusal) as refused:
            road(cast, "")
        assert refused.value.code == ROADS[road]
        assert Card.objects.get(pk=cast.siti_card.pk).state == "active"
    made = road(cast, "lost")
    holders = [card.holder_form for card in cast.siti.cards.filter(state="active")]
    assert len(holders) == len(set(holders))
    assert Card.objects.get(pk=made.pk).state == "active"


@roads
@pytest.mark.page
def test_whoever_made_it_reads_sums_and_no_care(
    cast: Cast, client: Client, road: Callable[[Cast, str], Card]
) -> None:
    cast.deposit(("pet", 20_000))
    visit = cast.redeem()
    made = road(cast, "lost")
    for who in (made.code, cast.siti.number):
        opened = client.post("/member/", {"who": who, "pin": STAFF_PIN})
        assert opened.status_code == 302, who
        for address in pages_of_a_passbook(visit):
            page = client.get(address).content
            for secret in (b"Konsultasi", b"Klinik Sehati</h2>", visit.number.encode()):
                assert secret not in page, (address, secret)
        assert (
            b"Rp15.000" in client.get("/member/").content
            or b"15.000" in client.get("/member/passbook/").content
        )


def pages_of_a_passbook(visit: Redemption) -> list[str]:
    return [
        "/member/",
        "/member/passbook/",
        "/member/visits/",
        reverse("visits:of_entry", args=[visit.entry_id]),
        "/member/statement/?months=1",
    ]


@roads
def test_on_its_first_day_it_pays_a_little_and_everything_later(
    cast: Cast, road: Callable[[Cast, str], Card]
) -> None:
    cast.deposit(("pet", 200_000))  # 500,000
    made = road(cast, "lost")
    assert pay(cast, made, CONSULTATION).credit_idr == 15_000
    for spend in (pay_now, hold):
        with pytest.raises(Refusal) as refused:
            spend(cast, made)
        assert refused.value.code == "card_too_new"
        assert refused.value.facts["left_idr"] == 85_000
        assert "100.000" in str(refused.value)
    with clock.at(clock.now() + timedelta(hours=24, seconds=1)):
        assert pay_now(cast, made) == 120_000


def pay_now(cast: Cast, card: Card) -> int:
    return pay(cast, card, FILLING, FILLING).credit_idr


def hold(cast: Cast, card: Card) -> int:
    lines = [FILLING, FILLING]
    visit = authorise(key=key(), by=cast.dewi, card=card.code, pin=STAFF_PIN, lines=lines)
    return visit.held_idr


# --- the little is little in all


@pytest.fixture
def new(cast: Cast) -> Card:
    cast.deposit(("pet", 200_000))
    return reset(cast, "lupa")


def too_new(spend: Callable[[], object]) -> int:
    with pytest.raises(Refusal) as refused:
        spend()
    assert refused.value.code == "card_too_new"
    return int(refused.value.facts["left_idr"])


def open_visit(cast: Cast, card: Card, *lines: ServiceAsked) -> int:
    return authorise(key=key(), by=cast.dewi, card=card.code, pin=STAFF_PIN, lines=lines).pk


def end_visit(cast: Cast, visit: int, *lines: ServiceAsked, pin: str = STAFF_PIN) -> int:
    done = capture(key=key(), by=cast.dewi, visit=visit, lines=lines, pin=pin)
    return done.credit_idr


def test_small_sums_do_not_make_a_large_one(cast: Cast, new: Card) -> None:
    pay(cast, new, FILLING)
    assert too_new(lambda: pay(cast, new, FILLING)) == 40_000
    assert too_new(lambda: open_visit(cast, new, FILLING)) == 40_000
    again = replace_card(
        key=key(), by=cast.sari, card_id=new.pk, activate=True, reason="broken", pin=STAFF_PIN
    )
    assert too_new(lambda: pay(cast, again, FILLING)) == 40_000
    budi = second_holder(cast, "")
    assert too_new(lambda: pay(cast, budi, FILLING)) == 40_000


def test_what_is_held_counts_and_its_end_takes_no_more(cast: Cast, new: Card) -> None:
    visit = open_visit(cast, new, FILLING)
    assert too_new(lambda: pay(cast, new, FILLING)) == 40_000
    assert too_new(lambda: end_visit(cast, visit, FILLING, FILLING)) == 40_000
    assert end_visit(cast, visit, FILLING, CONSULTATION) == 75_000
    assert too_new(lambda: pay(cast, new, FILLING)) == 25_000


def test_what_was_agreed_to_before_is_paid_and_does_not_count(cast: Cast) -> None:
    cast.deposit(("pet", 200_000))
    lines = [FILLING, FILLING]
    visit = authorise(
        key=key(), by=cast.dewi, card=cast.siti_card.code, pin=SITI_PIN, lines=lines
    ).pk
    card = reset(cast, "lupa")
    assert end_visit(cast, visit, FILLING, FILLING, pin="") == 120_000
    assert pay(cast, card, FILLING).credit_idr == 60_000


def test_what_was_cancelled_does_not_count(cast: Cast, new: Card) -> None:
    paid = pay(cast, new, FILLING)
    cancel_redemption(key=key(), by=cast.dewi, redemption=paid.number, reason="salah")
    assert pay(cast, new, FILLING).credit_idr == 60_000


def test_the_old_card_of_somebody_else_in_the_house_pays_as_ever(cast: Cast, new: Card) -> None:
    """Siti's PIN was set anew; the card of Wati's own house is not touched by that."""
    cast.deposit(("pet", 100_000), member=cast.wati, by=cast.rudi)
    lines = [FILLING, FILLING]
    paid = redeem(key=key(), by=cast.dewi, card=cast.wati_card.code, pin="731592", lines=lines)
    assert paid.credit_idr == 120_000


def test_cash_is_not_counted(cast: Cast, new: Card) -> None:
    lines = [FILLING, FILLING]
    paid = redeem(
        key=key(), by=cast.dewi, card=new.code, pin=STAFF_PIN, lines=lines, cash_idr=20_000
    )
    assert paid.credit_idr == 100_000


def test_the_first_card_of_an_empty_wallet_pays_at_once(cast: Cast) -> None:
    first = activate_card(key=key(), by=cast.sari, code=cast.hasan_card.code, pin=STAFF_PIN)
    cast.deposit(("pet", 100_000), member=cast.hasan)
    assert first.new_since is None
    assert pay(cast, coded(first, cast.hasan_card.code), FILLING, FILLING).credit_idr == 120_000


def test_the_first_card_for_credit_of_before_waits(cast: Cast) -> None:
    cast.deposit(("pet", 100_000), member=cast.hasan)
    activate_card(key=key(), by=cast.sari, code=cast.hasan_card.code, pin=STAFF_PIN)
    too_new(lambda: pay(cast, cast.hasan_card, FILLING, FILLING))


@pytest.mark.parametrize("limit_idr", [0, 15_000, 14_999])
def test_the_little_is_a_setting(cast: Cast, new: Card, settings: object, limit_idr: int) -> None:
    settings.WASTEBANK_NEW_CARD_LIMIT_IDR = limit_idr  # type: ignore[attr-defined]
    if limit_idr == 15_000:
        assert pay(cast, new, CONSULTATION).credit_idr == 15_000
    else:
        assert too_new(lambda: pay(cast, new, CONSULTATION)) == limit_idr
