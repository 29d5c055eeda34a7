"""The plain list of materials comes in: names, families, grades, other names, states."""

import uuid
from collections.abc import Mapping
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from ledger.refusals import Refusal
from tests.cast import Cast
from wastebank.files.grids.read import read_file
from wastebank.files.importing.kept import import_file
from wastebank.files.importing.questions import Answers
from wastebank.files.importing.reading import Reading, read_list_file
from wastebank.files.list_import import CheckedSheet, check_list, import_list
from wastebank.materials.coming.material_import import ImportedMaterial, MaterialImport
from wastebank.materials.coming.material_list import MaterialList
from wastebank.materials.own_codes import own_codes
from wastebank.models import ActionLog, Material, User

HEADS = "Kode;Nama Barang;Golongan;Satuan;Mutu;Nama lain"
TAKEN_IN = (
    "P01;Galon kosong;plastik;buah;A;galon aqua, isi ulang",
    "P02;Ember pecah;plastik;kilo;;timba",
)


def looked(
    by: User, *rows: str, heads: str = HEADS, answers: Mapping[str, str] | None = None
) -> tuple[MaterialImport, Reading[ImportedMaterial], CheckedSheet[ImportedMaterial]]:
    target = MaterialImport.into(by=by, place="BSI")
    coming = MaterialList(target, Answers(answers or {}))
    reading = read_list_file(coming, read_file("\n".join([heads, *rows, ""]).encode()), {})
    return target, reading, check_list(target, reading.sheet)


def bring(by: User, *rows: str, heads: str = HEADS, **answers: str) -> uuid.UUID:
    target, reading, sheet = looked(by, *rows, heads=heads, answers=answers)
    assert [*reading.open_questions, *sheet.bad] == []
    key = uuid.uuid4()
    import_list(target=target, key=key, rows=sheet.rows)
    return key


def test_what_a_row_says_is_kept_and_the_bank_s_own_code_beside_ours(cast: Cast) -> None:
    key = bring(cast.maya, *TAKEN_IN)
    galon = Material.objects.get(name_id="Galon kosong")
    assert (galon.family, galon.unit, galon.grade) == ("plastik", "pcs", "A")
    assert galon.aliases == "galon aqua, isi ulang"
    assert {"P01", "P02"} <= set(own_codes(cast.induk))
    assert ActionLog.objects.filter(action="add_material", key=str(key)).count() == 2
    _, _, again = looked(cast.maya, *TAKEN_IN)
    assert (again.same, again.new, again.changed, again.bad) == (2, 0, 0, [])


def test_a_row_changes_what_it_names_and_the_log_says_each_fact(cast: Cast) -> None:
    bring(cast.maya, *TAKEN_IN)
    changed = ("P01;Galon bekas;plastik;buah;B;galon", "P02;Ember pecah;logam;kilo;;timba")
    _, reading, _ = looked(cast.maya, *changed)
    assert [question.id for question in reading.open_questions] == ["who:2"]
    key = bring(cast.maya, *changed, **{"who:2": "renamed"})
    galon = Material.objects.get(name_id="Galon bekas")
    assert (galon.grade, galon.aliases) == ("B", "galon")
    said = ActionLog.objects.filter(action="correct_material", key=str(key))
    assert said.count() == 4  # three facts of one, the family of the other
    bring(cast.maya, "Galon bekas;buah;tidak diterima", heads="Nama;Satuan;Keadaan")
    galon.refresh_from_db()
    assert (galon.active, galon.grade) == (False, "B")  # what has no column stays


def test_what_is_not_clear_is_asked_and_what_cannot_be_is_said(cast: Cast) -> None:
    bring(cast.maya, *TAKEN_IN)
    pet = Material.objects.get(code="pet")
    for row, heads, asked, words in (
        ("Ember pecah;krat", "Nama;Satuan", ["unit:2"], ""),
        ("Barang aneh;kg", "Nama;Satuan", ["family:2"], ""),
        ("Barang aneh", "Nama;Mutu", ["unit", "family:2"], ""),
        (f"pet;{pet.name_id};buah", "Kode;Nama;Satuan", [], "pet"),
        ("pet;Ember pecah;kilo", "Kode;Nama;Satuan", [], "ember"),
        ("P01;Kardus;kilo", "Kode;Nama;Satuan", ["who:2"], ""),
        ("Ember pecah;mungkin", "Nama;Keadaan", ["unit"], "mungkin"),
    ):
        _, reading, sheet = looked(cast.maya, row, heads=heads)
        assert [question.id for question in reading.open_questions] == asked, row
        assert bool(sheet.bad) == bool(words), (row, sheet.bad)
        assert words in "".join(bad.reason for bad in sheet.bad), row
    _, reading, _ = looked(cast.maya, "Ember pecah;A", "ember pecah;B", heads="Nama;Mutu")
    assert [q.id for q in reading.open_questions if q.rows] == ["twice:2-3"]
    _, reading, sheet = looked(cast.maya, "P02;Galon kosong;buah", heads="Kode;Nama;Satuan")
    assert [question.id for question in reading.open_questions] == ["who:2"]


def test_only_who_sets_prices_and_never_a_code_of_another(cast: Cast) -> None:
    for nobody in (cast.sari, cast.lestari):
        with pytest.raises(Refusal):
            MaterialImport.into(by=nobody, place="BSI")
    with pytest.raises(Refusal):
        MaterialImport.into(by=cast.maya, place="MLT")


@pytest.mark.parametrize("count", [3, 30])
def test_a_long_list_asks_no_more_when_it_is_looked_at(
    cast: Cast, count: int, django_assert_max_num_queries: object
) -> None:
    rows = [f"Q{n:02};Barang {n};plastik;kg;A;barang{n}" for n in range(count)]
    bring(cast.maya, *rows)
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        _, _, sheet = looked(cast.maya, *rows)
    assert sheet.same == count


def test_by_command_and_by_a_program(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "bahan.csv"
    path.write_text("\n".join([HEADS, *TAKEN_IN, ""]))
    out = StringIO()
    call_command("import_materials", str(path), stdout=out, stderr=StringIO())
    assert "2 material(s) imported, 2 new on the list" in out.getvalue()
    data = "\n".join([HEADS, *TAKEN_IN, "P03;Ban;plastik;buah;;", ""]).encode()
    _, done = import_file(
        key=uuid.uuid4(), by=cast.maya, kind="materials", place="BSI", data=data, answers={}
    )
    assert done
    assert (done.added, done.unchanged) == (1, 2)
