"""The way on from an address that answers no question: back to the page its form stood on.

Some addresses only take what a form sends. Whoever comes to one by a link, by a reload or after
signing in again, is led to the page with the form.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme

LIBRARY = ("/api/", "/admin/")  # these answer for themselves
ASK = "OPTIONS"  # none of our views takes it, so each answers with the methods it does take


class Asking(HttpRequest):
    """A question of our own to a view. Nobody sent it, so the log tells nothing of it."""


def methods_of(path: str) -> frozenset[str]:
    """The methods that our view at this address takes; none if nothing of ours is there."""
    if path.startswith(LIBRARY):
        return frozenset()
    try:
        found = resolve(path)
    except Resolver404:
        return frozenset()
    question = Asking()
    question.method = ASK
    answer = found.func(question, *found.args, **found.kwargs)
    return frozenset(answer.headers.get("Allow", "").replace(" ", "").split(","))


def can_be_asked(path: str) -> bool:
    """Whether there is a page at this address that can be opened without sending anything."""
    return path.startswith(LIBRARY) or "GET" in methods_of(path)


def page_of(address: str) -> str:
    """The address itself if it can be opened, else the nearest page above it."""
    path = urlsplit(address).path
    if can_be_asked(path):
        return address
    while path not in ("", "/"):
        path = path.rstrip("/").rpartition("/")[0] + "/"
        if "GET" in methods_of(path):
            return path
    return "/"


def way_back(request: HttpRequest) -> str:
    """The page that the form stood on, as the browser says; else the nearest page above."""
    came_from = str(request.META.get("HTTP_REFERER", ""))
    if is_own(request, came_from):
        parts = urlsplit(came_from)
        if parts.path != request.path and "GET" in methods_of(parts.path):
            return f"{parts.path}?{parts.query}" if parts.query else parts.path
    return page_of(request.path)


def is_own(request: HttpRequest, address: str) -> bool:
    """Whether this is an address of ours."""
    return url_has_allowed_host_and_scheme(
        address, {request.get_host()}, require_https=request.is_secure()
    )


def asks_who(path: str) -> bool:
    """Whether the view at this address wants to know who is there."""
    try:
        return hasattr(resolve(path).func, "permission")
    except Resolver404:
        return False
