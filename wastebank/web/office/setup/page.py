"""The frame that every step of setting up stands in: the path, the seven steps, the step itself.

A step's template extends `office/setup/frame.html`. Its form has the id `step` and the class
`kept`, so that the keys beside it send it, and each field is kept when one leaves it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse

from ledger.refusals import Refusal
from wastebank.bank.known import bank_facts
from wastebank.bank.path import path_of
from wastebank.web.common.access import staff
from wastebank.web.common.forms import new_key
from wastebank.web.office.page import office_page


def setup_page(
    request: HttpRequest,
    step: str,
    template: str,
    facts: Mapping[str, Any],
    refusal: Refusal | None = None,
) -> HttpResponse:
    """A step, by its code; `facts` may bring a `key` of its own."""
    path = path_of(staff(request), here=step)
    number = next(at for at, one in enumerate(path, start=1) if one.step.code == step)
    frame = {
        "facts": bank_facts(),
        "path": path,
        "here": path[number - 1],
        "number": number,
        "done": sum(one.state.is_done for one in path),
        "key": new_key(),
    }
    return office_page(request, template, {**frame, **facts}, refusal)
