"""Cards: printing, binding, handing over, blocking, replacing. A card is a name, not a proof."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from ledger import clock
from ledger.idempotency import once
from wastebank import actions
from wastebank.cards.pins import checked_pin
from wastebank.cards.read import WHY_NOT, read_card
from wastebank.cards.refusals import CardInUse, CardReplaced, CardUnknown
from wastebank.codes.card_code import hash_code, make_code
from wastebank.codes.secrets import card_entropy, hash_pin
from wastebank.commands import log, record
from wastebank.members.find import member_by_number, require_open
from wastebank.members.refusals import MemberElsewhere, MemberUnknown
from wastebank.models import Card, CardEvent, Member, Place, User
from wastebank.permissions import HANDLE_CARDS, place_of, require
from wastebank.refusals import FieldMalformed, PlaceUnknown
from wastebank.text import checked_name, checked_reason

MAX_BLANKS = 1000


def issue_card(
    *,
    key: UUID,
    by: User,
    member: str,
    holder_name: str = "",
    activate: bool = False,
    pin: str | None = None,
) -> Card:
    """Make a card for a member. `card.code` is set on the answer and is kept nowhere.

    `activate` hands it over at once; a `pin` (4 to 6 digits) may be set with it.
    """
    require(by, HANDLE_CARDS)
    holder = checked_name("holder_name", holder_name, 100)
    pin_hash = hash_pin(checked_pin(pin)) if pin else ""
    code = make_code(card_entropy(key))

    def make() -> Card:
        owner = own_member(by, member)
        return new_card(
            key, by, code, owner, holder, place_of(by), activate=activate, pin_hash=pin_hash
        )

    request = {"by": by.username, "member": member, "holder_name": holder, "activate": activate}
    card = record(Card, key=key, verb="issue_card", request=request, make=make)
    card.code = code
    return card


def own_member(by: User, number: str) -> Member:
    """A member of the place where this person stands."""
    member = member_by_number(number)
    if not place_of(by).covers(member.place):
        raise MemberUnknown
    require_open(member)
    return member


def new_card(
    key: UUID,
    by: User,
    code: str,
    member: Member | None,
    holder_name: str,
    place: Place,
    *,
    activate: bool,
    pin_hash: str = "",
    logged: bool = True,
) -> Card:
    """A card in its first state. `logged` False: whoever makes many logs them as one."""
    now = clock.now()
    card = Card.objects.create(
        member=member,
        code_hash=hash_code(code),
        state=Card.State.ACTIVE if activate else Card.State.PRINTED,
        holder_name=holder_name,
        pin_hash=pin_hash,
        place=place,
        printed_at=now,
        activated_at=now if activate else None,
    )
    write_event(card, by, CardEvent.What.PRINTED)
    if activate:
        write_event(card, by, CardEvent.What.ACTIVATED)
    if logged:
        log(by=by, action=actions.PRINT_CARD, subject=f"card:{card.pk}", key=key, place=place)
    return card


def write_event(card: Card, by: User, event: CardEvent.What, reason: str = "") -> None:
    """Write a line of the card's history."""
    CardEvent.objects.create(
        card=card,
        member=card.member,
        event=event,
        at=clock.now(),
        actor=by.username,
        reason=reason,
    )


def log_cards(key: UUID, by: User, ids: Sequence[int], place: Place) -> None:
    """One order is one line of the log, however many cards it makes."""
    if len(ids) == 1:
        log(by=by, action=actions.PRINT_CARD, subject=f"card:{ids[0]}", key=key, place=place)
        return
    span = f"cards:{min(ids)}-{max(ids)}"
    log(
        by=by,
        action=actions.PRINT_CARDS,
        subject=span,
        key=key,
        reason=str(len(ids)),
        place=place,
    )


def print_blank_cards(*, key: UUID, by: User, count: int, place: str = "") -> list[Card]:
    """Make cards ahead, to be bound at enrolment by a scan. Their codes are on the answer only.

    A main bank may print them for one of its units (`place`), whose counter then hands them over.
    """
    require(by, HANDLE_CARDS)
    where = place_for_cards(by, place)
    if not 1 <= count <= MAX_BLANKS:
        raise FieldMalformed(field="count")
    codes = [make_code(card_entropy(key, index)) for index in range(1, count + 1)]

    def carry_out() -> Mapping[str, Any]:
        ids = [
            new_card(key, by, code, None, "", where, activate=False, logged=False).pk
            for code in codes
        ]
        log_cards(key, by, ids, where)
        return {"ids": ids}

    outcome = once(
        key=key,
        verb="print_blank_cards",
        request={"by": by.username, "count": count, "place": where.code},
        carry_out=lambda: dict(carry_out()),
    )
    cards = Card.objects.select_related("place").in_bulk(outcome.result["ids"])
    return [
        with_code(cards[pk], code, replayed=outcome.replayed)
        for pk, code in zip(outcome.result["ids"], codes, strict=True)
    ]


