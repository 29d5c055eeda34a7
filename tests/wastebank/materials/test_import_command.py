"""`manage.py import_prices` and `import_tariffs`, as an administrator types them."""

from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from clinic.models import Tariff
from tests.cast import Cast
from wastebank.models import Material, Price

PRICES = Path(settings.BASE_DIR) / "wastebank" / "fixtures" / "prices"
TARIFFS = Path(settings.BASE_DIR) / "clinic" / "fixtures" / "tariffs"


def run(*words: str | Path) -> tuple[int, list[str]]:
    """The exit code, and the lines on stdout."""
    out = StringIO()
    try:
        call_command(*map(str, words), stdout=out, stderr=StringIO())
        code = 0
    except CommandError as problem:
        code = problem.returncode
        out.write(f"{problem}\n")
    return code, out.getvalue().splitlines()


def test_a_clean_list_is_imported(cast: Cast) -> None:
    code, lines = run("import_prices", PRICES / "usk_2024.csv")
    assert code == 0
    assert lines == ["8 price(s) imported, 7 new on the list, 0 unchanged."]
    assert Price.objects.filter(place=cast.induk, set_by="manage.py").count() == 8


def test_a_list_with_bad_rows_is_not_imported(cast: Cast) -> None:
    before = Material.objects.count()
    code, lines = run("import_prices", PRICES / "maluku_tengah_2021.csv")
    assert code == 1
    assert [line.split(":")[0] for line in lines[:2]] == ["row 24", "row 25"]
    assert "Koran bersih" in lines[0]
    assert Material.objects.count() == before


def test_the_good_rows_are_imported_if_asked_for(cast: Cast) -> None:
    code, lines = run("import_prices", PRICES / "maluku_tengah_2021.csv", "--skip-bad")
    assert code == 1  # some row was bad
    assert "22 price(s) imported, 22 new on the list, 0 unchanged." in lines
    assert not Material.objects.filter(code="koran-bersih-kg").exists()


def test_a_dry_run_writes_nothing(cast: Cast) -> None:
    before = Material.objects.count(), Price.objects.count()
    assert run("import_prices", PRICES / "usk_2024.csv", "--dry-run")[0] == 0
    assert run("import_prices", PRICES / "maluku_tengah_2021.csv", "--dry-run")[0] == 1
    assert (Material.objects.count(), Price.objects.count()) == before


@pytest.mark.django_db
def test_a_dry_run_reads_a_list_before_there_is_any_place() -> None:
    code, lines = run("import_prices", PRICES / "maluku_tengah_2021.csv", "--dry-run")
    assert code == 1
    assert "22 row(s) could be imported; nothing was written." in lines


@pytest.mark.django_db
def test_without_a_place_nothing_can_be_imported() -> None:
    code, lines = run("import_prices", PRICES / "usk_2024.csv")
    assert code == 1
    assert "main bank" in lines[-1]


def test_a_branch_has_its_own_prices(cast: Cast) -> None:
    assert run("import_prices", PRICES / "surabaya_2023.csv", "--branch", "MLT")[0] == 0
    assert set(Price.objects.filter(set_by="manage.py").values_list("place__code", flat=True)) == {
        "MLT"
    }
    code, lines = run("import_prices", PRICES / "surabaya_2023.csv", "--branch", "XYZ")
    assert code == 1
    assert "place_unknown" in lines[-1]


def test_a_clinic_is_no_branch(cast: Cast) -> None:
    code, lines = run("import_prices", PRICES / "surabaya_2023.csv", "--branch", "SHT")
    assert (code, "place_unknown" in lines[-1]) == (1, True)


def test_rows_without_a_member_price_can_be_taken_as_ask(cast: Cast) -> None:
    assert run("import_prices", PRICES / "jakarta_barat_2018.csv", "--ask")[0] == 0
    assert Price.objects.filter(kind="ask", set_by="manage.py").count() == 11


def test_a_file_that_is_not_there_or_no_list(cast: Cast, tmp_path: Path) -> None:
    assert run("import_prices", tmp_path / "none.csv")[0] == 1
    (tmp_path / "x.csv").write_bytes(b"\xff\xfe")
    code, lines = run("import_prices", tmp_path / "x.csv")
    assert (code, "sheet_unreadable" in lines[-1]) == (1, True)


@pytest.mark.parametrize(
    ("name", "count"), [("jebed_pemalang.csv", 30), ("karangnongko_klaten.csv", 18)]
)
def test_the_published_tariffs_are_imported(cast: Cast, name: str, count: int) -> None:
    code, lines = run("import_tariffs", TARIFFS / name, "--clinic", "SHT")
    assert (code, lines[-1]) == (
        0,
        f"{count} price(s) imported, {count} new on the list, 0 unchanged.",
    )
    assert Tariff.objects.filter(set_by="manage.py", service__clinic=cast.sehati).count() == count
    again = run("import_tariffs", TARIFFS / name, "--clinic", "SHT")
    assert again[1][-1] == f"0 price(s) imported, 0 new on the list, {count} unchanged."


def test_tariffs_need_a_clinic(cast: Cast) -> None:
    code, lines = run("import_tariffs", TARIFFS / "jebed_pemalang.csv", "--clinic", "MLT")
    assert (code, "clinic_unknown" in lines[-1]) == (1, True)
    assert not Tariff.objects.filter(set_by="manage.py").exists()


def test_tariffs_begin_on_the_day_that_is_given(cast: Cast) -> None:
    words = ("import_tariffs", TARIFFS / "jebed_pemalang.csv", "--clinic", "SHT")
    assert run(*words, "--from", "2024-01-01")[0] == 0
    tariffs = Tariff.objects.filter(set_by="manage.py")
    assert {tariff.valid_from.isoformat() for tariff in tariffs} == {"2024-01-01"}
