"""Opening balances: what the bank owed its members by the book before this one.

Each is a journal entry of its own, debit `opening:<place>`, credit the member's wallet, and the
first step of that wallet. All of a place are of one day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from ledger import clock
from ledger.idempotency import KeyedRequest, claim_all, settle_all
from ledger.posting import EntryAsked, Transfer, lock_accounts, post_all
from wastebank.book.accounts import opening, wallet
from wastebank.book.kinds import OPENING_BALANCE
from wastebank.days.refusals import DayClosed
from wastebank.models import Member, OpeningBalance, Place, ReceiptSeries, User
from wastebank.old_book.refusals import (
    OpeningDayDiffers,
    OpeningDiffers,
    OpeningTooLate,
    OpeningUnconfirmed,
)
from wastebank.refusals import DayAhead
from wastebank.values.calendar import day_bounds, local_day

VERB = "open_balance"  # of the key of each entry
MAX_OPENING_IDR = 1_000_000_000


@dataclass(frozen=True, slots=True)
class OpeningSaid:
    """What a person who holds the old book says of it: the day, the total, and how many."""

    day: date
    total_idr: int
    count: int


@dataclass(frozen=True, slots=True)
class Brought:
    """A balance that comes along, of a member who is on record."""

    member: Member
    amount_idr: int


def check_said(said: OpeningSaid | None, amounts_idr: Sequence[int]) -> None:
    """What was said of the old book is what the list brings; where it brings none, nothing is."""
    count, total_idr = len(amounts_idr), sum(amounts_idr)
    if said is None:
        if count:
            raise OpeningUnconfirmed(count=count, total_idr=total_idr)
    elif (said.count, said.total_idr) != (count, total_idr):
        raise OpeningDiffers(
            said_count=said.count, said_idr=said.total_idr, count=count, total_idr=total_idr
        )


def check_day(place: Place, day: date) -> None:
    """Not ahead of us, not on a day that was signed, and the one that the place has already."""
    if day > local_day(clock.now()):
        raise DayAhead(day=day.isoformat())
    series = ReceiptSeries.objects.filter(place=place).first()
    if series is not None and series.closed_through is not None and series.closed_through >= day:
        raise DayClosed(day=day.isoformat())
    other = OpeningBalance.objects.filter(place=place).exclude(day=day).order_by("pk").first()
    if other is not None:
        raise OpeningDayDiffers(place=place.name, day=other.day.isoformat())


def post_openings(
    *, by: User, place: Place, said: OpeningSaid, brought: Sequence[Brought], key: UUID
) -> list[OpeningBalance]:
    """Post all of them, or none: inside a command's transaction, under its key."""
    check_said(said, [one.amount_idr for one in brought])
    check_day(place, said.day)
    keys = [uuid5(key, one.member.number) for one in brought]
    claims = claim_all(
        [
            KeyedRequest(own, VERB, {"member": one.member.number, "amount_idr": one.amount_idr})
            for own, one in zip(keys, brought, strict=True)
        ]
    )
    origin, wallets = opening(place), [wallet(one.member) for one in brought]
    accounts = lock_accounts([*wallets, origin])
    for one, own_wallet in zip(brought, wallets, strict=True):
        if accounts[own_wallet.code].version:  # read under the lock: nothing comes in between
            raise OpeningTooLate(member=one.member.number)
    entries = post_all(
        entries=[
            EntryAsked(str(own), [Transfer(origin, own_wallet, one.amount_idr)])
            for own, own_wallet, one in zip(keys, wallets, brought, strict=True)
        ],
        kind=OPENING_BALANCE,
        occurred_at=day_bounds(said.day)[0],
        actor=by.username,
        place=place.code,
        accounts=accounts,
    )
    now = clock.now()
    made = OpeningBalance.objects.bulk_create(
        OpeningBalance(
            member=one.member,
            place=place,
            entry_id=entry_id,
            day=said.day,
            amount_idr=one.amount_idr,
            actor=by.username,
            recorded_at=now,
        )
        for entry_id, one in zip(entries, brought, strict=True)
    )
    settle_all({claim: {"id": row.pk} for claim, row in zip(claims, made, strict=True)})
    return made
