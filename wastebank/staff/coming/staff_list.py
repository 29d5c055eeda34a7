"""A list of staff on its way in: how each row is read, and what is asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wastebank.files.importing.coming import ComingList
from wastebank.files.importing.fields import ListField
from wastebank.files.importing.offered import OfferedList
from wastebank.files.importing.questions import SKIP, Answers, Choice, Question
from wastebank.files.importing.rows import AskedCells
from wastebank.models import Place, Role, User
from wastebank.permissions import MANAGE_STAFF
from wastebank.staff.access.looked_after import roles_given_by
from wastebank.staff.accounts import USERNAME
from wastebank.staff.coming.staff_import import ImportedStaff, StaffImport
from wastebank.staff.places import looked_after
from wastebank.values.names import identity, search_form

NAME, ROLE, PLACE, PLACE_CODE, USER = "name", "role", "place", "place_code", "username"
FIELDS = (
    ListField(
        NAME,
        gettext_lazy("Name"),
        ("nama", "name", "nama petugas", "nama lengkap", "petugas", "staff"),
        needed=True,
    ),
    ListField(
        ROLE,
        gettext_lazy("Role"),
        ("peran", "role", "jabatan", "tugas", "posisi"),
        needed=True,
    ),
    ListField(PLACE, gettext_lazy("Place"), ("tempat", "place", "unit", "lokasi")),
    ListField(PLACE_CODE, gettext_lazy("Code of the place"), ("kode tempat", "code of the place")),
    ListField(USER, gettext_lazy("User name"), ("nama pengguna", "user name", "username")),
    # A list of ours says them, and nothing is written of them.
    ListField("state", gettext_lazy("State"), ("keadaan", "state")),
    ListField(
        "member", gettext_lazy("Own member number"), ("nomor nasabah sendiri", "own member number")
    ),
    ListField("last_login", gettext_lazy("Last sign-in"), ("terakhir masuk", "last sign in")),
)
_WORDS = {
    Role.OPERATOR: ("operator", "petugas loket", "petugas timbang", "penimbang", "loket"),
    Role.CLERK: ("clerk", "clinic clerk", "petugas klinik"),
    Role.LEAD: ("lead", "clinic lead", "kepala klinik"),
    Role.TREASURER: ("treasurer", "bendahara"),
    Role.MANAGER: ("manager", "pengelola", "ketua", "manajer", "direktur"),
    Role.REVIEWER: ("reviewer", "medical reviewer", "peninjau", "peninjau medis"),
    Role.AUDITOR: ("auditor", "pengawas"),
    Role.ADMIN: ("admin", "administrator"),
}
ROLES = {word: role.value for role, words in _WORDS.items() for word in words}


@dataclass(slots=True)
class StaffList(ComingList[ImportedStaff, User]):
    code: ClassVar[str] = "staff"
    title: ClassVar[str | Promise] = gettext_lazy("Staff")
    mending: ClassVar[str | Promise] = gettext_lazy(
        "New accounts need a one-time link each: open the person at Staff. One too many "
        "is switched off there."
    )
    fields: ClassVar[Sequence[ListField]] = FIELDS
    places: Mapping[str, str] = field(init=False)  # codes, by code and by name

    def __post_init__(self) -> None:
        mine = looked_after(self.target.by) if self.target else Place.objects.all()
        named = {identity(place.name): place.code for place in mine}
        self.places = named | {place.code.lower(): place.code for place in mine}

    def read_as(self, field: str, text: str) -> str:
        word = str(Role(known).label) if (known := ROLES.get(search_form(text))) else ""
        return "" if field != ROLE or search_form(word) == search_form(text) else word

    def identity_of(self, row: ImportedStaff) -> str:
        return row.code

    def read_row(self, cells: AskedCells) -> ImportedStaff:
        name = cells.text(NAME, 100)
        role = self.role(cells)
        username = cells.raw(USER).text
        if username and not USERNAME.fullmatch(username):
            facts = {"head": cells.label(USER), "text": username[:30]}
            cells.problem(_("%(head)s cannot be used: %(text)s") % facts)
        place = self.place(cells, role)
        cells.settle()
        return ImportedStaff(cells.row, name, role, place, username)

    def role(self, cells: AskedCells) -> str:
        text = cells.raw(ROLE).text
        if known := ROLES.get(search_form(text)):
            return known
        roles = roles_given_by(self.target.by) if self.target else list(Role)
        question = Question(
            id=f"role:{cells.row}",
            text=_("What is %(text)s here?") % {"text": text[:30] or "–"},
            about=_("Row %(row)s: %(name)s")
            % {"row": cells.row, "name": cells.raw(NAME).text[:60]},
            choices=[
                *(Choice(role.value, str(role.label)) for role in roles),
                Choice(SKIP, _("Skip this row")),
            ],
            rows=(cells.row,),
        )
        answer = cells.ask(question)
        return answer.code if answer else ""

    def place(self, cells: AskedCells, role: str) -> str:
        """By its code or its name; an administrator stands nowhere; of none, the list's own."""
        text = cells.raw(PLACE_CODE).text or cells.raw(PLACE).text
        if role == Role.ADMIN:
            return ""
        if not text:
            return self.target.place.code if self.target else ""
        found = self.places.get(text.lower()) or self.places.get(identity(text))
        if found is None:
            facts = {"head": cells.label(PLACE), "text": text[:30]}
            cells.problem(_("%(head)s is not known here: %(text)s") % facts)
        return found or ""


def places(by: User) -> list[Place]:
    return list(looked_after(by).filter(active=True).order_by("kind", "ordered_by"))


def make(by: User, place: str, answers: Answers) -> StaffList:
    return StaffList(StaffImport.into(by=by, place=place), answers)


STAFF = OfferedList(StaffList, MANAGE_STAFF, places, make, gettext_lazy("Staff of"))