def place_for_cards(by: User, code: str) -> Place:
    """Where blank cards will be handed over: here, or at a place this person looks after."""
    own = place_of(by)
    if not code or code == own.code:
        return own
    found = Place.objects.filter(code=code).exclude(kind=Place.Kind.CLINIC).first()
    if found is None or not own.covers(found):
        raise PlaceUnknown(place=code)
    return found


def with_code(card: Card, code: str, *, replayed: bool) -> Card:
    card.code, card.replayed = code, replayed
    return card


def bind_card(
    *, key: UUID, by: User, code: str, member: str, holder_name: str = "", pin: str | None = None
) -> Card:
    """Hand a card printed ahead to a member: bound and active from now on."""
    holder = checked_name("holder_name", holder_name, 100)

    def change(card: Card) -> None:
        if card.member is not None or card.state != Card.State.PRINTED:
            raise CardInUse
        card.member = own_member(by, member)
        card.holder_name = holder
        hand_over(card, by)

    request = {"member": member, "holder_name": holder}
    return _change(key, by, actions.BIND_CARD, request, read_own(by, code), change, pin=pin)


def activate_card(*, key: UUID, by: User, code: str, pin: str | None = None) -> Card:
    """Hand a printed card over to its member."""

    def change(card: Card) -> None:
        if card.state == Card.State.ACTIVE:
            raise CardInUse
        if card.state != Card.State.PRINTED or card.member is None:
            raise WHY_NOT[card.state]
        require_open(card.member)
        hand_over(card, by)

    return _change(key, by, actions.ACTIVATE_CARD, {}, read_own(by, code), change, pin=pin)


def hand_over(card: Card, by: User) -> None:
    card.state = Card.State.ACTIVE
    card.activated_at = clock.now()
    write_event(card, by, CardEvent.What.ACTIVATED)


def block_card(*, key: UUID, by: User, card_id: int, reason: str) -> Card:
    """The card is dead in the same instant. The wallet and its other cards stay."""
    why = checked_reason(reason)

    def change(card: Card) -> None:
        if card.state in (Card.State.BLOCKED, Card.State.REPLACED):
            raise WHY_NOT[card.state]
        card.state = Card.State.BLOCKED
        card.ended_at = clock.now()
        write_event(card, by, CardEvent.What.BLOCKED, why)

    return _change(key, by, actions.BLOCK_CARD, {"reason": why}, card_id, change)


def replace_card(
    *,
    key: UUID,
    by: User,
    card_id: int,
    reason: str,
    activate: bool = False,
    pin: str | None = None,
) -> Card:
    """A new card for a lost or broken one; the old code is dead in the same instant.

    The holder's PIN goes over to the new card unless another one is given.
    """
    require(by, HANDLE_CARDS)
    why = checked_reason(reason)
    code = make_code(card_entropy(key))
    pin_hash = hash_pin(checked_pin(pin)) if pin else ""

    def make() -> Card:
        old = locked_card(by, card_id)
        if old.state == Card.State.REPLACED:
            raise CardReplaced
        if old.member is None:
            raise CardUnknown
        new = new_card(
            key,
            by,
            code,
            old.member,
            old.holder_name,
            place_of(by),
            activate=activate,
            pin_hash=pin_hash or old.pin_hash,
        )
        old.state, old.ended_at, old.replaced_by = Card.State.REPLACED, clock.now(), new
        old.save()
        write_event(old, by, CardEvent.What.REPLACED, why)
        log(by=by, action=actions.REPLACE_CARD, subject=f"card:{old.pk}", key=key, reason=why)
        return new

    request = {"by": by.username, "card": card_id, "reason": why, "activate": activate}
    return with_code_of(
        record(Card, key=key, verb="replace_card", request=request, make=make), code
    )


def with_code_of(card: Card, code: str) -> Card:
    card.code = code
    return card


def read_own(by: User, code: str) -> int:
    """The id of a card this place may handle, by its code."""
    require(by, HANDLE_CARDS)
    card = read_card(code)
    if not place_of(by).covers(card.place):
        raise MemberElsewhere
    return card.pk


def locked_card(by: User, card_id: int) -> Card:
    """A card of this place, with its row held until commit."""
    cards = Card.objects.select_for_update(of=("self",)).select_related("member__place", "place")
    card = cards.filter(pk=card_id).first()
    if card is None or not place_of(by).covers(card.place):
        raise CardUnknown
    return card


def _change(
    key: UUID,
    by: User,
    action: actions.Action,
    request: Mapping[str, Any],
    card_id: int,
    change: Callable[[Card], None],
    *,
    pin: str | None = None,
) -> Card:
    """Change one card under its lock, with log; a PIN may be set at the same time."""
    require(by, HANDLE_CARDS)
    pin_hash = hash_pin(checked_pin(pin)) if pin else ""

    def make() -> Card:
        card = locked_card(by, card_id)
        change(card)
        card.pin_hash = pin_hash or card.pin_hash
        card.save()
        log(by=by, action=action, subject=f"card:{card.pk}", key=key, place=card.place)
        return card

    full = {"by": by.username, "card": card_id, **request}
    return record(Card, key=key, verb=action.code, request=full, make=make)
