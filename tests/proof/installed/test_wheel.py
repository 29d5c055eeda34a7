"""N10: a wheel in a bare folder with no file of the tree: serve, doctor, backup, restore, and the
first receipt of a bank of its own."""

import json
import os
import re
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engines import run_folder
from tests.proof.installed.form_visitor import FormVisitor
from tests.serving import ROOT, Program

pytestmark = pytest.mark.once

KEPT = ("PATH", "LANG", "TMPDIR")
# As if a password had been chosen by the one-time link.
CHOSEN = "from wastebank.models import User; User.objects.update(password='argon2$none')"


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an installation that pip made; what it depends on is that of the tests."""
    folder = tmp_path_factory.mktemp("bare")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    build = [*pip, "wheel", "--no-index", "--no-deps", "--no-build-isolation", "-w", str(folder)]
    run(ROOT, *build, ".")
    run(folder, sys.executable, "-m", "venv", "--without-pip", "venv")
    (wheel,) = folder.glob("*.whl")
    python = folder / "venv" / "bin" / "python"
    run(folder, *pip, "--python", str(python), "install", "--no-index", "--no-deps", str(wheel))
    wheel.unlink()
    site = next((folder / "venv" / "lib").glob("python*")) / "site-packages"
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder


def run(folder: Path, *command: str, **settings: str) -> str:
    environment = {name: value for name, value in os.environ.items() if name in KEPT}
    done = subprocess.run(
        command, cwd=folder, env=environment | settings, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def serving(bare: Path) -> Iterator[Program]:
    yield from served(bare, "bare")


@pytest.fixture
def empty(bare: Path, tmp_path: Path) -> Iterator[Program]:
    yield from served(bare, "empty", WASTEBANK_HOME=str(tmp_path / "home"))


def served(bare: Path, name: str, **settings: str) -> Iterator[Program]:
    environment = {name: value for name, value in os.environ.items() if name in KEPT}
    program = Program(environment | settings, run_folder() / f"{name}.log")
    program.log.unlink(missing_ok=True)
    program.python = str(bare / "venv" / "bin" / "python")
    program.command = [str(bare / "venv" / "bin" / "wastebank"), "serve"]
    program.folder = bare
    try:
        program.start()
        yield program
    finally:
        program.stop()


def test_a_wheel_is_a_whole_bank(bare: Path, serving: Program) -> None:
    wastebank = str(bare / "venv" / "bin" / "wastebank")
    for address in (
        *("/", "/login/", "/help/", "/help/installation/", "/help/settings/", "/help/doctor/"),
        *("/static/install/nginx.conf", "/static/install/wastebank.service"),
        "/api/v1/openapi.json",
    ):
        assert serving.get(address).status in (200, 302), address
    run(bare, wastebank, "add_staff", "--user", "ibu", "--name", "Ibu Ani")
    run(bare, wastebank, "shell", "-c", CHOSEN)
    examined = json.loads(run(bare, wastebank, "doctor", "--json"))
    assert not [one for one in examined if one["grade"] == "stop"]
    run(bare, wastebank, "backup", "--plain", "copy")
    pepper = {"WASTEBANK_PEPPER": (bare / "var" / "pepper").read_text()}
    run(bare, wastebank, "restore", "copy", WASTEBANK_HOME="other", **pepper)
    run(bare, wastebank, "audit", WASTEBANK_HOME="other", **pepper)
    there = {path.name for path in bare.iterdir()}
    assert there == {"venv", "var", "other", "copy"}
    program = run(
        bare, wastebank, "shell", "-v", "0", "-c", "import wastebank as w; print(w.__file__)"
    )
    assert program.startswith(str(bare / "venv"))


def test_from_the_wheel_to_the_first_receipt_without_a_script_or_a_shell(empty: Program) -> None:
    """After `serve` everything is typed into pages, as on a telephone that runs no scripts."""
    secret = "kebun-mangga-77"
    siti = FormVisitor(empty.url)
    siti.go("/")
    siti.send(code=re.findall(r"[2-9A-Z]{4}-[2-9A-Z]{4}", empty.log.read_text())[-1])
    siti.send(first_name="Siti", username="siti", password=secret, again=secret)
    siti.send(name="Mawar", phone="0812 3456 7890", code="MW")
    assert siti.address.endswith("/setup/materials/")
    siti.send(**{"price-s-kardus-kg": "1800", "step": "save"})
    siti.go("/counter/enrol/")
    siti.send(name="Aminah", consent="on")
    number = re.findall(r"\b\d{4}-[A-Z]\b", siti.page)[0]
    siti.go(f"/counter/weigh/{number}/")
    siti.send(material="kardus-kg", amount="2", step="record")
    assert "/counter/receipts/MW-000001/" in siti.address
    assert "3.600" in siti.page
