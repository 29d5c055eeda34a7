"""The page behind a one-time link: the person chooses the own password. Opening it uses nothing up,
so a messenger that looks at links beforehand does no harm."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from ledger.refusals import Refusal
from wastebank.models import OneTimeLink
from wastebank.staff.access.links import find_link, use_link
from wastebank.staff.refusals import LinkUnknown
from wastebank.web.common.answers import show
from wastebank.web.common.forms import form_key, new_key
from wastebank.web.common.throttle import Throttle
from wastebank.web.public.own.forms import ChosenPasswordForm

LINK_THROTTLE = Throttle("link", most=20, minutes=15)


@sensitive_post_parameters("new", "again")
@never_cache
@require_http_methods(["GET", "POST"])
def one_time_link(request: HttpRequest, code: str) -> HttpResponse:
    with LINK_THROTTLE.tried(request, wrong=LinkUnknown):
        if request.method == "GET":
            return link_page(request, code, find_link(code))
        return chosen(request, code)


def chosen(request: HttpRequest, code: str) -> HttpResponse:
    """What was chosen, or the page again; whoever was signed in here may be somebody else."""
    form = ChosenPasswordForm.of(request)
    try:
        use_link(key=form_key(request), code=code, new=form.text("new"), again=form.text("again"))
    except Refusal as refusal:
        return link_page(request, code, find_link(code), refusal)
    request.session.flush()
    return redirect(f"{reverse('login')}?chosen=1")


def link_page(
    request: HttpRequest, code: str, link: OneTimeLink, refusal: Refusal | None = None
) -> HttpResponse:
    """Nothing that was typed is ever shown again."""
    facts = {"link": link, "code": code, "person": link.user, "key": new_key()}
    return show(request, "public/own/link.html", facts, refusal)
