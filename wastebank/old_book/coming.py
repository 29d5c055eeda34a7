"""A members list on its way in: how each row is read, and what is asked of whoever brought it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar, cast

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wastebank.codes.card_code import MisspeltCode, parse_code
from wastebank.codes.member_number import MisspeltNumber, looks_like_number, parse_number
from wastebank.files.importing.columns import Table
from wastebank.files.importing.coming import ComingList, Golden, Twin
from wastebank.files.importing.fields import ListField
from wastebank.files.importing.questions import SKIP, Answer, Choice, Question
from wastebank.files.importing.rows import AskedCells
from wastebank.members.enrol import checked_phone
from wastebank.members.find import distinguishing_terms, visible_members
from wastebank.models import Member
from wastebank.old_book import columns
from wastebank.old_book.columns import FIELDS, home_of, kind_of, number_of
from wastebank.old_book.groups import WITHOUT, groups_asked
from wastebank.old_book.known import Known, Register
from wastebank.old_book.member_import import MemberImport
from wastebank.old_book.member_rows import ImportedMember, same_members
from wastebank.old_book.opening_asked import opening_questions, opening_said
from wastebank.old_book.openings import MAX_OPENING_IDR
from wastebank.refusals import FieldMalformed
from wastebank.values.language import language
from wastebank.values.names import identity
from wastebank.values.quantities import show_rupiah

OLD, NONE, SAME, OTHER, SEVERAL = "old", "none", "same", "other", "several"
NO_CARD = ("", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9")  # how many, not which


@dataclass(slots=True)
class MemberList(ComingList[ImportedMember, Known]):
    """The members of one place, with what the old book owed them."""

    code: ClassVar[str] = "members"
    title: ClassVar[str | Promise] = gettext_lazy("Members")
    mending: ClassVar[str | Promise] = gettext_lazy(
        "A wrong name or address? Put it right on the page of the member. A balance "
        "that came along stands in the book."
    )
    fields: ClassVar[Sequence[ListField]] = FIELDS
    money: ClassVar[Sequence[str]] = (columns.BALANCE,)
    register: Register | None = field(init=False, default=None)
    groups_asked: Mapping[str, Question] = field(init=False, default_factory=dict)
    amounts_idr: Sequence[int] = field(init=False, default=())
    titles: Sequence[str] = field(init=False, default=())

    def file_questions(self, table: Table) -> Sequence[Question]:
        """Nothing is asked of the whole list; who it names is looked up at once."""
        target = self.target
        self.titles = table.titles
        if target is not None:
            named = [self.named(number, table, row) for number, row in table.body]
            self.register = Register(target.place, named, visible_members(target.by))
            if not table.column_of(columns.GROUP_NUMBER):
                self.groups_asked = groups_asked(target.by, target.place, named)
        return ()

    def named(self, number: int, table: Table, row: Sequence[object]) -> ImportedMember:
        """As much of a row as it takes to look its member up."""
        texts = {}
        for name in (
            *(columns.NAME, columns.NUMBER, columns.OLD_NUMBER),
            *(columns.KIND, columns.GROUP),
        ):
            column = table.column_of(name)
            texts[name] = getattr(row[column.index], "text", "") if column else ""
        own, old = ours_or_old(texts[columns.NUMBER], texts[columns.OLD_NUMBER])
        kind, group = kind_of(texts[columns.KIND]) or None, texts[columns.GROUP]
        return ImportedMember(number, texts[columns.NAME], own, old, kind, group)

    def read_row(self, cells: AskedCells) -> ImportedMember:
        name = cells.text(columns.NAME, 100)
        number, old_number = self.numbers(cells)
        rt, rw = self.home(cells)
        group, opens_group = self.group(cells)
        row = ImportedMember(
            row=cells.row,
            name=name,
            number=number,
            old_number=old_number,
            kind=self.kind(cells),
            group=group,
            opens_group=opens_group,
            place=cells.raw(columns.PLACE_CODE).text or cells.raw(columns.PLACE).text,
            rt=rt,
            rw=rw,
            address=self.said(cells, columns.ADDRESS, 200),
            phone=self.phone(cells),
            guardian_name=self.said(cells, columns.GUARDIAN, 100),
            consent=cells.text(columns.CONSENT, 20, needed=False),
            balance_idr=self.balance(cells),
            card=self.card(cells),
        )
        cells.settle()
        return self.somebody(cells, row)

    def said(self, cells: AskedCells, name: str, max_letters: int) -> str | None:
        """A text that may be empty; None where the list has no such column."""
        return cells.text(name, max_letters, needed=False) if name in cells.cells else None

    def numbers(self, cells: AskedCells) -> tuple[str, str]:
        """Our own number, and the one in the old book. One of our shape whose letter does not fit
        is a slip, or is not ours: asked."""
        typed = cells.raw(columns.NUMBER).text
        own, old = ours_or_old(typed, cells.text(columns.OLD_NUMBER, 30, needed=False))
        if typed and not own and looks_like_number(typed):
            question = Question(
                id=f"number:{cells.row}",
                text=_("The letter of %(number)s does not fit its figures. Which number is it?")
                % {"number": typed},
                about=_("Row %(row)s: %(name)s") % self.facts(cells),
                choices=[
                    Choice(OLD, _("One of the old book")),
                    Choice(SKIP, _("Skip this row")),
                ],
                rows=(cells.row,),
            )
            cells.ask(question)
        elif typed and not own and cells.has(columns.OLD_NUMBER):
            facts = {"head": cells.label(columns.NUMBER), "text": typed[:30]}
            cells.problem(_("%(head)s is no number of ours: %(text)s") % facts)
        return own, old

    def facts(self, cells: AskedCells) -> dict[str, object]:
        return {"row": cells.row, "name": cells.raw(columns.NAME).text[:60]}

    def kind(self, cells: AskedCells) -> str | None:
        if columns.KIND not in cells.cells:
            return None
        text = cells.raw(columns.KIND).text
        if not text or (known := kind_of(text)):
            return known if text else Member.Kind.PERSON
        question = Question(
            id=f"kind:{cells.row}",
            text=_("What is %(text)s?") % {"text": text[:30]},
            about=_("Row %(row)s: %(name)s") % self.facts(cells),
            choices=[
                *(Choice(kind.value, str(kind.label)) for kind in Member.Kind),
                Choice(SKIP, _("Skip this row")),
            ],
            rows=(cells.row,),
        )
        answer = cells.ask(question)
        return answer.code if answer else None

    def group(self, cells: AskedCells) -> tuple[str | None, bool]:
        """What it is called, and whether it is opened if it is not there yet."""
        if columns.GROUP_NUMBER in cells.cells:
            return cells.raw(columns.GROUP_NUMBER).text, False
        group = self.said(cells, columns.GROUP, 100)
        question = self.groups_asked.get(identity(group or ""))
        answer = cells.ask(question) if question else None
        if answer is not None and answer.code == WITHOUT:
            return None, False  # whoever is in a group stays in it
        return group, answer is not None

    def home(self, cells: AskedCells) -> tuple[str | None, str | None]:
        if columns.RT_RW in cells.cells:
            text = cells.raw(columns.RT_RW).text
            found = home_of(text) if text else ("", "")
            if found is None:
                facts = {"head": cells.label(columns.RT_RW), "text": text[:30]}
                cells.problem(_("%(head)s is not such as 07/03: %(text)s") % facts)
            return found or ("", "")
        return self.digits(cells, columns.RT), self.digits(cells, columns.RW)

    def digits(self, cells: AskedCells, name: str) -> str | None:
        if name not in cells.cells or not (text := cells.raw(name).text):
            return "" if name in cells.cells else None
        found = number_of(text)
        if found is None:
            facts = {"head": cells.label(name), "text": text[:30]}
            words = _("%(head)s is not a number of up to three digits: %(text)s")
            cells.problem(words % facts)
        return found

    def phone(self, cells: AskedCells) -> str | None:
        if columns.PHONE not in cells.cells:
            return None
        text = cells.raw(columns.PHONE).text
        try:
            return checked_phone(text)
        except FieldMalformed:
            facts = {"head": cells.label(columns.PHONE), "text": text[:30]}
            cells.problem(_("%(head)s is not a telephone number: %(text)s") % facts)
            return None

    def balance(self, cells: AskedCells) -> int | None:
        """What a member owes is no balance, and does not come along."""
        text = cells.raw(columns.BALANCE).text
        if not text.strip("Rrp. ").startswith(("-", "−", "(")) or text in ("-", "–", "—"):
            return cells.rupiah(columns.BALANCE, MAX_OPENING_IDR)
        question = Question(
            id=f"negative:{cells.row}",
            text=_("The balance is below zero: %(text)s. A debt does not come along.")
            % {"text": text[:30]},
            about=_("Row %(row)s: %(name)s") % self.facts(cells),
            choices=[
                Choice(NONE, _("Take the member, without a balance")),
                Choice(SKIP, _("Skip this row")),
            ],
            rows=(cells.row,),
        )
        cells.ask(question)
        return None

    def card(self, cells: AskedCells) -> str:
        """Only a code of ours can be bound: another one proves nothing, and anybody can make it."""
        typed = cells.raw(columns.CARD).text
        if typed in NO_CARD:
            return ""
        try:
            return parse_code(typed)
        except MisspeltCode:
            words = _("this is no code of a card of ours. Leave it empty, and give out a new card")
            cells.problem(words)
            return ""

    def somebody(self, cells: AskedCells, row: ImportedMember) -> ImportedMember:
        """Who looks like a member on record is that one, or somebody else: asked."""
        if self.register is None or self.target is None:
            return row
        member, is_doubtful = self.register.of(row)
        if member is None or not is_doubtful:
            return row
        here = distinguishing_terms(member, self.target.by)
        question = Question(
            id=f"who:{cells.row}",
            text=_("%(name)s is on record here. Is it the same one?") % {"name": row.name},
            about=_("Row %(row)s: %(name)s") % self.facts(cells),
            choices=[
                Choice(SAME, _("Yes, that one"), here),
                Choice(OTHER, _("No, somebody else")),
                Choice(SKIP, _("Skip this row")),
            ],
            rows=(cells.row,),
        )
        answer = cells.ask(question)
        cells.settle()
        if answer is not None and answer.code == SAME:
            return replace(row, number=member.number)
        return replace(row, somebody_else=True)

    def twins(self, rows: Sequence[ImportedMember]) -> Sequence[Twin[ImportedMember]]:
        return [Twin(what, same) for what, same in same_members(rows)]

    def also_asked(self, twin: Twin[ImportedMember]) -> Sequence[Choice]:
        """Namesakes may be several; what shares a number or a card may not."""
        is_by_name = twin.what == twin.rows[0].name
        return [Choice(SEVERAL, _("They are several, not one"))] if is_by_name else []

    def kept(self, twin: Twin[ImportedMember], answer: Answer) -> Sequence[ImportedMember] | str:
        return twin.rows

    def terms_of(self, row: ImportedMember) -> str:
        facts = [row.old_number, row.phone, row.address]
        if row.balance_idr:
            facts.append(show_rupiah(row.balance_idr, language()))
        return " · ".join(filter(None, facts))

    def questions_of(self, rows: Sequence[ImportedMember]) -> Sequence[Question]:
        """What the old book says of all balances that would come along: day, total and count."""
        if self.target is None:
            return ()
        target = cast(MemberImport, self.target)
        amounts = target.openings(rows)
        if not amounts:
            return ()
        asked = opening_questions(self.answers, target.place, amounts, self.titles)
        self.target = replace(target, said=opening_said(asked))
        self.amounts_idr = amounts
        return asked

    def golden(self) -> Golden | None:
        brought = self.amounts_idr
        return Golden(_("Opening balance"), sum(brought), len(brought)) if brought else None


def ours_or_old(typed: str, old: str) -> tuple[str, str]:
    """A number of ours as it is printed, and one of the old book: whatever else was typed."""
    try:
        return (parse_number(typed) if typed else ""), old
    except MisspeltNumber:
        return "", old or typed[:30]
