"""A members list on its way in: checked row by row, then written together or not at all.

Nothing is guessed about money or about who somebody is. Who looks like a member on record, whom a
number or an old number does not name, is asked; a balance comes along only for a wallet in which
nothing was recorded, and its day, total and count are said by who holds the old book.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self
from uuid import UUID

from django.utils.translation import gettext as _

from wastebank import actions
from wastebank.actions import Action
from wastebank.files.list_import import (
    Imported,
    ListImport,
    Progress,
    import_list,
)
from wastebank.members.doubles import hold_enrolments
from wastebank.members.find import visible_members
from wastebank.models import Member, Place, User
from wastebank.old_book.groups import GroupsMeant
from wastebank.old_book.hand_cards import CardsMeant
from wastebank.old_book.known import Known, Register, differing
from wastebank.old_book.member_rows import ImportedMember
from wastebank.old_book.openings import OpeningSaid
from wastebank.old_book.proposed import needs_two, put_openings_proposal
from wastebank.old_book.refusals import RowOvertaken
from wastebank.old_book.writing import MembersWritten
from wastebank.permissions import IMPORT_MEMBERS, place_of, require
from wastebank.refusals import MayNot, PlaceInactive, PlaceUnknown
from wastebank.values.language import language
from wastebank.values.quantities import show_rupiah


@dataclass(frozen=True, slots=True)
class MemberImport(ListImport[ImportedMember, Known]):
    """A members list for one place of the waste bank."""

    action: ClassVar[Action] = actions.IMPORT_MEMBERS
    said: OpeningSaid | None = None  # of the old book: needed where balances come along
    is_agreed: bool = False  # by a second person
    groups: GroupsMeant = field(default_factory=GroupsMeant, compare=False)
    cards: CardsMeant = field(default_factory=CardsMeant, compare=False)

    @classmethod
    def into(cls, *, by: User, place: str, said: OpeningSaid | None = None) -> Self:
        """For a place of the waste bank that this person answers for."""
        require(by, IMPORT_MEMBERS)
        where = Place.objects.filter(code=place).first()
        if where is None or where.kind == Place.Kind.CLINIC:
            raise PlaceUnknown(place=place)
        if not place_of(by).covers(where):
            raise MayNot
        return cls(by, where, said)

    @property
    def subject(self) -> str:
        return f"place:{self.place.code}"

    def request(self, rows: Sequence[ImportedMember]) -> dict[str, Any]:
        said, opened = self.said, [row.row for row in rows if row.opens_group]
        return {
            "by": self.by.username,
            "place": self.place.code,
            "opening": [said.day, said.total_idr, said.count] if said else [],
            "rows": [
                [row.code, row.facts, row.group, row.card, row.consent, row.balance_idr]
                for row in rows
            ],
            **({"opened": opened} if opened else {}),
        }

    def identity_of(self, row: ImportedMember) -> str:
        return str(row.row)

    def existing_of(self, rows: Sequence[ImportedMember]) -> Mapping[str, Known]:
        self.groups.read(self.by, self.place, rows)
        self.cards.read(self.by, self.place, rows)
        known = Register(self.place, rows, visible_members(self.by)).known()
        return {str(number): one for number, one in known.items()}

    # --- what a row would do, and why it cannot

    def terms_of(self, row: ImportedMember) -> str:
        facts = [row.facts.get(name, "") for name in ("phone", "address")]
        if row.balance_idr:
            facts.append(show_rupiah(row.balance_idr, language()))
        return " · ".join(filter(None, facts))

    def terms_now(self, row: ImportedMember, existing: Known) -> str:
        member = existing.member
        facts = [member.name, member.phone, member.address]
        return " · ".join([*filter(None, facts), show_rupiah(existing.balance_idr, language())])

    def conflict_of_new(self, row: ImportedMember) -> str:
        if row.number:
            return _("no member with the number %(number)s here") % {"number": row.number}
        return self.misplaced(row, self.place) or self.beside(row, None)

    def conflict_of(self, row: ImportedMember, existing: Known, *, is_same: bool) -> str:
        member = existing.member
        if existing.is_doubtful:
            words = _("this looks like %(member)s, who is on record: say whether it is the same")
            return words % {"member": member.number}
        if is_same:
            return ""
        if member.closed_at is not None:
            return _("the membership of %(member)s has ended") % {"member": member.number}
        if existing.differs(row) and existing.steps:
            words = _(
                "%(member)s has %(balance)s here, and an opening balance comes before everything"
                " else"
            )
            balance = show_rupiah(existing.balance_idr, language())
            return words % {"member": member.number, "balance": balance}
        return self.misplaced(row, member.place) or self.beside(row, member)

    def misplaced(self, row: ImportedMember, place: Place) -> str:
        if row.place in ("", place.code, place.name):
            return ""
        return _("the place is %(place)s here, not %(other)s") % {
            "place": place.name,
            "other": row.place,
        }

    def beside(self, row: ImportedMember, member: Member | None) -> str:
        """What is wrong with the group or the card that it names."""
        return self.groups.problem(row) or self.cards.problem(row, member)

    def is_same(self, row: ImportedMember, existing: Known) -> bool:
        member = existing.member
        if existing.is_doubtful or existing.differs(row) or differing(row, member):
            return False
        return self.groups.is_same(row, existing) and self.cards.is_held(row, member)

    # --- writing

    def write(
        self, rows: Sequence[ImportedMember], key: UUID, progress: Progress | None
    ) -> dict[str, int]:
        if not self.place.active:
            raise PlaceInactive(place=self.place.name)
        hold_enrolments(self.place)
        known = self.existing_of(rows)
        changes: list[tuple[ImportedMember, Known]] = []
        new: list[ImportedMember] = []
        for row in rows:
            one = known.get(str(row.row))
            is_same = one is not None and self.is_same(row, one)
            self.refuse_overtaken(row, one, is_same=is_same)
            if one is None:
                new.append(row)
            elif not is_same:
                changes.append((row, one))
        if self.said and not self.is_agreed and needs_two(self.by, self.place, self.said):
            waits = put_openings_proposal(key=key, by=self.by, place=self.place, said=self.said)
            return {"written": 0, "added": 0, "unchanged": 0, "approval": waits.number}
        writing = MembersWritten(self.by, self.place, key, self.groups, self.cards, progress)
        return writing.write(new, changes, self.said, unchanged=len(rows) - len(new) - len(changes))

    def refuse_overtaken(self, row: ImportedMember, known: Known | None, *, is_same: bool) -> None:
        if known is None:
            reason = self.conflict_of_new(row)
        else:
            reason = self.conflict_of(row, known, is_same=is_same)
        if reason:
            raise RowOvertaken(row=row.row, reason=reason)

    def noted(self, counts: Mapping[str, int]) -> str:
        every = counts["written"] + counts["unchanged"]
        brought = f" {counts['brought_idr']} {self.said.day}" if self.said else ""
        return f"{counts['added']} of {every}{brought}"

    def openings(self, rows: Sequence[ImportedMember]) -> list[int]:
        """The balances that would come along, of rows that can be written."""
        known = self.existing_of(rows)
        return [
            row.balance_idr
            for row in rows
            if row.balance_idr and ((one := known.get(str(row.row))) is None or one.gets(row))
        ]


def import_members(
    *,
    key: UUID,
    by: User,
    place: str,
    rows: Sequence[ImportedMember],
    said: OpeningSaid | None = None,
    progress: Progress | None = None,
) -> Imported:
    """Write a members list that was read and checked: all of it, or nothing."""
    target = MemberImport.into(by=by, place=place, said=said)
    return import_list(target=target, key=key, rows=rows, progress=progress)
