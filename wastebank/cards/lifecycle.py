"""Cards: printing, binding, handing over, blocking, replacing. A card is a name, not a proof.

Of one holder one card is in force. Handing over another demands a reason, and ends the one before
in the same instant. Who hands over holds the member's row first, then those of cards.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from ledger import clock
from ledger.idempotency import once
from ledger.refusals import Refusal
from wastebank import actions
from wastebank.bank.facts import require_named
from wastebank.cards.holders import holder_form, other_cards_in_force
from wastebank.cards.new_pins import new_pin_hash
from wastebank.cards.pins import give_pin
from wastebank.cards.read import WHY_NOT, read_card
from wastebank.cards.refusals import CardHeldAlready, CardInUse, CardReplaced, CardUnknown
from wastebank.cards.renewed import counts_as_new, write_event
from wastebank.codes.card_code import hash_code, make_code
from wastebank.codes.secrets import card_entropy
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
    reason: str = "",
    pin: str | None = None,
    pin_again: str | None = None,
) -> Card:
    """Make a card for a member. `card.code` is set on the answer and is kept nowhere.

    `activate` hands it over at once, with a `reason` where its holder has one in force; a `pin` of
    six digits may be set with it.
    """
    require(by, HANDLE_CARDS)
    holder = checked_name("holder_name", holder_name, 100)
    why = checked_reason(reason, needed=False)
    pin_hash = new_pin_hash(pin, again=pin_again, member=known_member(member) if pin else None)
    code = make_code(card_entropy(key))

    def make() -> Card:
        owner = own_member(by, member)
        hold_member(owner)
        card = new_card(key, by, code, owner, holder, place_of(by))
        if pin_hash and not activate:
            give_pin(card, pin_hash, by, is_new=False)
            card.save()
        if activate:
            hand_over(card, key, by, why, pin_hash)
        return card

    request = {"by": by.username, "member": member, "holder_name": holder, "activate": activate}
    request |= {"reason": why} if why else {}
    card = record(Card, key=key, verb="issue_card", request=request, make=make)
    card.code = code
    return card


def known_member(number: str) -> Member | None:
    """Whose number this is, for a PIN that must not be taken from it; others refuse it later."""
    try:
        return member_by_number(number)
    except Refusal:
        return None


def hold_member(member: Member) -> None:
    """Nobody else hands a card of this member over until the transaction ends."""
    Member.objects.select_for_update(no_key=True).get(pk=member.pk)


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
    logged: bool = True,
) -> Card:
    """A card in its first state. `logged` False: whoever makes many logs them as one."""
    require_named()
    card = Card.objects.create(
        member=member,
        code_hash=hash_code(code),
        state=Card.State.PRINTED,
        holder_name=holder_name,
        place=place,
        printed_at=clock.now(),
    )
    write_event(card, by.username, CardEvent.What.PRINTED)
    if logged:
        log(by=by, action=actions.PRINT_CARD, subject=f"card:{card.pk}", key=key, place=place)
    return card


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
        ids = [new_card(key, by, code, None, "", where, logged=False).pk for code in codes]
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
    *,
    key: UUID,
    by: User,
    code: str,
    member: str,
    holder_name: str = "",
    reason: str = "",
    pin: str | None = None,
    pin_again: str | None = None,
) -> Card:
    """Hand a card printed ahead to a member: bound and active from now on.

    With a `reason`, where its holder has one in force: that one is dead in the same instant.
    """
    holder = checked_name("holder_name", holder_name, 100)
    why = checked_reason(reason, needed=False)
    card_id = read_own(by, code)
    pin_hash = new_pin_hash(pin, again=pin_again, member=known_member(member) if pin else None)

    def change() -> Card:
        owner = own_member(by, member)
        hold_member(owner)
        card = locked_card(by, card_id)
        if card.member is not None or card.state != Card.State.PRINTED:
            raise CardInUse
        card.member, card.holder_name = owner, holder
        hand_over(card, key, by, why, pin_hash)
        return card

    request = {"member": member, "holder_name": holder} | ({"reason": why} if why else {})
    return _change(key, by, actions.BIND_CARD, request, card_id, change)


def activate_card(
    *,
    key: UUID,
    by: User,
    code: str,
    reason: str = "",
    pin: str | None = None,
    pin_again: str | None = None,
) -> Card:
    """Hand a printed card over to its member; as in `bind_card`, with a reason or the first."""
    why = checked_reason(reason, needed=False)
    card_id = read_own(by, code)
    owner = Member.objects.filter(cards=card_id).first()
    pin_hash = new_pin_hash(pin, again=pin_again, member=owner)

    def change() -> Card:
        if owner is not None:
            hold_member(owner)
        card = locked_card(by, card_id)
        if card.state == Card.State.ACTIVE:
            raise CardInUse
        if card.state != Card.State.PRINTED or card.member is None:
            raise WHY_NOT[card.state]
        require_open(card.member)
        hand_over(card, key, by, why or reason_before(card), pin_hash)
        return card

    request = {"reason": why} if why else {}
    return _change(key, by, actions.ACTIVATE_CARD, request, card_id, change)


def reason_before(card: Card) -> str:
    """Why the card was replaced in whose stead this one was printed."""
    replaced = CardEvent.objects.filter(
        card__replaced_by=card, event=CardEvent.What.REPLACED
    ).order_by("pk")
    last = replaced.last()
    return last.reason if last else ""


def hand_over(card: Card, key: UUID, by: User, reason: str, pin_hash: str) -> None:
    """In force from now on, and of its holder alone. A PIN goes over from the card before, unless
    another one is set with this one."""
    card.holder_form = holder_form(card)
    former = other_cards_in_force(card)
    if former and not reason:
        raise CardHeldAlready(holder=card.holder)
    is_new = counts_as_new(card)
    now = clock.now()
    for old in former:
        keep_pin(card, old)
        end_for(card, old, key, by, reason)
    card.state, card.activated_at = Card.State.ACTIVE, now
    card.new_since = now if is_new else None
    what = CardEvent.What.RENEWED if is_new else CardEvent.What.ACTIVATED
    write_event(card, by.username, what, reason)
    if pin_hash:
        give_pin(card, pin_hash, by, is_new=is_new, reason=reason)
    card.save()


def keep_pin(card: Card, old: Card) -> None:
    """The holder's PIN goes over with whoever made it; one that was set for this card stays."""
    if not card.pin_hash:
        card.pin_hash, card.pin_by = old.pin_hash, old.pin_by


