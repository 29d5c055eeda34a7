"""An open passbook: the session holds the member's id, and ends soon when nobody reads.

Phones are shared, and what lies open on one is read by whoever picks it up next.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from ledger import clock
from wastebank.models import Member
from wastebank.passbook.sign_in import state_of_cards

View = Callable[..., HttpResponse]

MEMBER, OPENED, SEEN, CARDS = "member", "opened", "seen", "cards"
IDLE_SECONDS = 10 * 60
LONGEST_SECONDS = 60 * 60  # however busily it is read
NOTE_EVERY_SECONDS = 60  # reading must not write at every step


def open_for(request: HttpRequest, member: Member) -> None:
    """A new key for this browser, and nothing of whoever used it before."""
    request.session.flush()
    request.session[MEMBER] = member.pk
    request.session[CARDS] = state_of_cards(member)
    request.session[OPENED] = request.session[SEEN] = seconds_now()
    request.session.set_expiry(IDLE_SECONDS)


def opened_member(request: HttpRequest) -> Member | None:
    """The member whose passbook is open in this browser."""
    found = request.session.get(MEMBER)
    if found is None or not still_open(request):
        return None
    members = Member.objects.select_related("place").prefetch_related("cards")
    member = members.filter(pk=found, closed_at__isnull=True).first()
    if member is None or request.session.get(CARDS) != state_of_cards(member):
        request.session.flush()  # it was opened by a card or a PIN that is not good any more
        return None
    return member


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
    """Gives a view the member whose passbook is open; others come to the sign-in."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        member = opened_member(request)
        if member is None:
            return redirect("member:home")
        return closing_itself(view(request, member, *args, **kwargs))

    return guarded


def closing_itself(page: HttpResponse) -> HttpResponse:
    """A page left lying goes back to the sign-in, also where scripts are off."""
    if page.headers.get("Content-Type", "").startswith("text/html"):
        seconds = IDLE_SECONDS + NOTE_EVERY_SECONDS + 10
        page.headers["Refresh"] = f"{seconds}; url={reverse('member:home')}?closed=1"
    return page


def seconds_now() -> int:
    return int(clock.now().timestamp())
