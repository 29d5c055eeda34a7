"""The page on which everybody makes and ends tokens for the own programs."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from ledger import clock
from ledger.refusals import Refusal
from wastebank.devices.own_tokens import (
    MOST_DAYS,
    USUAL_DAYS,
    end_own_token,
    make_own_token,
    own_tokens,
)
from wastebank.models import Device
from wastebank.permissions import MAKE_OWN_TOKENS
from wastebank.web.common.access import needs, staff
from wastebank.web.common.answers import show
from wastebank.web.common.forms import form_key, new_key
from wastebank.web.public.own.forms import TokenForm

MOST_SHOWN = 20


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
@needs(MAKE_OWN_TOKENS)
def tokens(request: HttpRequest) -> HttpResponse:
    """The own tokens, and a new one; that is shown on this answer only."""
    if request.method == "GET":
        return tokens_page(request)
    form = TokenForm.of(request)
    try:
        made, token = make_own_token(
            key=form_key(request),
            by=staff(request),
            password=form.text("password"),
            label=form.text("label"),
            scope=form.text("scope"),
            days=form.number("days", 5),
        )
    except Refusal as refusal:
        return tokens_page(request, refusal)
    facts = {"device": made, "token": token, "language_next": request.path}
    return show(request, "public/own/new_token.html", facts)


@require_POST
@needs(MAKE_OWN_TOKENS)
def end_token(request: HttpRequest, token_id: int) -> HttpResponse:
    try:
        end_own_token(key=form_key(request), by=staff(request), token_id=token_id)
    except Refusal as refusal:
        return tokens_page(request, refusal)
    return redirect("own_tokens")


def tokens_page(request: HttpRequest, refusal: Refusal | None = None) -> HttpResponse:
    """What was typed is kept, save the password."""
    form = TokenForm.of(request)
    facts = {
        "rows": [(token, new_key()) for token in own_tokens(staff(request))[:MOST_SHOWN]],
        "scopes": Device.Scope.choices,
        "label": form.text("label"),
        "scope": form.text("scope") or Device.Scope.READ,
        "days": form.text("days") or USUAL_DAYS,
        "most_days": MOST_DAYS,
        "now": clock.now(),
        "key": new_key(),
    }
    return show(request, "public/own/tokens.html", facts, refusal)
