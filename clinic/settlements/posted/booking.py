"""A cut is carried out: what came from accounts of the book goes back there."""

from collections.abc import Iterable

from django.db.models import QuerySet

from clinic.book.kinds import CARE_CUT
from clinic.models import Adjustment, AdjustmentBooked, AdjustmentPart
from clinic.settlements.posted.payable import Payable
from ledger import clock
from ledger.holds import spec_of
from ledger.idempotency import key_beside
from ledger.posting import AccountSpec, Transfer, post


def parts_to_accounts(adjustments: Iterable[Adjustment]) -> QuerySet[AdjustmentPart]:
    """What goes back to accounts; what was paid in cash is owed by the clinic's desk."""
    parts = AdjustmentPart.objects.filter(adjustment__in=list(adjustments))
    return parts.exclude(payment__account=None).select_related("payment__account").order_by("pk")


def sources_of_cuts(adjustments: Iterable[Adjustment]) -> list[AccountSpec]:
    """The accounts to lock before: patients' own first, as `ledger.posting` orders them."""
    return [source_of(part) for part in parts_to_accounts(adjustments)]


def source_of(part: AdjustmentPart) -> AccountSpec:
    assert part.payment.account is not None, "cash is left out"
    return spec_of(part.payment.account)


def book_cut(payable: Payable, adjustment: Adjustment) -> AdjustmentBooked:
    """Post one cut, each part from the clinic back to where it came from, also to a source that
    would pay nothing today. Cash passes by the book."""
    parts = list(parts_to_accounts([adjustment]))
    entry_id = None
    if parts:
        payable.cover(adjustment.account_idr)
        posted = post(
            key=key_beside(payable.key, f"cut {adjustment.pk}", CARE_CUT.code),
            kind=CARE_CUT,
            transfers=[
                Transfer(payable.payable(), source_of(part), part.amount_idr) for part in parts
            ],
            occurred_at=clock.now(),
            actor=payable.actor,
            place=payable.clinic.place.code,
            memo=f"cut {adjustment.pk}",
            accounts=payable.accounts,
        )
        entry_id = posted.entry_id
    return AdjustmentBooked.objects.create(
        adjustment=adjustment, entry_id=entry_id, booked_at=clock.now()
    )
