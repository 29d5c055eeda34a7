"""Something is proposed to a second person, instead of being done."""

import json
from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from uuid import UUID

from django.db import models

from ledger import clock
from ledger.idempotency import once
from ledger.written.digests import canonical
from ledger.written.documents import all_rows
from wastebank import actions
from wastebank.approvals.approvable import Facts, approvable_of
from wastebank.approvals.refusals import ApprovalWaits
from wastebank.commands import log, make_first, record
from wastebank.models import Approval, Place, User, WaitingApproval
from wastebank.text import checked_reason

Recorded = TypeVar("Recorded", bound=models.Model)


def plain(facts: Facts) -> dict[str, Any]:
    """Facts as JSON says them, so that those of now and those of then compare."""
    made: dict[str, Any] = json.loads(canonical(facts))
    return made


def no_sum() -> int:
    return 0


def propose(
    *,
    key: UUID,
    by: User,
    what: str,
    subject: str,
    request: Facts,
    facts: Facts | None = None,
    look: Callable[[], int] = no_sum,
    note: str = "",
    place: Place | None = None,
) -> Approval:
    """Put an act before a second person. The verb that calls this has asked for its permission.

    `facts` are those that the proposer has seen; left out, those of this moment. `look` refuses
    what cannot be proposed now, and answers the sum that it is about. A replay does not look: by
    then the act is carried out, perhaps, and the answer is the same proposal.
    """
    why = checked_reason(note, needed=False)
    asked = {"by": by.username, "what": what, "subject": subject, "note": why}

    def make() -> Approval:
        return put_proposal(
            key=key,
            by=by,
            what=what,
            subject=subject,
            request=request,
            facts=facts,
            amount_idr=look(),
            note=why,
            place=place,
        )

    return record(
        Approval,
        key=key,
        verb="propose",
        request={**asked, **apart(request, asked)},
        make=make,
    )


def apart(request: Facts, asked: Facts) -> Facts:
    """Each field of a request under its own name, so that a reused key can say which one differs;
    all of them under one where a name is taken."""
    return {"request": request} if request.keys() & {*asked, "amount"} else request


def put_proposal(
    *,
    key: UUID,
    by: User,
    what: str,
    subject: str,
    request: Facts,
    facts: Facts | None = None,
    amount_idr: int = 0,
    note: str = "",
    place: Place | None = None,
) -> Approval:
    """Write a proposal inside a command's transaction: where that finds, under its locks, that a
    second person is needed."""
    approvable = approvable_of(what)
    asked = plain(request)
    same = WaitingApproval.objects.filter(what=what, subject=subject)
    if waiting := same.first():
        raise ApprovalWaits(approval=waiting.approval_id)
    approval = Approval.objects.create(
        what=what,
        subject=subject,
        request=asked,
        facts=plain(approvable.facts_now(asked) if facts is None else facts),
        amount_idr=amount_idr,
        note=note,
        place=place,
        proposed_by=by.username,
        proposed_at=clock.now(),
    )
    try:
        make_first(
            same,
            ApprovalWaits(approval=approval.pk),
            lambda: WaitingApproval.objects.create(approval=approval, what=what, subject=subject),
        )
    except ApprovalWaits:  # somebody was first in this very moment: theirs is the number
        raise ApprovalWaits(approval=same.get().approval_id) from None
    log(
        by=by,
        action=actions.PROPOSE,
        subject=f"approval:{approval.pk}",
        key=key,
        reason=note,
        place=place,
    )
    return approval


def record_or_propose(
    *,
    model: type[Recorded],
    key: UUID,
    verb: str,
    request: Mapping[str, Any],
    make: Callable[[], Recorded | Approval],
) -> Recorded | Approval:
    """`commands.record` for a verb that may need a second person: `make` answers either what it
    made or, by `put_proposal`, what it proposed. A replay of the key answers the same again."""
    made: list[Recorded | Approval] = []

    def carry_out() -> dict[str, Any]:
        made.append(make())
        name = "approval" if isinstance(made[-1], Approval) else "id"
        return {name: made[-1].pk}

    answer = once(key=key, verb=verb, request=request, carry_out=carry_out)
    if not answer.replayed:
        return made[-1]
    kept: Any
    if "approval" in answer.result:
        kept = Approval.objects.get(pk=answer.result["approval"])
    else:
        kept = all_rows(model).get(pk=answer.result["id"])
    kept.replayed = True
    found: Recorded | Approval = kept
    return found
