"""Whether a restored copy may count: asked of the program itself, in a process of its own."""

import os
import subprocess
import sys

from ledger.db.backup.problems import CopyProblem

MAX_SENTENCES = 5


def judge(url: str, *, other_pepper: bool) -> None:
    """Bring a copy up to date and audit it; CopyProblem says why it must not be used.

    Without a URL, that of this process is asked. Whoever has lost the pepper of the copy cannot be
    told whether its rows are as they were written down: they are written down anew.
    """
    command = [sys.executable, "-m", "django", "judge_copy"]
    command += ["--other-pepper"] if other_pepper else []
    # The same program, wherever it was started from and wherever it is installed.
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    environment |= {"DATABASE_URL": url} if url else {}
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        said = result.stdout.splitlines() or result.stderr.splitlines()[-1:]
        more = "" if len(said) <= MAX_SENTENCES else f"; and {len(said) - MAX_SENTENCES} more"
        raise CopyProblem(f"the copy must not be used: {'; '.join(said[:MAX_SENTENCES])}{more}")
