"""What the program writes is read by nobody else on the machine."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.once


def modes(folder: Path) -> dict[str, str]:
    return {path.name: oct(path.stat().st_mode)[-3:] for path in (folder, *folder.iterdir())}


def test_home_database_and_secrets_are_shut(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o755)
    home.chmod(0o755)
    left = home / "wastebank.sqlite3"  # as an earlier version wrote it
    left.touch()
    left.chmod(0o644)
    written = "from pathlib import Path; import wastebank.settings as s; (s.HOME / 'out').touch()"
    environment = {**os.environ, "WASTEBANK_HOME": str(home)}
    environment.pop("SECRET_KEY", None)
    environment.pop("WASTEBANK_PEPPER", None)
    old = os.umask(0o022)
    try:
        subprocess.run([sys.executable, "-c", written], env=environment, check=True)
    finally:
        os.umask(old)
    found = modes(home)
    assert {"home", "wastebank.sqlite3", "pepper", "secret_key", "out"} <= set(found)
    assert not [name for name, mode in found.items() if not mode.endswith("00")]
