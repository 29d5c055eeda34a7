"""A list of materials on its way in: how each row is read, and what is asked."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wastebank.files.importing.columns import Table
from wastebank.files.importing.coming import ComingList, Twin
from wastebank.files.importing.fields import ListField
from wastebank.files.importing.questions import SKIP, Choice, Question
from wastebank.files.importing.rows import AskedCells
from wastebank.files.tables_in import RowProblem
from wastebank.materials.catalogue import material_code, material_identity
from wastebank.materials.coming import columns
from wastebank.materials.coming.columns import family_asked, family_of, field_for
from wastebank.materials.coming.material_import import (
    ImportedMaterial,
    MaterialImport,
    identity_of,
)
from wastebank.materials.coming.units import read_as, word_of_unit
from wastebank.materials.own_codes import can_be_code, code_form
from wastebank.materials.starter import starter_english, starter_family
from wastebank.models import Material
from wastebank.values.names import same_name, search_form
from wastebank.values.other_units import MEASURES
from wastebank.values.units import UNITS

SHOWN, STATE, GRADE, ALIASES = "shown", "state", "grade", "aliases"
OURS = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+", re.ASCII)  # as we make them of more than one word
HERE, RENAMED, ANOTHER = "here", "renamed", "another"
FIELDS = (
    ListField(
        columns.NAME,
        gettext_lazy("Name of the material"),
        (
            *("nama", "nama barang", "nama sampah", "nama bahan", "nama material", "jenis"),
            *("jenis sampah", "jenis barang", "jenis bahan", "barang", "item", "name", "name id"),
            *("sampah", "uraian", "nama dalam bahasa indonesia", "name in indonesian"),
        ),
        needed=True,
        instead=SHOWN,
    ),
    # A list of ours has it in the language of whoever took it, beside both names.
    ListField(SHOWN, gettext_lazy("Material"), ("bahan", "material")),
    ListField(
        columns.NAME_EN,
        gettext_lazy("Name in English"),
        (
            *("name en", "english", "english name", "nama inggris", "name in english"),
            "nama dalam bahasa inggris",
        ),
    ),
    field_for(columns.CODE),
    field_for(columns.FAMILY),
    ListField(
        columns.UNIT,
        gettext_lazy("Counted by the"),
        (
            *("satuan", "unit", "sat", "per", "ukuran", "uom", "counted by the", "dihitung per"),
            "dihitung",
        ),
    ),
    ListField(
        GRADE, gettext_lazy("Grade"), ("mutu", "grade", "kualitas", "kelas", "quality", "grid")
    ),
    ListField(
        ALIASES,
        gettext_lazy("Other names"),
        (
            *("nama lain", "other names", "sinonim", "alias", "synonyms", "sebutan", "nama lokal"),
            "aliases",
        ),
    ),
    ListField(STATE, gettext_lazy("State"), ("keadaan", "state", "status")),
)
_TAKEN = {
    True: ("taken", "diterima", "aktif", "active", "ya", "yes"),
    False: ("not taken", "tidak diterima", "tidak aktif", "nonaktif", "inactive", "tidak", "no"),
}
TAKEN = {word: is_taken for is_taken, words in _TAKEN.items() for word in words}


@dataclass(slots=True)
class MaterialList(ComingList[ImportedMaterial, Material]):
    code: ClassVar[str] = "materials"
    title: ClassVar[str | Promise] = gettext_lazy("Materials")
    mending: ClassVar[str | Promise] = gettext_lazy(
        "A wrong name or family? Open the material and put it right. One too many is no "
        "longer taken from there."
    )
    fields: ClassVar[Sequence[ListField]] = FIELDS
    known: Mapping[str, Material] = field(init=False)  # by our code, and by name
    coded: Mapping[str, Material] = field(init=False)  # by the bank's own
    file_unit: Question | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        target = self.target
        self.known = dict(target.existing_of([])) if target else {}
        self.coded = dict(target.coded) if isinstance(target, MaterialImport) else {}

    def identity_of(self, row: ImportedMaterial) -> str:
        return identity_of(row)

    def file_questions(self, table: Table) -> Sequence[Question]:
        if table.column_of(columns.UNIT):
            return ()
        choices = [Choice(unit.code, str(unit.per)) for unit in UNITS.values()]
        choices.append(Choice(HERE, _("Ask me about each new one")))
        text = _("No column says the unit. How are new materials counted?")
        self.file_unit = self.answers.put_to(Question("unit", text, choices))
        return (self.file_unit,)

    def read_as(self, field: str, text: str) -> str:
        return read_as(field, text)

    def name_of(self, cells: AskedCells) -> str:
        return cells.raw(columns.NAME).text or cells.raw(SHOWN).text

    def read_row(self, cells: AskedCells) -> ImportedMaterial:
        name_field = columns.NAME if columns.NAME in cells.cells else SHOWN
        name = cells.text(name_field, 100)
        name_en = self.optional(cells, columns.NAME_EN, 100) or None
        grade, aliases = self.optional(cells, GRADE, 40), self.optional(cells, ALIASES, 300)
        code = cells.text(columns.CODE, 60, needed=False)
        active = self.active(cells)
        cells.settle()
        here = self.known.get(code)
        unit = self.unit(cells, name, here or self.coded.get(code_form(code)))
        cells.settle()
        here, own = self.agreed(cells, name, code, unit, here)
        family = self.family(cells, name, here)
        if own and not can_be_code(own):
            facts = {"head": cells.label(columns.CODE), "text": code[:30]}
            cells.problem(_("%(head)s cannot be used: %(text)s") % facts)
        cells.settle()
        material_code(name, unit)  # of some names no code can be made: a problem of the row
        return ImportedMaterial(
            row=cells.row,
            known=here.code if here else "",
            code=code if own is None and here is None else "",
            own_code=own,
            name_id=name,
            name_en=name_en or (None if here else starter_english(name) or name),
            family=family,
            unit=unit,
            grade=grade,
            aliases=aliases,
            active=active,
        )

    def optional(self, cells: AskedCells, name: str, most: int) -> str | None:
        """None where the list has no such column; an empty cell says that there is nothing."""
        return cells.text(name, most, needed=False) if name in cells.cells else None

    def active(self, cells: AskedCells) -> bool | None:
        """Whether it is taken. Ours leave the state of what is taken empty."""
        text = cells.raw(STATE).text
        found = TAKEN.get(search_form(text))
        if text and found is None:
            facts = {"head": cells.label(STATE), "text": text[:30]}
            cells.problem(_("%(head)s is not known: %(text)s") % facts)
        return found

    def unit(self, cells: AskedCells, name: str, here: Material | None) -> str:
        """As the row says; of none, as it is counted here, else as was said of the whole list."""
        word = word_of_unit(cells.raw(columns.UNIT).text)
        if found := MEASURES.get(word):
            return found.unit.code
        if not word:
            if here is not None:
                return here.unit
            units = {u for u in UNITS if material_identity(name, u) in self.known}
            if len(units) == 1:
                return units.pop()
            of_file = self.file_unit.answer if self.file_unit else None
            if self.file_unit and of_file is None:
                return next(iter(UNITS))  # nothing is written before it is answered
            if of_file and of_file.code != HERE:
                return of_file.code
        return self.unit_asked(cells, name)

    def unit_asked(self, cells: AskedCells, name: str) -> str:
        said = cells.raw(columns.UNIT).text[:30]
        question = Question(
            id=f"unit:{cells.row}",
            text=_("How is %(name)s counted?") % {"name": name},
            about=_("Row %(row)s: %(said)s") % {"row": cells.row, "said": said or "–"},
            choices=[
                *(Choice(unit.code, str(unit.per)) for unit in UNITS.values()),
                Choice(SKIP, _("Skip this row")),
            ],
            rows=(cells.row,),
        )
        answer = cells.ask(question)
        return answer.code if answer else ""

    def agreed(
        self, cells: AskedCells, name: str, code: str, unit: str, ours: Material | None
    ) -> tuple[Material | None, str | None]:
        """Which material the row is, and the bank's own code for it; None: the list has no word
        of it. Our code says it without a doubt; a code of the bank with another name is asked."""
        by_name = self.known.get(material_identity(name, unit))
        if ours is not None or not code:
            return ours or by_name, None
        own = code_form(code)
        by_code = self.coded.get(own)
        if by_code is None and (code == made_code(name, unit) or OURS.fullmatch(code)):
            return by_name, None  # of a list of ours, from another bank
        if by_code is None or by_code == by_name or same_name(by_code.name_id, name):
            return by_code or by_name, own
        answer = cells.ask(self.who_question(cells.row, own, name, by_code))
        return (by_code, own) if answer and answer.code == RENAMED else (by_name, None)

    def who_question(self, row: int, own: str, name: str, here: Material) -> Question:
        facts = {"code": own, "here": here.name_id, "name": name}
        return Question(
            id=f"who:{row}",
            text=_("Here %(code)s is %(here)s. Which one is meant?") % facts,
            about=_("Row %(row)s: %(name)s") % {"row": row, "name": name},
            choices=[
                Choice(RENAMED, _("%(here)s, called %(name)s from now on") % facts),
                Choice(ANOTHER, _("%(name)s, without this code") % facts),
                Choice(SKIP, _("Skip this row")),
            ],
            rows=(row,),
        )

    def family(self, cells: AskedCells, name: str, here: Material | None) -> str:
        """As the row says, else as it is known here or by the starter list, else asked."""
        said = cells.raw(columns.FAMILY).text
        found = family_of(said)
        if not said:
            found = here.family if here else starter_family(name)
        return found or family_asked(cells, name, said)

    def twins(self, rows: Sequence[ImportedMaterial]) -> Sequence[Twin[ImportedMaterial]]:
        """Rows with one code of the bank's own, then rows of one material."""
        coded: dict[str, list[ImportedMaterial]] = {}
        for row in rows:
            coded.setdefault(row.own_code or f"row {row.row}", []).append(row)
        found = [
            Twin(_("Code %(code)s") % {"code": code}, same)
            for code, same in coded.items()
            if len(same) > 1
        ]
        return [*found, *ComingList.twins(self, rows)]

    def terms_of(self, row: ImportedMaterial) -> str:
        return self.target.terms_of(row) if self.target else ""

    def not_named(self, rows: Sequence[ImportedMaterial]) -> Sequence[str]:
        named = {identity_of(row) for row in rows} | {row.known for row in rows}
        by_code = {one.code: one for one in self.known.values()}
        return [m.name for code, m in by_code.items() if m.active and code not in named]


def made_code(name: str, unit: str) -> str:
    try:
        return material_code(name, unit)
    except RowProblem:
        return ""
