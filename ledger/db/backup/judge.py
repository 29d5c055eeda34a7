"""Whether a restored copy may count: asked of the program itself, in a process of its own."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from ledger.db.backup.home import put
from ledger.db.backup.private import new_folder
from ledger.db.backup.problems import CopyProblem

MAX_SENTENCES = 5


def judge(url: str, *, other_pepper: bool, home: Mapping[str, str] | None = None) -> None:
    """Bring a copy up to date and audit it; CopyProblem says why it must not be used.

    Without a URL, that of this process is asked. `home`: secrets that the copy brings, for it to be
    judged with before they take the place of ours. Whoever has lost the pepper of the copy cannot
    be told whether its rows are as they were written down: they are written down anew.
    """
    command = [sys.executable, "-m", "django", "judge_copy"]
    command += ["--other-pepper"] if other_pepper else []
    # The same program, wherever it was started from and wherever it is installed.
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    environment |= {"DATABASE_URL": url} if url else {}
    with home_of(home or {}) as folder:
        environment |= folder
        result = subprocess.run(
            command, env=environment, capture_output=True, text=True, check=False
        )
    if result.returncode != 0:
        said = result.stdout.splitlines() or result.stderr.splitlines()[-1:]
        more = "" if len(said) <= MAX_SENTENCES else f"; and {len(said) - MAX_SENTENCES} more"
        raise CopyProblem(f"the copy must not be used: {'; '.join(said[:MAX_SENTENCES])}{more}")


@contextmanager
def home_of(files: Mapping[str, str]) -> Iterator[Mapping[str, str]]:
    """A data folder of its own with these files, as the environment says it; ours if there are
    none."""
    if not files:
        yield {}
        return
    with new_folder() as folder:
        for name, content in files.items():
            put(folder / name, content)
        yield {"WASTEBANK_HOME": str(folder)}
