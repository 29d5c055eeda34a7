"""Lists of prices and tariffs as a test reads them: with no answer and no database."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from clinic.register.coming.tariff_import import ImportedTariff
from clinic.register.coming.tariff_list import TariffList
from wastebank.files.importing.coming import ComingList
from wastebank.files.importing.fields import ListField
from wastebank.files.importing.questions import Answers
from wastebank.files.importing.reading import read_alone
from wastebank.files.importing.rows import AskedCells
from wastebank.files.tables_in import Sheet
from wastebank.management.lists import rows_that_wait
from wastebank.materials.coming.price_import import ImportedPrice
from wastebank.materials.coming.prices import PriceList


@dataclass(frozen=True, slots=True)
class Priced:
    row: int
    name_id: str
    price_idr: int | None

    @property
    def code(self) -> str:
        return f"{self.row}"  # no two rows are one thing here


@dataclass(slots=True)
class PlainList(ComingList[Priced, object]):
    """Names and prices, and nothing else: what every list has in common."""

    code: ClassVar[str] = "plain"
    title: ClassVar[str] = "Plain"
    fields: ClassVar[Sequence[ListField]] = (
        ListField("name", "Name", ("name",), needed=True),
        ListField("price", "Price", ("price",), needed=True),
        ListField("note", "Note", ("note",)),
    )
    money: ClassVar[Sequence[str]] = ("price",)

    def read_row(self, cells: AskedCells) -> Priced:
        name, price_idr = cells.text("name", 60), cells.rupiah("price", 10_000)
        cells.settle()
        return Priced(cells.row, name, price_idr)


def read_plain(data: bytes) -> Sheet[Priced]:
    return sheet_of(PlainList(None, Answers()), data)


def read_prices(data: bytes, *, ask: bool = False) -> Sheet[ImportedPrice]:
    return sheet_of(PriceList(None, Answers(), ask=ask), data)


def read_tariffs(data: bytes) -> Sheet[ImportedTariff]:
    return sheet_of(TariffList(None, Answers()), data)


def sheet_of(coming: ComingList[Any, Any], data: bytes) -> Sheet[Any]:
    """Rows that can be used; what is asked cannot be, as long as nobody answers."""
    reading = read_alone(coming, data)
    bad = [*reading.bad, *rows_that_wait(reading)]
    return Sheet(reading.rows, sorted(bad, key=lambda row: row.row))
