"""A list of clinics on its way in: how each row is read, and what is asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import ClassVar, cast

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.models import Clinic
from clinic.register.coming.clinic_import import ClinicImport, ImportedClinic
from ledger import clock
from wastebank.files.importing.columns import Table
from wastebank.files.importing.coming import ComingList
from wastebank.files.importing.day_asked import day_answered, day_question
from wastebank.files.importing.fields import ListField
from wastebank.files.importing.offered import OfferedList
from wastebank.files.importing.questions import SKIP, Answers, Choice, Question
from wastebank.files.importing.rows import AskedCells
from wastebank.models import Place, User
from wastebank.permissions import MANAGE_PLACES
from wastebank.staff.places import CODE as PLACE_CODE
from wastebank.staff.places import looked_after
from wastebank.values.calendar import local_day
from wastebank.values.names import identity

NAME, CODE, ADDRESS, FROM, UNTIL = "name", "code", "address", "valid_from", "valid_until"
FARTHEST = timedelta(days=366 * 50)
FIELDS = (
    ListField(
        NAME,
        gettext_lazy("Name"),
        ("nama", "name", "nama klinik", "klinik", "clinic", "faskes", "nama faskes"),
        needed=True,
    ),
    ListField(CODE, gettext_lazy("Code"), ("kode", "code", "kode klinik")),
    ListField(ADDRESS, gettext_lazy("Address"), ("alamat", "address", "alamat klinik")),
    ListField(
        FROM,
        gettext_lazy("Takes credit from"),
        ("menerima saldo mulai", "takes credit from", "berlaku mulai", "mulai"),
    ),
    ListField(
        UNTIL,
        gettext_lazy("Until, that day included"),
        ("sampai hari itu", "until that day included", "berlaku sampai", "sampai"),
    ),
)


@dataclass(slots=True)
class ClinicList(ComingList[ImportedClinic, Clinic]):
    code: ClassVar[str] = "clinics"
    title: ClassVar[str | Promise] = gettext_lazy("Clinics")
    mending: ClassVar[str | Promise] = gettext_lazy(
        "Something wrong? Put it right on the page of its place. One too many is closed there."
    )
    fields: ClassVar[Sequence[ListField]] = FIELDS
    known: Mapping[str, str] = field(init=False)  # codes of those here, by name

    def __post_init__(self) -> None:
        here = self.target.existing_of([]) if self.target else {}
        self.known = {identity(one.place.name): code for code, one in here.items()}

    def file_questions(self, table: Table) -> Sequence[Question]:
        if table.column_of(FROM):
            return ()
        question = day_question(self.answers, table.titles, local_day(clock.now()) + FARTHEST)
        if (day := day_answered(question)) and self.target:
            self.target = replace(cast(ClinicImport, self.target), valid_from=day)
        return [question]

    def read_row(self, cells: AskedCells) -> ImportedClinic:
        name = cells.text(NAME, 100)
        address = cells.text(ADDRESS, 200, needed=False) if ADDRESS in cells.cells else None
        code = self.code_of(cells, name)
        begin, end = self.day(cells, FROM), self.day(cells, UNTIL)
        cells.settle()
        return ImportedClinic(cells.row, name, code, address, begin, end)

    def day(self, cells: AskedCells, name: str) -> date | None:
        if not cells.has(name):
            return None
        return cells.day(name, local_day(clock.now()) + FARTHEST)

    def code_of(self, cells: AskedCells, name: str) -> str:
        """It stands before every receipt number of the clinic, so nobody makes it up."""
        typed = cells.raw(CODE).text.upper() or self.known.get(identity(name), "")
        if PLACE_CODE.fullmatch(typed):
            return typed
        question = Question(
            id=f"code:{cells.row}",
            text=_("Which code stands before the receipt numbers of %(name)s?") % {"name": name},
            about=_("Row %(row)s: %(name)s") % {"row": cells.row, "name": name},
            choices=[
                Choice("own", _("The code is"), typed=_("Code")),
                Choice(SKIP, _("Skip this row")),
            ],
            rows=(cells.row,),
        )
        answer = cells.ask(question)
        chosen = answer.typed.upper() if answer else ""
        if answer and not PLACE_CODE.fullmatch(chosen):
            cells.reopen(question, _("Two to ten capital letters and digits, a letter first."))
        return chosen


def places(by: User) -> list[Place]:
    return list(looked_after(by).filter(kind=Place.Kind.MAIN).order_by("ordered_by"))


def make(by: User, place: str, answers: Answers) -> ClinicList:
    today = local_day(clock.now())
    return ClinicList(ClinicImport.into(by=by, place=place, valid_from=today), answers)


CLINICS = OfferedList(ClinicList, MANAGE_PLACES, places, make, gettext_lazy("Clinics of"))
