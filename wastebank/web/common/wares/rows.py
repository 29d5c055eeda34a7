"""Rows from which something is taken by typing its price: what is typed, and what is wrong with it.

A row with a price, or with "ask", is taken; an empty one is left. What can be read in two ways is
refused in its own row, and what is typed in the others stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ledger.refusals import Refusal
from wastebank.refusals import FieldMissing, PriceOrAsk
from wastebank.values.language import language
from wastebank.values.names import search_form
from wastebank.values.quantities import show_rupiah
from wastebank.web.common.weights import read_price

PRICE, ASK, SALE, OWN = "price-", "ask-", "sale-", "own-"
OWN_SAYS = ("name_id", "name_en", "price", "ask")  # the others are chosen ahead
OWN_FIELDS = (*OWN_SAYS, "family", "unit")
MOST_OWN = 30
FEWEST_OWN = 2

Fields = Mapping[str, str]  # of the form, by name, as they were typed


@dataclass(frozen=True, slots=True)
class Ware:
    """A row: something that may be taken, and what is typed for it."""

    code: str
    name: str
    family: str
    per: str  # `/kg`
    also: str = ""
    called: str = ""  # what else it is found by
    hint: str = ""  # what was published somewhere
    now: str = ""  # what is paid for it today
    sale_now_idr: int | None = None  # what buyers pay, as far as is known
    can_ask: bool = True
    price: str = ""
    asks: bool = False
    sale: str = ""
    price_idr: int | None = None
    sale_idr: int | None = None
    problem: str = ""

    @property
    def is_taken(self) -> bool:
        return self.asks or bool(self.price)

    @property
    def is_there(self) -> bool:
        """Taken now, or before."""
        return self.is_taken or bool(self.now)

    @property
    def is_unpaid(self) -> bool:
        return self.price_idr == 0

    @property
    def dear_idr(self) -> int | None:
        """What buyers pay, where more would be paid than that."""
        sale_idr = self.sale_now_idr if self.sale_idr is None else self.sale_idr
        is_dear = None not in (self.price_idr, sale_idr) and (self.price_idr or 0) > (sale_idr or 0)
        return sale_idr if is_dear else None

    @property
    def dear(self) -> str:
        return "" if self.dear_idr is None else show_rupiah(self.dear_idr, language())

    @property
    def find(self) -> str:
        return search_form(f"{self.name} {self.also} {self.called}")


@dataclass(frozen=True, slots=True)
class OwnWare:
    """A row of one's own: its names are typed, too."""

    number: int
    texts: Fields
    price_idr: int | None = None
    problem: str = ""

    @property
    def is_taken(self) -> bool:
        return any(self.texts[name] for name in OWN_SAYS)

    @property
    def asks(self) -> bool:
        return bool(self.texts["ask"])

    @property
    def sign(self) -> str:
        """Its number as the names of its fields have it."""
        return str(self.number)


@dataclass(frozen=True, slots=True)
class WareFamily:
    code: str
    wares: Sequence[Ware]
    is_open: bool = False

    @property
    def there(self) -> int:
        return sum(ware.is_there for ware in self.wares)


@dataclass(frozen=True, slots=True)
class WareWords:
    """What a list says of how many: `14 materials`, `4 of 9 bought`, `Save 14 materials`."""

    taken: Callable[[int], str]
    there: Callable[[int, int], str]
    key: Callable[[int], str]


