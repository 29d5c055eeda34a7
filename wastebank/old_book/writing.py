"""Writing a members list inside its transaction: groups before who is in them, balances last."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from wastebank import actions
from wastebank.commands import log
from wastebank.files.list_import import Progress
from wastebank.members.correct import refuse_group_in_use
from wastebank.members.correct import write as write_right
from wastebank.members.enrol_many import put_members
from wastebank.models import Member, Place, User
from wastebank.models.members import CONSENT_OF_OLD_BOOK
from wastebank.old_book.groups import GroupsMeant
from wastebank.old_book.hand_cards import CardsMeant
from wastebank.old_book.known import Known, differing
from wastebank.old_book.member_rows import ImportedMember
from wastebank.old_book.openings import Brought, OpeningSaid, check_said, post_openings

Change = tuple[ImportedMember, Known]


@dataclass
class MembersWritten:
    """Writes the rows of a list, and keeps which member each new one became."""

    by: User
    place: Place
    key: UUID
    groups: GroupsMeant
    cards: CardsMeant
    progress: Progress | None
    made: dict[int, Member] = field(default_factory=dict)
    done: int = 0

    def write(
        self,
        new: Sequence[ImportedMember],
        changes: Sequence[Change],
        said: OpeningSaid | None,
        *,
        unchanged: int,
    ) -> dict[str, int]:
        every = len(new) + len(changes)
        groups = [row for row in new if row.kind == Member.Kind.GROUP]
        self.enrol([*groups, *self.groups.opened], every)
        self.enrol([row for row in new if row.kind != Member.Kind.GROUP], every)
        for row, known in changes:
            self.change(row, known)
            self.tell(1, every)
        brought = self.brought(new, changes)
        if every:
            check_said(said, [one.amount_idr for one in brought])
        if brought and said is not None:
            post_openings(by=self.by, place=self.place, said=said, brought=brought, key=self.key)
        return {
            "written": every,
            "added": len(new),
            "unchanged": unchanged,
            "brought_idr": sum(one.amount_idr for one in brought),
        }

    def tell(self, count: int, every: int) -> None:
        self.done = min(self.done + count, every)  # opened groups are no rows
        if self.progress:
            self.progress(self.done, every)

    def enrol(self, rows: Sequence[ImportedMember], every: int) -> None:
        fields = [self.fields_of(row) for row in rows]
        start = 0
        for members in put_members(self.by, self.place, fields, self.key):
            some = rows[start : start + len(members)]
            for row, member in zip(some, members, strict=True):
                self.made[row.row] = member
                self.cards.bind(row, member, self.by, self.key)
            start += len(members)
            self.tell(len(members), every)

    def fields_of(self, row: ImportedMember) -> dict[str, Any]:
        return {
            "kind": Member.Kind.PERSON,
            **row.facts,
            "old_number": row.old_number,
            "group": self.group_of(row),
            "consent_version": row.consent or CONSENT_OF_OLD_BOOK,
        }

    def group_of(self, row: ImportedMember) -> Member | None:
        if not row.group:
            return None
        (group,) = self.groups.meant(row)
        return group if isinstance(group, Member) else self.made[group.row]

    def change(self, row: ImportedMember, known: Known) -> None:
        """What the list says otherwise of a member on record, each with its line of the log."""
        member = Member.objects.select_for_update(of=("self",)).get(pk=known.member.pk)
        right = differing(row, member)
        refuse_group_in_use(member, right)
        if right:
            reason = _("Members list, row %(row)s") % {"row": row.row}
            write_right(self.key, self.by, member, right, reason)
        if row.group is not None and member.group != (group := self.group_of(row)):
            member.group = group
            member.save(update_fields=["group"])
            log(
                by=self.by,
                action=actions.JOIN_GROUP,
                subject=f"member:{member.number}",
                key=self.key,
                reason=group.number if group else "",
                place=member.place,
            )
        self.cards.bind(row, member, self.by, self.key)

    def brought(self, new: Sequence[ImportedMember], changes: Sequence[Change]) -> list[Brought]:
        along = [Brought(self.made[row.row], row.balance_idr) for row in new if row.balance_idr]
        along += [
            Brought(known.member, row.balance_idr)
            for row, known in changes
            if row.balance_idr and known.gets(row)
        ]
        return along
