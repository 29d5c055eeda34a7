"""A tariff list on its way in: how each row is read, and what is asked of whoever brought it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import ClassVar, cast

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.models import Service
from clinic.permissions import SET_TARIFFS
from clinic.register.coming.tariff_import import (
    CATEGORY_WORDS,
    PER_WORDS,
    ImportedTariff,
    TariffImport,
    category_of,
    identity_of,
    unit_of,
)
from clinic.register.offered import clinics_for
from clinic.register.tariffs import MAX_TARIFF_IDR, shown_figures
from ledger import clock
from wastebank.files.importing.columns import Table
from wastebank.files.importing.coming import ComingList, Twin
from wastebank.files.importing.day_asked import day_answered, day_question
from wastebank.files.importing.fields import ListField
from wastebank.files.importing.offered import OfferedList
from wastebank.files.importing.questions import SKIP, Answers, Choice, Question
from wastebank.files.importing.rows import AskedCells
from wastebank.files.tables_in import slug
from wastebank.models import Place, User
from wastebank.values.calendar import local_day
from wastebank.values.names import identity

NAME, NAME_EN, CATEGORY, PER = "service_id", "service_en", "category", "per"
PRICE, SOURCE = "price_idr", "source_url"
CODE, PRICING, MOST, OFFERED = "code", "pricing", "most_idr", "offered"
PRICING_WORDS = {
    "": "",
    **{pricing: pricing for pricing in Service.Pricing.values},
    "tetap": Service.Pricing.FIXED,
    "di meja": Service.Pricing.VARIABLE,
    "gratis": Service.Pricing.FREE,
}
OFFERED_WORDS = {"": "yes", "yes": "yes", "ya": "yes", "no": "no", "tidak": "no"}
MAX_AHEAD = timedelta(days=366)
OWN = "own"
FIELDS = (
    ListField(
        NAME,
        gettext_lazy("Name of the service"),
        (
            *("service id", "layanan", "nama layanan", "jenis layanan", "jenis pelayanan"),
            *("pelayanan", "tindakan", "nama tindakan", "jenis tindakan", "uraian", "nama"),
            *("service", "name"),
        ),
        needed=True,
    ),
    ListField(
        NAME_EN, gettext_lazy("Name in English"), ("service en", "english", "name en", "inggris")
    ),
    ListField(CATEGORY, gettext_lazy("Group"), ("category", "kategori", "golongan", "kelompok")),
    ListField(PER, gettext_lazy("Counted"), ("per", "satuan", "unit")),
    ListField(
        PRICE,
        gettext_lazy("Tariff"),
        ("price idr", "price", "tarif", "harga", "biaya", "tariff", "besar tarif", "besaran tarif"),
        needed=True,
    ),
    ListField(MOST, gettext_lazy("The most"), ("most idr", "tarif tertinggi", "paling tinggi")),
    ListField(PRICING, gettext_lazy("Price"), ("pricing", "cara harga")),
    ListField(OFFERED, gettext_lazy("Offered"), ("offered", "ditawarkan")),
    ListField(CODE, gettext_lazy("Code"), ("code", "kode", "kode layanan")),
    ListField(SOURCE, gettext_lazy("Where it was found"), ("source url", "sumber", "source")),
)


@dataclass(slots=True)
class TariffList(ComingList[ImportedTariff, Service]):
    """The tariffs of one clinic. `day`: from when they hold, where it need not be asked."""

    code: ClassVar[str] = "tariffs"
    title: ClassVar[str | Promise] = gettext_lazy("Tariffs")
    mending: ClassVar[str | Promise] = gettext_lazy(
        "A wrong tariff? At Tariffs it is withdrawn while it is still to come; else set "
        "the right one."
    )
    fields: ClassVar[Sequence[ListField]] = FIELDS
    money: ClassVar[Sequence[str]] = (PRICE, MOST)
    day: date | None = None
    known: Mapping[str, Service] = field(init=False)

    def __post_init__(self) -> None:
        self.known = self.target.existing_of([]) if self.target else {}

    def file_questions(self, table: Table) -> Sequence[Question]:
        if self.day is not None:
            return ()
        latest = local_day(clock.now()) + MAX_AHEAD
        question = day_question(self.answers, table.titles, latest)
        if (day := day_answered(question)) and self.target:
            self.target = replace(cast(TariffImport, self.target), valid_from=day)
        return [question]

    def identity_of(self, row: ImportedTariff) -> str:
        return identity_of(row)

    def read_row(self, cells: AskedCells) -> ImportedTariff:
        name = cells.text(NAME, 150)
        name_en = cells.text(NAME_EN, 150) if NAME_EN in cells.cells else ""
        price_idr = cells.rupiah(PRICE, MAX_TARIFF_IDR)
        most_idr = cells.rupiah(MOST, MAX_TARIFF_IDR)
        pricing = self.word(cells, PRICING, PRICING_WORDS)
        offered = self.word(cells, OFFERED, OFFERED_WORDS) != "no"
        category = self.word(cells, CATEGORY, CATEGORY_WORDS)
        per = self.word(cells, PER, PER_WORDS)
        cells.settle()
        existing = self.service_of(cells, name)
        cells.settle()
        pricing = pricing or (existing.pricing if existing else Service.Pricing.FIXED)
        if pricing == Service.Pricing.FIXED and offered:
            price_idr = self.price(cells, name, price_idr)
        figures = self.figures(cells, pricing, price_idr, most_idr)
        cells.settle()
        was = existing.name_id if existing and cells.has(CODE) else ""
        return ImportedTariff(
            row=cells.row,
            code=existing.code if existing and was else slug(name),
            name_id=name,
            name_en=name_en or (existing.name_en if existing else name),
            category=category or category_of(name),
            per=per or (existing.per if existing and PER not in cells.cells else unit_of(name)),
            price_idr=figures[0],
            most_idr=figures[1],
            pricing=pricing,
            offered=offered,
            was=was,
        )

    def service_of(self, cells: AskedCells, name: str) -> Service | None:
        """The one of this code, which may be called otherwise from now on; else of this name."""
        called = self.known.get(identity(name))
        code = cells.raw(CODE).text
        coded = next((one for one in self.known.values() if one.code == code), None)
        if coded is not None and called is not None and called.pk != coded.pk:
            facts = {"name": called.name_id, "code": called.code}
            cells.problem(_("%(name)s is the name of %(code)s") % facts)
        return coded or called

    def figures(
        self, cells: AskedCells, pricing: str, price_idr: int | None, most_idr: int | None
    ) -> tuple[int | None, int | None]:
        """The price, or the least and the most; what does not fit is a problem of the row."""
        if pricing == Service.Pricing.FREE:
            if price_idr or most_idr:
                cells.problem(_("what is free has no price"))
            return None, None
        if pricing == Service.Pricing.FIXED:
            if most_idr is not None:
                cells.problem(_("a fixed price is one figure"))
            return price_idr, None
        if (price_idr is None) != (most_idr is None):
            cells.problem(_("a price set at the desk needs the least and the most, or neither"))
        elif price_idr is not None and most_idr is not None and most_idr < price_idr:
            cells.problem(_("the most is less than the least"))
        return price_idr, most_idr

    def word(self, cells: AskedCells, name: str, known: Mapping[str, str]) -> str:
        text = cells.raw(name).text.lower()
        if text in known:
            return known[text]
        words = ", ".join(filter(None, known))
        facts = {"head": cells.label(name), "text": text, "known": words}
        cells.problem(_("%(head)s is not known: %(text)s. Known are %(known)s") % facts)
        return ""

    def price(self, cells: AskedCells, name: str, price_idr: int | None) -> int | None:
        if price_idr is not None:
            return price_idr
        question = Question(
            id=f"price:{cells.row}",
            text=_("%(name)s has no tariff yet. How much?") % {"name": name},
            about=_("Row %(row)s") % {"row": cells.row},
            choices=[
                Choice(OWN, _("The tariff is"), typed=_("Rupiah")),
                Choice(SKIP, _("Skip this row")),
            ],
            rows=(cells.row,),
        )
        answer = cells.ask(question)
        return cells.typed_sum(question, answer, MAX_TARIFF_IDR) if answer else None

    def terms_of(self, row: ImportedTariff) -> str:
        if row.price_idr is None:
            return str(Service.Pricing(row.pricing).label)
        return shown_figures(row.price_idr, row.most_idr)

    def now_of(self, twin: Twin[ImportedTariff]) -> str:
        here = self.known.get(self.identity_of(twin.rows[0]))
        if here is None or self.target is None:
            return _("Not here yet.")
        facts = {"name": here.name_id, "price": self.target.terms_now(twin.rows[0], here)}
        return _("Here: %(name)s, %(price)s") % facts

    def not_named(self, rows: Sequence[ImportedTariff]) -> Sequence[str]:
        named = {self.identity_of(row) for row in rows}
        return [s.name for key, s in self.known.items() if s.active and key not in named]


def places(by: User) -> list[Place]:
    return [clinic.place for clinic in clinics_for(by=by)]


def make(by: User, place: str, answers: Answers) -> TariffList:
    today = local_day(clock.now())
    return TariffList(TariffImport.into(by=by, clinic=place, valid_from=today), answers)


TARIFFS = OfferedList(TariffList, SET_TARIFFS, places, make, gettext_lazy("Tariffs of"))
