"""Somebody looks at a deposit with review flags, and says what it was."""

from uuid import UUID

from ledger import clock
from wastebank import actions
from wastebank.commands import log, make_first, record
from wastebank.deposits.find import find_deposit
from wastebank.deposits.refusals import AlreadyReviewed, NothingToReview
from wastebank.models import DepositReview, User
from wastebank.permissions import REVIEW_DEPOSIT, require
from wastebank.text import checked_note


def review_deposit(*, key: UUID, by: User, deposit: str, note: str) -> DepositReview:
    """Say what was odd about a deposit with review flags, once."""
    require(by, REVIEW_DEPOSIT)
    text = checked_note(note)
    found = find_deposit(number=deposit, by=by)

    def review() -> DepositReview:
        if not found.review_flags:
            raise NothingToReview(deposit=found.number)
        made = make_first(
            DepositReview.objects.filter(deposit=found),
            AlreadyReviewed(deposit=found.number),
            lambda: DepositReview.objects.create(
                deposit=found, note=text, actor=by.username, reviewed_at=clock.now()
            ),
        )
        log(
            by=by,
            action=actions.REVIEW_DEPOSIT,
            subject=f"deposit:{found.number}",
            key=key,
            reason=text,
            place=found.place,
        )
        return made

    request = {"by": by.username, "deposit": found.number, "note": text}
    return record(DepositReview, key=key, verb="review_deposit", request=request, make=review)
