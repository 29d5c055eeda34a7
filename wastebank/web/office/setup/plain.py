"""Steps that are done on pages which are there anyway: the step says so, and leads there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from wastebank.permissions import MANAGE_BANK, Permission
from wastebank.web.common.access import needs
from wastebank.web.office.setup.page import setup_page


@dataclass(frozen=True, slots=True)
class PlainStep:
    """What is asked, how it is answered, and the key to the page where that is done."""

    code: str
    permission: Permission
    question: str | Promise
    about: str | Promise
    sign: str
    word: str | Promise
    page: str


def plain_step(plain: PlainStep) -> Callable[[HttpRequest], HttpResponse]:
    @require_GET
    @needs(plain.permission)
    def step(request: HttpRequest) -> HttpResponse:
        return setup_page(request, plain.code, "office/setup/plain.html", {"plain": plain})

    return step  # type: ignore[return-value]  # what `needs` lets through is a page


member = plain_step(
    PlainStep(
        "member",
        MANAGE_BANK,
        _("Who is the first member?"),
        _("Write the name, then print the card and hand it over."),
        "tambah",
        _("Enrol a member"),
        "counter_enrol",
    )
)
receipt = plain_step(
    PlainStep(
        "receipt",
        MANAGE_BANK,
        _("Weigh the first deposit."),
        _("The receipt is printed with it. Then the bank is running."),
        "timbang",
        _("To the counter"),
        "counter",
    )
)
