"""What every answer of the site has in common."""

import re
from collections.abc import Callable
from contextlib import suppress

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, UnreadablePostError
from django.http.response import HttpResponseBase

from ledger.refusals import Refusal, unavailable
from wastebank.bank.known import read_once
from wastebank.bank.zone import follow_zone
from wastebank.refusals import BodyCutOff, BodyTooLarge, PageUnknown
from wastebank.values.letters import is_storable
from wastebank.web.common.answers import show_refusal, show_unavailable, wrong_method

KEY_HEADER = "Idempotency-Key"
KEY = re.compile(r"[0-9A-Fa-f-]{32,36}")
MOST_LET_BY_BYTES = 16_000_000  # what the proxies of docs/install let through
Answer = Callable[[HttpRequest], HttpResponseBase]
POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "media-src 'self' blob:",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ]
)


class ContentPolicy:
    """Nothing inline, nothing from elsewhere, and no page kept by a shared device."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(self), serial=(self)")
        if not request.path.startswith(settings.STATIC_URL):
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response


class KeyEcho:
    """Says the key of a request back, whatever comes of it.

    A script knows by it that the answer is ours and belongs to its own question: somebody else's
    page, as a hotspot sends it, says no key.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        key = request.headers.get(KEY_HEADER, "")
        if KEY.fullmatch(key):
            response.headers[KEY_HEADER] = key
        return response


class HeadIsGet:
    """HEAD is GET without its body, at every address. (waitress sends what it is handed.)"""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method != "HEAD":
            return self.get_response(request)
        request.method = "GET"
        return without_body(self.get_response(request))


def without_body(answer: HttpResponseBase) -> HttpResponseBase:
    """The same answer with its headers alone; its length stays that of the body left out."""
    if isinstance(answer, HttpResponse):
        answer.headers.setdefault("Content-Length", str(len(answer.content)))
        answer.content = b""
        return answer
    bare = HttpResponse(status=answer.status_code, headers=dict(answer.headers))
    bare.cookies = answer.cookies
    answer.close()
    return bare


class SizeLimit:
    """Refuses a body that is too large before anything reads it."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdigit() or int(length) > settings.MAX_BODY_BYTES:
            if length.isdigit():
                let_by(request, min(int(length), MOST_LET_BY_BYTES))
            return show_refusal(request, BodyTooLarge(max_bytes=settings.MAX_BODY_BYTES))
        return self.get_response(request)


def let_by(request: HttpRequest, left_bytes: int) -> None:
    """Take a body in and keep none of it: a proxy that is still sending hears no answer, and says
    502 in our stead when the connection ends under its hands."""
    with suppress(OSError):
        while left_bytes > 0 and (piece := request.read(min(left_bytes, 65_536))):
            left_bytes -= len(piece)


class ReadableAddress:
    """There is nothing at an address with a letter that no database could be asked for."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        asked = (text for name, texts in request.GET.lists() for text in (name, *texts))
        if all(map(is_storable, (request.path, *asked))):
            return self.get_response(request)
        return show_refusal(request, PageUnknown())


class OwnBank:
    """Each request counts days in the bank's zone, and reads its name at most once."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with read_once():
            with suppress(DatabaseError):  # that it is away, whoever needs it next will say
                follow_zone()
            return self.get_response(request)


class RefusalPages:
    """A refusal that no page caught is shown as a page of its own; so is a method that an address
    does not take."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed):
            return wrong_method(request, response)
        return response

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        if isinstance(problem, UnreadablePostError):
            return show_refusal(request, BodyCutOff())
        outage = unavailable(problem)
        if outage:
            return show_unavailable(request, outage)
        return show_refusal(request, problem) if isinstance(problem, Refusal) else None
