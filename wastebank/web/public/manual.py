"""The pages of the manual."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from wastebank.values.language import language
from wastebank.web.common.manual import ANNEXES, CHAPTERS, INDEX, read


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
        "chapters": [(one, read(one, language()).title) for one in CHAPTERS],
        "is_index": slug == INDEX,
        "desk": {"clinic": "clinic", "office": "office", "administrator": "office"}.get(slug, ""),
    }
    return render(request, "public/help.html", facts)
