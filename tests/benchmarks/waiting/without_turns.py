"""The control of T17: the program, with writers that take no turns; SQLite decides who is next."""

import os
import sys

from ledger.db.turns import Turns


def take(self: Turns, seconds: int) -> None:
    return


def give_back(self: Turns) -> None:
    return


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "wastebank.settings"
    Turns.take, Turns.give_back = take, give_back  # type: ignore[method-assign]
    from django.core.management import execute_from_command_line

    execute_from_command_line([sys.argv[0], "serve"])
