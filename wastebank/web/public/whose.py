"""Whose form it is: every form names the person it was shown to, and is taken of nobody else.

Two people share a browser. While one has a page open, the other signs in beside it; what is sent
from that page afterwards would be recorded in the name of the second. It is refused, and what was
typed is kept for the one who typed it.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.response import HttpResponseBase

from wastebank.models import User
from wastebank.refusals import BodyCutOff, OtherPerson
from wastebank.web.common.answers import send_again, show_refusal
from wastebank.web.common.middleware import Answer
from wastebank.web.common.ways.back import LIBRARY
from wastebank.web.common.ways.sent import person_named, sent_by

# Who is here changes by them, or does not matter to them.
FOR_ANYBODY = frozenset({"login", "logout", "language", "check"})


class OwnForms:
    """Refuses a form that was shown to another person than the one who is signed in now."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        if request.method != "POST" or request.path.startswith(LIBRARY):
            return None
        try:
            person = person_named(request)
        except UnreadablePostError:
            return show_refusal(request, BodyCutOff())
        found = request.resolver_match
        if not person or (found and found.view_name in FOR_ANYBODY):
            return None
        user = request.user
        if not isinstance(user, User) or user.username == person:
            return None
        return send_again(request, OtherPerson(name=str(user)), sent_by(request))
