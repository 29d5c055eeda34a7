"""What went wrong outside of any page: each in the reader's language, with a way on."""

from __future__ import annotations

import sys
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import DisallowedHost, RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from ledger.refusals import Refusal, unavailable
from wastebank.refusals import BodyTooLarge, FormTooOld, HostUnknown, MayNot, PageUnknown
from wastebank.web.common.answers import (
    malformed,
    plain_page,
    refusal_response,
    send_again,
    show_refusal,
    show_unavailable,
)
from wastebank.web.common.ways.back import asks_who
from wastebank.web.common.ways.sent import is_from_elsewhere, sent_by
from wastebank.web.public.sign_in import login_page

TOO_MUCH = ("TooManyFieldsSent", "TooManyFilesSent")


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without the token of this browser: too old, or from somewhere else."""
    if request.path == reverse("login") and not is_from_elsewhere(request):
        return login_page(request, FormTooOld())
    sent = sent_by(request)
    if is_from_elsewhere(request) or (asks_who(request.path) and not sent.person):
        return show_refusal(request, FormTooOld())  # it may be anybody's: it is shown to nobody
    return send_again(request, FormTooOld(), sent)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that could not be read, or that calls us by a name that is not ours."""
    refusal = why_bad(exception)
    if request.path.startswith("/api/"):
        with translation.override(translation.get_language_from_request(request)):
            answer = refusal_response(refusal)
        answer.status_code = HTTPStatus.BAD_REQUEST
        return answer
    return plain_page(request, refusal, HTTPStatus.BAD_REQUEST)


def why_bad(problem: Exception) -> Refusal:
    if isinstance(problem, DisallowedHost):
        return HostUnknown()
    if isinstance(problem, RequestDataTooBig):
        return BodyTooLarge(max_bytes=settings.MAX_BODY_BYTES)
    too_much = type(problem).__name__ in TOO_MUCH
    return malformed([{"type": "too_long" if too_much else "unreadable"}])


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    return show_refusal(request, MayNot())


def unknown_page(request: HttpRequest, exception: Exception) -> HttpResponse:
    return show_refusal(request, PageUnknown())


def broken_page(request: HttpRequest) -> HttpResponse:
    """Our own fault: says so without details, and that nothing was half recorded.

    Also whatever a middleware met before any page was asked, such as a database that is away.
    """
    outage = unavailable(sys.exception())
    if outage:
        return show_unavailable(request, outage)
    if request.path.startswith("/api/"):
        with translation.override(translation.get_language_from_request(request)):
            said = _("A fault of ours; nothing was half recorded. Send it again with the same key.")
            return JsonResponse({"code": "fault", "message": said, "facts": {}}, status=500)
    return plain_page(request, None, HTTPStatus.INTERNAL_SERVER_ERROR)
