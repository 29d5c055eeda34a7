"""Another account for a clinic: proposed by one person, agreed to by another, paid a day later.

The first account of a new clinic is no exception: whoever could write it alone could be paid.
"""

import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic import actions
from clinic.book.invariants import PAYEE_WAITS
from clinic.models import Clinic, ClinicPayee
from clinic.permissions import SET_PAYEE
from clinic.register.payees import payee_at
from clinic.register.refusals import ClinicUnknown
from ledger import clock
from wastebank.actions import Change
from wastebank.approvals.approvable import Approvable, Facts, NowThen
from wastebank.approvals.propose import propose
from wastebank.commands import log
from wastebank.models import Approval, User, WaitingApproval
from wastebank.permissions import require
from wastebank.refusals import FieldMalformed, NothingCorrected
from wastebank.staff.places import looked_after
from wastebank.text import checked_name

NUMBER = re.compile(r"[0-9]{5,34}", re.ASCII)
BETWEEN = str.maketrans("", "", " .-/")


def propose_payee(
    *, key: UUID, by: User, clinic: str, name: str, bank: str, account: str, note: str = ""
) -> Approval:
    """Propose to whom a clinic is paid; once somebody else has agreed, from a day later on."""
    require(by, SET_PAYEE)
    where = clinic_looked_after(by, clinic)
    request = {
        "clinic": where.place.code,
        "name": checked_name("payee_name", name, 100, needed=True),
        "bank": checked_name("bank", bank, 60, needed=True),
        "account": checked_account(account),
    }

    def look() -> int:
        if facts_now(request)["payee"] == said(request):
            raise NothingCorrected
        return 0

    return propose(
        key=key,
        by=by,
        what=PAYEE_CHANGE.code,
        subject=subject_of(where),
        request=request,
        look=look,
        note=note,
        place=where.place,
    )


def clinic_looked_after(by: User, code: str) -> Clinic:
    mine = Clinic.objects.filter(place__in=looked_after(by), place__code=code)
    found = mine.select_related("place").first()
    if found is None:
        raise ClinicUnknown(clinic=code[:20])
    return found


def payees_of(clinic: Clinic) -> list[ClinicPayee]:
    """Every account a clinic had, the latest first."""
    return list(clinic.payees.order_by("-set_at", "-pk"))


def waiting_payee(clinic: Clinic) -> Approval | None:
    """The account that was proposed, and waits for a second person."""
    waiting = WaitingApproval.objects.filter(
        what=PAYEE_CHANGE.code, subject=subject_of(clinic)
    ).select_related("approval")
    found = waiting.first()
    return found.approval if found else None


def subject_of(clinic: Clinic) -> str:
    return f"payee:{clinic.place.code}"


def checked_account(typed: str) -> str:
    """Digits alone: what stands between them is how it was written."""
    digits = typed.translate(BETWEEN)
    if not NUMBER.fullmatch(digits):
        raise FieldMalformed(field="account")
    return digits


def said(request: Facts) -> dict[str, Any]:
    return {name: request[name] for name in ("name", "bank", "account")}


def of_code(code: str) -> Clinic:
    return Clinic.objects.select_related("place").get(place__code=code)


def facts_now(request: Facts) -> Facts:
    payee = payee_at(of_code(request["clinic"]), clock.now())
    if payee is None:
        return {"payee": None}
    return {"payee": {"name": payee.name, "bank": payee.bank, "account": payee.account}}


def rows(request: Facts, facts: Facts) -> Sequence[NowThen]:
    now = facts["payee"] or {"name": "–", "bank": "–", "account": "–"}
    labels = (("name", _("Payee")), ("bank", _("Bank")), ("account", _("Account number")))
    return [NowThen(str(label), now[name], request[name]) for name, label in labels]


def question(approval: Approval) -> str:
    return format_html(
        _("{clinic} is paid at {bank}, {account}, from a day after you agree. Do you agree?"),
        clinic=of_code(approval.request["clinic"]).place.name,
        bank=approval.request["bank"],
        account=format_html("<b>{}</b>", approval.request["account"]),
    )


def below(_approval: Approval) -> str:
    return _("Call the clinic on a number you know, and let them say the account.")


def hold(request: Facts) -> object:
    return Clinic.objects.select_for_update(of=("self",)).get(place__code=request["clinic"])


def carry_out(*, key: Any, by: User, approval: Approval) -> ClinicPayee:
    clinic, now = of_code(approval.request["clinic"]), clock.now()
    before = payee_at(clinic, now)
    payee = ClinicPayee.objects.create(
        clinic=clinic,
        **said(approval.request),
        proposed_by=approval.proposed_by,
        set_by=by.username,
        set_at=now,
        holds_from=now + PAYEE_WAITS,
    )
    log(
        by=by,
        action=actions.SET_PAYEE,
        subject=f"clinic:{clinic.place.code}",
        key=key,
        place=clinic.place,
        change=Change(
            thing=lambda: str(PAYEE_CHANGE.name),
            before=lambda: str(before) if before else "–",
            after=lambda: str(payee),
            holds_from=payee.holds_from,
        ),
    )
    return payee


PAYEE_CHANGE = Approvable(
    code="payee",
    name=gettext_lazy("Account of a clinic"),
    may_agree=SET_PAYEE,
    question=question,
    rows=rows,
    facts_now=facts_now,
    carry_out=carry_out,
    lock=hold,
    below=below,
)
