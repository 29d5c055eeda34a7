"""How the site answers: a page, a paper, a refusal on a page or in JSON, with its HTTP number.

Only here do the categories of refusals become the numbers of HTTP.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ledger.refusals import Category, Refusal
from wastebank.devices.refusals import TokenUnknown
from wastebank.refusals import BodyMalformed, PageUnknown, SignInNeeded

STATUS = {
    Category.INVALID: 422,
    Category.UNKNOWN: 404,
    Category.NOT_ALLOWED: 403,
    Category.CONFLICT: 409,
}
UNAUTHENTICATED = (TokenUnknown, SignInNeeded)


def status_of(refusal: Refusal) -> int:
    return 401 if isinstance(refusal, UNAUTHENTICATED) else STATUS[refusal.category]


def refusal_response(refusal: Refusal) -> HttpResponse:
    body = {"code": refusal.code, "message": str(refusal), "facts": public_facts(refusal)}
    response = JsonResponse(body, status=status_of(refusal))
    if refusal.replayed:
        response.headers[REPLAY_HEADER] = "true"
    if response.status_code == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def wrong_method(response: HttpResponse) -> HttpResponse:
    """An address that is there, called in a way it does not answer."""
    refusal = refusal_response(PageUnknown())
    refusal.status_code = response.status_code
    refusal.headers["Allow"] = response.headers["Allow"]
    return refusal


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
    """A page that says what was refused and why."""
    return render(request, "public/refused.html", {"refusal": refusal}, status=status_of(refusal))


def wants_json(request: HttpRequest) -> bool:
    """A program asks, or a script of a page: neither can read a page, nor follow one away."""
    accepted = request.headers.get("Accept", "")
    return request.path.startswith("/api/") or accepted == "application/json"


def show_refusal(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The refusal in the form that was asked for: JSON for programs, a page for people."""
    if wants_json(request):
        return refusal_response(refusal)
    return refused_page(request, refusal)


def show(
    request: HttpRequest,
    template: str,
    facts: Mapping[str, Any],
    refusal: Refusal | None = None,
) -> HttpResponse:
    status = status_of(refusal) if refusal else 200
    return render(request, template, {**facts, "refusal": refusal}, status=status)


def pdf(content: bytes, name: str) -> HttpResponse:
    """A paper to be kept under this name."""
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
