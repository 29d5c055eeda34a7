"""A form of rows, and what its keys do.

Whatever key is pressed, what was typed is kept first: a refusal, another page or a sign-out lose
nothing of it. A script asks for what the rows and sums read now, whenever a field is left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect

from ledger.refusals import Refusal
from wastebank.bank.drafts import keep_draft
from wastebank.models import User
from wastebank.permissions import Permission
from wastebank.web.common.answers import speaks_json
from wastebank.web.common.forms import PostedForm, TypedField
from wastebank.web.common.wares.rows import (
    ASK,
    MOST_OWN,
    OWN,
    OWN_FIELDS,
    OWN_SAYS,
    PRICE,
    SALE,
    Fields,
    WareSheet,
    own_name,
)

UNREAD = 422  # a row cannot be read: nothing was written
LATER, MORE = "later", "more"


class WaresForm(PostedForm):
    """The fields of all rows, and what the pressed key says."""

    step = TypedField()
    sells = TypedField(most=1)

    def __init__(self, *args: Any, codes: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [f"{kind}{code}" for code in codes for kind in (PRICE, ASK, SALE)]
        names += [own_name(row, name) for row in range(MOST_OWN) for name in OWN_FIELDS]
        for name in names:
            self.fields[name] = TypedField(most=150, trimmed=True)

    def typed(self) -> dict[str, str]:
        """Every field of a row that somebody wrote something into."""
        kept = {name: text for name, text in self.cleaned_data.items() if text}
        kept.pop("step", None)
        return {name: text for name, text in kept.items() if not is_idle(name, kept)}


def is_idle(name: str, kept: Fields) -> bool:
    """Whether a field belongs to a row of one's own that only says what it began with."""
    if not name.startswith(OWN):
        return False
    row = int(name.removeprefix(OWN).partition("-")[0])
    return not any(kept.get(own_name(row, one)) for one in OWN_SAYS)


@dataclass(frozen=True, slots=True)
class WareDesk:
    """One request about a list: whose it is, what is kept of it, and how it is shown and written.

    `write` answers the address to go on with; `later` is where somebody goes who puts it off.
    """

    by: User
    needs: Permission
    draft: str
    typed: Fields
    step: str
    sheet: WareSheet
    show: Callable[[Refusal | None], HttpResponse]
    write: Callable[[], str]
    later: str
    is_sound: bool = True  # whether what stands beside the rows can be read


def answer_wares(request: HttpRequest, desk: WareDesk) -> HttpResponse:
    if request.method == "GET":
        return desk.show(None)
    keep_draft(by=desk.by, step=desk.draft, fields=desk.typed, needs=desk.needs)
    if speaks_json(request):
        return JsonResponse(desk.sheet.said())
    if desk.step == LATER:
        return redirect(desk.later)
    if desk.step == MORE:
        return desk.show(None)
    if desk.sheet.has_problem or not desk.is_sound:
        answer = desk.show(None)
        answer.status_code = UNREAD
        return answer
    try:
        address = desk.write()
    except Refusal as refusal:
        return desk.show(refusal)
    return redirect(address)
