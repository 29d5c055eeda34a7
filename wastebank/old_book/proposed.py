"""Balances of an old book that are too much for one person: they wait for a second one."""

from uuid import UUID

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from wastebank.approvals.limits import DeclaredLimit, needs_second
from wastebank.approvals.propose import put_proposal
from wastebank.models import Approval, OpeningBalance, Place, User
from wastebank.old_book.openings import OpeningSaid
from wastebank.staff.access.looked_after import is_shell

WHAT = "opening_balances"
OPENING_LIMIT = DeclaredLimit(
    code=WHAT,
    name=_("Balances from the old book"),
    default_idr=20_000_000,
    says=_("All opening balances of a place together."),
)


def opened_idr(place: Place) -> int:
    """What the members of a place have brought along until now."""
    rows = OpeningBalance.objects.filter(place=place)
    return int(rows.aggregate(total=Sum("amount_idr"))["total"] or 0)


def needs_two(by: User, place: Place, said: OpeningSaid) -> bool:
    """By the sum of all of them: many small lists are one large one. Whoever holds the shell of the
    machine is asked for nobody else: they hold the book."""
    return not is_shell(by) and needs_second(OPENING_LIMIT, opened_idr(place) + said.total_idr)


def put_openings_proposal(*, key: UUID, by: User, place: Place, said: OpeningSaid) -> Approval:
    """Instead of writing a list: it is kept under its key, and written once somebody agrees."""
    return put_proposal(
        key=key,
        by=by,
        what=WHAT,
        subject=f"place:{place.code}",
        request={
            "file": str(key),
            "place": place.code,
            "day": said.day.isoformat(),
            "total_idr": said.total_idr,
            "count": said.count,
        },
        facts={"opened_idr": opened_idr(place), "is_kept": True},
        amount_idr=said.total_idr,
        place=place,
    )
