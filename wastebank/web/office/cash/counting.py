"""Counting a box, blind; and comparing a bank account with the bank's statement."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from ledger import clock
from ledger.queries import Movement, find_account, statement
from ledger.refusals import Refusal
from wastebank.funds.cash.accounts import cash_account, find_cash
from wastebank.funds.cash.begun import begin_count, begun_count
from wastebank.funds.cash.counting import record_count
from wastebank.funds.cash.refusals import CashMovedMeanwhile, NoBankToCompare, NoBoxToCount
from wastebank.funds.cash.statements import open_steps, reconcile_statement
from wastebank.models import CashCount, CashCountBegun
from wastebank.permissions import COUNT_CASH, HANDLE_CASH, SEE_CASH, may
from wastebank.values.calendar import local_day
from wastebank.web.common.access import needs, staff
from wastebank.web.common.forms import form_key, new_key
from wastebank.web.office.cash.forms import (
    BankStatementForm,
    CountedAfterForm,
    CountForm,
    StepsForm,
)
from wastebank.web.office.page import office_page


@require_http_methods(["GET", "POST"])
@needs(COUNT_CASH)
def begin(request: HttpRequest, code: str) -> HttpResponse:
    """Nothing of what the book expects stands here, or on the next page."""
    by = staff(request)
    found = find_cash(by=by, code=code)
    if found.is_bank:
        raise NoBoxToCount(account=found.code, name=found.name)
    refused = None
    if request.method == "POST":
        try:
            begun = begin_count(key=form_key(request), by=by, account=code)
        except Refusal as refusal:
            refused = refusal
        else:
            return redirect("office:cash_count", count=begun.pk)
    facts = {"account": found, "key": new_key()}
    return office_page(request, "office/cash/begin.html", facts, refused)


@require_http_methods(["GET", "POST"])
@needs(COUNT_CASH)
def count(request: HttpRequest, count: int) -> HttpResponse:
    """What was counted is typed; once it is recorded, what it was compared with is shown."""
    by = staff(request)
    begun = begun_count(by=by, count=count)
    form = CountForm(request.POST or None)
    refused: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        try:
            record_count(
                key=form_key(request),
                by=by,
                count=count,
                after=CountedAfterForm.of(request).step,
                **form.cleaned_data,
            )
        except Refusal as refusal:
            refused = None if form.accept(refusal) else refusal
        else:
            return redirect("office:cash_count", count=count)
    facts: dict[str, Any] = {
        "begun": begun,
        "recorded": CashCount.objects.filter(begun=begun).first(),
        "form": form,
        "key": new_key(),
        "meanwhile": meanwhile(begun) if isinstance(refused, CashMovedMeanwhile) else [],
        "after": CountedAfterForm.of(request).text("after"),
        "may_see": may(by, SEE_CASH),
    }
    return office_page(request, "office/cash/count.html", facts, refused)


def meanwhile(begun: CashCountBegun) -> list[Movement]:
    """What moved since a count was begun, the oldest first. Its balances are not shown."""
    in_book = find_account(cash_account(begun.account.code).code)
    if in_book is None:
        return []
    since = in_book.version - begun.version
    return list(reversed(statement(in_book, limit=since))) if since else []


@require_http_methods(["GET", "POST"])
@needs(HANDLE_CASH)
def compare(request: HttpRequest, code: str) -> HttpResponse:
    """The bank's statement beside the movements that stand on none yet."""
    by = staff(request)
    found = find_cash(by=by, code=code)
    if not found.is_bank:
        raise NoBankToCompare(account=found.code, name=found.name)
    form = BankStatementForm(request.POST or None, today=local_day(clock.now()))
    ticked = StepsForm.of(request).steps
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            reconcile_statement(
                key=form_key(request), by=by, account=code, steps=ticked, **form.cleaned_data
            )
        except Refusal as refusal:
            refused = None if form.accept(refusal) else refusal
        else:
            return redirect("office:cash_account", code=code)
    steps = open_steps(found)
    facts = {
        "account": found,
        "form": form,
        "key": new_key(),
        "steps": [(step, request.method == "GET" or step.version in ticked) for step in steps],
        "last": CashCount.objects.filter(account=found).order_by("-pk").first(),
    }
    return office_page(request, "office/cash/compare.html", facts, refused)