def end_for(new: Card, old: Card, key: UUID, by: User, reason: str) -> None:
    """The old card is dead, and points to the one that took its place."""
    taken = Card.objects.filter(replaced_by=new).exists()
    old.state = Card.State.BLOCKED if taken else Card.State.REPLACED
    old.ended_at, old.replaced_by = clock.now(), None if taken else new
    old.save()
    what = CardEvent.What.BLOCKED if taken else CardEvent.What.REPLACED
    write_event(old, by.username, what, reason)
    log(by=by, action=actions.REPLACE_CARD, subject=f"card:{old.pk}", key=key, reason=reason)


def block_card(*, key: UUID, by: User, card_id: int, reason: str) -> Card:
    """The card is dead in the same instant. The wallet and its other cards stay."""
    why = checked_reason(reason)

    def change() -> Card:
        card = locked_card(by, card_id)
        if card.state in (Card.State.BLOCKED, Card.State.REPLACED):
            raise WHY_NOT[card.state]
        card.state = Card.State.BLOCKED
        card.ended_at = clock.now()
        card.save()
        write_event(card, by.username, CardEvent.What.BLOCKED, why)
        return card

    return _change(key, by, actions.BLOCK_CARD, {"reason": why}, card_id, change)


def replace_card(
    *,
    key: UUID,
    by: User,
    card_id: int,
    reason: str,
    activate: bool = False,
    pin: str | None = None,
    pin_again: str | None = None,
) -> Card:
    """A new card for a lost or broken one; the old code is dead in the same instant.

    The holder's PIN goes over to the new card unless another one is given.
    """
    require(by, HANDLE_CARDS)
    why = checked_reason(reason)
    code = make_code(card_entropy(key))
    owner = Member.objects.filter(cards=card_id).first()
    pin_hash = new_pin_hash(pin, again=pin_again, member=owner)

    def make() -> Card:
        if owner is not None:
            hold_member(owner)
        old = locked_card(by, card_id)
        if old.state == Card.State.REPLACED:
            raise CardReplaced
        if old.member is None:
            raise CardUnknown
        new = new_card(key, by, code, old.member, old.holder_name, place_of(by))
        keep_pin(new, old)
        end_for(new, old, key, by, why)
        if activate:
            hand_over(new, key, by, why, pin_hash)
            return new
        if pin_hash:
            give_pin(new, pin_hash, by, is_new=False)
        new.save()
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
    change: Callable[[], Card],
) -> Card:
    """Change one card in one transaction, with its line of the log."""
    require(by, HANDLE_CARDS)

    def make() -> Card:
        card = change()
        log(by=by, action=action, subject=f"card:{card.pk}", key=key, place=card.place)
        return card

    full = {"by": by.username, "card": card_id, **request}
    return record(Card, key=key, verb=action.code, request=full, make=make)
