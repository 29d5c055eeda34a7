"""The boxes and bank accounts: one of them with its movements, a new one, money that moves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ledger import clock
from ledger.queries import entry_kind, find_account, statement
from ledger.refusals import Refusal
from wastebank.funds.cash.accounts import CashBalance, accounts_that_pay, cash_account, find_cash
from wastebank.funds.cash.keep import (
    correct_cash_account,
    open_cash_account,
    set_cash_account_active,
)
from wastebank.funds.cash.opening import bring_in_cash
from wastebank.funds.cash.standing import standing_of
from wastebank.funds.cash.transfers import transfer_cash
from wastebank.models import CashAccount, User
from wastebank.permissions import COUNT_CASH, HANDLE_CASH, SEE_CASH, may, require, visible_places
from wastebank.reports.lists.cash import states_of
from wastebank.values.calendar import local_day
from wastebank.web.common.access import needs, staff
from wastebank.web.common.forms import form_key, new_key
from wastebank.web.office.cash.forms import (
    BankAccountCorrection,
    BoxCorrection,
    CashForm,
    CashMoveForm,
    CashOpeningForm,
)
from wastebank.web.office.correcting.pages import Subject, correcting, of
from wastebank.web.office.forms import ActiveForm
from wastebank.web.office.page import office_page

SHOWN = 30


@require_http_methods(["GET", "POST"])
@needs(HANDLE_CASH)
def add(request: HttpRequest) -> HttpResponse:
    """Open a box or a bank account; the first one is offered filled in."""
    by = staff(request)
    places = visible_places(by).filter(active=True).order_by("kind", "ordered_by")
    first = places.first()
    offered: dict[str, str] = {"kind": CashAccount.Kind.BOX}
    if first and not CashAccount.objects.filter(place=first).exists():
        offered |= {"name": f"Kas {first.name}", "code": f"KAS-{first.code}", "place": first.code}
    form = CashForm(request.POST or None, places=places, initial=offered)
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            made = open_cash_account(key=form_key(request), by=by, **form.cleaned_data)
        except Refusal as refusal:
            refused = None if form.accept(refusal) else refusal
        else:
            return redirect("office:cash_account", code=made.code)
    facts = {"form": form, "key": new_key()}
    return office_page(request, "office/cash/new.html", facts, refused)


@require_GET
@needs(SEE_CASH)
def account(request: HttpRequest, code: str) -> HttpResponse:
    return account_page(request, find_cash(by=require(staff(request), SEE_CASH), code=code))


@require_POST
@needs(HANDLE_CASH)
def move(request: HttpRequest, code: str) -> HttpResponse:
    by = staff(request)
    found = find_cash(by=by, code=code)
    today, targets = local_day(clock.now()), targets_of(by, found)
    form = CashMoveForm(request.POST or None, targets=targets, today=today)

    def carry_out() -> None:
        typed = dict(form.cleaned_data)
        target = typed.pop("to_account")
        transfer_cash(key=form_key(request), by=by, source=code, target=target, **typed)

    return sent(request, found, "move", form, carry_out)


@require_POST
@needs(HANDLE_CASH)
def bring_in(request: HttpRequest, code: str) -> HttpResponse:
    by = staff(request)
    found = find_cash(by=by, code=code)
    form = CashOpeningForm(request.POST or None, today=local_day(clock.now()))

    def carry_out() -> None:
        bring_in_cash(key=form_key(request), by=by, account=code, **form.cleaned_data)

    return sent(request, found, "bring_in", form, carry_out)


def sent(
    request: HttpRequest,
    found: CashAccount,
    name: str,
    form: CashMoveForm | CashOpeningForm,
    carry_out: Callable[[], None],
) -> HttpResponse:
    """Do what a form of the page asks; a refusal stands at it with what was typed."""
    refused = None
    if form.is_valid():
        try:
            carry_out()
        except Refusal as refusal:
            refused = None if form.accept(refusal) else refusal
        else:
            return redirect("office:cash_account", code=found.code)
    return account_page(request, found, {name: form}, refused, refused_form=name)


@require_http_methods(["GET", "POST"])
@needs(HANDLE_CASH)
def put_right(request: HttpRequest, code: str) -> HttpResponse:
    found = find_cash(by=staff(request), code=code)
    back = reverse("office:cash_account", args=[code])
    form = BankAccountCorrection if found.is_bank else BoxCorrection
    subject = Subject(found, found.name, found.code, back)
    return correcting(request, subject, form, of("account", correct_cash_account, code))


@require_POST
@needs(HANDLE_CASH)
def active(request: HttpRequest, code: str) -> HttpResponse:
    by = staff(request)
    found = find_cash(by=by, code=code)
    try:
        set_cash_account_active(
            key=form_key(request), by=by, account=code, active=ActiveForm.of(request).is_active
        )
    except Refusal as refusal:
        return account_page(request, found, refusal=refusal, refused_form="active")
    return redirect("office:cash_account", code=code)


def targets_of(by: User, found: CashAccount) -> list[CashBalance]:
    """Where money can be carried to from here."""
    return [row for row in accounts_that_pay(by) if row.account != found]


def account_page(
    request: HttpRequest,
    found: CashAccount,
    forms: dict[str, Any] | None = None,
    refusal: Refusal | None = None,
    *,
    refused_form: str = "",
) -> HttpResponse:
    """One account: what lies there, how it was counted, what moved last, and what can be done.
    `forms` are those that were sent and could not be carried out."""
    by = require(staff(request), SEE_CASH)
    found = find_cash(by=by, code=found.code)
    in_book = find_account(cash_account(found.code).code)
    steps = statement(in_book, limit=SHOWN) if in_book else []
    row = standing_of([found])[0]
    facts: dict[str, Any] = {
        "row": row,
        "states": states_of(row),
        "book_code": cash_account(found.code).code,
        "steps": [(step, entry_kind(step.kind)) for step in steps],
        "may_handle": may(by, HANDLE_CASH),
        "may_count": may(by, COUNT_CASH) and found.active,
        "keys": {name: new_key() for name in ("move", "bring_in", "active")},
        "refused_form": refused_form,
    }
    if may(by, HANDLE_CASH):
        today = local_day(clock.now())
        offered = {
            "move": CashMoveForm(targets=targets_of(by, found), today=today),
            "bring_in": CashOpeningForm(today=today),
        }
        facts["forms"] = {**offered, **(forms or {})}
        facts["form"] = (forms or {}).get(refused_form)
    return office_page(request, "office/cash/account.html", facts, refusal)
