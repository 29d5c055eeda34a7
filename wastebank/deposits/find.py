"""Finding deposits: by their number, or behind entries of the book."""

from collections.abc import Sequence

from wastebank.deposits.refusals import DepositUnknown
from wastebank.models import Deposit, DepositVoid, User
from wastebank.values.units import UNITS


def find_deposit(*, number: str, by: User) -> Deposit:
    """A deposit of a place this person may see, by its receipt number."""
    found = Deposit.objects.select_related("place", "member", "entry", "void")
    deposit = found.filter(number=number.strip().upper()).first()
    if deposit is None or (by.place is not None and not by.place.covers(deposit.place)):
        raise DepositUnknown
    return deposit


def deposits_of_entries(entry_ids: Sequence[int]) -> dict[int, Deposit]:
    """Deposits by the id of their entry, also for entries that reversed them."""
    voids = DepositVoid.objects.filter(entry_id__in=entry_ids)
    voided = list(voids.values_list("deposit__entry_id", flat=True))
    # Never "these or those of another question": PostgreSQL would read every deposit.
    found = Deposit.objects.filter(entry_id__in=[*entry_ids, *voided])
    return {deposit.entry_id: deposit for deposit in found.prefetch_related("lines")}


def weights_of(deposit: Deposit) -> Sequence[tuple[str, int]]:
    """The amounts of a deposit added up per unit."""
    totals: dict[str, int] = {}
    for line in deposit.lines.all():
        totals[line.unit] = totals.get(line.unit, 0) + line.amount
    return [(unit, totals[unit]) for unit in UNITS if unit in totals]
