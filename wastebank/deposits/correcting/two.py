"""A correction above the programme's limit: what the second person sees, and what agreeing does."""

from collections.abc import Sequence
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ledger.queries import find_account
from ledger.refusals import Refusal
from wastebank.approvals.approvable import Approvable, Facts, NowThen
from wastebank.book import accounts as bank_accounts
from wastebank.deposits.correcting.asked import LineRight, Right
from wastebank.deposits.correcting.carry import SaidCorrection, lock_for
from wastebank.deposits.correcting.correct import WHAT, Held
from wastebank.deposits.correcting.parts import parts_of
from wastebank.deposits.correcting.plan import CorrectionPlan, plan
from wastebank.deposits.correcting.refusals import WeighedIt
from wastebank.deposits.correcting.standing import standing
from wastebank.members.refusals import OwnHousehold
from wastebank.members.wallets import balance_of
from wastebank.models import Approval, CorrectionCause, Deposit, DepositCorrection, User
from wastebank.permissions import VOID_ANY_DAY
from wastebank.staff.names import staff_called
from wastebank.values.calendar import show_start
from wastebank.values.language import language
from wastebank.values.quantities import show_amount, show_rupiah


def deposit_of(request: Facts) -> Deposit:
    found = Deposit.objects.select_related("place", "member", "entry")
    return found.get(number=request["deposit"])


def right_of(request: Facts) -> Right:
    """What was asked, as the proposal kept it."""
    lines = [LineRight(*line) for line in request["lines"]]
    said = {name: request[name] for name in ("reason", "cause", "member", "whole")}
    return Right(lines=lines, **said)


def plan_of(request: Facts) -> CorrectionPlan:
    return plan(standing(deposit_of(request)), right_of(request))


def facts_now(request: Facts) -> Facts:
    """Everything that decides what it would come to: the deposit, the credit, what is owed and
    what lies in the store. In figures and numbers alone, so that they can be compared."""
    deposit = deposit_of(request)
    stands = standing(deposit)
    facts: dict[str, Any] = {
        "corrections": len(stands.corrections),
        "voided": hasattr(deposit, "void"),
        "member": stands.member.number,
        "total_idr": stands.total_idr,
    }
    try:
        asked = plan(stands, right_of(request))
    except Refusal as refusal:  # somebody did it meanwhile, or closed the membership
        return facts | {"refused": refusal.code}
    balance = balance_of(stands.member)
    parts = parts_of(asked, balance.available_idr)
    owed = find_account(bank_accounts.receivable(stands.member).code)
    owed_idr = owed.balance if owed else 0
    return facts | {
        "total_after_idr": asked.total_after_idr,
        "credit_idr": balance.balance_idr,
        "credit_after_idr": balance.balance_idr
        - parts.from_credit_idr
        + (0 if asked.moves_member else parts.to_credit_idr),
        "from_credit_idr": parts.from_credit_idr,
        "receivable_idr": parts.receivable_idr,
        "owed_idr": owed_idr,
        "owed_after_idr": owed_idr + parts.receivable_idr - parts.to_receivables_idr,
        "stock": stock_of(asked),
    }


def stock_of(asked: CorrectionPlan) -> list[list[Any]]:
    """Material, unit, and what lies in the store of it now and then."""
    changes: dict[str, list[Any]] = {}
    for line, amount, _idr in (move for change in asked.changes for move in change.moves()):
        account = find_account(bank_accounts.stock(asked.deposit.place, line.material).code)
        now = account.balance if account else 0
        row = changes.setdefault(
            line.material.code, [line.name_id, line.name_en, line.unit, now, now]
        )
        row[4] += amount
    return list(changes.values())


