"""PINs: set once, reset with a reason, locked after five wrong tries. See also the proofs."""

import uuid

import pytest

from ledger.models import KeyedResult
from tests.cast import SITI_PIN, Cast
from wastebank.cards.lifecycle import issue_card
from wastebank.cards.pins import check_pin, reset_pin, set_pin
from wastebank.cards.refusals import (
    CardUnknown,
    PinAlreadySet,
    PinLocked,
    PinMalformed,
    PinNotSet,
    PinWrong,
)
from wastebank.codes import secrets
from wastebank.models import ActionLog, Card, PinTries
from wastebank.refusals import MayNot, ReasonMissing


def open_with(cast: Cast, pin: str, *cards: Card) -> Card:
    return check_pin(member=cast.siti, cards=cards or [cast.siti_card], pin=pin)


def reset(cast: Cast, pin: str = "987340", reason: str = "lupa") -> Card:
    return reset_pin(
        key=uuid.uuid4(), by=cast.sari, card_id=cast.siti_card.pk, pin=pin, reason=reason
    )


def lock(cast: Cast) -> None:
    for _ in range(5):
        with pytest.raises((PinWrong, PinLocked)):
            open_with(cast, "0000")


def test_the_right_pin_opens_and_starts_the_count_anew(cast: Cast) -> None:
    for _ in range(3):
        for _ in range(4):
            with pytest.raises(PinWrong):
                open_with(cast, "0000")
        assert open_with(cast, SITI_PIN) == cast.siti_card
    assert PinTries.objects.get(member=cast.siti).failed == 0


def test_five_wrong_tries_lock_all_cards_of_the_wallet(cast: Cast) -> None:
    second = issue_card(
        key=uuid.uuid4(),
        by=cast.sari,
        member=cast.siti.number,
        holder_name="Budi",
        activate=True,
        pin="471390",
    )
    lock(cast)
    for pin, card in ((SITI_PIN, cast.siti_card), ("471390", second)):
        with pytest.raises(PinLocked):
            open_with(cast, pin, card)


def test_the_lock_of_one_wallet_is_no_lock_of_another(cast: Cast) -> None:
    lock(cast)
    assert check_pin(member=cast.wati, cards=[cast.wati_card], pin="731592") == cast.wati_card


def test_of_several_cards_the_one_with_this_pin_opens(cast: Cast) -> None:
    second = issue_card(
        key=uuid.uuid4(),
        by=cast.sari,
        member=cast.siti.number,
        holder_name="Budi",
        activate=True,
        pin="471390",
    )
    assert open_with(cast, "471390", cast.siti_card, second) == second


def test_a_card_without_a_pin_opens_nothing_and_costs_no_try(cast: Cast) -> None:
    bare = issue_card(
        key=uuid.uuid4(), by=cast.sari, member=cast.siti.number, holder_name="Budi", activate=True
    )
    with pytest.raises(PinNotSet):
        open_with(cast, "0000", bare)
    assert PinTries.objects.get(member=cast.siti).failed == 0


@pytest.mark.parametrize("pin", ["", "123", "1234567", "abcd", "12 34", "١٢٣٤", "-123", "12.4"])
def test_what_is_no_pin_costs_no_try(cast: Cast, pin: str) -> None:
    with pytest.raises(PinMalformed):
        open_with(cast, pin)
    assert PinTries.objects.get(member=cast.siti).failed == 0


# --- setting


def test_a_first_pin_is_set_once(cast: Cast) -> None:
    bare = issue_card(
        key=uuid.uuid4(), by=cast.sari, member=cast.siti.number, holder_name="Budi", activate=True
    )
    set_pin(key=uuid.uuid4(), by=cast.sari, card_id=bare.pk, pin="471390")
    bare.refresh_from_db()
    assert open_with(cast, "471390", bare) == bare
    with pytest.raises(PinAlreadySet):
        set_pin(key=uuid.uuid4(), by=cast.sari, card_id=bare.pk, pin="471391")


def test_a_reset_needs_a_reason_and_is_logged_with_it(cast: Cast) -> None:
    with pytest.raises(ReasonMissing):
        reset(cast, reason=" ")
    reset(cast)
    entry = ActionLog.objects.latest("pk")
    assert (entry.action, entry.reason, entry.actor) == ("reset_pin", "lupa", "sari")


def test_a_reset_lifts_the_lock(cast: Cast) -> None:
    lock(cast)
    card = reset(cast)
    assert open_with(cast, "987340", card) == card
    with pytest.raises(PinWrong):
        open_with(cast, SITI_PIN, card)


def test_only_the_own_counter_sets_pins(cast: Cast) -> None:
    with pytest.raises(CardUnknown):
        reset_pin(
            key=uuid.uuid4(), by=cast.rudi, card_id=cast.siti_card.pk, pin="987340", reason="x"
        )
    for staff in (cast.dewi, cast.bambang, cast.yusuf, cast.tono):
        with pytest.raises(MayNot):
            reset_pin(
                key=uuid.uuid4(), by=staff, card_id=cast.siti_card.pk, pin="987340", reason="x"
            )


# --- what is kept


def test_a_pin_stands_nowhere_in_the_database(cast: Cast) -> None:
    reset(cast, pin="473591")
    rows = [str(list(model.objects.values())) for model in (Card, ActionLog, KeyedResult)]
    assert not any("473591" in row for row in rows)


def test_the_same_pin_under_another_key_is_the_same_request(cast: Cast) -> None:
    """A PIN is no part of a fingerprint, so a replay tells nothing about it."""
    key = uuid.uuid4()
    first = reset_pin(key=key, by=cast.sari, card_id=cast.siti_card.pk, pin="311174", reason="lupa")
    again = reset_pin(key=key, by=cast.sari, card_id=cast.siti_card.pk, pin="522274", reason="lupa")
    assert again.replayed
    assert open_with(cast, "311174", again) == first


@pytest.mark.once
def test_hashing_is_slow_on_purpose() -> None:
    """Argon2id with what OWASP's password storage sheet advises, and a pepper."""
    assert secrets.HASHER.type.name == "ID"
    assert (secrets.HASHER.memory_cost, secrets.HASHER.time_cost) == (19_456, 2)
    hashed = secrets.hash_pin("1234")
    assert secrets.is_pin(hashed, "1234")
    assert not secrets.is_pin(hashed, "1235")
    assert not secrets.is_pin("no hash", "1234")


@pytest.mark.once
def test_without_the_pepper_a_hash_opens_nothing(settings: object) -> None:
    hashed = secrets.hash_pin("1234")
    settings.WASTEBANK_PEPPER = "another pepper of sixteen"  # type: ignore[attr-defined]
    assert not secrets.is_pin(hashed, "1234")
