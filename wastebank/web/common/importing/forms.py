"""What is chosen on the page of a file: where it goes, and the answers to what it leaves open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from wastebank.models import Place
from wastebank.web.common.forms import FilledForm, PostedForm, TypedField, posted_fields

ANSWER, TYPED, TICK = "q/", "t/", "k/"
LONGEST_ID = 60


class FileForm(FilledForm):
    """A list, as a file, and whose it is."""

    file = forms.FileField(label=_("The list (XLSX, ODS or CSV)"), widget=forms.FileInput)

    def __init__(
        self, *args: Any, places: Sequence[Place] = (), label: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [(place.code, place.name) for place in places]
        self.fields["place"] = forms.ChoiceField(label=label, choices=choices)
        self.fields["file"].widget.attrs["accept"] = ".xlsx,.xls,.ods,.csv,.tsv,.txt"


class AnswersForm(PostedForm):
    """Which key was pressed, and what was looked at."""

    go = TypedField()
    seen = TypedField(most=16)


def answers_of(request: HttpRequest) -> dict[str, str]:
    """The answers that were sent: `code`, or `code=typed`. A box that was shown and is not ticked
    takes its answer back."""
    sent = dict(posted_fields(request))
    ticks = {name.removeprefix(TICK): "" for name in sent if name.startswith(TICK)}
    chosen = {
        name.removeprefix(ANSWER)[:LONGEST_ID]: code
        for name, code in sent.items()
        if name.startswith(ANSWER)
    }
    for question, code in chosen.items():
        typed = sent.get(f"{TYPED}{question}/{code}")
        if typed is not None:
            chosen[question] = f"{code}={typed.strip()}"
    return ticks | chosen
