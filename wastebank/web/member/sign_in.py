"""Signing in to the passbook: a number, or a card typed, scanned or photographed; and a PIN."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from ledger.refusals import Refusal
from wastebank.codes.card_code import looks_like_code
from wastebank.models import Card
from wastebank.passbook.refusals import PassbookSignInWrong, PictureUnread
from wastebank.passbook.sign_in import open_passbook
from wastebank.web.common.answers import show
from wastebank.web.common.frames import picture, read_frame, read_picture
from wastebank.web.common.throttle import Throttle
from wastebank.web.member.forms import LONGEST_NUMBER, PassbookSignInForm
from wastebank.web.member.session import open_for

# Many phones share one address of their network, so this is wide; the PIN has its own five tries.
SIGN_IN_THROTTLE = Throttle("opening", most=30, minutes=15)
# One PIN at many numbers: the tries of none of them would run out.
ONE_PIN_THROTTLE = Throttle("one_pin", most=10, minutes=24 * 60)
# A camera that cannot read codes itself asks twice a second.
FRAMES_THROTTLE = Throttle("frames", most=600, minutes=15, of_cost=True)


def sign_in_page(request: HttpRequest) -> HttpResponse:
    return show(request, "member/sign_in.html", {"who": "", "closed": "closed" in request.GET})


def sign_in(request: HttpRequest) -> HttpResponse:
    """The passbook, or the sign-in again with what was typed; a card's code is never shown."""
    form = PassbookSignInForm.of(request)
    who = form.holder
    try:
        if not who:
            who = photographed(request)
        card = tried(request, who, form.text("pin"))
    except Refusal as refusal:
        kept = {"card": who} if looks_like_code(who) else {"who": who if who[:1].isdigit() else ""}
        return show(request, "member/sign_in.html", kept, refusal)
    open_for(request, card)
    return redirect("member:home")


def tried(request: HttpRequest, who: str, pin: str) -> Card:
    with (
        SIGN_IN_THROTTLE.tried(request, wrong=PassbookSignInWrong),
        ONE_PIN_THROTTLE.tried(request, wrong=PassbookSignInWrong, which=pin),
    ):
        return open_passbook(who=who, pin=pin)


def photographed(request: HttpRequest) -> str:
    """The code in the photo that was sent along; nothing if none was."""
    if picture(request) is None:
        return ""
    FRAMES_THROTTLE.count(request)
    code = read_picture(request)
    if not code:
        raise PictureUnread
    return code[:LONGEST_NUMBER]


@require_POST
def frame(request: HttpRequest) -> JsonResponse:
    """The code in a frame of the camera, for browsers that cannot read it themselves."""
    FRAMES_THROTTLE.count(request)
    return read_frame(request)
