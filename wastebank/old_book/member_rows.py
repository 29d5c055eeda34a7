"""The rows of a members list: what a row says of a member, and what makes two rows one."""

import operator
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from wastebank.models import Member
from wastebank.values.contacts import home_form, phone_form
from wastebank.values.names import identity, search_form


@dataclass(frozen=True, slots=True)
class ImportedMember:
    """A member as a list has it; `None` is what the list has no word of, and stays as it is."""

    row: int
    name: str
    number: str = ""  # of ours, where the list was ours before
    old_number: str = ""
    kind: str | None = None
    group: str | None = None  # number here, number in the old book, or name of it
    place: str = ""
    rt: str | None = None
    rw: str | None = None
    address: str | None = None
    phone: str | None = None
    guardian_name: str | None = None
    consent: str = ""
    balance_idr: int | None = None
    card: str = ""
    somebody_else: bool = False
    opens_group: bool = False  # if its group is not there yet

    @property
    def code(self) -> str:
        """What it goes by in this list; not what it is called."""
        return self.number or self.old_number or str(self.row)

    @property
    def name_id(self) -> str:
        return self.name

    @property
    def facts(self) -> dict[str, str]:
        """What is said of the member itself, by the names of its columns."""
        said = {
            "name": self.name,
            "kind": self.kind,
            "rt": self.rt,
            "rw": self.rw,
            "address": self.address,
            "phone": self.phone,
            "guardian_name": self.guardian_name,
        }
        return {name: value for name, value in said.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Contact:
    """What tells namesakes apart."""

    phone: str
    home: str

    @classmethod
    def of(cls, who: "ImportedMember | Member") -> "Contact":
        home = home_form(who.rt or "", who.rw or "")
        return cls(phone_form(who.phone or ""), f"{home} {identity(who.address or '')}".strip())

    def is_apart(self, other: "Contact") -> bool:
        pairs = ((self.phone, other.phone), (self.home, other.home))
        return any(one and two and one != two for one, two in pairs)


# --- rows that are one, as far as anybody can tell


def same_members(
    rows: Sequence[ImportedMember],
) -> Iterator[tuple[str, list[ImportedMember]]]:
    """What some rows share, and which: a number, a card, a name that nothing tells apart."""
    heads = (("number", _("Number")), ("old_number", _("Number")), ("card", _("Card")))
    for name, head in heads:
        for same in met_twice(rows, operator.attrgetter(name)):
            what = head if name == "card" else f"{head} {getattr(same[0], name)}"
            yield what, same
    for namesakes in met_twice(rows, lambda row: search_form(row.name)):
        for alike in gathered(namesakes):
            yield alike[0].name, alike


def gathered(namesakes: Sequence[ImportedMember]) -> list[list[ImportedMember]]:
    """Those of one name whom nothing tells from each other, in the order of the list."""
    groups: list[list[ImportedMember]] = []
    for row in namesakes:
        joined = [group for group in groups if any(not are_apart(row, one) for one in group)]
        groups = [group for group in groups if group not in joined]
        groups.append([one for group in joined for one in group] + [row])
    return [sorted(group, key=lambda one: one.row) for group in groups if len(group) > 1]


def are_apart(row: ImportedMember, other: ImportedMember) -> bool:
    """Whether nobody would take these two of one name for one: they have numbers of ours, or are
    reached or live elsewhere."""
    if row.number and other.number:
        return row.number != other.number
    return Contact.of(row).is_apart(Contact.of(other))


def met_twice(
    rows: Iterable[ImportedMember], key: Callable[[ImportedMember], str]
) -> list[list[ImportedMember]]:
    groups: dict[str, list[ImportedMember]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return [group for value, group in groups.items() if value and len(group) > 1]
