"""The one command of the program: `python -m wastebank serve`, `demo`, `audit`, `backup` …

In a checkout it is `manage.py`; where the program was installed, it is `wastebank`.
"""

import os
import sys
from typing import NoReturn

from ledger.db.outage import is_broken, outage_of, reason_of
from wastebank.env import SettingProblem


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wastebank.settings")
    if sys.argv[1:2] != ["serve"]:  # nobody waits behind a command: it takes as long as it takes
        os.environ.setdefault("WASTEBANK_STATEMENT_SECONDS", "0")
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except SettingProblem as problem:
        end(f"not started: {problem}")
    except Exception as problem:
        sentence = outage_sentence(problem)
        if not sentence or "--traceback" in sys.argv:
            raise
        end(f"not done: {sentence}")


def end(sentence: str) -> NoReturn:
    """Leave nothing done. 1 is the answer of `audit` and `verify` to a book that is not sound; of
    one that could not be looked at nobody may read that."""
    sys.stderr.write(f"{sentence}\n")
    sys.exit(2)


def outage_sentence(problem: Exception) -> str:
    """What a failed database is called at a command line; empty for a fault of ours."""
    if is_broken(problem):
        return (
            f"the file of the database is broken ({reason_of(problem)}). Move it away together with"
            " what has the same name and ends in -wal, -shm or -journal, and restore a backup"
        )
    return reason_of(problem) if outage_of(problem) else ""


if __name__ == "__main__":
    main()
