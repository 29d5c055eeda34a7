"""The counter with no network: one page, kept on the device, that is about nobody.

It is rendered without the request: no name, no token and no place can slip into what a browser
keeps. Its scripts read everything else from the device itself.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from wastebank.papers.wording import wording


@require_GET
def shell(request: HttpRequest) -> HttpResponse:
    """The page in the language its address asks for, so that each language is kept for itself."""
    language = asked_language(request)
    with translation.override(language):
        page = render_to_string("counter/offline.html", facts(language))
    return HttpResponse(page, headers={"Content-Language": language})


def asked_language(request: HttpRequest) -> str:
    asked = request.GET.get("language", "")
    known = {code for code, _name in settings.LANGUAGES}
    return asked if asked in known else (get_language() or settings.LANGUAGE_CODE)[:2]


def facts(language: str) -> dict[str, object]:
    # "NOTPROVIDED" is Django's word for a form that carries no token: nothing is posted from here
    return {"paper": wording(language), "csrf_token": "NOTPROVIDED"}
