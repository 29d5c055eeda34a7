"""A proposal ends: a second person agrees or declines, or who proposed it withdraws it.

Whoever ends it holds its row first, so of two who come at the same time one ends it, and the other
reads who did.
"""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Model

from ledger import clock
from wastebank import actions
from wastebank.approvals.approvable import Facts, NowThen, approvable_of
from wastebank.approvals.find import find_approval, why_not_agree
from wastebank.approvals.propose import plain
from wastebank.approvals.refusals import (
    ApprovalAgreed,
    ApprovalChanged,
    ApprovalDeclined,
    ApprovalWithdrawn,
    EndedBefore,
    NotYourProposal,
    OwnProposal,
)
from wastebank.commands import log, record
from wastebank.models import Approval, ApprovalEnd, User, WaitingApproval
from wastebank.permissions import AGREE_APPROVALS, WITHDRAW_APPROVALS, require
from wastebank.staff.names import staff_called
from wastebank.text import checked_note, checked_reason
from wastebank.values.calendar import iso

How = ApprovalEnd.How
ENDED = {
    How.AGREED: ApprovalAgreed,
    How.DECLINED: ApprovalDeclined,
    How.WITHDRAWN: ApprovalWithdrawn,
}


def agree(
    *,
    key: UUID,
    by: User,
    approval: int,
    facts_seen: Facts | None = None,
    note: str = "",
) -> ApprovalEnd:
    """Agree as the second person: it is carried out now, as it was proposed, once.

    `facts_seen` are the facts this person looked at; left out, those of the proposal. If they are
    others by now, nothing is done, and the refusal says both.
    """
    require(by, AGREE_APPROVALS)
    found = find_approval(by=by, number=approval)
    why = checked_reason(note, needed=False)
    seen = plain(found.facts if facts_seen is None else facts_seen)

    def make() -> ApprovalEnd:
        held = hold(found)
        require_open(held)
        if refusal := why_not_agree(by, held):
            raise refusal
        approvable = approvable_of(held.what)
        approvable.lock(held.request)
        now = plain(approvable.facts_now(held.request))
        if now != seen:
            raise changed(held, seen, now)
        made = approvable.carry_out(key=key, by=by, approval=held)
        return end(key, by, held, How.AGREED, why, facts=now, made=made)

    request = {"by": by.username, "approval": found.pk, "seen": seen, "note": why}
    return record(ApprovalEnd, key=key, verb="agree", request=request, make=make)


def decline(*, key: UUID, by: User, approval: int, note: str) -> ApprovalEnd:
    """Say no, and why. What was proposed is not done; it may be proposed anew."""
    require(by, AGREE_APPROVALS)
    found = find_approval(by=by, number=approval)
    why = checked_note(note)

    def make() -> ApprovalEnd:
        held = hold(found)
        require_open(held)
        if by.username == held.proposed_by:
            raise OwnProposal
        require(by, approvable_of(held.what).may_agree)
        return end(key, by, held, How.DECLINED, why)

    request = {"by": by.username, "approval": found.pk, "note": why}
    return record(ApprovalEnd, key=key, verb="decline", request=request, make=make)


def withdraw(*, key: UUID, by: User, approval: int, note: str = "") -> ApprovalEnd:
    """Take the own proposal back, while nobody has answered it."""
    require(by, WITHDRAW_APPROVALS)
    found = find_approval(by=by, number=approval)
    why = checked_reason(note, needed=False)

    def make() -> ApprovalEnd:
        held = hold(found)
        require_open(held)
        if by.username != held.proposed_by:
            raise NotYourProposal(name=name_of(held.proposed_by))
        return end(key, by, held, How.WITHDRAWN, why)

    request = {"by": by.username, "approval": found.pk, "note": why}
    return record(ApprovalEnd, key=key, verb="withdraw", request=request, make=make)


def hold(approval: Approval) -> Approval:
    """The proposal until the transaction ends; everybody who ends one waits here."""
    return Approval.objects.select_for_update(of=("self",)).get(pk=approval.pk)


def require_open(approval: Approval) -> None:
    if ended := ApprovalEnd.objects.filter(approval=approval).first():
        raise ended_before(ended)


def ended_before(ended: ApprovalEnd) -> EndedBefore:
    """Who ended it, how and when."""
    return ENDED[How(ended.how)](name=name_of(ended.by), at=iso(ended.at))


def changed(approval: Approval, seen: Facts, now: Facts) -> ApprovalChanged:
    """What is otherwise than what somebody saw, with both figures."""
    rows = approvable_of(approval.what).rows
    words = changes_between(rows(approval.request, seen), rows(approval.request, now))
    return ApprovalChanged(changes=words, facts_now=now)


def changes_between(before: Sequence[NowThen], after: Sequence[NowThen]) -> list[str]:
    """`Saldo: Rp7.668 → Rp2.168`: each line that reads otherwise, with both of its figures."""
    were = {row.label: row for row in before}
    found = []
    for row in after:
        was = were.get(row.label)
        if was is None or (was.now, was.then) != (row.now, row.then):
            old, new = ("–", row.now) if was is None else (was.now, row.now)
            if was is not None and old == new:
                old, new = was.then, row.then
            found.append(f"{row.label}: {old} → {new}")
    gone = were.keys() - {row.label for row in after}
    return found + [f"{label}: {were[label].now} → –" for label in were if label in gone]


def end(
    key: UUID,
    by: User,
    approval: Approval,
    how: How,
    note: str,
    *,
    facts: Facts | None = None,
    made: Model | None = None,
) -> ApprovalEnd:
    ended = ApprovalEnd.objects.create(
        approval=approval,
        how=how,
        facts=facts or {},
        result=f"{made._meta.label_lower}:{made.pk}" if made else "",  # noqa: SLF001 - documented
        note=note,
        by=by.username,
        at=clock.now(),
    )
    for waiting in WaitingApproval.objects.filter(approval=approval):
        waiting.delete()
    log(
        by=by,
        action=LOGGED[how],
        subject=f"approval:{approval.pk}",
        key=key,
        reason=note,
        place=approval.place,
    )
    return ended


LOGGED = {
    How.AGREED: actions.AGREE,
    How.DECLINED: actions.DECLINE,
    How.WITHDRAWN: actions.WITHDRAW,
}


def name_of(username: str) -> str:
    return staff_called([username]).get(username, username)
