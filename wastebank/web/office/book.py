"""The book in the office: the trial balance, one account's passbook, and the audit."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ledger.findings import Finding
from ledger.models import RedFlag, Seal
from ledger.queries import TrialRow, find_account, trial_balance
from ledger.refusals import RootMalformed
from ledger.seals.making import entry_counts
from ledger.seals.verifying import verify
from wastebank.models import User
from wastebank.permissions import SEE_BOOK
from wastebank.refusals import PageUnknown
from wastebank.reports.audits import last_audits, require_book, run_audit
from wastebank.reports.listing import Filters, Word
from wastebank.reports.lists.account_names import GROUPS, group_of, names_of
from wastebank.reports.lists.book import LEDGER, TRIAL_BALANCE
from wastebank.web.common.access import needs, staff
from wastebank.web.common.forms import form_key, new_key
from wastebank.web.office.forms import RootForm
from wastebank.web.office.lists import ListPage, answer_file, answer_page
from wastebank.web.office.page import office_page


@dataclass(slots=True)
class Group:
    """Accounts of one sort and one unit, added up."""

    code: str
    word: Word
    unit: str
    accounts: int = 0
    debit: int = 0
    credit: int = 0


def trial_facts(by: User, asked: Filters) -> dict[str, object]:
    """The trial balance by sort of account, with both sides of each unit."""
    rows, totals = trial_balance()
    return {
        "groups": groups_of(rows),
        "totals": totals,
        "sound": all(total.difference == 0 for total in totals),
        "entries": sum(entry_counts()),
    }


def groups_of(rows: list[TrialRow]) -> list[Group]:
    groups: dict[tuple[str, str], Group] = {}
    for row in rows:
        code = group_of(row.code)
        group = groups.setdefault((code, row.unit), Group(code, GROUPS.get(code, code), row.unit))
        group.accounts += 1
        group.debit += row.debit
        group.credit += row.credit
    return sorted(groups.values(), key=lambda group: (group.unit != "IDR", group.unit, group.code))


def account_facts(by: User, asked: Filters) -> dict[str, object]:
    found = find_account(asked["code"])
    if found is None:
        raise PageUnknown
    name = names_of([found.code])[found.code]
    return {"account": found, "name": name, "group": GROUPS.get(group_of(found.code), "")}


TRIAL_PAGE = ListPage(
    TRIAL_BALANCE,
    "office:book",
    "office:book_file",
    template="office/book/page.html",
    also=trial_facts,
)
LEDGER_PAGE = ListPage(
    LEDGER,
    "office:account",
    "office:account_file",
    template="office/book/account.html",
    also=account_facts,
)


@require_GET
@needs(SEE_BOOK)
def book(request: HttpRequest) -> HttpResponse:
    require_book(staff(request))
    return answer_page(request, TRIAL_PAGE)


@require_POST
@needs(SEE_BOOK)
def book_file(request: HttpRequest) -> HttpResponseBase:
    """Every account, then both sides of each unit."""
    require_book(staff(request))
    return answer_file(request, TRIAL_PAGE)


@require_GET
@needs(SEE_BOOK)
def account(request: HttpRequest, code: str) -> HttpResponse:
    """One account's steps, newest first, each with the balance after it."""
    require_book(staff(request))
    return answer_page(request, LEDGER_PAGE, code=code)


@require_POST
@needs(SEE_BOOK)
def account_file(request: HttpRequest, code: str) -> HttpResponseBase:
    require_book(staff(request))
    return answer_file(request, LEDGER_PAGE, code=code)


@require_http_methods(["GET", "POST"])
@needs(SEE_BOOK)
def audit(request: HttpRequest) -> HttpResponse:
    """The last checks, and one more if asked for; or a printed seal compared with today's book."""
    by = require_book(staff(request))
    findings: list[Finding] | None = None
    typed = RootForm.of(request).text("root")
    if request.method == "POST" and not typed:
        findings = list(run_audit(key=form_key(request), by=by))
    flag = RedFlag.objects.filter(lifted_at__isnull=True).first()
    sealed, unsealed = entry_counts()
    facts: dict[str, object] = {
        "findings": findings,
        "flag": flag,
        "flagged": [Finding(**found) for found in flag.findings] if flag else [],
        "audits": last_audits(),
        "seal": Seal.objects.order_by("-number").first(),
        "entries": sealed + unsealed,
        "unsealed": unsealed,
        "key": new_key(),
        "root": typed,
    }
    try:
        facts["verdict"] = verify(typed) if typed else None
    except RootMalformed as refusal:
        return office_page(request, "office/book/audit.html", facts, refusal)
    return office_page(request, "office/book/audit.html", facts)
