"""The pages of the manual."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from wastebank.values.language import language
from wastebank.web.common.manual import ANNEXES, CHAPTERS, INDEX, read

# Whose colours a chapter wears; the others are the counter's.
DESKS = {
    "clinic": "clinic",
    **dict.fromkeys(("office", "administrator", "installation"), "office"),
}


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    return page(request, INDEX)


@require_GET
def chapter(request: HttpRequest, chapter: str) -> HttpResponse:
    if chapter not in (*CHAPTERS, *ANNEXES):
        raise Http404
    return page(request, chapter)


def page(request: HttpRequest, slug: str) -> HttpResponse:
    shown = read(slug, language())
    facts = {
        "chapter": shown,
        "chapters": [read(one, language()) for one in CHAPTERS],
        "is_index": slug == INDEX,
        "desk": DESKS.get(slug, ""),
    }
    return render(request, "public/help.html", facts)
