"""A price list on its way in: how each row is read, and what is asked of whoever brought it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import ClassVar, cast

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ledger import clock
from wastebank.files.importing.columns import Table
from wastebank.files.importing.coming import ComingList, PreviewRow, Twin
from wastebank.files.importing.day_asked import day_answered, day_question
from wastebank.files.importing.fields import ListField
from wastebank.files.importing.questions import SKIP, Answer, Choice, Question
from wastebank.files.importing.rows import AskedCells
from wastebank.files.list_import import PlannedRow
from wastebank.materials.catalogue import (
    material_code,
    material_identity,
    materials_by_identity,
)
from wastebank.materials.coming import columns
from wastebank.materials.coming.columns import FIELDS, family_asked, family_of
from wastebank.materials.coming.preview import preview_row, reach
from wastebank.materials.coming.price_import import MAX_AHEAD, ImportedPrice, PriceImport
from wastebank.materials.coming.units import asked_unit, read_as, unit_question
from wastebank.materials.own_codes import LONGEST, can_be_code, code_form, own_codes
from wastebank.materials.prices import MAX_PRICE_IDR, price_words
from wastebank.materials.starter import starter_english, starter_family
from wastebank.models import Material, Price
from wastebank.values.calendar import local_day
from wastebank.values.language import language
from wastebank.values.names import same_name
from wastebank.values.other_units import Measure
from wastebank.values.quantities import show_price
from wastebank.values.units import UNITS

ASK, UNPAID, OWN, NAMED, BOTH = "ask", "unpaid", "own", "named", "both"


@dataclass(slots=True)
class PriceList(ComingList[ImportedPrice, Material]):
    """The prices of one place. `ask`: rows without a price for members are asked for each time."""

    code: ClassVar[str] = "prices"
    title: ClassVar[str | Promise] = gettext_lazy("Prices")
    mending: ClassVar[str | Promise] = gettext_lazy(
        "A wrong price? Open its material at Prices: withdraw it while it is still to "
        "come, else set the right one from today."
    )
    fields: ClassVar[Sequence[ListField]] = FIELDS
    money: ClassVar[Sequence[str]] = (columns.PRICE, columns.BUYERS)
    beside_heads: ClassVar[Sequence[str | Promise]] = (
        gettext_lazy("The collector pays"),
        gettext_lazy("Members, 30 days"),
    )
    ask: bool = False
    known: Mapping[str, Material] = field(init=False)
    english: Mapping[str, Material] = field(init=False)
    coded: Mapping[str, Material] = field(init=False)
    day: date | None = field(init=False, default=None)
    file_unit: Question | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.known = materials_by_identity() if self.target else {}
        if self.target:
            cast(PriceImport, self.target).look_up(list(self.known.values()))
        self.english = by_english_name(self.known)
        self.coded = own_codes(self.target.place) if self.target else {}

    def file_questions(self, table: Table) -> Sequence[Question]:
        """From which day it holds, and what its prices are for, where no column says so."""
        asked = []
        if not table.column_of(columns.DAY):
            question = day_question(self.answers, table.titles, self.today + MAX_AHEAD)
            self.day = day_answered(question)
            asked.append(question)
        if not table.column_of(columns.UNIT):
            self.file_unit = self.answers.put_to(unit_question())
            asked.append(self.file_unit)
        return asked

    def read_as(self, field: str, text: str) -> str:
        return read_as(field, text)

    @property
    def today(self) -> date:
        return local_day(clock.now())

    def identity_of(self, row: ImportedPrice) -> str:
        return material_identity(row.name_id, row.unit)

    def read_row(self, cells: AskedCells) -> ImportedPrice:
        name = cells.text(columns.NAME, 100, needed=not cells.has(columns.CODE))
        own = code_form(cells.text(columns.CODE, LONGEST, needed=False))
        name = name or (self.coded[own].name_id if own in self.coded else "")
        price_idr = cells.rupiah(columns.PRICE, MAX_PRICE_IDR)
        buyers_idr = cells.rupiah(columns.BUYERS, MAX_PRICE_IDR)
        name_en = cells.text(columns.NAME_EN, 100) if columns.NAME_EN in cells.cells else ""
        valid_from = self.day_of(cells)
        self.refuse_doubt(cells)
        measure = asked_unit(cells, self.file_unit, name, self.known_unit(name, own))
        cells.settle()
        if not name:
            cells.problem(_("no material here has the code %(code)s") % {"code": own})
        cells.settle()
        assert measure
        assert valid_from
        price_idr = self.by_our_unit(cells, columns.PRICE, measure, price_idr)
        buyers_idr = self.by_our_unit(cells, columns.BUYERS, measure, buyers_idr)
        unit = measure.unit.code
        here = self.called(name, unit)
        name = here.name_id if here and not same_name(here.name_id, name) else name
        name, own = self.agreed(cells, name, own, unit)
        cells.settle()
        existing = self.known.get(material_identity(name, unit))
        family = self.family(cells, name, existing)
        if price_idr is not None or not self.is_asked_here(existing):
            price_idr = self.price(cells, name, unit, price_idr)
        cells.settle()
        row = ImportedPrice(
            row=cells.row,
            code=material_code(name, unit),
            name_id=name,
            name_en=name_en or (existing.name_en if existing else starter_english(name) or name),
            family=family,
            unit=unit,
            unit_assumed=cells.raw(columns.UNIT_BASIS).text.lower() == "assumed",
            price_idr=price_idr,
            collector_price_idr=buyers_idr,
            valid_from=valid_from,
            own_code=own,
        )
        return row if columns.BUYERS in cells.cells else self.as_buyers_pay(row, existing)

    def as_buyers_pay(self, row: ImportedPrice, existing: Material | None) -> ImportedPrice:
        """What a file has no column for stays as it is."""
        if existing is None or self.target is None:
            return row
        now = cast(PriceImport, self.target).in_force(row, existing)
        return replace(row, collector_price_idr=now.collector_price_idr if now else None)

    def day_of(self, cells: AskedCells) -> date | None:
        if columns.DAY in cells.cells:
            return cells.day(columns.DAY, self.today + MAX_AHEAD)
        return self.day or self.today  # not written before the day is answered

    def refuse_doubt(self, cells: AskedCells) -> None:
        note = cells.raw(columns.NOTE).text
        if "misprint" in note.lower():
            cells.problem(_("its note doubts the price: %(note)s") % {"note": note})
        basis = cells.raw(columns.UNIT_BASIS).text.lower()
        if basis not in {"", "stated", "assumed"}:
            facts = {"head": cells.label(columns.UNIT_BASIS), "text": basis}
            cells.problem(_("%(head)s is not known: %(text)s") % facts)

    def called(self, name: str, unit: str) -> Material | None:
        """What goes by this name here, in Indonesian or else in English."""
        called = material_identity(name, unit)
        return self.known.get(called) or self.english.get(called)

    def known_unit(self, name: str, own: str) -> str:
        """The unit in which a material is counted here, if it is counted in one alone."""
        if own in self.coded:
            return self.coded[own].unit
        units = {code for code in UNITS if self.called(name, code)}
        return units.pop() if len(units) == 1 else ""

    def by_our_unit(
        self, cells: AskedCells, field_name: str, measure: Measure, price_idr: int | None
    ) -> int | None:
        """A price for a dozen as one for a piece; what does not come out even is asked."""
        if price_idr is None:
            return None
        ours_idr = measure.price_idr(price_idr)
        if ours_idr is not None and ours_idr <= MAX_PRICE_IDR:
            return ours_idr
        per = show_price(1, measure.unit.code, language()).partition("/")[2]
        question = Question(
            id=f"even:{cells.row}" if field_name == columns.PRICE else f"even-buyers:{cells.row}",
            text=_("%(price)s per %(unit)s does not come out even. How much is it per %(per)s?")
            % {
                "price": cells.raw(field_name).text,
                "unit": cells.raw(columns.UNIT).text,
                "per": per,
            },
            about=_("Row %(row)s") % {"row": cells.row},
            choices=[
                Choice(OWN, _("It is"), typed=_("Rupiah"), ending=f"/{per}"),
                Choice(SKIP, _("Skip this row")),
            ],
            rows=(cells.row,),
        )
        answer = cells.ask(question)
        return cells.typed_sum(question, answer, MAX_PRICE_IDR) if answer else None

    # --- which material it is

    def agreed(self, cells: AskedCells, name: str, own: str, unit: str) -> tuple[str, str]:
        """Name and code of the row's material; where they say different ones, it is asked."""
        by_code, by_name = self.coded.get(own), self.known.get(material_identity(name, unit))
        if by_code is None and by_name and own == code_form(by_name.code):
            return name, ""  # ours, as a list of ours has it
        if not own or (by_code is None and not self.code_of(by_name)):
            return name, own
        if by_code and same_name(by_code.name_id, name) and by_code.unit == unit:
            return by_code.name_id, own
        question = self.who_question(cells.row, name, own, unit, by_code, by_name)
        answer = cells.ask(question)
        if answer and answer.code == OWN and by_code:
            return by_code.name_id, own
        return name, own if answer and answer.code == "code" else ""

    def code_of(self, material: Material | None) -> str:
        return next((code for code, known in self.coded.items() if known == material), "")

    def who_question(
        self,
        row: int,
        name: str,
        own: str,
        unit: str,
        by_code: Material | None,
        by_name: Material | None,
    ) -> Question:
        facts = {"code": own, "name": name}
        about = _("Row %(row)s: %(name)s") % {"row": row, "name": name}
        choices = []
        if by_code:
            here = f"{by_code.name_id} ({UNITS[by_code.unit].name})"
            text = _("Here %(code)s is %(here)s. Which one is meant?") % {**facts, "here": here}
            if by_code.unit == unit:
                choices.append(Choice(OWN, by_code.name_id, self.now_price(by_code)))
        else:
            code = self.code_of(by_name)
            text = _("%(name)s has the code %(here)s here, and %(code)s in the file.") % {
                **facts,
                "here": code,
            }
            choices.append(Choice("code", _("%(code)s from now on") % facts))
        effect = self.now_price(by_name) if by_name else _("new")
        choices.append(Choice(NAMED, _("%(name)s, without this code") % facts, effect))
        choices.append(Choice(SKIP, _("Skip this row")))
        return Question(f"who:{row}", text, choices, about, rows=(row,))

    def family(self, cells: AskedCells, name: str, existing: Material | None) -> str:
        """As the row says, else as it is known here; of a new one, as the starter list has it.

        What neither knows is asked, and so is a word of the row that nobody knows.
        """
        said = cells.raw(columns.FAMILY).text
        if found := family_of(said):
            return found
        if existing is not None:
            return existing.family
        if not said and (found := starter_family(name)):
            return found
        return family_asked(cells, name, said)

    def is_asked_here(self, existing: Material | None) -> bool:
        """Whether it is asked for each time already: then an empty price says that it stays so."""
        if existing is None or self.target is None:
            return False
        now = cast(PriceImport, self.target).history(existing).at(clock.now())
        return now is not None and now.kind == Price.Kind.ASK

    def price(self, cells: AskedCells, name: str, unit: str, price_idr: int | None) -> int | None:
        """The price for members; where none stands, whoever brings the list says what is meant."""
        if price_idr is not None or self.ask:
            return price_idr
        per = show_price(1, unit, language()).partition("/")[2]
        question = Question(
            id=f"price:{cells.row}",
            text=_("%(name)s has no price yet. How much?") % {"name": name},
            about=_("Row %(row)s, per %(per)s") % {"row": cells.row, "per": per},
            choices=[
                Choice(ASK, _("Ask for the price each time")),
                Choice(UNPAID, _("Taken, not paid"), "Rp0"),
                Choice(OWN, _("The price is"), typed=_("Rupiah"), ending=f"/{per}"),
                Choice(SKIP, _("Skip this row")),
            ],
            rows=(cells.row,),
        )
        answer = cells.ask(question)
        if answer is None or answer.code == ASK:
            return None
        return 0 if answer.code == UNPAID else cells.typed_sum(question, answer, MAX_PRICE_IDR)

    # --- in words

    def twins(self, rows: Sequence[ImportedPrice]) -> Sequence[Twin[ImportedPrice]]:
        """Rows with one code of the bank's own, then rows with one name."""
        coded: dict[str, list[ImportedPrice]] = {}
        for row in rows:
            if row.own_code:
                coded.setdefault(row.own_code, []).append(row)
        found = [
            Twin(_("Code %(code)s") % {"code": code}, same)
            for code, same in coded.items()
            if len(same) > 1
        ]
        return [*found, *ComingList.twins(self, rows)]

    def also_asked(self, twin: Twin[ImportedPrice]) -> Sequence[Choice]:
        """Two materials under one code of the bank: the second gets another one."""
        if len({self.identity_of(row) for row in twin.rows}) < 2 or len(twin.rows) > 2:
            return ()
        text = _("Both. A new code for row %(row)s") % {"row": twin.rows[1].row}
        return (Choice(BOTH, text, typed=_("Code")),)

    def kept(self, twin: Twin[ImportedPrice], answer: Answer) -> Sequence[ImportedPrice] | str:
        code = code_form(answer.typed)
        is_taken = code in self.coded or code == twin.rows[1].own_code
        if not can_be_code(code) or is_taken:
            return _("Write a code that nothing has yet.")
        return (twin.rows[0], replace(twin.rows[1], own_code=code))

    def terms_of(self, row: ImportedPrice) -> str:
        if row.price_idr is None:
            return str(Price.Kind.ASK.label)
        return show_price(row.price_idr, row.unit, language())

    def now_of(self, twin: Twin[ImportedPrice]) -> str:
        row = twin.rows[0]
        here = self.coded.get(row.own_code) or self.known.get(self.identity_of(row))
        if here is None:
            return _("Not here yet.")
        return _("Here: %(name)s, %(price)s") % {
            "name": here.name_id,
            "price": self.now_price(here),
        }

    def preview(self, steps: Sequence[PlannedRow[ImportedPrice]]) -> Sequence[PreviewRow]:
        assert self.target
        materials = [self.known.get(self.identity_of(step.row)) for step in steps]
        reached = reach(self.target.place, [m for m in materials if m])
        return [
            preview_row(cast(PriceImport, self.target), step, material, reached)
            for step, material in zip(steps, materials, strict=True)
        ]

    def now_price(self, material: Material) -> str:
        if self.target is None:
            return ""
        price = cast(PriceImport, self.target).history(material).at(clock.now())
        return price_words(price, material.unit) if price else _("no price")

    def not_named(self, rows: Sequence[ImportedPrice]) -> Sequence[str]:
        if self.target is None:
            return ()
        named = {self.identity_of(row) for row in rows}
        priced = Price.objects.standing().filter(place=self.target.place)
        own = set(priced.values_list("material_id", flat=True))
        return [
            material.name
            for key, material in self.known.items()
            if material.pk in own and material.active and key not in named
        ]


def by_english_name(known: Mapping[str, Material]) -> Mapping[str, Material]:
    """Materials that are the only one of their English name; an Indonesian name goes first."""
    found: dict[str, list[Material]] = {}
    for material in known.values():
        found.setdefault(material_identity(material.name_en, material.unit), []).append(material)
    return {called: same[0] for called, same in found.items() if len(same) == 1}
