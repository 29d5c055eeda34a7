"""The control: processes that know nothing of each other. Each takes itself for the only one."""

import os
import sys

from ledger.db.alone import seats
from ledger.db.alone.kinds import Seat


class NoSeats:
    def take(self, seat: Seat) -> None:
        return

    def try_take(self, seat: Seat) -> bool:
        return True

    def share(self, seat: Seat) -> bool:
        return True

    def leave(self, seat: Seat) -> None:
        return

    def leave_all(self) -> None:
        return

    def stay(self) -> None:
        return


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "wastebank.settings"
    seats.seats_at = lambda database: NoSeats()  # type: ignore[assignment]
    from django.core.management import execute_from_command_line

    execute_from_command_line([sys.argv[0], "serve"])
