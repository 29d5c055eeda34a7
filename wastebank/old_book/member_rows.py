"""The rows of a members list: what a row says of a member, and what makes two rows one."""

import operator
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from wastebank.codes.card_code import MisspeltCode, parse_code
from wastebank.codes.member_number import MisspeltNumber, parse_number
from wastebank.files.tables_in import BadRow, Cells, RowProblem, Sheet, read_sheet
from wastebank.members.enrol import checked_phone
from wastebank.models import Member
from wastebank.old_book.openings import MAX_OPENING_IDR
from wastebank.refusals import FieldMalformed
from wastebank.values.contacts import home_form, phone_form
from wastebank.values.names import identity, search_form

NEEDED = ("name",)
OPTIONAL = (
    *("number", "old_number", "kind", "group", "place", "rt", "rw", "address", "phone"),
    *("guardian_name", "consent", "balance_idr", "card", "somebody_else"),
)
KIND_WORDS = {"": Member.Kind.PERSON, **{kind: Member.Kind(kind) for kind in Member.Kind.values}}
YES_WORDS = {"": "", "no": "", "tidak": "", "yes": "yes", "ya": "yes"}


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


def read_members(data: bytes) -> Sheet[ImportedMember]:
    """A members list as a file has it; nothing is asked of the database."""
    sheet = read_sheet(data, needed=NEEDED, optional=OPTIONAL, name_head="name", read_row=read_row)
    return without_doubles(sheet)


def read_row(cells: Cells) -> ImportedMember:
    return ImportedMember(
        row=cells.row,
        name=cells.text("name", 100),
        number=number_in(cells),
        old_number=said(cells, "old_number", 30) or "",
        kind=cells.word("kind", KIND_WORDS) if "kind" in cells.texts else None,
        group=said(cells, "group", 100),
        place=cells.texts.get("place", ""),
        rt=digits(cells, "rt"),
        rw=digits(cells, "rw"),
        address=said(cells, "address", 200),
        phone=phone_in(cells),
        guardian_name=said(cells, "guardian_name", 100),
        consent=said(cells, "consent", 20) or "",
        balance_idr=balance_in(cells),
        card=card_in(cells),
        somebody_else=bool(cells.word("somebody_else", YES_WORDS)),
    )


def said(cells: Cells, head: str, max_letters: int) -> str | None:
    """A text that may be empty; None where the list has no such column."""
    if not cells.texts.get(head):
        return cells.texts.get(head)
    return cells.text(head, max_letters)


def number_in(cells: Cells) -> str:
    typed = cells.texts.get("number", "")
    try:
        return parse_number(typed) if typed else ""
    except MisspeltNumber:
        facts = {"head": "number", "text": typed}
        raise RowProblem(_("%(head)s does not fit its letter: %(text)s") % facts) from None


def digits(cells: Cells, head: str) -> str | None:
    text = cells.texts.get(head)
    if text and not (text.isascii() and text.isdigit() and len(text) <= 3):
        facts = {"head": head, "text": text}
        raise RowProblem(_("%(head)s is not a number of up to three digits: %(text)s") % facts)
    return text


def phone_in(cells: Cells) -> str | None:
    text = cells.texts.get("phone")
    try:
        return checked_phone(text) if text else text
    except FieldMalformed:
        facts = {"head": "phone", "text": text}
        raise RowProblem(_("%(head)s is not a telephone number: %(text)s") % facts) from None


def balance_in(cells: Cells) -> int | None:
    """Whole rupiah in digits. What is owed by a member is no balance, and no part of a rupiah."""
    text = cells.texts.get("balance_idr", "")
    if text.startswith(("-", "(", "−")):
        raise RowProblem(_("the balance is below zero: %(text)s") % {"text": text})
    if text and not text.isdigit() and text.replace(".", "").replace(",", "").isdigit():
        raise RowProblem(
            _("the balance can be read in two ways: %(text)s. Write digits only") % {"text": text}
        )
    return cells.rupiah("balance_idr", MAX_OPENING_IDR)


def card_in(cells: Cells) -> str:
    """Only a code of ours can be bound: another one proves nothing, and anybody can make it."""
    typed = cells.texts.get("card", "")
    try:
        return parse_code(typed) if typed else ""
    except MisspeltCode:
        raise RowProblem(
            _("this is no code of a card of ours. Leave it empty, and give out a new card")
        ) from None


# --- rows that are one


def without_doubles(sheet: Sheet[ImportedMember]) -> Sheet[ImportedMember]:
    """The sheet without rows of which nobody can say whether they are one member or two."""
    bad = {row.row: row for row in sheet.bad}
    for head in ("number", "old_number", "card"):
        for rows in met_twice(sheet.rows, operator.attrgetter(head)):
            words = _("the same %(head)s stands in rows %(rows)s")
            note(bad, rows, words % {"head": head, "rows": numbered(rows)})
    for rows in met_twice(sheet.rows, lambda row: search_form(row.name)):
        for row in rows:
            alike = [other for other in rows if not are_apart(row, other)]
            if len(alike) > 1:
                note(bad, [row], said_twice(alike))
    rest = [row for row in sheet.rows if row.row not in bad]
    return Sheet(rest, sorted(bad.values(), key=lambda row: row.row))


def are_apart(row: ImportedMember, other: ImportedMember) -> bool:
    """Whether nobody would take these two of one name for one: somebody said so, or they are
    reached or live elsewhere."""
    if row is other:
        return False
    if row.somebody_else and other.somebody_else:
        return True
    if row.number and other.number:
        return row.number != other.number
    return Contact.of(row).is_apart(Contact.of(other))


def said_twice(rows: Sequence[ImportedMember]) -> str:
    words = _(
        "this name stands in rows %(rows)s, and nothing tells them apart: leave one out, or write"
        " yes under somebody_else in each"
    )
    return words % {"rows": numbered(rows)}


def met_twice(
    rows: Iterable[ImportedMember], key: Callable[[ImportedMember], str]
) -> list[list[ImportedMember]]:
    groups: dict[str, list[ImportedMember]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return [group for value, group in groups.items() if value and len(group) > 1]


def numbered(rows: Sequence[ImportedMember]) -> str:
    return ", ".join(str(row.row) for row in rows)


def note(bad: dict[int, BadRow], rows: Sequence[ImportedMember], reason: str) -> None:
    for row in rows:
        bad.setdefault(row.row, BadRow(row.row, row.name, reason))
