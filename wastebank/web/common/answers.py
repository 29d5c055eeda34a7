"""How the site answers: a page, a paper, a refusal on a page or in JSON, with its HTTP number.

Only here do the categories of refusals become the numbers of HTTP.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from ledger.refusals import Category, Refusal, Unavailable
from wastebank.devices.refusals import TokenExpired, TokenUnknown
from wastebank.refusals import BodyMalformed, PageOnlyTakesForms, PageUnknown, SignInNeeded
from wastebank.web.common.ways.back import asks_who, page_of, way_back
from wastebank.web.common.ways.sent import Sent, sent_by

STATUS = {
    Category.INVALID: 422,
    Category.UNKNOWN: 404,
    Category.NOT_ALLOWED: 403,
    Category.CONFLICT: 409,
    Category.UNAVAILABLE: 503,
}
UNAUTHENTICATED = (TokenUnknown, TokenExpired, SignInNeeded)


def status_of(refusal: Refusal) -> int:
    return 401 if isinstance(refusal, UNAUTHENTICATED) else STATUS[refusal.category]


def refusal_response(refusal: Refusal) -> HttpResponse:
    body = {"code": refusal.code, "message": str(refusal), "facts": public_facts(refusal)}
    response = JsonResponse(body, status=status_of(refusal))
    say_when(refusal, response)
    if refusal.replayed:
        response.headers[REPLAY_HEADER] = "true"
    if response.status_code == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def say_when(refusal: Refusal, response: HttpResponse) -> None:
    """Programs, and proxies before us, ask again by themselves."""
    if refusal.retry_after_seconds:
        response.headers["Retry-After"] = str(refusal.retry_after_seconds)


def wrong_method(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """An address that is there, called in a way it does not answer."""
    of_api = request.path.startswith("/api/")
    answer = show_refusal(request, PageUnknown() if of_api else PageOnlyTakesForms())
    answer.status_code = response.status_code
    answer.headers["Allow"] = response.headers["Allow"]
    return answer


REPLAY_HEADER = "Idempotent-Replay"
MAX_WHERE_LETTERS = 80


def public_facts(refusal: Refusal) -> dict[str, Any]:
    """Amounts lose the ending that names their unit inside the program.

    In one order, so that a refusal that comes back from the book has the same letters.
    """
    return {name.removesuffix("_idr"): value for name, value in sorted(refusal.facts.items())}


PROBLEMS: Mapping[str, str | Promise] = {
    "missing": _("is missing"),
    "extra_forbidden": _("is not known here"),
    "int_type": _("must be a whole number, written in digits"),
    "bool_type": _("must be true or false"),
    "string_type": _("must be text"),
    "list_type": _("must be a list"),
    "dict_type": _("must be an object"),
    "model_type": _("must be an object"),
    "too_long": _("holds too many at once"),
    "too_short": _("is empty"),
    "json": _("is no JSON"),
}


def malformed(errors: Sequence[Mapping[str, Any]], *, skip: int = 0) -> BodyMalformed:
    """The first thing that is wrong with a body, said in the reader's language.

    `skip` is how many steps of the path to leave out, where the framework put its own before.
    """
    first = errors[0] if errors else {}
    path = [str(part) for part in first.get("loc", ())][skip:]
    where = ".".join(path)[:MAX_WHERE_LETTERS] or str(_("the body"))
    problem = PROBLEMS.get(str(first.get("type", "")), _("cannot be used"))
    return BodyMalformed(where=where, problem=str(problem))


def refused_page(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """A page that says what was refused and why, with a way on."""
    facts = {"refusal": refusal, "back": way_back(request)}
    return render(request, "public/refused.html", facts, status=status_of(refusal))


def show_refusal(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The refusal in the form that is understood there: JSON for programs, a page for people."""
    if speaks_json(request):
        return refusal_response(refusal)
    return refused_page(request, refusal)


def show_unavailable(request: HttpRequest, refusal: Unavailable) -> HttpResponse:
    """The database cannot do it now: what was typed is kept in the page, to be sent again."""
    with translation.override(translation.get_language_from_request(request)):
        if speaks_json(request):
            return refusal_response(refusal)
        response = plain_page(request, refusal, status_of(refusal))
    say_when(refusal, response)
    return response


def plain_page(request: HttpRequest, refusal: Refusal | None, status: int) -> HttpResponse:
    """A page that leans on nothing that may be broken: no database, no person, not even the name
    we are called by. The language is asked of the request, which may not have come so far."""
    facts: dict[str, Any] = {"refusal": refusal}
    if isinstance(refusal, Unavailable):
        facts |= {"asked": request.get_full_path()}
        if request.method == "POST":
            facts |= {"sent": sent_by(request), "token": get_token(request)}
            facts["has_files"] = bool(request.FILES)
    with translation.override(translation.get_language_from_request(request)):
        return HttpResponse(render_to_string("public/broken.html", facts), status=status)


def speaks_json(request: HttpRequest) -> bool:
    """Whether a program asks: one of the API, or a script of a page that is already there."""
    wanted = request.headers.get("Accept", "")
    is_script = request.headers.get("Sec-Fetch-Dest") == "empty"
    asks_json = "application/json" in wanted and "text/html" not in wanted
    return request.path.startswith("/api/") or is_script or asks_json


def send_again(request: HttpRequest, refusal: Refusal | None, sent: Sent) -> HttpResponse:
    """Nothing was done with this form. What was typed is kept, to be sent once more by the person
    it was shown to: whoever is signed out, or is another one, sees nothing of it, and signs in
    first, on the same page."""
    if refusal is not None and speaks_json(request):
        return refusal_response(refusal)
    asks = asks_who(urlsplit(sent.address).path)
    is_out = asks and not request.user.is_authenticated
    signs_in = is_out or not is_of(request, sent, asks=asks)
    facts = {
        "refusal": refusal,
        "sent": sent,
        "signs_in": signs_in,
        "has_files": bool(request.FILES),
        "back": page_of(sent.address),
        "language_next": page_of(sent.address),
    }
    status = status_of(refusal) if refusal else 200
    return render(request, "public/send_again.html", facts, status=status)


def is_of(request: HttpRequest, sent: Sent, *, asks: bool) -> bool:
    """Whether a kept form is the own one of whoever is here. One that names nobody is anybody's
    where nobody is asked for, and nobody's elsewhere."""
    if not sent.person:
        return not (asks and sent.fields)
    return request.user.is_authenticated and request.user.get_username() == sent.person


def show(
    request: HttpRequest,
    template: str,
    facts: Mapping[str, Any],
    refusal: Refusal | None = None,
) -> HttpResponse:
    status = status_of(refusal) if refusal else 200
    return render(request, template, {**facts, "refusal": refusal}, status=status)


def pdf_name(word: str, *which: object) -> str:
    """`kartu-kosong-1-50.pdf`: what it is in the reader's language, and which, in plain letters."""
    return "-".join([slugify(word), *map(str, which)]) + ".pdf"


def pdf(content: bytes, name: str) -> HttpResponse:
    """A paper to be kept under this name."""
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
