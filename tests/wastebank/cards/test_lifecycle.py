"""Cards: printed, bound, handed over, blocked, replaced. A code is shown once and kept nowhere."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from tests.cast import SITI_PIN, Cast
from wastebank.cards.lifecycle import (
    MAX_BLANKS,
    activate_card,
    bind_card,
    block_card,
    issue_card,
    print_blank_cards,
    replace_card,
)
from wastebank.cards.pins import check_pin
from wastebank.cards.read import active_card, read_card
from wastebank.cards.refusals import (
    CardBlocked,
    CardInUse,
    CardMisspelt,
    CardNotActive,
    CardReplaced,
    CardUnknown,
    PinNotSix,
    PinWrong,
)
from wastebank.codes.card_code import hash_code, make_code, parse_code
from wastebank.members.refusals import MemberClosed, MemberElsewhere, MemberUnknown
from wastebank.models import ActionLog, Card, CardEvent
from wastebank.refusals import FieldMalformed, MayNot, PlaceUnknown, ReasonMissing


def new_key() -> uuid.UUID:
    return uuid.uuid4()


def issue(cast: Cast, **given: Any) -> Card:
    return issue_card(**{"key": new_key(), "by": cast.sari, "member": cast.siti.number, **given})


def blank(cast: Cast) -> Card:
    return print_blank_cards(key=new_key(), by=cast.sari, count=1)[0]


def events(card: Card) -> list[str]:
    return list(CardEvent.objects.filter(card=card).order_by("pk").values_list("event", flat=True))


# --- reading a code


def test_a_card_is_found_by_its_code_however_it_is_typed(cast: Cast) -> None:
    code = cast.siti_card.code
    for typed in (code, code.lower(), " ".join(code[i : i + 4] for i in range(0, len(code), 4))):
        assert read_card(typed) == cast.siti_card


def test_a_misread_code_is_told_from_an_unknown_one(cast: Cast) -> None:
    code = cast.siti_card.code
    wrong = code[:-2] + ("0" if code[-2] != "0" else "1") + code[-1]
    with pytest.raises(CardMisspelt):
        read_card(wrong)
    with pytest.raises(CardUnknown):
        read_card(make_code(b"\x07" * 32))


def test_the_database_keeps_only_a_hash_of_the_code(cast: Cast) -> None:
    code = parse_code(cast.siti_card.code)
    row = Card.objects.filter(pk=cast.siti_card.pk).values().get()
    assert row["code_hash"] == hash_code(code)
    assert code not in str(row)
    assert Card.objects.get(pk=cast.siti_card.pk).code == ""
    said = str(list(CardEvent.objects.values())) + str(list(ActionLog.objects.values()))
    assert code not in said


# --- issuing


def test_an_issued_card_is_printed_and_not_yet_active(cast: Cast) -> None:
    card = issue(cast, holder_name="Anak Siti")
    assert (card.state, card.holder, events(card)) == ("printed", "Anak Siti", ["printed"])
    with pytest.raises(CardNotActive):
        active_card(card.code)


def test_a_card_handed_over_at_once_is_active_with_its_pin(cast: Cast) -> None:
    card = issue(cast, holder_name="Budi", activate=True, pin="471390")
    assert active_card(card.code) == (card, cast.siti)
    assert events(card) == ["printed", "renewed", "pin_renewed"]
    assert check_pin(member=cast.siti, cards=[card], pin="471390") == card


def test_a_card_asked_for_twice_is_one_card_with_one_code(cast: Cast) -> None:
    """An answer lost on the way can be had again, though the database keeps no code."""
    key = new_key()
    first, again = issue(cast, key=key), issue(cast, key=key)
    assert (first.pk, first.code) == (again.pk, again.code)
    assert again.replayed
    assert issue(cast).code != first.code


def test_a_wallet_may_have_several_cards(cast: Cast) -> None:
    second = issue(cast, holder_name="Budi", activate=True)
    assert active_card(second.code)[1] == active_card(cast.siti_card.code)[1] == cast.siti


@pytest.mark.parametrize(
    "pin", ["123", "4829", "48291", "4829137", "48a913", "４８２９１３", " 48291"]
)
def test_a_new_pin_has_six_digits(cast: Cast, pin: str) -> None:
    before = Card.objects.count()
    with pytest.raises(PinNotSix):
        issue(cast, pin=pin)
    assert Card.objects.count() == before


def test_cards_are_for_members_of_the_own_place(cast: Cast) -> None:
    with pytest.raises(MemberUnknown):
        issue(cast, member=cast.wati.number)
    assert issue(cast, member=cast.wati.number, by=cast.maya).member == cast.wati


def test_a_closed_membership_gets_no_card(cast: Cast) -> None:
    cast.siti.closed_at = cast.siti.joined_at
    cast.siti.save()
    with pytest.raises(MemberClosed):
        issue(cast)
    with pytest.raises(MemberClosed):
        active_card(cast.siti_card.code)


HANDLING: dict[str, Callable[[Cast, Any], Any]] = {
    "issue": lambda cast, by: issue(cast, by=by),
    "blanks": lambda cast, by: print_blank_cards(key=new_key(), by=by, count=1),
    "bind": lambda cast, by: bind_card(
        key=new_key(), by=by, code=cast.hasan_card.code, member=cast.siti.number
    ),
    "activate": lambda cast, by: activate_card(key=new_key(), by=by, code=cast.hasan_card.code),
    "block": lambda cast, by: block_card(
        key=new_key(), by=by, card_id=cast.siti_card.pk, reason="x"
    ),
    "replace": lambda cast, by: replace_card(
        key=new_key(), by=by, card_id=cast.siti_card.pk, reason="x"
    ),
}


@pytest.mark.parametrize("command", HANDLING)
def test_only_the_counter_and_the_manager_handle_cards(cast: Cast, command: str) -> None:
    for staff in (cast.dewi, cast.lestari, cast.bambang, cast.yusuf, cast.tono):
        with pytest.raises(MayNot):
            HANDLING[command](cast, staff)


@pytest.mark.parametrize("command", HANDLING)
def test_no_one_handles_cards_of_another_unit(cast: Cast, command: str) -> None:
    if command != "blanks":
        with pytest.raises((CardUnknown, MemberElsewhere, MemberUnknown)):
            HANDLING[command](cast, cast.rudi)


# --- blanks


def test_blanks_are_printed_ahead_with_codes_of_their_own(cast: Cast) -> None:
    key = new_key()
    cards = print_blank_cards(key=key, by=cast.sari, count=10)
    assert len({card.code for card in cards}) == 10
    assert all(card.member is None and card.state == "printed" for card in cards)
    again = print_blank_cards(key=key, by=cast.sari, count=10)
    assert [card.code for card in again] == [card.code for card in cards]
    with pytest.raises(CardNotActive):
        active_card(cards[0].code)


@pytest.mark.parametrize("count", [0, -1, MAX_BLANKS + 1])
def test_blanks_are_printed_by_the_thousand_at_most(cast: Cast, count: int) -> None:
    with pytest.raises(FieldMalformed):
        print_blank_cards(key=new_key(), by=cast.sari, count=count)


def test_a_main_bank_prints_blanks_for_its_units(cast: Cast) -> None:
    for_unit = print_blank_cards(key=new_key(), by=cast.maya, count=1, place="KNG")[0]
    assert for_unit.place == cast.kenanga
    bind_card(
        key=new_key(), by=cast.rudi, code=for_unit.code, member=cast.wati.number, reason="lost"
    )
    for place in ("KNG", "SHT", "NIX"):
        with pytest.raises(PlaceUnknown):
            print_blank_cards(key=new_key(), by=cast.sari, count=1, place=place)


def test_a_blank_is_bound_by_a_scan_and_active_from_then(cast: Cast) -> None:
    card = blank(cast)
    bind_card(key=new_key(), by=cast.sari, code=card.code, member=cast.hasan.number, pin="471390")
    assert active_card(card.code)[1] == cast.hasan
    assert events(card) == ["printed", "activated", "pin_set"]


def test_a_card_is_bound_once(cast: Cast) -> None:
    card = blank(cast)
    bind_card(key=new_key(), by=cast.sari, code=card.code, member=cast.hasan.number)
    for taken in (card.code, cast.siti_card.code, cast.hasan_card.code):
        with pytest.raises(CardInUse):
            bind_card(key=new_key(), by=cast.sari, code=taken, member=cast.siti.number)
    assert active_card(card.code)[1] == cast.hasan


# --- handing over


def test_a_printed_card_is_handed_over_once(cast: Cast) -> None:
    activate_card(key=new_key(), by=cast.sari, code=cast.hasan_card.code, pin="471390")
    assert active_card(cast.hasan_card.code)[1] == cast.hasan
    with pytest.raises(CardInUse):
        activate_card(key=new_key(), by=cast.sari, code=cast.hasan_card.code)


def test_a_card_of_nobody_cannot_be_handed_over(cast: Cast) -> None:
    with pytest.raises(CardNotActive):
        activate_card(key=new_key(), by=cast.sari, code=blank(cast).code)


# --- blocking and replacing


def test_a_blocked_card_is_dead_and_the_wallet_lives(cast: Cast) -> None:
    second = issue(cast, holder_name="Budi", activate=True)
    blocked = block_card(
        key=new_key(), by=cast.sari, card_id=cast.siti_card.pk, reason="hilang di pasar"
    )
    assert blocked.ended_at is not None
    with pytest.raises(CardBlocked):
        active_card(cast.siti_card.code)
    assert active_card(second.code)[1] == cast.siti
    told = CardEvent.objects.filter(card=blocked).latest("pk")
    assert (told.event, told.reason, told.actor) == ("blocked", "hilang di pasar", "sari")


def test_a_dead_card_stays_dead(cast: Cast) -> None:
    block_card(key=new_key(), by=cast.sari, card_id=cast.siti_card.pk, reason="x")
    with pytest.raises(CardBlocked):
        block_card(key=new_key(), by=cast.sari, card_id=cast.siti_card.pk, reason="x")
    with pytest.raises(CardBlocked):
        activate_card(key=new_key(), by=cast.sari, code=cast.siti_card.code)


def test_a_replaced_card_gives_way_to_a_new_one_with_the_same_pin(cast: Cast) -> None:
    new = replace_card(
        key=new_key(), by=cast.sari, card_id=cast.siti_card.pk, reason="patah", activate=True
    )
    assert active_card(new.code)[1] == cast.siti
    assert check_pin(member=cast.siti, cards=[new], pin=SITI_PIN) == new
    with pytest.raises(CardReplaced):
        active_card(cast.siti_card.code)
    assert Card.objects.get(pk=cast.siti_card.pk).replaced_by == new
    with pytest.raises(CardReplaced):
        replace_card(key=new_key(), by=cast.sari, card_id=cast.siti_card.pk, reason="x")


def test_a_replacement_may_have_another_pin(cast: Cast) -> None:
    new = replace_card(
        key=new_key(),
        by=cast.sari,
        card_id=cast.siti_card.pk,
        reason="dicuri",
        activate=True,
        pin="987340",
    )
    assert check_pin(member=cast.siti, cards=[new], pin="987340") == new
    with pytest.raises(PinWrong):
        check_pin(member=cast.siti, cards=[new], pin=SITI_PIN)


def test_a_blocked_card_can_be_replaced(cast: Cast) -> None:
    block_card(key=new_key(), by=cast.sari, card_id=cast.siti_card.pk, reason="hilang")
    new = replace_card(
        key=new_key(), by=cast.sari, card_id=cast.siti_card.pk, reason="ganti", activate=True
    )
    assert active_card(new.code)[1] == cast.siti


def test_blocking_and_replacing_need_a_reason(cast: Cast) -> None:
    for command in (block_card, replace_card):
        with pytest.raises(ReasonMissing):
            command(key=new_key(), by=cast.sari, card_id=cast.siti_card.pk, reason="  ")


def test_a_blank_of_nobody_is_not_replaced(cast: Cast) -> None:
    with pytest.raises(CardUnknown):
        replace_card(key=new_key(), by=cast.sari, card_id=blank(cast).pk, reason="x")
