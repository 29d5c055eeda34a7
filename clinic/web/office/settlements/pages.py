"""The office's pages of statements: all of them, one of them, and what is done to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.views.decorators.http import require_GET, require_POST

from clinic.permissions import PAY_CLINICS, SEE_STATEMENTS, SETTLE
from clinic.reports.lines import BANKS_COPY
from clinic.reports.statements import STATEMENTS
from clinic.settlements.adjust import adjust_line
from clinic.settlements.answers import answer_dispute
from clinic.settlements.approving import propose_statement
from clinic.settlements.drawing.run import RunStep, run_statements
from clinic.settlements.paying import pay_statement
from clinic.settlements.results import doubt_payment, end_payment
from clinic.settlements.shown import StatementSeen, statement_seen
from clinic.web.office.settlements.forms import (
    CutForm,
    DisputeForm,
    DrawForm,
    PayForm,
    ProposeForm,
    ResultForm,
)
from clinic.web.office.settlements.shown import (
    forms_of,
    pay_choices,
    statement_facts,
    visits_to_cut,
)
from ledger import clock
from ledger.refusals import Refusal
from wastebank.models import User
from wastebank.permissions import may
from wastebank.values.calendar import local_day, month_begin, parse_day
from wastebank.web.common.access import needs, staff
from wastebank.web.common.forms import FilledForm, form_key, new_key
from wastebank.web.office.lists import ListPage, answer_file, answer_page, list_views
from wastebank.web.office.page import office_page

MONTHS = 12  # that are offered to be drawn up
FORM_NAMES = {CutForm: "cut_form", ProposeForm: "propose_form", PayForm: "pay_form"}


def list_facts(by: User, asked: Mapping[str, str]) -> dict[str, Any]:
    if not may(by, SETTLE):
        return {}
    return {"draw": DrawForm(months=months_over()), "draw_key": new_key()}


def months_over() -> list[tuple[str, str]]:
    """The last months that are over, the latest first."""
    month = month_begin(local_day(clock.now()))
    found = []
    for _time in range(MONTHS):
        month = month_begin(month - timedelta(days=1))
        found.append((month.isoformat(), date_format(month, "F Y")))
    return found


LIST_PAGE = ListPage(
    STATEMENTS,
    "office_statements",
    "office_statements_file",
    href=lambda row: reverse("office_statement", args=[row.statement.number]),
    template="office/statements/list.html",
    also=list_facts,
)
statements, statements_file = list_views(LIST_PAGE)
LINES_PAGE = ListPage(BANKS_COPY, "office_statement", "office_statement_file")


@require_POST
@needs(SETTLE)
def draw(request: HttpRequest) -> HttpResponse:
    """Draw up a month, clinic by clinic, and what was missed before it."""
    form = DrawForm(request.POST, months=months_over())
    form_key(request)  # each clinic and month stands once, whatever key it came by
    if not form.is_valid():
        return answer_page(request, LIST_PAGE)
    month = parse_day(form.cleaned_data["month"])
    steps = run_statements(by=staff(request), month=month)
    return office_page(request, "office/statements/drawn.html", drawn_facts(steps))


def drawn_facts(steps: list[RunStep]) -> dict[str, Any]:
    return {
        "made": [step.statement for step in steps if step.statement is not None],
        "refused": [step for step in steps if step.refusal is not None],
    }


@require_GET
@needs(SEE_STATEMENTS)
def statement(request: HttpRequest, statement: str) -> HttpResponse:
    return statement_page(request, statement_seen(by=staff(request), number=statement))


@require_POST
@needs(SEE_STATEMENTS)
def statement_file(request: HttpRequest, statement: str) -> HttpResponseBase:
    """The bank's copy."""
    seen = statement_seen(by=staff(request), number=statement)
    return answer_file(request, LINES_PAGE, statement=seen.statement.number)


