"""Which PINs may be chosen, at every road where one is set; and that old ones go on."""

import uuid
from collections.abc import Callable, Mapping

import pytest

from ledger.refusals import Refusal
from tests.cast import SITI_PIN, Cast
from wastebank.cards.lifecycle import (
    activate_card,
    bind_card,
    issue_card,
    print_blank_cards,
    replace_card,
)
from wastebank.cards.new_pins import is_guessable, shares_digits
from wastebank.cards.pins import check_pin, reset_pin, set_pin
from wastebank.codes.secrets import hash_pin
from wastebank.models import Card, Member
from wastebank.passbook.own_pin import choose_pin
from wastebank.passbook.sign_in import open_passbook

GOOD = "864209"
_GUESSED = """
    000000 111111 123456 654321 890123 246802 135791 121212 123123 454545 112233 111222 123321
    696969 159753 147258 741852 007007 102030 010203 520520 198734 199001 201011 871985 302004
    170845 081745 450817 310399 311299 571290 290200 246810 135790 908070 304050 131419 258025
"""
GUESSED = _GUESSED.split()


@pytest.mark.once
def test_what_strangers_try_first_is_refused() -> None:
    assert [pin for pin in GUESSED if not is_guessable(pin)] == []
    assert [pin for pin in (GOOD, SITI_PIN, "731592", "394417") if is_guessable(pin)] == []
    refused = sum(is_guessable(f"{number:06d}") for number in range(0, 1_000_000, 7))
    assert refused / (1_000_000 / 7) < 0.2


@pytest.mark.once
def test_four_digits_of_something_known_give_a_pin_away() -> None:
    for pin, known, shared in [
        ("471071", "1071", True),
        ("107148", "1071", True),
        ("410783", "1071", False),
        ("934512", "628123459345", True),
        ("934512", "628123", False),
        ("934512", "", False),
    ]:
        assert shares_digits(pin, known) is shared, (pin, known)


def key() -> uuid.UUID:
    return uuid.uuid4()


Set = Callable[[Cast, str, str], object]


def issued(cast: Cast, pin: str, again: str) -> Card:
    member = cast.hasan.number
    return issue_card(
        key=key(), by=cast.sari, member=member, activate=True, pin=pin, pin_again=again
    )


def bound(cast: Cast, pin: str, again: str) -> Card:
    (blank,) = print_blank_cards(key=key(), by=cast.sari, count=1)
    member = cast.hasan.number
    return bind_card(
        key=key(), by=cast.sari, code=blank.code, member=member, pin=pin, pin_again=again
    )


def activated(cast: Cast, pin: str, again: str) -> Card:
    code = cast.hasan_card.code
    return activate_card(key=key(), by=cast.sari, code=code, pin=pin, pin_again=again)


def replaced(cast: Cast, pin: str, again: str) -> Card:
    return replace_card(
        key=key(),
        by=cast.sari,
        card_id=cast.hasan_card.pk,
        reason="broken",
        pin=pin,
        pin_again=again,
    )


def first(cast: Cast, pin: str, again: str) -> Card:
    card_id = cast.hasan_card.pk
    return set_pin(key=key(), by=cast.sari, card_id=card_id, pin=pin, pin_again=again)


def reset(cast: Cast, pin: str, again: str) -> Card:
    card_id = cast.hasan_card.pk
    return reset_pin(
        key=key(), by=cast.sari, card_id=card_id, pin=pin, pin_again=again, reason="lupa"
    )


def own(cast: Cast, pin: str, again: str) -> Card:
    Member.objects.filter(pk=cast.siti.pk).update(phone="0812 4774 2893")
    card = Card.objects.select_related("member").get(pk=cast.siti_card.pk)
    return choose_pin(key=key(), card=card, old=SITI_PIN, pin=pin, pin_again=again)


ROADS: tuple[Set, ...] = (issued, bound, activated, replaced, first, reset, own)
WRONG: Mapping[tuple[str, str], str] = {
    ("4829", "4829"): "pin_not_six",
    ("8642091", "8642091"): "pin_not_six",
    ("86420a", "86420a"): "pin_not_six",
    (GOOD, "864208"): "pin_differs",
    (GOOD, ""): "pin_differs",
    ("", GOOD): "pin_not_six",
    ("123456", "123456"): "pin_guessable",
    ("170845", "170845"): "pin_guessable",
    ("834774", "834774"): "pin_guessable",  # of the telephone
    ("774209", "774209"): "pin_guessable",
}


@pytest.mark.parametrize("road", ROADS, ids=lambda road: road.__name__)
def test_no_road_takes_a_weak_pin(cast: Cast, road: Set) -> None:
    Member.objects.filter(pk=cast.hasan.pk).update(phone="081247742893")
    before = list(Card.objects.order_by("pk").values_list("pin_hash", "state"))
    for (pin, again), code in WRONG.items():
        with pytest.raises(Refusal) as refused:
            road(cast, pin, again)
        assert refused.value.code == code, (pin, again)
        if pin:
            assert pin not in str(refused.value.facts)
    stands = Card.objects.exclude(member=None).order_by("pk")
    assert list(stands.values_list("pin_hash", "state")) == before
    road(cast, GOOD, GOOD)


def test_a_pin_of_four_digits_goes_on_until_it_is_changed(cast: Cast) -> None:
    card = Card.objects.get(pk=cast.siti_card.pk)
    card.pin_hash = hash_pin("1234")
    card.save()
    assert check_pin(member=cast.siti, cards=[card], pin="1234") == card
    assert open_passbook(who=cast.siti.number, pin="1234") == card
    card = Card.objects.select_related("member").get(pk=card.pk)
    chosen = choose_pin(key=key(), card=card, old="1234", pin=GOOD, pin_again=GOOD)
    assert check_pin(member=cast.siti, cards=[chosen], pin=GOOD) == chosen


def test_the_old_pin_is_no_new_one(cast: Cast) -> None:
    with pytest.raises(Refusal) as refused:
        own(cast, SITI_PIN, SITI_PIN)
    assert refused.value.code == "pin_unchanged"
