"""A member makes an own PIN, in the open passbook."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from ledger.refusals import Refusal
from wastebank.passbook.own_pin import choose_pin
from wastebank.web.common.answers import show
from wastebank.web.common.forms import form_key, new_key
from wastebank.web.member.forms import OwnPinForm
from wastebank.web.member.session import Opened, open_for, opened


@sensitive_post_parameters("old", "pin", "pin_again")
@require_http_methods(["GET", "POST"])
@opened
def pin(request: HttpRequest, book: Opened) -> HttpResponse:
    """What was typed is not shown again: it is typed anew, as at the sign-in."""
    if request.method == "GET":
        return page(request, book)
    form = OwnPinForm.of(request)
    try:
        card = choose_pin(
            key=form_key(request),
            card=book.card,
            old=form.text("old"),
            pin=form.text("pin"),
            pin_again=form.text("pin_again"),
            receipt=form.text("receipt"),
        )
    except Refusal as refusal:
        return page(request, book, refusal)
    open_for(request, card)
    return redirect("member:home")


def page(request: HttpRequest, book: Opened, refusal: Refusal | None = None) -> HttpResponse:
    return show(request, "member/pin.html", {"member": book.member, "key": new_key()}, refusal)
