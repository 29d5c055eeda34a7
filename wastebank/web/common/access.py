"""What every desk needs: who is here, where they begin, and what they may."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import resolve

from wastebank.models import Role, User
from wastebank.permissions import Permission, may, require
from wastebank.refusals import SignInNeeded
from wastebank.web.common.answers import refusal_response, send_again, speaks_json
from wastebank.web.common.ways.sent import sent_by

View = Callable[..., HttpResponseBase]
HOME_OF_ROLE = {
    Role.OPERATOR: "/counter/",
    Role.CLERK: "/clinic/",
    Role.LEAD: "/clinic/",
    Role.TREASURER: "/office/",
    Role.MANAGER: "/office/",
    Role.REVIEWER: "/office/reviews/",
    Role.AUDITOR: "/office/",
    Role.ADMIN: "/office/",
}


def needs(what: Permission) -> Callable[[View], View]:
    """Let a view through for the roles that may; others sign in, or are told they may not."""

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return sign_in_first(request)
            require(staff(request), what)
            return view(request, *args, **kwargs)

        guarded.permission = what  # type: ignore[attr-defined]  # also asked for by ways/back.py
        return guarded

    return wrap


def sign_in_first(request: HttpRequest) -> HttpResponseBase:
    """To the page to sign in; a form that was sent comes along and is not lost."""
    if request.method == "POST":
        return send_again(request, SignInNeeded(), sent_by(request))
    if speaks_json(request):
        return refusal_response(SignInNeeded())
    return redirect_to_login(request.get_full_path())


def permission_of(address: str) -> Permission | None:
    """What a page asks of whoever opens it; None if it is open to everybody."""
    found: Permission | None = getattr(resolve(address).func, "permission", None)
    return found


def opens(by: User | AnonymousUser, address: str) -> bool:
    """Whether a way to this page is worth showing: its view would let this person in."""
    what = permission_of(address)
    return what is None or may(by, what)


def staff(request: HttpRequest) -> User:
    """The member of staff who is signed in."""
    if not isinstance(request.user, User):
        raise SignInNeeded
    return request.user
