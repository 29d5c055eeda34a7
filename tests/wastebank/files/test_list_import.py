"""A further list says only what is its own: here the units of a bank, in three small parts."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any, ClassVar

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from ledger.models import KeyedResult
from ledger.refusals import KeyReused
from tests.cast import Cast
from tests.wastebank.files.lists import sheet_of
from wastebank import actions
from wastebank.actions import Action
from wastebank.files.importing.coming import ComingList
from wastebank.files.importing.fields import ListField
from wastebank.files.importing.questions import Answers
from wastebank.files.importing.rows import AskedCells
from wastebank.files.list_import import (
    Imported,
    OneByOneImport,
    check_list,
    import_list,
    imported_of,
)
from wastebank.files.tables_in import BadRow, Sheet
from wastebank.management.lists import ListCommand, at_the_shell, only_main
from wastebank.models import ActionLog, Place, Role

# --- the first file: what stands in the list, and what it means for the bank


@dataclass(frozen=True, slots=True)
class ImportedUnit:
    row: int
    code: str
    name_id: str


@dataclass(frozen=True, slots=True)
class UnitImport(OneByOneImport[ImportedUnit, Place]):
    action: ClassVar[Action] = Action("import_units", "Units imported", "timbang", of=actions.PLACE)

    @property
    def subject(self) -> str:
        return f"place:{self.place.code}"

    def request(self, rows: Sequence[ImportedUnit]) -> dict[str, Any]:
        return {"place": self.place.code, "rows": [[row.code, row.name_id] for row in rows]}

    def existing(self, codes: Sequence[str]) -> Mapping[str, Place]:
        return Place.objects.in_bulk(codes, field_name="code")

    def conflict_of(self, row: ImportedUnit, existing: Place, *, is_same: bool) -> str:
        return "" if existing.kind == Place.Kind.UNIT else "this is no unit"

    def is_same(self, row: ImportedUnit, existing: Place) -> bool:
        return existing.name == row.name_id

    def find_or_add(self, row: ImportedUnit) -> tuple[Place, bool]:
        defaults = {"name": row.name_id, "kind": Place.Kind.UNIT, "parent": self.place}
        return Place.objects.get_or_create(code=row.code, defaults=defaults)

    def write_row(self, row: ImportedUnit, existing: Place, key: uuid.UUID) -> None:
        Place.objects.filter(pk=existing.pk).update(name=row.name_id)


class UnitList(ComingList[ImportedUnit, Place]):
    code: ClassVar[str] = "units"
    title: ClassVar[str] = "Units"
    fields: ClassVar[Sequence[ListField]] = (
        ListField("code", "Code", ("code", "kode"), needed=True),
        ListField("name", "Name", ("name", "nama"), needed=True),
    )

    def read_row(self, cells: AskedCells) -> ImportedUnit:
        code, name = cells.text("code", 10), cells.text("name", 100)
        cells.settle()
        return ImportedUnit(cells.row, code, name)


# --- the second: the command


class UnitCommand(ListCommand):
    noun = "unit"

    def coming(self, target: Any, answers: Answers, options: Mapping[str, Any]) -> UnitList:
        return UnitList(target, answers)

    def target(self, **options: Any) -> UnitImport:
        return UnitImport(at_the_shell(Role.MANAGER, only_main()), only_main())


# --- the third: its test

TWICE = "Lagi stands in rows 5, 6. Which one?"
MIXED = b"code,name\nNEW,Unit Baru\nMLT,Melati Timur\nSHT,Klinik\n,Tanpa kode\nNEW2,Lagi\nNEW2,Lagi"


def read_units(data: bytes) -> Sheet[ImportedUnit]:
    return sheet_of(UnitList(None, Answers()), data)


def target(cast: Cast) -> UnitImport:
    return UnitImport(by=cast.maya, place=cast.induk)


def test_a_check_counts_what_is_new_changed_the_same_and_bad(cast: Cast) -> None:
    unit = Place.objects.get(code="MLT")
    same = f"\nMW2,{unit.name}".encode()
    Place.objects.create(code="MW2", name=unit.name, kind=unit.kind, parent=cast.induk)
    with translation.override("en"):
        found = check_list(target(cast), read_units(MIXED + same))
    assert (found.new, found.changed, found.same) == (1, 1, 1)
    assert [row.code for row in found.rows] == ["NEW", "MLT", "MW2"]
    assert found.bad == [
        BadRow(4, "Klinik", "this is no unit"),
        BadRow(5, "", "code is empty"),
        BadRow(6, "Lagi", TWICE.replace("5, 6", "6, 7")),
        BadRow(7, "Lagi", TWICE.replace("5, 6", "6, 7")),
    ]


def test_an_import_is_one_commands_of_its_key(cast: Cast) -> None:
    key = uuid.uuid4()
    rows = check_list(target(cast), read_units(MIXED)).rows
    first = import_list(target=target(cast), key=key, rows=rows)
    assert first == Imported(written=2, added=1, unchanged=0, replayed=False)
    assert import_list(target=target(cast), key=key, rows=rows) == Imported(2, 1, 0, replayed=True)
    assert Place.objects.get(code="MLT").name == "Melati Timur"
    assert ActionLog.objects.filter(key=str(key), action="import_units").count() == 1
    with pytest.raises(KeyReused):
        import_list(target=target(cast), key=key, rows=rows[:1])


def test_a_row_that_fails_takes_the_others_back(cast: Cast) -> None:
    key = uuid.uuid4()
    rows = [ImportedUnit(2, "NEW", "Unit Baru"), ImportedUnit(3, "NEW2", "Lagi")]

    class Failing(UnitImport):
        def write_row(self, row: ImportedUnit, existing: Place, key: uuid.UUID) -> None:
            if row.code == "NEW2":
                raise LookupError(row.code)

    with pytest.raises(LookupError):
        import_list(target=Failing(by=cast.maya, place=cast.induk), key=key, rows=rows)
    assert not Place.objects.filter(code__startswith="NEW").exists()
    assert not KeyedResult.objects.filter(key=str(key)).exists()


@pytest.mark.once
def test_what_was_imported_before_is_still_answered() -> None:
    kept = {"prices": 8, "added": 7, "unchanged": 1}
    assert imported_of(kept, replayed=True) == Imported(8, 7, 1, replayed=True)


def run(path: Path, *words: str) -> list[str]:
    out = StringIO()
    try:
        call_command(UnitCommand(), str(path), *words, stdout=out, stderr=StringIO())
    except CommandError as problem:
        out.write(f"exit {problem.returncode}: {problem}")
    return out.getvalue().splitlines()


def test_the_command_says_what_a_list_would_do_and_does_it(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "units.csv"
    path.write_bytes(MIXED.replace(b",Tanpa kode\n", b""))
    bad = ["row 4: Klinik: this is no unit", *(f"row {n}: Lagi: {TWICE}" for n in (5, 6))]
    asked = [
        "question twice:5-6: " + TWICE,
        "  --choose twice:5-6=5  Row 5: Lagi",
        "  --choose twice:5-6=6  Row 6: Lagi",
        "  --choose twice:5-6=skip  Skip all of them",
    ]
    ending = "exit 1: 3 row(s) cannot be used"
    assert run(path, "--dry-run") == [
        *bad,
        *asked,
        "row 2: Unit Baru: new",
        "row 3: Melati Timur: changes from – to –",
        "2 row(s) could be imported; nothing was written.",
        "1 new, 1 changed, 0 unchanged, 3 bad.",
        f"{ending}.",
    ]
    assert run(path) == [
        *bad,
        *asked,
        f"{ending}, so nothing was imported. Mend them, answer what is asked, or give --skip-bad.",
    ]
    assert not Place.objects.filter(code="NEW").exists()
    answers = tmp_path / "answers.json"
    answers.write_text('{"twice:5-6": "6"}')
    assert run(path, "--skip-bad", "--answers", str(answers)) == [
        bad[0],
        "3 unit(s) imported, 2 new on the list, 0 unchanged.",
        "exit 1: 1 row(s) cannot be used.",
    ]
    assert Place.objects.get(code="NEW").parent == cast.induk
    again = ["0 unit(s) imported, 0 new on the list, 3 unchanged."]
    path.write_bytes(path.read_bytes().replace(b"SHT,Klinik\n", b""))
    assert run(path, "--choose", "twice:4-5=4") == again