@dataclass(frozen=True, slots=True)
class WareSheet:
    """The whole form: its families, the rows of one's own, and how many are taken."""

    families: Sequence[WareFamily]
    own: Sequence[OwnWare]
    words: WareWords
    sells: bool = False  # whether what buyers pay is typed, too

    @property
    def wares(self) -> list[Ware]:
        return [ware for family in self.families for ware in family.wares]

    @property
    def taken(self) -> list[Ware]:
        return [ware for ware in self.wares if ware.is_taken]

    @property
    def own_taken(self) -> list[OwnWare]:
        return [row for row in self.own if row.is_taken]

    @property
    def count(self) -> int:
        return len(self.taken) + len(self.own_taken)

    @property
    def asked(self) -> int:
        return sum(ware.asks for ware in self.taken) + sum(row.asks for row in self.own_taken)

    @property
    def has_problem(self) -> bool:
        problems = [ware.problem for ware in self.wares] + [row.problem for row in self.own]
        return any(problems)

    @property
    def count_words(self) -> str:
        return self.words.taken(self.count)

    @property
    def key_words(self) -> str:
        return self.words.key(self.count)

    @property
    def sections(self) -> list[tuple[WareFamily, str]]:
        said = self.words.there
        return [(one, said(one.there, len(one.wares))) for one in self.families]

    def said(self) -> dict[str, Any]:
        """The same for a script, which only shows it."""
        return {
            "count": self.count_words,
            "asked": self.asked,
            "key": self.key_words,
            "families": {family.code: words for family, words in self.sections},
            "wares": {
                ware.code: {
                    "problem": ware.problem,
                    "dear": ware.dear,
                    "is_unpaid": ware.is_unpaid,
                    "is_taken": ware.is_taken,
                }
                for ware in self.wares
            },
            "own": {str(row.number): {"problem": row.problem} for row in self.own},
        }


def own_name(row: int, name: str) -> str:
    return f"{OWN}{row}-{name}"


def sheet_of(
    wares: Iterable[Ware], typed: Fields, words: WareWords, own: OwnWare, families: Sequence[str]
) -> WareSheet:
    """The form as it stands: `own` is how an empty row of one's own looks."""
    read = [read_ware(with_typed(ware, typed)) for ware in wares]
    sections = [WareFamily(one, [w for w in read if w.family == one]) for one in families]
    shown = [section for section in sections if section.wares]
    opened = [
        replace(section, is_open=index == 0 or has_something(section))
        for index, section in enumerate(shown)
    ]
    return WareSheet(opened, own_rows(typed, own), words, sells=bool(typed.get("sells")))


def has_something(section: WareFamily) -> bool:
    return any(ware.is_taken for ware in section.wares)


def with_typed(ware: Ware, typed: Fields) -> Ware:
    price, sale = typed.get(PRICE + ware.code, ""), typed.get(SALE + ware.code, "")
    asks = ware.can_ask and bool(typed.get(ASK + ware.code))
    return replace(ware, price=price, asks=asks, sale=sale)


def read_ware(ware: Ware) -> Ware:
    """With its figures, or with why they cannot be read."""
    try:
        price_idr = read_terms(ware.price, asks=ware.asks)
        sale_idr = read_figure(ware.sale)
        if sale_idr is not None and not ware.is_taken:
            raise FieldMissing(field="price")
    except Refusal as refusal:
        return replace(ware, problem=str(refusal))
    return replace(ware, price_idr=price_idr, sale_idr=sale_idr)


def read_terms(typed: str, *, asks: bool) -> int | None:
    if asks and typed:
        raise PriceOrAsk
    return read_figure(typed)


def read_figure(typed: str) -> int | None:
    """A price, also with the sign that stands before the field."""
    return read_price(typed.removeprefix("Rp").strip(" ."))


def own_rows(typed: Fields, empty: OwnWare) -> list[OwnWare]:
    """Those that were written into, and one more to write into."""
    rows = []
    for number in range(MOST_OWN):
        given = {name: typed.get(own_name(number, name), "") for name in OWN_FIELDS}
        texts = {name: given[name] or empty.texts.get(name, "") for name in OWN_FIELDS}
        rows.append(read_own(OwnWare(number, texts)))
    filled = [row.number for row in rows if row.is_taken]
    return rows[: min(MOST_OWN, max(FEWEST_OWN, max(filled, default=-1) + 2))]


def read_own(row: OwnWare) -> OwnWare:
    if not row.is_taken:
        return row
    try:
        if not row.texts["name_id"]:
            raise FieldMissing(field="name_id")
        if not row.asks and not row.texts["price"]:
            raise FieldMissing(field="price")
        price_idr = read_terms(row.texts["price"], asks=row.asks)
    except Refusal as refusal:
        return replace(row, problem=str(refusal))
    return replace(row, price_idr=price_idr)