def rows(_request: Facts, facts: Facts) -> Sequence[NowThen]:
    tongue = language()
    if "refused" in facts:
        total = show_rupiah(facts["total_idr"], tongue)
        return [NowThen(_("This deposit"), total, total)]
    said = [
        ("total_idr", "total_after_idr", _("This deposit")),
        ("credit_idr", "credit_after_idr", _("Balance of %(member)s") % facts),
        ("owed_idr", "owed_after_idr", _("Receivable of %(member)s") % facts),
    ]
    money = [
        NowThen(label, show_rupiah(facts[now], tongue), show_rupiah(facts[then], tongue))
        for now, then, label in said
    ]
    return money + [
        NowThen(
            _("In store: %(material)s") % {"material": name_en if tongue == "en" else name_id},
            show_amount(now, unit, tongue),
            show_amount(then, unit, tongue),
        )
        for name_id, name_en, unit, now, then in facts["stock"]
    ]


def question(approval: Approval) -> str:
    """Who proposes what, in one sentence."""
    name = staff_called([approval.proposed_by]).get(approval.proposed_by, approval.proposed_by)
    request, number = approval.request, approval.request["deposit"]
    if request["member"]:
        said = _("{name} proposes: deposit {number} is of {member}. Do you agree?")
        return format_html(said, name=name, number=number, member=bold(request["member"]))
    changed = DepositChangeWords(request).words()
    if len(changed) == 1:
        said = _("{name} proposes: {before} becomes {after}. Do you agree?")
        before, after = changed[0]
        return format_html(said, name=name, before=bold(before), after=bold(after))
    said = _("{name} proposes a correction of {number}. Do you agree?")
    return format_html(said, name=name, number=bold(number))


def bold(text: str) -> str:
    return format_html("<b>{}</b>", text)


class DepositChangeWords:
    """`12,400 kg Botol PET` and what it becomes, line by line; of the lines as they were recorded,
    so that an old proposal reads as it did."""

    def __init__(self, request: Facts) -> None:
        self.request = request

    def words(self) -> list[tuple[str, str]]:
        try:
            asked = plan_of(self.request)
        except Refusal:
            return []
        tongue = language()
        return [
            (
                f"{show_amount(c.before.amount, c.before.unit, tongue)} {c.before.name}",
                f"{show_amount(c.after.amount, c.after.unit, tongue)} {c.after.name}"
                if c.after
                else _("nothing"),
            )
            for c in asked.changes
        ]


def sums(_request: Facts, facts: Facts) -> Sequence[tuple[str, str]]:
    if "refused" in facts:
        return ()
    tongue = language()
    parts = [
        (_("From the balance"), -facts["from_credit_idr"]),
        (_("Receivable"), facts["receivable_idr"]),
    ]
    return [(label, show_rupiah(idr, tongue)) for label, idr in parts if idr]


def details(request: Facts, _facts: Facts) -> Sequence[tuple[str, str]]:
    deposit = deposit_of(request)
    return [
        (_("Cause"), str(CorrectionCause(request["cause"]).label)),
        (_("Member"), f"{deposit.member.name} · {deposit.member.number}"),
        (_("Deposit"), f"{deposit.number} · {show_start(deposit.weighed_at, language())}"),
        (_("Place"), deposit.place.name),
        (_("Recorded by"), deposit.actor_name),
    ]


def why_not(by: User, approval: Approval) -> Refusal | None:
    """Not whoever weighed it, and nobody of the household."""
    deposit = deposit_of(approval.request)
    if by.username == deposit.actor:
        return WeighedIt()
    of_household = {deposit.member_id, standing(deposit).member.pk}
    return OwnHousehold() if by.member_id in of_household else None


def lock(request: Facts) -> object:
    try:
        return lock_for(plan_of(request))
    except Refusal:
        return None  # the facts say so, and nothing will be moved


def carry_out(*, key: Any, by: User, approval: Approval) -> DepositCorrection:
    request = approval.request
    right = right_of(request)
    held = Held.of(by, deposit_of(request), right)
    proposer = User.objects.filter(username=approval.proposed_by).first() or by
    return held.carry_out(key, SaidCorrection(proposer, right.reason, right.cause, approval))


CORRECTION = Approvable(
    code=WHAT,
    name=gettext_lazy("Correction"),
    may_agree=VOID_ANY_DAY,
    question=question,
    rows=rows,
    facts_now=facts_now,
    carry_out=carry_out,
    lock=lock,
    why_not=why_not,
    amount_name=gettext_lazy("Difference"),
    sums=sums,
    details=details,
)
