"""The groups that a members list names: those on record, those it brings itself, and those that
whoever brings it has opened with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from wastebank.codes.member_number import MisspeltNumber, looks_like_number, parse_number
from wastebank.files.importing.questions import SKIP, Choice, Question
from wastebank.members.find import visible_members
from wastebank.models import Member, Place, User
from wastebank.old_book.known import Known
from wastebank.old_book.member_rows import ImportedMember
from wastebank.values.names import identity

Group = Member | ImportedMember
OPEN, WITHOUT = "open", "without"


@dataclass(slots=True)
class GroupsMeant:
    """By what a list may call them: number, number in the old book, name."""

    called: dict[str, list[Group]] = field(default_factory=dict)
    opened: list[ImportedMember] = field(default_factory=list)  # they have no row of their own

    def read(self, by: User, place: Place, rows: Sequence[ImportedMember]) -> None:
        """Those of other places are called by their number alone."""
        self.called, self.opened = {}, []
        if not any(row.group for row in rows):
            return
        open_now = visible_members(by).filter(kind=Member.Kind.GROUP, closed_at=None)
        known = list(open_now.order_by("pk"))
        here = [group for group in known if group.place_id == place.pk]
        for group in known:
            self.add(group, *([group.old_number, identity(group.name)] if group in here else []))
        numbers = {group.number for group in known}
        olds = {group.old_number for group in here if group.old_number}
        names = {identity(group.name) for group in here}
        for row in rows:
            is_here = row.number in numbers or row.old_number in olds
            is_here |= identity(row.name) in names and not row.somebody_else
            if row.kind == Member.Kind.GROUP and not is_here:
                self.add(row, row.old_number, identity(row.name))
        for row in rows:
            if row.opens_group and row.group and not self.meant(row):
                opened = ImportedMember(-row.row, row.group, kind=Member.Kind.GROUP)
                self.opened.append(opened)
                self.add(opened, identity(opened.name))

    def add(self, group: Group, *names: str) -> None:
        for name in {group.number, *names} - {""}:
            self.called.setdefault(name, []).append(group)

    def meant(self, row: ImportedMember) -> list[Group]:
        word = row.group or ""
        try:
            return self.called.get(parse_number(word), [])
        except MisspeltNumber:
            return self.called.get(word) or self.called.get(identity(word), [])

    def problem(self, row: ImportedMember) -> str:
        if not row.group:
            return ""
        if row.kind == Member.Kind.GROUP:
            return _("a group is in no other group")
        found = self.meant(row)
        if not found:
            return _("no group is called %(group)s here, and none in this list") % {
                "group": row.group
            }
        if len(found) > 1:
            words = _("two groups are called %(group)s: write the number of the one that is meant")
            return words % {"group": row.group}
        return ""

    def is_same(self, row: ImportedMember, known: Known) -> bool:
        if row.group is None:
            return True
        if not row.group:
            return known.member.group is None
        found = self.meant(row)
        return len(found) == 1 and known.member.group == found[0]


def groups_asked(by: User, place: Place, rows: Sequence[ImportedMember]) -> Mapping[str, Question]:
    """By its name, what becomes of a group that stands beside members and nowhere else."""
    meant = GroupsMeant()
    meant.read(by, place, rows)
    unknown: dict[str, list[ImportedMember]] = {}
    for row in rows:
        word = row.group or ""
        is_named = word and row.name and not looks_like_number(word)
        if is_named and row.kind != Member.Kind.GROUP and not meant.meant(row):
            unknown.setdefault(identity(word), []).append(row)
    return {name: group_question(same) for name, same in unknown.items()}


def group_question(rows: Sequence[ImportedMember]) -> Question:
    numbers = [row.row for row in rows]
    shown = ", ".join(map(str, numbers[:12])) + (" …" if len(numbers) > 12 else "")
    return Question(
        id=f"group:{numbers[0]}",
        text=_("There is no group %(group)s yet. Open it?") % {"group": rows[0].group},
        about=_("Rows %(rows)s") % {"rows": shown},
        choices=[
            Choice(OPEN, _("Open it, with these members in it")),
            Choice(WITHOUT, _("Take the members, without a group")),
            Choice(SKIP, _("Skip all of them")),
        ],
        rows=numbers,
    )
