"""A page that may have to say no: the refusal stands on it, and the answer carries its number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ledger.refusals import Refusal


def show(
    request: HttpRequest,
    template: str,
    facts: Mapping[str, Any],
    refusal: Refusal | None = None,
) -> HttpResponse:
    from wastebank.api import status_of  # the API imports the pages' room for its own refusals

    status = status_of(refusal) if refusal else 200
    return render(request, template, {**facts, "refusal": refusal}, status=status)
