"""The switch of the language. What somebody had sent for the page they stand on is kept."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import translation
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from wastebank.web.common.answers import send_again
from wastebank.web.common.ways.back import is_own, page_of
from wastebank.web.common.ways.sent import carried, is_path, sent_by
from wastebank.web.public.forms import LanguageForm

OWN_FIELDS = ("language", "next", "kept")


@require_POST
def language(request: HttpRequest) -> HttpResponseBase:
    answer = set_language(request)  # it makes the cookie
    form = LanguageForm.of(request)
    wanted = form.text("next")
    if not is_own(request, wanted) or not is_path(wanted):
        return answer
    shown = page_kept(request, wanted, form) or redirect(page_of(wanted))
    shown.cookies = answer.cookies
    return shown


def page_kept(request: HttpRequest, wanted: str, form: LanguageForm) -> HttpResponse | None:
    """The page again for which something had been sent; None if nothing had."""
    asked = replace(sent_by(request, without=OWN_FIELDS), address=wanted)
    if asked.fields and asked.only_asks:
        # 307: the browser sends the same again, to that address
        return HttpResponse(status=307, headers={"Location": wanted})
    sent, chosen = carried(form.text("kept")), form.text("language")
    if sent is None:
        return None
    with translation.override(chosen if translation.check_for_language(chosen) else None):
        return send_again(request, None, sent)
