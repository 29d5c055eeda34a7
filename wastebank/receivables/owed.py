"""What members are still to give back, receivable by receivable, the oldest first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from wastebank.models import Member, Receivable, ReceivableMove
from wastebank.receivables.caps import Cap


@dataclass(slots=True)
class Owed:
    """A receivable, what is left of it, and how many steps it has taken."""

    receivable: Receivable
    left_idr: int
    steps: int

    @property
    def cap(self) -> Cap:
        return Cap(self.receivable.percent, self.receivable.floor_idr)

    @property
    def back_idr(self) -> int:
        """What is not owed any more, however that came."""
        return self.receivable.amount_idr - self.left_idr


def with_left(found: QuerySet[Receivable]) -> QuerySet[Any, Any]:
    """Each with `left_idr` and `steps`: what its last step left of it, without adding up any."""
    moves = ReceivableMove.objects.filter(receivable=OuterRef("pk")).order_by("-step")
    return found.annotate(
        left_idr=Coalesce(Subquery(moves.values("left_idr")[:1]), F("amount_idr")),
        steps=Coalesce(Subquery(moves.values("step")[:1]), 0),
    )


def owed_by(members: Iterable[Member]) -> list[Owed]:
    """Every receivable of these members of which something is left."""
    found = with_left(Receivable.objects.filter(member__in=list(members))).filter(left_idr__gt=0)
    return read(found.select_related("correction__deposit", "member").order_by("pk"))


def owed_for(deposit_id: int) -> list[Owed]:
    """Every receivable that a correction of this deposit began, also those that are paid back."""
    found = with_left(Receivable.objects.filter(correction__deposit_id=deposit_id))
    return read(found.select_related("correction__deposit", "member").order_by("pk"))


def read(found: QuerySet[Any, Any]) -> list[Owed]:
    return [Owed(each, each.left_idr, each.steps) for each in found]


def sum_owed_idr(owed: Sequence[Owed]) -> int:
    return sum(each.left_idr for each in owed)


def given_up_idr(receivable: Receivable) -> dict[str, int]:
    """What was written off of a receivable and not taken back, by the reason for it."""
    sums = (
        receivable.moves.filter(kind__in=[ReceivableMove.Kind.WRITE_OFF, TAKEN_BACK])
        .order_by()
        .values_list("reason", "kind")
        .annotate(sum_idr=Sum("amount_idr"), count=Count("pk"))
    )
    found: dict[str, int] = {}
    for reason, kind, sum_idr, _count in sums:
        sign = -1 if kind == TAKEN_BACK else 1
        found[reason] = found.get(reason, 0) + sign * sum_idr
    return {reason: idr for reason, idr in found.items() if idr}


TAKEN_BACK = ReceivableMove.Kind.TAKEN_BACK
