"""The difference between a count and the book: it waits for a second person, who books it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ledger import clock
from ledger.posting import Transfer, lock_accounts, post
from ledger.refusals import NotEnough
from wastebank import actions
from wastebank.approvals.answer import end
from wastebank.approvals.approvable import Approvable, Facts, NowThen
from wastebank.approvals.propose import put_proposal
from wastebank.book import accounts
from wastebank.book.kinds import CASH_DIFFERENCE
from wastebank.commands import log
from wastebank.funds.cash.accounts import cash_account, held_open, short_of
from wastebank.funds.cash.begun import last_count
from wastebank.funds.cash.keep import subject_of
from wastebank.funds.cash.refusals import DifferenceGone
from wastebank.models import (
    Approval,
    ApprovalEnd,
    CashAccount,
    CashCount,
    CashDifference,
    ReconciledStep,
    User,
    WaitingApproval,
)
from wastebank.permissions import HANDLE_CASH
from wastebank.staff.names import staff_called
from wastebank.values.calendar import show_start
from wastebank.values.language import language
from wastebank.values.quantities import show_rupiah

WHAT = "cash_difference"


def put_difference(*, key: UUID, by: User, count: CashCount) -> Approval | None:
    """Inside the transaction that recorded a count: what it found is put before a second person,
    and what an earlier count had found waits no more, for this one has found it again."""
    drop_earlier(key, by, count)
    if not count.difference_idr:
        return None
    return put_proposal(
        key=key,
        by=by,
        what=WHAT,
        subject=f"cash_count:{count.pk}",
        request={"count": count.pk},
        amount_idr=count.difference_idr,
        note=count.note,
        place=count.account.place,
    )


def drop_earlier(key: UUID, by: User, count: CashCount) -> None:
    earlier = CashCount.objects.filter(account=count.account, pk__lt=count.pk)
    subjects = [f"cash_count:{pk}" for pk in earlier.values_list("pk", flat=True)]
    waiting = WaitingApproval.objects.filter(what=WHAT, subject__in=subjects)
    for one in waiting.values_list("approval_id", flat=True):
        held = Approval.objects.select_for_update(of=("self",)).get(pk=one)
        is_own = held.proposed_by == by.username
        how = ApprovalEnd.How.WITHDRAWN if is_own else ApprovalEnd.How.DECLINED
        end(key, by, held, how, _("Counted again."))


def proposal_of(count: CashCount) -> Approval | None:
    """What puts a difference before a second person; None where there is none."""
    return Approval.objects.filter(what=WHAT, subject=f"cash_count:{count.pk}").first()


def is_open(count: CashCount) -> bool:
    """Whether this difference is still to be booked: it is one, of the last count, unbooked."""
    return bool(
        count.difference_idr
        and count.pk == last_count(count.account)
        and not CashDifference.objects.filter(count=count).exists()
    )


def count_of(request: Facts) -> CashCount:
    return CashCount.objects.select_related("account__place").get(pk=request["count"])


def both_accounts(request: Facts) -> dict[str, Any]:
    code = count_of(request).account.code
    return dict(lock_accounts([cash_account(code), accounts.cash_difference(code)]))


def difference_question(approval: Approval) -> str:
    count = count_of(approval.request)
    sentence = (
        _("{name} lacks {sum} against the book. Book the difference?")
        if count.difference_idr < 0
        else _("{name} has {sum} more than the book says. Book the difference?")
    )
    shown = show_rupiah(abs(count.difference_idr), language())
    return format_html(sentence, name=count.account.name, sum=format_html("<b>{}</b>", shown))


def difference_rows(request: Facts, facts: Facts) -> list[NowThen]:
    count, tongue = count_of(request), language()
    book, counted = (show_rupiah(each, tongue) for each in (count.book_idr, count.counted_idr))
    last = _("The last count") if facts["is_last"] else _("Counted again since, or booked")
    return [
        NowThen(_("In the book when it was counted"), book, counted),
        NowThen(_("Count"), last, last),
    ]


def difference_details(request: Facts, facts: Facts) -> Sequence[tuple[str, str]]:
    count, tongue = count_of(request), language()
    name = staff_called([count.actor]).get(count.actor, count.actor)
    found = [(_("Counted"), f"{name} · {show_start(count.counted_at, tongue)}")]
    if count.reference:
        found.append((_("Bank statement"), count.reference))
    return found


def post_difference(*, key: UUID, by: User, approval: Approval) -> CashDifference:
    """Book what a count found, inside the transaction of whoever agreed: what lies there more or
    less than the book says, against an account of its own."""
    count = count_of(approval.request)
    account = count.account
    own, other = cash_account(account.code), accounts.cash_difference(account.code)
    locked = lock_accounts([own, other])
    held_open(account.code)
    if not is_open(count):
        raise DifferenceGone(account=account.code, name=account.name)
    debit, credit = (own, other) if count.difference_idr > 0 else (other, own)
    now = clock.now()
    try:
        posted = post(
            key=str(key),
            kind=CASH_DIFFERENCE,
            transfers=[Transfer(debit, credit, abs(count.difference_idr))],
            occurred_at=now,
            actor=by.username,
            place=account.place.code,
            accounts=locked,
        )
    except NotEnough as refused:
        raise short_of(refused) or refused from None
    made = CashDifference.objects.create(
        count=count,
        approval=approval,
        entry_id=posted.entry_id,
        amount_idr=count.difference_idr,
        actor=by.username,
        recorded_at=now,
    )
    if account.is_bank:  # it stands on that statement, else it would not have been missing
        version = locked[own.code].version
        ReconciledStep.objects.create(count=count, account=account, version=version)
    write_log(key, by, account, count)
    return made


def write_log(key: UUID, by: User, account: CashAccount, count: CashCount) -> None:
    log(
        by=by,
        action=actions.BOOK_DIFFERENCE,
        subject=subject_of(account),
        key=key,
        reason=count.note,
        place=account.place,
    )


DIFFERENCE = Approvable(
    code=WHAT,
    name=gettext_lazy("Difference of a cash count"),
    may_agree=HANDLE_CASH,
    question=difference_question,
    rows=difference_rows,
    facts_now=lambda request: {"is_last": is_open(count_of(request))},
    carry_out=post_difference,
    lock=both_accounts,
    amount_name=gettext_lazy("Difference"),
    details=difference_details,
)
