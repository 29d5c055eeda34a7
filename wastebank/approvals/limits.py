"""Limits of the programme: above which sum an act needs two people. They are changed by two.

A room declares a limit with the sum that holds until two people set another one. No limit and a
limit of Rp0 are two things: under the first one person does it all, under the second nobody alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ledger import clock, registry
from wastebank import actions
from wastebank.approvals.approvable import Approvable, Facts, NowThen, Word
from wastebank.approvals.propose import propose
from wastebank.approvals.refusals import LimitMalformed, LimitUnknown
from wastebank.commands import log
from wastebank.models import Approval, ProgrammeLimit, User
from wastebank.permissions import SEE_APPROVALS, SET_LIMITS, require
from wastebank.refusals import NothingCorrected
from wastebank.values.dated import in_force
from wastebank.values.language import language
from wastebank.values.quantities import show_rupiah

MOST_IDR = 10_000_000_000


@dataclass(frozen=True)
class DeclaredLimit:
    """A sum above which something needs two people; `says` is a sentence on what is counted."""

    code: str
    name: Word
    default_idr: int | None
    says: Word = ""


@cache
def declared_limits() -> Mapping[str, DeclaredLimit]:
    """Those of all rooms, by their code."""
    return {one.code: one for room in registry.offered("limits") for one in room}


def limit_idr(limit: DeclaredLimit, moment: datetime | None = None) -> int | None:
    """The sum that holds; None: no limit."""
    held = limit_row(limit, moment)
    return held.amount_idr if held else limit.default_idr


def limit_row(limit: DeclaredLimit, moment: datetime | None = None) -> ProgrammeLimit | None:
    """The row that two people set and that holds; None while the declared sum does."""
    rows = ProgrammeLimit.objects.filter(code=limit.code)
    return in_force(rows, moment or clock.now())


def needs_second(limit: DeclaredLimit, amount_idr: int) -> bool:
    """Whether a sum of this size, in either direction, is for two people."""
    most_idr = limit_idr(limit)
    return most_idr is not None and abs(amount_idr) > most_idr


def propose_limit(
    *, key: UUID, by: User, limit: str, amount_idr: int | None, note: str = ""
) -> Approval:
    """Propose another limit; None: no limit any more. It holds once somebody else has agreed."""
    require(by, SET_LIMITS)
    if limit not in declared_limits():
        raise LimitUnknown(limit=limit[:40])
    if amount_idr is not None and not 0 <= amount_idr <= MOST_IDR:
        raise LimitMalformed(max_idr=MOST_IDR)

    def look() -> int:
        if amount_idr == limit_idr(declared_limits()[limit]):
            raise NothingCorrected
        return 0

    return propose(
        key=key,
        by=by,
        what=LIMIT_CHANGE.code,
        subject=f"limit:{limit}",
        request={"limit": limit, "amount_idr": amount_idr},
        look=look,
        note=note,
    )


def shown_limit(amount_idr: int | None) -> str:
    return _("No limit") if amount_idr is None else show_rupiah(amount_idr, language())


def limit_name(code: str) -> str:
    """What a limit is called; one of a room that is gone keeps its code."""
    known = declared_limits().get(code)
    return str(known.name) if known else code


def limit_question(approval: Approval) -> str:
    then = shown_limit(approval.request["amount_idr"])
    return format_html(
        _("{limit}: {then} from now on. Do you agree?"),
        limit=limit_name(approval.request["limit"]),
        then=format_html("<b>{}</b>", then),
    )


def limit_rows(request: Facts, facts: Facts) -> list[NowThen]:
    now, then = shown_limit(facts["amount_idr"]), shown_limit(request["amount_idr"])
    return [NowThen(limit_name(request["limit"]), now, then)]


def limit_facts(request: Facts) -> Facts:
    known = declared_limits().get(request["limit"])
    return {"amount_idr": limit_idr(known) if known else None}


def put_limit(*, key: Any, by: User, approval: Approval) -> ProgrammeLimit:
    now = clock.now()
    made = ProgrammeLimit.objects.create(
        code=approval.request["limit"],
        amount_idr=approval.request["amount_idr"],
        approval=approval,
        holds_from=now,
        set_by=approval.proposed_by,
        set_at=now,
    )
    log(by=by, action=actions.SET_LIMIT, subject=f"approval:{approval.pk}", key=key)
    return made


def limit_below(_approval: Approval) -> str:
    return _("Limits are changed by two people. It holds from the agreement on.")


LIMIT_CHANGE = Approvable(
    code="limit",
    name=gettext_lazy("Limit"),
    may_agree=SET_LIMITS,
    may_see=SEE_APPROVALS,
    below=limit_below,
    question=limit_question,
    rows=limit_rows,
    facts_now=limit_facts,
    carry_out=put_limit,
)
