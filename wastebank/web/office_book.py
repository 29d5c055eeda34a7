"""The book in the office: the trial balance, one account's passbook, the check of every law."""

from __future__ import annotations

import csv
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from ledger.audit import Finding
from ledger.models import Account, JournalEntry, RedFlag, Seal
from ledger.reading import Movement, TrialRow, find_account, statement, trial_balance
from wastebank.auditing import last_audits, require_book, run_audit
from wastebank.refusals import PageUnknown
from wastebank.roles import SEE_BOOK
from wastebank.web.desk import form_key, needs, new_key, staff
from wastebank.web.office import office_page

PER_PAGE = 50
GROUPS: dict[str, str | Promise] = {
    "member": _("Members' wallets"),
    "clinic": _("Owed to clinics"),
    "inventory": _("Materials in store, at cost"),
    "stock": _("Materials in store"),
    "received": _("Materials received"),
}


@dataclass(slots=True)
class Group:
    """Accounts of one sort and one unit, added up."""

    code: str
    word: str | Promise
    unit: str
    accounts: int = 0
    debit: int = 0
    credit: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """A step of an account, with the account at its other end."""

    move: Movement
    other: str


@require_GET
@needs(SEE_BOOK)
def book(request: HttpRequest) -> HttpResponse:
    """The trial balance: by sort of account, or every account of one sort."""
    require_book(staff(request))
    rows, totals = trial_balance()
    chosen = request.GET.get("group", "")
    facts = {
        "groups": groups_of(rows),
        "totals": totals,
        "chosen": GROUPS.get(chosen, chosen),
        "rows": [row for row in rows if chosen and row.code.split(":")[0] == chosen],
        "sound": all(total.difference == 0 for total in totals),
        "entries": JournalEntry.objects.count(),
    }
    return office_page(request, "book", facts)


def groups_of(rows: list[TrialRow]) -> list[Group]:
    groups: dict[tuple[str, str], Group] = {}
    for row in rows:
        code = row.code.split(":")[0]
        group = groups.setdefault((code, row.unit), Group(code, GROUPS.get(code, code), row.unit))
        group.accounts += 1
        group.debit += row.debit
        group.credit += row.credit
    return sorted(groups.values(), key=lambda group: (group.unit != "IDR", group.unit, group.code))


@require_GET
@needs(SEE_BOOK)
def book_csv(request: HttpRequest) -> HttpResponse:
    """The trial balance as a file: every account, then both sides of each unit."""
    require_book(staff(request))
    rows, totals = trial_balance()
    answer = HttpResponse(
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="trial-balance.csv"'},
    )
    writer = csv.writer(answer)
    writer.writerow(["account", "kind", "unit", "debit", "credit"])
    for row in rows:
        writer.writerow([row.code, row.kind, row.unit, row.debit, row.credit])
    for total in totals:
        writer.writerow(["total", "", total.unit, total.debit, total.credit])
    return answer


@require_GET
@needs(SEE_BOOK)
def account(request: HttpRequest, code: str) -> HttpResponse:
    """One account's steps, newest first, each with the balance after it."""
    require_book(staff(request))
    found = find_account(code)
    if found is None:
        raise PageUnknown
    before = request.GET.get("before", "")
    before_version = int(before) if before.isascii() and before.isdigit() else None
    moves = statement(found, before_version=before_version, limit=PER_PAGE)
    others = Account.objects.in_bulk({move.other_id for move in moves})
    facts = {
        "account": found,
        "group": GROUPS.get(found.code.split(":")[0], ""),
        "steps": [Step(move, others[move.other_id].code) for move in moves],
        "older": moves[-1].version if moves and moves[-1].version > 1 else None,
    }
    return office_page(request, "account", facts)


@require_http_methods(["GET", "POST"])
@needs(SEE_BOOK)
def audit(request: HttpRequest) -> HttpResponse:
    """The last checks, and one more if asked for."""
    by = require_book(staff(request))
    findings: list[Finding] | None = None
    if request.method == "POST":
        findings = list(run_audit(key=form_key(request), by=by))
    flag = RedFlag.objects.filter(lifted_at__isnull=True).first()
    facts = {
        "findings": findings,
        "flag": flag,
        "flagged": [Finding(**found) for found in flag.findings] if flag else [],
        "audits": last_audits(),
        "seal": Seal.objects.order_by("-number").first(),
        "entries": JournalEntry.objects.count(),
        "unsealed": JournalEntry.objects.filter(sealed__isnull=True).count(),
        "key": new_key(),
    }
    return office_page(request, "audit", facts)
