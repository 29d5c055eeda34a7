"""Staff who come in as a list: an account each, and nobody gets a password by it."""

import uuid
from collections.abc import Mapping
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from ledger.refusals import Refusal
from tests.cast import Cast
from wastebank.files.grids.read import read_file
from wastebank.files.importing.questions import Answers
from wastebank.files.importing.reading import Reading, read_list_file
from wastebank.files.list_import import CheckedSheet, check_list, import_list
from wastebank.models import ActionLog, User
from wastebank.staff.coming.staff_import import ImportedStaff, StaffImport
from wastebank.staff.coming.staff_list import StaffList
from wastebank.staff.invited import invite

HEADS = "Nama;Jabatan;Unit"
ROWS = ("Ani Lestari;Petugas loket;Unit Kenanga", "Budi;Bendahara;", "Ani Wijaya;operator;MLT")


def looked(
    by: User, *rows: str, heads: str = HEADS, answers: Mapping[str, str] | None = None
) -> tuple[StaffImport, Reading[ImportedStaff], CheckedSheet[ImportedStaff]]:
    target = StaffImport.into(by=by, place="BSI")
    coming = StaffList(target, Answers(answers or {}))
    reading = read_list_file(coming, read_file("\n".join([heads, *rows, ""]).encode()), {})
    return target, reading, check_list(target, reading.sheet)


def test_each_gets_an_account_and_nobody_a_password(cast: Cast) -> None:
    target, reading, sheet = looked(cast.maya, *ROWS)
    assert [*reading.open_questions, *sheet.bad] == []
    done = import_list(target=target, key=uuid.uuid4(), rows=sheet.rows)
    assert (done.written, done.added) == (3, 3)
    ani = User.objects.get(username="ani")
    other = User.objects.get(username="ani2")
    budi = User.objects.get(username="budi")
    places = [user.place.code if user.place else "" for user in (ani, other, budi)]
    assert places == ["KNG", "MLT", "BSI"]
    assert (str(ani), ani.role, budi.role) == ("Ani Lestari", "operator", "treasurer")
    assert not any(user.has_usable_password() for user in (ani, other, budi))
    assert ActionLog.objects.filter(action="add_staff").count() == 3
    _, _, again = looked(cast.maya, *ROWS)
    assert (again.same, again.new, again.bad) == (3, 0, [])


def test_who_is_here_keeps_role_and_place_and_nobody_gets_in_by_a_list(cast: Cast) -> None:
    for row, words in (
        ("Sari;Bendahara;BSI", "sari"),  # another role: on her own page
        ("Sari;Petugas loket;Unit Kenanga", "sari"),  # another place
        ("Dian;Kepala klinik;Klinik Sehati", ""),  # the clinic's own lead does
        ("Dian;Administrator;", ""),
        ("Dian;Petugas loket;Klinik Sehati", ""),
        ("Dian;Petugas loket;Unit Mawar", "Mawar"),
    ):
        _, reading, sheet = looked(cast.maya, row)
        assert len(sheet.bad) == 1, row
        assert words in sheet.bad[0].reason, (row, sheet.bad)
    _, reading, _ = looked(cast.maya, "Dian;Tukang becak;MLT")
    assert [question.id for question in reading.open_questions] == ["role:2"]
    _, reading, sheet = looked(cast.maya, "Dian;Tukang;MLT", answers={"role:2": "operator"})
    assert [step.row.role for step in sheet.steps] == ["operator"]
    with pytest.raises(Refusal):
        StaffImport.into(by=cast.bambang, place="BSI")
    with pytest.raises(Refusal):
        StaffImport.into(by=cast.lestari, place="BSI")


def test_a_list_and_an_invitation_make_one_user_name(cast: Cast) -> None:
    """Also of a name whose first word is one letter, as many are in Bali."""
    made = {"I Made Sudana": "imade", "Ni Luh": "ni", "Łucja": "ucja", "3 Roda": "roda", "王": ""}
    for name, wanted in made.items():
        target, _, sheet = looked(cast.maya, f"{name};Petugas loket;Unit Melati")
        import_list(target=target, key=uuid.uuid4(), rows=sheet.rows)
        of_list = User.objects.latest("pk").username
        link = invite(key=uuid.uuid4(), by=cast.maya, name=name, role="operator", place="MLT")
        base = wanted or "petugas"
        assert (of_list, link.user.username) == (base, f"{base}2"), name


def test_the_command_prints_a_link_for_each(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "staff.csv"
    path.write_text("\n".join([HEADS, *ROWS, ""]))
    out = StringIO()
    call_command("import_staff", str(path), stdout=out, stderr=StringIO())
    lines = out.getvalue().splitlines()
    assert sum("/link/" in line for line in lines) == 3
    assert User.objects.get(username="ani").links.count() == 1
