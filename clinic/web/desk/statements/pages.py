"""The clinic's own pages of its statements, for its lead alone."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from clinic.permissions import REPLY_TO_STATEMENTS, SEE_OWN_STATEMENTS, clinic_of
from clinic.reports.lines import CLINICS_COPY
from clinic.reports.statements import STATE_WORDS
from clinic.settlements.replies import accept_cut, dispute_line
from clinic.settlements.shown import StatementSeen, statement_seen, statements_of
from clinic.web.desk.choice import bar_of
from clinic.web.desk.statements.forms import ReplyForm
from clinic.web.desk.statements.shown import statement_facts
from ledger.refusals import Refusal
from wastebank.web.common.access import needs, staff
from wastebank.web.common.answers import show
from wastebank.web.common.forms import new_key, read_key
from wastebank.web.office.forms import ListForm
from wastebank.web.office.lists import file_of


@require_GET
@needs(SEE_OWN_STATEMENTS)
def statements(request: HttpRequest) -> HttpResponse:
    by = staff(request)
    found = [(figures, STATE_WORDS[figures.state]) for figures in statements_of(by=by)]
    facts = {**bar_of(by, clinic_of(by)), "found": found}
    return show(request, "clinic/statements/list.html", facts)


@require_GET
@needs(SEE_OWN_STATEMENTS)
def statement(request: HttpRequest, statement: str) -> HttpResponse:
    return statement_page(request, statement_seen(by=staff(request), number=statement))


@require_POST
@needs(SEE_OWN_STATEMENTS)
def statement_file(request: HttpRequest, statement: str) -> HttpResponseBase:
    """The clinic's copy, with services and names: it stays at the clinic."""
    by = staff(request)
    seen = statement_seen(by=by, number=statement)
    asked = {"statement": seen.statement.number}
    try:
        return file_of(request, CLINICS_COPY, asked, ListForm.of(request).text("form"))
    except Refusal as refusal:
        return statement_page(request, seen, refusal=refusal)


@require_POST
@needs(REPLY_TO_STATEMENTS)
def reply(request: HttpRequest, statement: str) -> HttpResponse:
    """Dispute a cut, or accept it."""
    by = staff(request)
    seen = statement_seen(by=by, number=statement)
    form = ReplyForm.of(request)
    number, line = seen.statement.number, form.number("line", 6)
    try:
        key = read_key(form.text("key"))
        if form.text("says") == "accept":
            accept_cut(key=key, by=by, statement=number, line=line)
        else:
            dispute_line(
                key=key,
                by=by,
                statement=number,
                line=line,
                reason=form.text("reason"),
                note=form.text("note"),
            )
    except Refusal as refusal:
        return statement_page(request, seen, form, refusal)
    return redirect(f"{reverse('clinic:statement', args=[number])}#line-{line}")


def statement_page(
    request: HttpRequest,
    seen: StatementSeen,
    typed: ReplyForm | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    by = staff(request)
    number = seen.statement.number
    facts = {
        **bar_of(by, seen.statement.clinic),
        **statement_facts(seen),
        "key": new_key(),
        "typed": typed,
        "typed_line": typed.number("line", 6) if typed else 0,
        "file_url": reverse("clinic:statement_file", args=[number]),
        "file_key": new_key(),
        "all_lines": request.GET.get("lines") == "all",
    }
    return show(request, "clinic/statements/page.html", facts, refusal)
