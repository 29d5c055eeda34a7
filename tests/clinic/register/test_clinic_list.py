"""Clinics that come in as a list."""

import uuid
from collections.abc import Mapping
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from clinic.models import Clinic
from clinic.register.coming.clinic_import import ClinicImport, ImportedClinic
from clinic.register.coming.clinic_list import ClinicList
from ledger import clock
from tests.cast import Cast
from wastebank.files.grids.read import read_file
from wastebank.files.importing.questions import Answers
from wastebank.files.importing.reading import Reading, read_list_file
from wastebank.files.list_import import CheckedSheet, import_list
from wastebank.files.list_import import check_list as check
from wastebank.values.calendar import local_day

ROWS = "Nama Klinik,Kode,Alamat\nKlinik Kasih,KSH,Jl. Anggrek 1\nKlinik Sehati,,\n"


def looked(
    cast: Cast, text: str, answers: Mapping[str, str]
) -> tuple[ClinicList, Reading[ImportedClinic], CheckedSheet[ImportedClinic]]:
    target = ClinicImport.into(by=cast.maya, place="BSI", valid_from=local_day(clock.now()))
    coming = ClinicList(target, Answers(answers))
    reading = read_list_file(coming, read_file(text.encode()), {})
    assert coming.target
    return coming, reading, check(coming.target, reading.sheet)


def test_a_clinic_is_taken_in_and_one_that_is_here_stays(cast: Cast) -> None:
    coming, reading, sheet = looked(cast, ROWS, {"day": "other=2026-12-01"})
    assert [*reading.open_questions, *sheet.bad] == []
    assert (sheet.new, sheet.same) == (1, 1)
    assert coming.target
    import_list(target=coming.target, key=uuid.uuid4(), rows=sheet.rows)
    made = Clinic.objects.get(place__code="KSH")
    assert (made.place.address, f"{made.valid_from}") == ("Jl. Anggrek 1", "2026-12-01")
    assert made.place.parent == cast.induk


def test_what_stands_on_receipts_is_asked_or_refused(cast: Cast) -> None:
    cases = {
        "Nama\nKlinik Baru\n": ["day", "code:2"],
        "Nama,Kode\nKlinik Baru,a b\n": ["day", "code:2"],
    }
    for text, asked in cases.items():
        _, reading, _ = looked(cast, text, {})
        assert [question.id for question in reading.open_questions] == asked, text
    for row in ("Klinik Lain,SHT", "Klinik Baru,MLT", "Klinik Sehati,SHT,Jl. Lain 2"):
        _, _, sheet = looked(cast, f"Nama,Kode,Alamat\n{row}\n", {"day": "today"})
        assert len(sheet.bad) == 1, row


def test_by_the_command(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "clinics.csv"
    path.write_text(ROWS)
    with pytest.raises(CommandError):
        call_command("import_clinics", str(path), stdout=StringIO())
    call_command("import_clinics", str(path), "--from", "2026-12-01", stdout=StringIO())
    assert Clinic.objects.filter(place__code="KSH").exists()
