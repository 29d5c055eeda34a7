"""N10: what systemd thinks of the units in docs/install, and the command beside them."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.proof.installed.proxies import INSTALL, adapted, found
from tests.serving import ROOT

pytestmark = pytest.mark.once

SERVICES = ("wastebank.service", "wastebank-backup.service", "wastebank-litestream.service")
PROGRAMS = "/opt/wastebank/bin/"
LEAST_EXPOSED = 20  # tenths, of 100; systemd calls this "OK"
# Reading a picture of a card bounds what its process may take, by a call of this group.
NEEDED_CALLS = "@resources"


@pytest.fixture
def units(tmp_path: Path) -> Path:
    """As they are, with a program that exists here."""
    for name in SERVICES:
        (tmp_path / name).write_text(with_programs(name))
    timer = INSTALL / "wastebank-backup.timer"
    (tmp_path / timer.name).write_text(timer.read_text())
    more = tmp_path / "wastebank.service.d"
    more.mkdir()
    (more / "several.conf").write_text(with_programs("several-processes.conf"))
    return tmp_path


def with_programs(name: str) -> str:
    text = (INSTALL / name).read_text()
    assert PROGRAMS in text
    return re.sub(rf"{PROGRAMS}\w+", sys.executable, text)


def analyze(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [found("systemd-analyze"), "--no-pager", *arguments]
    return subprocess.run(command, capture_output=True, text=True)


def test_systemd_understands_every_line(units: Path) -> None:
    paths = [str(units / name) for name in (*SERVICES, "wastebank-backup.timer")]
    done = analyze("verify", *paths)
    assert (done.returncode, done.stderr) == (0, "")
    wrong = units / SERVICES[0]
    wrong.write_text(wrong.read_text().replace("NoNewPrivileges", "NoNewPrivilege"))
    assert "NoNewPrivilege" in analyze("verify", str(wrong)).stderr


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_sees_little_of_the_machine(units: Path, name: str) -> None:
    asked = ("security", "--offline=true", f"--threshold={LEAST_EXPOSED}")
    done = analyze(*asked, str(units / name))
    assert done.returncode == 0, done.stdout
    bare = units / name
    bare.write_text(
        re.sub(r"^(Protect|Private|Restrict|System).*\n", "", bare.read_text(), flags=re.M)
    )
    assert analyze(*asked, str(bare)).returncode == 1


def test_the_services_are_shut_in_alike() -> None:
    shut_in = [
        (INSTALL / name).read_text().split("# It reads its own")[1].split("[Install]")[0].strip()
        for name in SERVICES
    ]
    assert len(set(shut_in)) == 1
    assert not re.search(rf"^SystemCallFilter=~.*{NEEDED_CALLS}", shut_in[0], re.M)


def test_a_command_speaks_for_the_service(tmp_path: Path) -> None:
    """The same settings as the unit's, quotes and all."""
    settings = tmp_path / "settings"
    text = (INSTALL / "settings").read_text() + 'WASTEBANK_NAME="Bank Sampah Kenanga"\n'
    settings.write_text(text)
    command = (INSTALL / "wastebank-command").read_text()
    script = tmp_path / "wastebank"
    by_us = {'runuser -u "${WASTEBANK_USER:-wastebank}" -- ': ""}
    script.write_text(adapted(command, by_us))
    home = tmp_path / "home"
    home.mkdir()
    done = subprocess.run(
        ["sh", str(script), "check", "--deploy", "--fail-level", "WARNING"],
        env={
            "PATH": "/usr/bin:/bin",
            "PYTHONPATH": str(ROOT),
            "WASTEBANK_SETTINGS": str(settings),
            "WASTEBANK_HOME": str(home),
            "WASTEBANK_PROGRAM": str(program_of(tmp_path)),
        },
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert (home / "pepper").is_file()
    assert "runuser -u" in command


def program_of(folder: Path) -> Path:
    path = folder / "program"
    path.write_text(f'#!/bin/sh\nexec {sys.executable} -m wastebank "$@"\n')
    path.chmod(0o700)
    return path
