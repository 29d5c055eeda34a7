"""The lines of a passbook: what moved in a wallet, from the book and the records beside it."""

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from ledger.models import EntryKind
from ledger.queries import Movement, entry_kind, find_account, statement
from wastebank.book.accounts import wallet
from wastebank.book.kinds import ENTRY_KINDS
from wastebank.deposits.find import deposits_of_entries, weights_of
from wastebank.deposits.lines import MAX_LINES
from wastebank.members.former import PlaceNames
from wastebank.models import Deposit, DepositCorrection, Member
from wastebank.passbook.corrected import OWED, Corrected
from wastebank.passbook.refusals import CursorUnknown


@dataclass(frozen=True, slots=True)
class PassbookLine:
    """A movement of a wallet as a passbook tells it; `change_idr` is signed. What takes an earlier
    movement back `is_correction`, and is subtracted on the side that one stood on."""

    version: int
    kind: EntryKind
    occurred_at: datetime
    recorded_at: datetime
    change_idr: int
    balance_idr: int
    place_code: str
    place_name: str
    entry_id: int
    number: str  # of the receipt; empty for clinic visits, which the clinic room knows
    weights: Sequence[tuple[str, int]]  # unit, amount
    is_correction: bool = False
    correction: DepositCorrection | None = None  # what a line of this kind put right
    left_idr: int | None = None  # what was left to come back, after a part of it came
    first_after: bool = False  # a deposit that brought nothing back, for it was the first
    corrected_at: datetime | None = None  # when this deposit was put right, the last time

    @property
    def in_idr(self) -> int:
        """What it adds to what came in: a deposit, or, below zero, a deposit taken back."""
        return self.change_idr if (self.change_idr > 0) is not self.is_correction else 0

    @property
    def out_idr(self) -> int:
        """What it adds to what went out: care, or, below zero, care that was given back."""
        return self.in_idr - self.change_idr

    @property
    def brought(self) -> Sequence[tuple[str, int]]:
        """What it adds to what was brought: below zero where a deposit was taken back, so that
        whoever adds a column up has what stands."""
        sign = -1 if self.is_correction else 1
        return [(unit, sign * amount) for unit, amount in self.weights]


def shown_of(lines: Sequence[PassbookLine], clinics: Container[str]) -> list[PassbookLine]:
    """The same movements, and of care at other clinics than these no more than the sum: neither
    where it was, nor a page of it. Whoever set a member's PIN may be reading."""
    return [
        line if line.kind in ENTRY_KINDS or line.place_code in clinics else without_care(line)
        for line in lines
    ]


def without_care(line: PassbookLine) -> PassbookLine:
    return replace(line, kind=replace(line.kind, page=""), place_code="", place_name="")


def passbook(
    member: Member, *, before_version: int | None = None, limit: int = 50
) -> list[PassbookLine]:
    """The wallet's movements, newest first, `limit` at a time."""
    account = find_account(wallet(member).code)
    if account is None:
        return []
    return grouped(statement(account, before_version=before_version, limit=limit))


def passbook_page(
    member: Member, *, before_version: int | None = None, limit: int = 50
) -> tuple[list[PassbookLine], int | None]:
    """At most `limit` whole movements, newest first, and the `before_version` of the next page.

    An entry has one step for each line that was weighed, so more steps are read than asked for,
    and an entry that the reading cut off is left to the next page.
    """
    check_cursor(member, before_version)
    steps = limit + MAX_LINES
    lines = passbook(member, before_version=before_version, limit=steps)
    if lines and lines[-1].version > 1:
        lines.pop()
    page = lines[:limit]
    more = bool(page) and page[-1].version > 1
    return page, page[-1].version if more else None


def check_cursor(member: Member, before_version: int | None) -> None:
    """A cursor is a step of this wallet, or the one that comes next. Any other was never given:
    an empty answer would look like an empty book."""
    if before_version is None:
        return
    account = find_account(wallet(member).code)
    newest = account.version if account else 0
    if not 1 <= before_version <= newest + 1:
        raise CursorUnknown(before=before_version, newest=newest)


def grouped(moves: Sequence[Movement]) -> list[PassbookLine]:
    """Steps of one entry become one line; the oldest may be cut off by the page and is kept so.

    What an entry lays out for a member, or brings back of it, is a line of its own.
    """
    places = PlaceNames(move.place for move in moves)
    deposits = deposits_of_entries([move.entry_id for move in moves])
    corrected = Corrected.of(moves)
    lines: list[PassbookLine] = []
    last_part = ""
    for move in moves:
        change_idr = move.credit - move.debit
        deposit = deposits.get(move.reverses_id or move.entry_id)
        part = corrected.part_of(move)
        if lines and lines[-1].entry_id == move.entry_id and part == last_part:
            last = lines.pop()
            change_idr += last.change_idr
            balance_idr = last.balance_idr
        else:
            balance_idr = move.balance
        last_part = part
        correction = corrected.corrections.get(move.entry_id)
        lines.append(
            PassbookLine(
                version=move.version,
                kind=corrected.kinds.get(part) or entry_kind(move.kind),
                occurred_at=move.occurred_at,
                recorded_at=move.recorded_at,
                change_idr=change_idr,
                balance_idr=balance_idr,
                place_code=move.place,
                place_name=places.at(move.place, move.recorded_at),
                entry_id=move.entry_id,
                number=number_of(deposit, correction),
                weights=weights_of(deposit) if deposit and not part else (),
                is_correction=move.reverses_id is not None
                or (correction is not None and not part and change_idr < 0),
                correction=correction,
                left_idr=corrected.left_idr.get(move.entry_id) if part == OWED else None,
                first_after=not part and move.entry_id in corrected.first_after,
                corrected_at=None if part else corrected.corrected_at.get(move.entry_id),
            )
        )
    return lines


def number_of(deposit: Deposit | None, correction: DepositCorrection | None) -> str:
    """The receipt that a line belongs to."""
    if deposit:
        return deposit.number
    return correction.deposit.number if correction else ""
