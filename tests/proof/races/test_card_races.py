"""Cards and PINs made at once: one card in force, and no passbook of a PIN that is gone."""

import uuid
from functools import partial

from django.test import Client

from ledger.refusals import Refusal
from tests.cast import SITI_PIN, Cast
from tests.proof.prepared import Prepared
from tests.proof.races.racing import race
from wastebank.cards.lifecycle import block_card, issue_card, replace_card
from wastebank.cards.pins import reset_pin
from wastebank.models import Card
from wastebank.passbook.own_pin import choose_pin

STAFF_PIN, OWN_PIN = "987340", "864209"


def outcome(make: "partial[Card]") -> str:
    try:
        make()
    except Refusal as refusal:
        return refusal.code
    return "made"


def issue(cast: Cast, reason: str) -> Card:
    return issue_card(
        key=uuid.uuid4(), by=cast.sari, member=cast.siti.number, activate=True, reason=reason
    )


def replace(cast: Cast) -> Card:
    return replace_card(
        key=uuid.uuid4(), by=cast.sari, card_id=cast.siti_card.pk, reason="broken", activate=True
    )


def block(cast: Cast) -> Card:
    return block_card(key=uuid.uuid4(), by=cast.sari, card_id=cast.siti_card.pk, reason="hilang")


def test_however_many_hand_over_one_card_is_in_force(prepared_programme: Prepared) -> None:
    with prepared_programme.fresh() as cast:
        makers = [partial(issue, cast, "lost")] * 4 + [partial(replace, cast)] * 2
        makers += [partial(block, cast), partial(issue, cast, "")]
        answers = [str(one) for one in race([partial(outcome, make) for make in makers])]
        assert answers.count("made") >= 4
        expected = {"made", "card_held_already", "card_replaced", "card_blocked"}
        assert set(answers) <= expected
        assert cast.siti.cards.filter(state=Card.State.ACTIVE).count() == 1


def test_a_pin_of_staff_ends_the_passbook_whoever_comes_first(
    prepared_programme: Prepared,
) -> None:
    """Whichever PIN stands in the end: one of staff tells no care, and what was open is shut."""

    def reset(cast: Cast) -> Card:
        return reset_pin(
            key=uuid.uuid4(), by=cast.sari, card_id=cast.siti_card.pk, pin=STAFF_PIN, reason="x"
        )

    def choose(cast: Cast) -> Card:
        card = Card.objects.get(pk=cast.siti_card.pk)
        return choose_pin(key=uuid.uuid4(), card=card, old=SITI_PIN, pin=OWN_PIN, pin_again=OWN_PIN)

    with prepared_programme.fresh() as cast:
        phone = Client()
        phone.post("/member/", {"who": cast.siti.number, "pin": SITI_PIN})
        assert phone.get("/member/visits/").status_code == 200
        race([partial(outcome, partial(reset, cast)), partial(outcome, partial(choose, cast))])
        card = Card.objects.get(pk=cast.siti_card.pk)
        assert card.pin_by == Card.PinBy.STAFF  # staff's comes last, or the other finds it gone
        assert phone.get("/member/visits/").status_code == 302
        opened = Client().post("/member/", {"who": cast.siti.number, "pin": STAFF_PIN})
        assert opened.status_code == 302
