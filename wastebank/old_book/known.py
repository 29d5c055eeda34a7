"""Who of a members list is on record already, and who only seems to be."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from django.db.models import Q, QuerySet

from ledger.models import Account
from wastebank.book.accounts import WALLET
from wastebank.models import Member, Place
from wastebank.old_book.member_rows import Contact, ImportedMember
from wastebank.values.names import identity, order_form, search_form

ASKED_AT_ONCE = 200
Part = TypeVar("Part")
# What a member has of whom a list said no more than the name.
UNSAID = {
    "kind": Member.Kind.PERSON,
    "rt": "",
    "rw": "",
    "address": "",
    "phone": "",
    "guardian_name": "",
}


@dataclass(frozen=True, slots=True)
class Known:
    """A member on record: with its wallet, and whether it is this one or only looks like it."""

    member: Member
    balance_idr: int
    steps: int  # that the wallet has taken; none: an opening balance may come first
    brought_idr: int = 0  # by its opening balance
    is_doubtful: bool = False

    def differs(self, row: ImportedMember) -> bool:
        """Whether a row says of the balance what is neither here now nor what came along once."""
        return row.balance_idr not in (None, self.balance_idr, self.brought_idr)

    def gets(self, row: ImportedMember) -> bool:
        """Whether an opening balance would come along for it."""
        return self.differs(row) and not self.steps


@dataclass
class Register:
    """Those on record whom the rows of a list may mean, read in a few questions."""

    place: Place
    rows: Sequence[ImportedMember]
    seen: QuerySet[Member]  # whom the person who brings the list may see

    @cached_property
    def members(self) -> Sequence[Member]:
        found: dict[int, Member] = {}
        for some in in_parts(self.rows):
            asked = Q(number__in=[row.number for row in some if row.number])
            here = Q(old_number__in=[row.old_number for row in some if row.old_number])
            here |= Q(ordered_by__in=[order_form(row.name) for row in some])
            asked |= here & Q(place=self.place)
            meant = self.seen.select_related("group", "opening").filter(asked)
            found |= {member.pk: member for member in meant}
        return list(found.values())

    @cached_property
    def by_number(self) -> Mapping[str, Member]:
        return {member.number: member for member in self.members}

    @cached_property
    def here(self) -> Sequence[Member]:
        return [member for member in self.members if member.place_id == self.place.pk]

    @cached_property
    def by_old_number(self) -> Mapping[str, Member]:
        return {member.old_number: member for member in self.here if member.old_number}

    @cached_property
    def by_name(self) -> Mapping[str, list[Member]]:
        found: dict[str, list[Member]] = {}
        for member in self.here:
            found.setdefault(search_form(member.name), []).append(member)
        return found

    def known(self) -> Mapping[int, Known]:
        """By the row of the list: who it is, or, with a doubt, who it may be."""
        pairs = {row.row: self.of(row) for row in self.rows}
        accounts = wallets({m.number for m, _doubt in pairs.values() if m is not None})
        return {
            number: Known(
                member, *accounts.get(member.number, (0, 0)), opening_of(member), is_doubtful=doubt
            )
            for number, (member, doubt) in pairs.items()
            if member is not None
        }

    def of(self, row: ImportedMember) -> tuple[Member | None, bool]:
        if row.number:
            return self.by_number.get(row.number), False
        if row.old_number and row.old_number in self.by_old_number:
            return self.by_old_number[row.old_number], False
        namesakes = self.by_name.get(search_form(row.name), [])
        for member in namesakes:
            if is_described_by(row, member):
                return member, False
        if row.somebody_else:
            return None, False
        own = Contact.of(row)
        alike = [member for member in namesakes if not own.is_apart(Contact.of(member))]
        return (alike[0], True) if alike else (None, False)


def differing(row: ImportedMember, member: Member) -> dict[str, str]:
    """What a row says otherwise of a member; what it has no word of stays."""
    facts = row.facts | ({"old_number": row.old_number} if row.old_number else {})
    return {name: value for name, value in facts.items() if getattr(member, name) != value}


def is_described_by(row: ImportedMember, member: Member) -> bool:
    """Whether a row without a number says of a member exactly what is on record: the same list
    came once before. A name alone tells nobody, unless it brought the same sum along."""
    if row.old_number != member.old_number or identity(row.name) != identity(member.name):
        return False
    if any(getattr(member, fact) != said for fact, said in (UNSAID | row.facts).items()):
        return False
    tells = row.old_number or row.phone or (row.rt and row.address)
    return bool(tells) or (row.balance_idr or 0) == opening_of(member) > 0


def opening_of(member: Member) -> int:
    found = getattr(member, "opening", None)
    return found.amount_idr if found else 0


def wallets(numbers: Iterable[str]) -> Mapping[str, tuple[int, int]]:
    """Balance and steps of each wallet, by the number of its member."""
    found: dict[str, tuple[int, int]] = {}
    for some in in_parts(sorted(numbers)):
        accounts = Account.objects.filter(code__in=[f"{WALLET}{number}" for number in some])
        found |= {a.code.removeprefix(WALLET): (a.balance, a.version) for a in accounts}
    return found


def in_parts(every: Sequence[Part]) -> Iterator[Sequence[Part]]:
    for start in range(0, len(every), ASKED_AT_ONCE):
        yield every[start : start + ASKED_AT_ONCE]
