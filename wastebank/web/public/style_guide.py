"""The style guide: every part in every state, both languages, every width and every light.

Nothing on it is real; it is where a part is looked at before a desk uses it. What it shows is made
in living_samples.py.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from wastebank.web.public.style_samples import samples

LIGHTS = {
    "": _("As the device"),
    "light": _("By day"),
    "dark": _("By night"),
    "sun": _("Full sun"),
}


@require_safe
def parts_page(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("light", "")
    facts = {"light": asked if asked in LIGHTS else "", "lights": LIGHTS.items(), **samples()}
    return render(request, "public/parts.html", facts)