def statement_page(
    request: HttpRequest,
    seen: StatementSeen,
    typed: Mapping[str, Form] | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    """The page of a statement; `typed` are the forms that came back, by their names."""
    by = staff(request)
    answered = (typed or {}).get("answer_form")
    facts = {
        **statement_facts(by, seen, answered.data if answered else {}),
        **forms_of(by, seen),
        **(typed or {}),
        "refused": next(iter(typed), "") if typed else "",
        "key": new_key(),
        "file_url": reverse("office_statement_file", args=[seen.statement.number]),
        "file_key": new_key(),
        "all_lines": request.GET.get("lines") == "all",
    }
    page = office_page(request, "office/statements/page.html", facts, refusal)
    if refusal is None and any(form.errors for form in (typed or {}).values()):
        page.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    return page


def sent(
    request: HttpRequest,
    seen: StatementSeen,
    form: FilledForm,
    command: Callable[..., Any],
) -> HttpResponse:
    """Carry out what one form of the page says, or show the page with what is wrong."""
    by, name = staff(request), FORM_NAMES[type(form)]
    if form.is_valid():
        try:
            command(form_key(request), by, seen.statement.number, form.cleaned_data)
        except Refusal as refusal:
            placed = form.accept(refusal)
            return statement_page(request, seen, {name: form}, None if placed else refusal)
        return redirect("office_statement", statement=seen.statement.number)
    return statement_page(request, seen, {name: form})


@require_POST
@needs(SETTLE)
def cut(request: HttpRequest, statement: str) -> HttpResponse:
    seen = statement_seen(by=staff(request), number=statement)
    return sent(
        request,
        seen,
        CutForm(request.POST, visits=visits_to_cut(seen)),
        lambda key, by, number, typed: adjust_line(
            key=key,
            by=by,
            statement=number,
            line=typed["line"],
            amount_idr=typed["amount"],
            reason=typed["reason"],
            note=typed["note"],
            twin=typed["twin"],
        ),
    )


@require_POST
@needs(SETTLE)
def propose(request: HttpRequest, statement: str) -> HttpResponse:
    return sent(
        request,
        statement_seen(by=staff(request), number=statement),
        ProposeForm(request.POST),
        lambda key, by, number, typed: propose_statement(
            key=key, by=by, statement=number, note=typed["note"]
        ),
    )


@require_POST
@needs(PAY_CLINICS)
def pay(request: HttpRequest, statement: str) -> HttpResponse:
    by = staff(request)
    seen = statement_seen(by=by, number=statement)
    return sent(
        request,
        seen,
        PayForm(request.POST, **pay_choices(by, seen)),
        lambda key, by, number, typed: pay_statement(
            key=key,
            by=by,
            statement=number,
            amount_idr=typed["amount"],
            account=typed["account"],
            reference=typed["reference"],
            sent_on=typed["sent_on"],
            over_ok=typed["over_ok"],
        ),
    )


@require_POST
@needs(SETTLE)
def answer(request: HttpRequest, statement: str) -> HttpResponse:
    by = staff(request)
    seen = statement_seen(by=by, number=statement)
    form = DisputeForm(request.POST)
    if not form.is_valid():
        return statement_page(request, seen, {"answer_form": form})
    typed = form.cleaned_data
    try:
        answer_dispute(
            key=form_key(request),
            by=by,
            statement=seen.statement.number,
            line=typed["line"],
            accept=typed["verdict"] == "yes",
            note=typed["note"],
        )
    except Refusal as refusal:
        return statement_page(request, seen, {"answer_form": form}, refusal)
    return redirect("office_statement", statement=seen.statement.number)


@require_POST
@needs(PAY_CLINICS)
def result(request: HttpRequest, statement: str) -> HttpResponse:
    """What became of a payment."""
    by = staff(request)
    seen = statement_seen(by=by, number=statement)
    form = ResultForm(request.POST)
    if not form.is_valid():
        return statement_page(request, seen, {"result_form": form})
    typed = form.cleaned_data
    result = {
        "key": form_key(request),
        "by": by,
        "reference": typed["reference"],
        "note": typed["note"],
    }
    try:
        if typed["result"] == "unknown":
            doubt_payment(**result)
        else:
            end_payment(**result, arrived=typed["result"] == "arrived")
    except Refusal as refusal:
        return statement_page(request, seen, {"result_form": form}, refusal)
    return redirect("office_statement", statement=seen.statement.number)
