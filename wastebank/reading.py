"""Questions to the waste bank, answered from the book and the records beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet, Sum

from ledger.holds import overdue_amount
from ledger.models import Account
from ledger.reading import Movement, balance_at, find_account, statement
from wastebank.chart import wallet
from wastebank.lines import MAX_LINES
from wastebank.membernumber import MisspeltNumber, parse_number
from wastebank.models import Deposit, DepositVoid, Material, Member, Place, User
from wastebank.prices import Offer, offers
from wastebank.roles import SEE_DEPOSITS, SEE_MEMBERS, require


@dataclass(frozen=True, slots=True)
class Balance:
    """A wallet in rupiah: what is owed to the member, set aside, and free to spend."""

    balance_idr: int
    held_idr: int
    available_idr: int


@dataclass(frozen=True, slots=True)
class PassbookLine:
    """A movement of a wallet as a passbook tells it; `change_idr` is signed."""

    version: int
    kind: str  # deposit, deposit_reversed, redemption, redemption_reversed
    occurred_at: datetime
    recorded_at: datetime
    change_idr: int
    balance_idr: int
    place_code: str
    place_name: str
    entry_id: int
    number: str  # of the receipt; empty for clinic visits, which the clinic room knows
    weights: Sequence[tuple[str, int]]  # unit, amount


@dataclass(frozen=True, slots=True)
class BoardLine:
    """A material on the price board; `offer.price_idr` None says: ask."""

    material: Material
    offer: Offer


@dataclass(frozen=True, slots=True)
class DayTotal:
    material_name: str
    family: str
    unit: str
    amount: int
    rupiah_idr: int


def balance_of(member: Member) -> Balance:
    account = find_account(wallet(member).code)
    if account is None:
        return Balance(0, 0, 0)
    held_idr = account.held - overdue_amount(account)
    return Balance(account.balance, held_idr, account.balance - held_idr)


def balance_of_at(member: Member, at: datetime) -> int:
    """The wallet in rupiah at a past instant."""
    account = find_account(wallet(member).code)
    return balance_at(account, at) if account else 0


def passbook(
    member: Member, *, before_version: int | None = None, limit: int = 50
) -> list[PassbookLine]:
    """The wallet's movements, newest first, `limit` at a time."""
    account = find_account(wallet(member).code)
    if account is None:
        return []
    return grouped(account, statement(account, before_version=before_version, limit=limit))


def passbook_page(
    member: Member, *, before_version: int | None = None, limit: int = 50
) -> tuple[list[PassbookLine], int | None]:
    """At most `limit` whole movements, newest first, and the `before_version` of the next page.

    An entry has one step for each line that was weighed, so more steps are read than asked for,
    and an entry that the reading cut off is left to the next page.
    """
    steps = limit + MAX_LINES
    lines = passbook(member, before_version=before_version, limit=steps)
    if lines and lines[-1].version > 1:
        lines.pop()
    page = lines[:limit]
    more = bool(page) and page[-1].version > 1
    return page, page[-1].version if more else None


def grouped(account: Account, moves: Sequence[Movement]) -> list[PassbookLine]:
    """Steps of one entry become one line; the oldest may be cut off by the page and is kept so."""
    places = {place.code: place.name for place in Place.objects.all()}
    deposits = deposits_of_entries([move.entry_id for move in moves])
    lines: list[PassbookLine] = []
    for move in moves:
        change_idr = move.credit - move.debit
        deposit = deposits.get(move.reverses_id or move.entry_id)
        if lines and lines[-1].entry_id == move.entry_id:
            last = lines.pop()
            change_idr += last.change_idr
            balance_idr = last.balance_idr
        else:
            balance_idr = move.balance
        lines.append(
            PassbookLine(
                version=move.version,
                kind=move.kind,
                occurred_at=move.occurred_at,
                recorded_at=move.recorded_at,
                change_idr=change_idr,
                balance_idr=balance_idr,
                place_code=move.place,
                place_name=places.get(move.place, move.place),
                entry_id=move.entry_id,
                number=deposit.number if deposit else "",
                weights=weights_of(deposit) if deposit else (),
            )
        )
    return lines


def deposits_of_entries(entry_ids: Sequence[int]) -> dict[int, Deposit]:
    """Deposits by the id of their entry, also for entries that reversed them."""
    voided = DepositVoid.objects.filter(entry_id__in=entry_ids).values_list("deposit__entry_id")
    found = Deposit.objects.filter(Q(entry_id__in=entry_ids) | Q(entry_id__in=voided))
    return {deposit.entry_id: deposit for deposit in found.prefetch_related("lines")}


def weights_of(deposit: Deposit) -> Sequence[tuple[str, int]]:
    """The amounts of a deposit added up per unit."""
    totals: dict[str, int] = {}
    for line in deposit.lines.all():
        totals[line.unit] = totals.get(line.unit, 0) + line.amount
    return [(unit, totals[unit]) for unit in ("g", "ml", "pcs") if unit in totals]


def price_board(place: Place, day: date) -> list[BoardLine]:
    """What a place buys on a day, with its prices, by family and name."""
    materials = list(Material.objects.filter(active=True).order_by("family", "name_id"))
    day_offers = offers(materials, place, day)
    return [BoardLine(m, day_offers[m.pk]) for m in materials if m.pk in day_offers]


def search_members(*, by: User, text: str, limit: int = 20) -> list[Member]:
    """Members of the places this person may see, by number or part of the name."""
    require(by, SEE_MEMBERS)
    members = visible_members(by)
    try:
        return list(members.filter(number=parse_number(text)))
    except MisspeltNumber:
        return list(members.filter(name__icontains=text.strip()).order_by("name")[:limit])


def visible_members(by: User) -> QuerySet[Member]:
    members = Member.objects.select_related("place")
    return members.filter(place__in=visible_places(by))


def visible_places(by: User) -> QuerySet[Place]:
    """The waste bank places this person may see."""
    places = Place.objects.exclude(kind=Place.Kind.CLINIC)
    if by.place is None:
        return places
    return places.filter(Q(pk=by.place_id) | Q(parent_id=by.place_id))


def day_list(*, by: User, day: date) -> QuerySet[Deposit]:
    """The deposits that count in a day at the places this person may see, newest first."""
    require(by, SEE_DEPOSITS)
    deposits = Deposit.objects.filter(place__in=visible_places(by), book_day=day)
    return deposits.select_related("member", "place", "void").order_by("-recorded_at", "-pk")


def day_totals(deposits: QuerySet[Deposit]) -> list[DayTotal]:
    """Amount and worth per material over deposits that were not voided."""
    rows = (
        deposits.filter(void__isnull=True)
        .order_by()
        .values("lines__material__name_id", "lines__family", "lines__unit")
        .annotate(amount=Sum("lines__amount"), rupiah_idr=Sum("lines__rupiah_idr"))
        .order_by("lines__family", "lines__material__name_id")
    )
    return [
        DayTotal(
            row["lines__material__name_id"],
            row["lines__family"],
            row["lines__unit"],
            row["amount"],
            row["rupiah_idr"],
        )
        for row in rows
        if row["amount"]
    ]
