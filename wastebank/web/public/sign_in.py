"""Signing in and out. A form that was sent by somebody signed out comes along and is kept for them.

Whoever else signs in on that page hears so on their own first page, and sees nothing of it.
"""

from urllib.parse import urlencode

from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from ledger.refusals import Refusal
from wastebank.bank.opening import is_unopened
from wastebank.models import Role, User
from wastebank.staff.accounts import signed_in_as
from wastebank.staff.sign_in import sign_in as staff_sign_in
from wastebank.values.letters import storable
from wastebank.web.common.access import HOME_OF_ROLE
from wastebank.web.common.answers import send_again, status_of
from wastebank.web.common.throttle import address_of
from wastebank.web.common.ways.back import is_own, page_of
from wastebank.web.common.ways.sent import carried
from wastebank.web.public.forms import SignInForm
from wastebank.web.public.known import known_here, remember

NOT_YOURS = "not_yours"  # what base.html says then


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.method == "GET":
        return login_page(request)
    form = SignInForm.of(request)
    username = signed_in_as(storable(form.text("username")[:150]))
    try:
        user = staff_sign_in(
            username=username,
            password=form.text("password"),
            address=address_of(request),
            is_known=username in known_here(request),
        )
    except Refusal as refusal:
        return login_page(request, refusal)
    request.session.flush()  # nothing of whoever used this browser before, such as a passbook
    login(request, user)
    kept = carried(form.text("kept"))
    if kept is not None and kept.person == user.username:
        answer = send_again(request, None, kept)
    elif kept is not None:
        answer = redirect(f"{home_of(user)}?{NOT_YOURS}=1")
    else:
        answer = redirect(next_page(request, home_of(user)))
    remember(request, answer, user)
    return answer


def home_of(user: User) -> str:
    return HOME_OF_ROLE[Role(user.role)] if user.role in Role.values else "/"


def next_page(request: HttpRequest, home: str) -> str:
    """Where the person wanted to go, if that is a page of ours; of an address that only takes
    what a form sends, the page with the form."""
    wanted = wanted_page(request, SignInForm.of(request))
    return page_of(wanted) if wanted and is_own(request, wanted) else home


def wanted_page(request: HttpRequest, form: SignInForm) -> str:
    return form.text("next") or request.GET.get("next", "")


def login_page(request: HttpRequest, refusal: Refusal | None = None) -> HttpResponse:
    form = SignInForm.of(request)
    wanted = wanted_page(request, form)
    query = f"?{urlencode({'next': wanted})}" if wanted else ""
    facts = {
        "refusal": refusal,
        "username": form.text("username"),
        "next": wanted,
        "has_chosen": request.GET.get("chosen") == "1",
        "kept": form.text("kept"),
        "is_unopened": is_unopened(),
        "language_next": reverse("login") + query,
    }
    status = status_of(refusal) if refusal else 200
    return render(request, "public/login.html", facts, status=status)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("/")
