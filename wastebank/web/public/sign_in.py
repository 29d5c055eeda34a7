"""Signing in and out, and the pages for what is not there."""

from typing import Any

from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from ledger.refusals import Refusal
from wastebank.models import Role, User
from wastebank.refusals import AccountDisabled, KeyMissing, PageUnknown
from wastebank.staff.accounts import signed_in_as
from wastebank.staff.refusals import SignInLocked, SignInWrong
from wastebank.values.letters import storable
from wastebank.web.common.access import HOME_OF_ROLE
from wastebank.web.common.answers import show_refusal, status_of
from wastebank.web.public.forms import SignInForm


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.method == "GET":
        return login_page(request)
    form = SignInForm.of(request)
    username = signed_in_as(storable(form.text("username")[:150]))
    user = authenticate(request, username=username, password=form.text("password"))
    if getattr(request, "axes_locked_out", False):
        return login_page(request, SignInLocked(minutes=15))
    if not isinstance(user, User):
        return login_page(request, SignInWrong())
    if not user.is_active:
        return login_page(request, AccountDisabled())
    request.session.flush()  # nothing of whoever used this browser before, such as a passbook
    login(request, user)
    return redirect(next_page(request, home_of(user)))


def home_of(user: User) -> str:
    return HOME_OF_ROLE[Role(user.role)] if user.role in Role.values else "/"


def next_page(request: HttpRequest, home: str) -> str:
    """Where the person wanted to go, if that is a page of ours."""
    wanted = wanted_page(request, SignInForm.of(request))
    own = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if wanted and own else home


def wanted_page(request: HttpRequest, form: SignInForm) -> str:
    return form.text("next") or request.GET.get("next", "")


def login_page(request: HttpRequest, refusal: Refusal | None = None) -> HttpResponse:
    form = SignInForm.of(request)
    facts = {
        "refusal": refusal,
        "username": form.text("username"),
        "next": wanted_page(request, form),
    }
    status = status_of(refusal) if refusal else 200
    return render(request, "public/login.html", facts, status=status)


def locked_out(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """What a locked-out person sees; called by the library that counts the tries."""
    return login_page(request, SignInLocked(minutes=15))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("/")


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token: too old, or from somewhere else."""
    return show_refusal(request, KeyMissing())


def unknown_page(request: HttpRequest, exception: Exception) -> HttpResponse:
    return show_refusal(request, PageUnknown())


def broken_page(request: HttpRequest) -> HttpResponse:
    """Our own fault: says so without details, and that nothing was half recorded."""
    return render(request, "public/broken.html", status=500)
