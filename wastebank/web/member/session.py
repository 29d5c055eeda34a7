"""An open passbook: the session holds which card's PIN opened it, and ends soon when nobody reads.

Phones are shared, and what lies open on one is read by whoever picks it up next. A passbook is open
as long as that card is in force with that PIN, and tells of care only at clinics whose receipt came
with the choice of the PIN: whoever sets a PIN for somebody does not thereby see it, nor by choosing
another one in their name.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from ledger import clock
from wastebank.codes.secrets import peppered
from wastebank.models import Card, Member
from wastebank.passbook.shown import clinics_shown

OWN = (Card.PinBy.MEMBER, Card.PinBy.PROVED)
View = Callable[..., HttpResponse]

CARD, PIN, OPENED, SEEN = "card", "pin", "opened", "seen"
IDLE_SECONDS = 10 * 60
LONGEST_SECONDS = 60 * 60  # however busily it is read
NOTE_EVERY_SECONDS = 60  # reading must not write at every step


@dataclass(frozen=True, slots=True)
class Opened:
    """An open passbook, and the codes of the clinics that it tells of (passbook/shown.py).

    `is_own`: its PIN was chosen in a passbook, not at the counter.
    """

    member: Member
    card: Card
    shown: frozenset[str]

    @property
    def is_own(self) -> bool:
        return self.card.pin_by in OWN

    @property
    def tells_care(self) -> bool:
        return bool(self.shown)


def open_for(request: HttpRequest, card: Card) -> None:
    """A new key for this browser, and nothing of whoever used it before."""
    request.session.flush()
    request.session[CARD], request.session[PIN] = card.pk, mark_of(card)
    request.session[OPENED] = request.session[SEEN] = seconds_now()
    request.session.set_expiry(IDLE_SECONDS)


def mark_of(card: Card) -> str:
    """Another one for another PIN, which tells nothing of it."""
    return peppered("open passbook", card.pin_hash).hex()[:32]


def in_force() -> QuerySet[Card]:
    """Cards that open a passbook at all."""
    return Card.objects.filter(state=Card.State.ACTIVE, member__closed_at__isnull=True)


def opened_card(request: HttpRequest) -> Card | None:
    """The card whose passbook is open in this browser. A card that ended, a PIN that is another
    one by now and a closed membership end what they opened."""
    found = request.session.get(CARD)
    if found is None or not still_open(request):
        return None
    card = in_force().select_related("member__place").filter(pk=found).first()
    if card is None or mark_of(card) != request.session.get(PIN):
        request.session.flush()
        return None
    return card


def opened_book(request: HttpRequest) -> Opened | None:
    """Whose passbook is open in this browser, and whether it tells of care."""
    card = opened_card(request)
    if card is None or card.member is None:
        return None
    return Opened(card.member, card, frozenset(clinics_shown(card)))


def still_open(request: HttpRequest) -> bool:
    """Whether somebody has been reading all along; notes now and then that they are."""
    now = seconds_now()
    idle = now - int(request.session.get(SEEN, 0))
    if idle > IDLE_SECONDS or now - int(request.session.get(OPENED, 0)) > LONGEST_SECONDS:
        request.session.flush()
        return False
    if idle > NOTE_EVERY_SECONDS:
        request.session[SEEN] = now
    return True


def opened(view: View) -> View:
    """Gives a view the passbook that is open; others come to the sign-in."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        book = opened_book(request)
        if book is None:
            return redirect("member:home")
        return closing_itself(view(request, book, *args, **kwargs))

    return guarded


def closing_itself(page: HttpResponse) -> HttpResponse:
    """A page left lying goes back to the sign-in, also where scripts are off."""
    if page.headers.get("Content-Type", "").startswith("text/html"):
        seconds = IDLE_SECONDS + NOTE_EVERY_SECONDS + 10
        page.headers["Refresh"] = f"{seconds}; url={reverse('member:home')}?closed=1"
    return page


def seconds_now() -> int:
    return int(clock.now().timestamp())
