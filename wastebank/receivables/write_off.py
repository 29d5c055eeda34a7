"""What cannot come back, or should not, is given up: proposed by one, agreed to by another."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ledger import clock
from ledger.posting import Transfer, lock_accounts, post
from ledger.refusals import Refusal
from wastebank import actions
from wastebank.approvals.approvable import Approvable, Facts, NowThen
from wastebank.approvals.propose import propose
from wastebank.book import accounts as bank_accounts
from wastebank.book.kinds import WRITTEN_OFF
from wastebank.commands import log
from wastebank.members.refusals import OwnHousehold
from wastebank.models import Approval, Receivable, ReceivableMove, User, WriteOffReason
from wastebank.permissions import WRITE_OFF, require
from wastebank.receivables.owed import owed_by, read, with_left
from wastebank.receivables.refusals import NothingOwed, ReceivableUnknown
from wastebank.receivables.repaying import take
from wastebank.staff.names import staff_called
from wastebank.text import checked_choice, checked_note
from wastebank.values.language import language
from wastebank.values.quantities import show_rupiah

WHAT = "write_off"


def propose_write_off(*, key: UUID, by: User, receivable: int, reason: str, note: str) -> Approval:
    """Propose that what is left of a receivable is given up. A second person agrees to it."""
    require(by, WRITE_OFF)
    why = checked_choice("reason", reason, WriteOffReason.values)
    said = checked_note(note)
    found = find_receivable(by=by, number=receivable)
    if by.member_id == found.member_id:
        raise OwnHousehold

    def look() -> int:
        left_idr = left_of(found.pk)
        if not left_idr:
            raise NothingOwed(member=found.member.number)
        return -left_idr

    return propose(
        key=key,
        by=by,
        what=WHAT,
        subject=f"receivable:{found.pk}",
        request={"receivable": found.pk, "reason": why},
        look=look,
        note=said,
        place=found.correction.deposit.place,
    )


def find_receivable(*, by: User, number: int) -> Receivable:
    found = Receivable.objects.select_related("member", "correction__deposit__place")
    receivable = found.filter(pk=number).first()
    if receivable is None:
        raise ReceivableUnknown(receivable=number)
    place = receivable.correction.deposit.place
    if by.place is not None and not by.place.covers(place):
        raise ReceivableUnknown(receivable=number)
    return receivable


def left_of(number: int) -> int:
    return read(with_left(Receivable.objects.filter(pk=number)))[0].left_idr


def receivable_of(request: Facts) -> Receivable:
    found = Receivable.objects.select_related("member", "correction__deposit__place")
    return found.get(pk=request["receivable"])


def facts_now(request: Facts) -> Facts:
    return {"left_idr": left_of(request["receivable"])}


def rows(_request: Facts, facts: Facts) -> Sequence[NowThen]:
    tongue = language()
    left = show_rupiah(facts["left_idr"], tongue)
    return [NowThen(_("Receivable"), left, show_rupiah(0, tongue))]


def question(approval: Approval) -> str:
    name = staff_called([approval.proposed_by]).get(approval.proposed_by, approval.proposed_by)
    member = receivable_of(approval.request).member
    return format_html(
        _("{name} proposes: {amount} of {member} do not have to come back. Do you agree?"),
        name=name,
        amount=format_html("<b>{}</b>", show_rupiah(-approval.amount_idr, language())),
        member=member.name,
    )


def details(request: Facts, _facts: Facts) -> Sequence[tuple[str, str]]:
    found = receivable_of(request)
    return [
        (_("Why"), str(WriteOffReason(request["reason"]).label)),
        (_("Cause"), str(found.get_cause_display())),
        (_("Member"), f"{found.member.name} · {found.member.number}"),
        (_("Deposit"), found.correction.deposit.number),
    ]


def why_not(by: User, approval: Approval) -> Refusal | None:
    return OwnHousehold() if by.member_id == receivable_of(approval.request).member_id else None


def lock(request: Facts) -> object:
    """The wallet, too: whoever lets a receivable grow less holds that."""
    member, reason = receivable_of(request).member, WriteOffReason(request["reason"])
    specs = (bank_accounts.wallet(member), bank_accounts.receivable(member))
    return lock_accounts([*specs, bank_accounts.written_off(reason.value)])


def carry_out(*, key: Any, by: User, approval: Approval) -> ReceivableMove:
    found, reason = receivable_of(approval.request), approval.request["reason"]
    member = found.member
    every = owed_by([member])
    owed = next((one for one in every if one.receivable.pk == found.pk), None)
    if owed is None:
        raise NothingOwed(member=member.number)
    own, given_up = bank_accounts.receivable(member), bank_accounts.written_off(reason)
    accounts = lock_accounts([bank_accounts.wallet(member), own, given_up])
    part = take(owed, owed.left_idr, every)
    posted = post(
        key=str(key),
        kind=WRITTEN_OFF,
        transfers=[Transfer(given_up, own, part.amount_idr)],
        occurred_at=clock.now(),
        actor=approval.proposed_by,
        place=found.correction.deposit.place.code,
        memo=f"write off {found.correction.deposit.number}",
        accounts=accounts,
    )
    move = part.move(ReceivableMove.Kind.WRITE_OFF, posted.entry_id, approval.proposed_by)
    move.reason, move.note, move.approval = reason, approval.note, approval
    move.save(force_insert=True)
    log(by=by, action=actions.WRITE_OFF, subject=f"member:{member.number}", key=key)
    return move


RECEIVABLE_WRITE_OFF = Approvable(
    code=WHAT,
    name=gettext_lazy("Write-off"),
    may_agree=WRITE_OFF,
    question=question,
    rows=rows,
    facts_now=facts_now,
    carry_out=carry_out,
    lock=lock,
    why_not=why_not,
    details=details,
)
