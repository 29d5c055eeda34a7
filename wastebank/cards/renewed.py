"""New cards and new PINs: who is told of them, and since when they are new.

Whoever can make a card and set its PIN could spend a member's credit with it. So what is new stands
on the passbook and on the next receipts, and pays only a little on its first day.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet

from ledger import clock
from ledger.queries import find_account
from wastebank.book.accounts import wallet
from wastebank.models import Card, CardEvent, Member
from wastebank.papers.drawing.wording import show_day
from wastebank.values.calendar import local_day
from wastebank.values.language import in_language

WAIT = timedelta(hours=24)
SHOWN = timedelta(weeks=5)  # a group is weighed once a month
ANNOUNCED = (CardEvent.What.RENEWED, CardEvent.What.PIN_RENEWED, CardEvent.What.PIN_CHOSEN)
MOST_ON_PAPER = 3
LONGEST_REASON = 60

# The paper has words of its own, as in papers/drawing/wording.py: a receipt never changes
# its language.
WORDS = {
    "id": {
        "renewed": "Kartu baru {day}",
        "pin_renewed": "PIN baru {day}, diatur petugas",
        "pin_chosen": "PIN diganti di buku tabungan {day}",
        "lost": "kartu hilang",
        "broken": "kartu rusak",
        "stolen": "kartu dicuri",
        "asks": "Bukan Anda? Beri tahu loket.",
    },
    "en": {
        "renewed": "New card on {day}",
        "pin_renewed": "New PIN on {day}, set by staff",
        "pin_chosen": "PIN changed in the passbook on {day}",
        "lost": "card lost",
        "broken": "card broken",
        "stolen": "card stolen",
        "asks": "Not you? Tell the counter.",
    },
}


def write_event(card: Card, actor: str, event: CardEvent.What, reason: str = "") -> None:
    """Write a line of the card's history. No `actor`: the member, alone."""
    CardEvent.objects.create(
        card=card,
        member=card.member,
        event=event,
        at=clock.now(),
        actor=actor,
        reason=reason,
    )


def counts_as_new(card: Card) -> bool:
    """Whether there is something that this card could take from somebody who does not know of it:
    another card of the member was handed over before, or something has moved in the wallet."""
    assert card.member is not None  # it is being handed over
    others = card.member.cards.exclude(pk=card.pk).filter(activated_at__isnull=False)
    account = find_account(wallet(card.member).code)
    return others.exists() or (account is not None and account.version > 0)


def new_until(card: Card) -> datetime | None:
    """Until when this card pays only a little; None: it is not new."""
    if card.new_since is None or card.new_since + WAIT <= clock.now():
        return None
    return card.new_since + WAIT


def new_cards(member: Member) -> list[Card]:
    """The cards of a wallet that are new just now, those that have ended since among them."""
    return list(member.cards.filter(new_since__gt=clock.now() - WAIT))


def most_for_new_idr() -> int:
    return int(settings.WASTEBANK_NEW_CARD_LIMIT_IDR)


def announced(member: Member, moment: datetime) -> QuerySet[CardEvent]:
    """What a member is told of at a moment, the newest first."""
    events = CardEvent.objects.filter(member=member, event__in=ANNOUNCED).select_related("card")
    return events.filter(at__gt=moment - SHOWN, at__lte=moment).order_by("-at", "-pk")


def renewal_notes(member: Member, moment: datetime, language: str) -> tuple[str, ...]:
    """What a receipt of this moment says of new cards and PINs: the same whenever it is printed."""
    words = in_language(WORDS, language)
    notes = [note_of(event, words, language) for event in announced(member, moment)[:MOST_ON_PAPER]]
    return (*notes, words["asks"]) if notes else ()


def note_of(event: CardEvent, words: dict[str, str], language: str) -> str:
    said = words[event.event].format(day=show_day(local_day(event.at), language))
    if event.card.holder_name:  # somebody of the house, or somebody whom nobody knows
        said = f"{said}, {event.card.short_holder}"
    why = words.get(event.reason, event.said_reason)[:LONGEST_REASON]
    return f"{said}: {why}" if why else said
