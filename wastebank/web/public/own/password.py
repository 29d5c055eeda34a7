"""The page on which everybody changes the own password, and reads who made links for them."""

from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from ledger import clock
from ledger.refusals import Refusal
from wastebank.permissions import CHANGE_OWN_PASSWORD
from wastebank.staff.access.links import links_for
from wastebank.staff.own_password import change_own_password
from wastebank.web.common.access import needs, staff
from wastebank.web.common.answers import show
from wastebank.web.common.forms import form_key, new_key
from wastebank.web.public.own.forms import OwnPasswordForm


@sensitive_post_parameters("old", "new", "again")
@never_cache
@require_http_methods(["GET", "POST"])
@needs(CHANGE_OWN_PASSWORD)
def own_password(request: HttpRequest) -> HttpResponse:
    if request.method == "GET":
        return password_page(request)
    form = OwnPasswordForm.of(request)
    try:
        user = change_own_password(
            key=form_key(request),
            by=staff(request),
            old=form.text("old"),
            new=form.text("new"),
            again=form.text("again"),
        )
    except Refusal as refusal:
        return password_page(request, refusal)
    update_session_auth_hash(request, user)
    return redirect(f"{request.path}?done=1")


def password_page(request: HttpRequest, refusal: Refusal | None = None) -> HttpResponse:
    """Nothing that was typed is ever shown again."""
    facts = {
        "key": new_key(),
        "done": request.GET.get("done") == "1",
        "links": links_for(staff(request)),
        "now": clock.now(),
    }
    return show(request, "public/own/password.html", facts, refusal)
