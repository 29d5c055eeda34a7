"""Faults that only show when two commands meet. Planted in this process, or in a served one.

    python -m tests.proof.faults look_before_lock

serves the program with that fault in it, on the database of DATABASE_URL.
"""

import os
import sys
import threading
import time
import uuid
from collections.abc import Callable
from typing import Any

import pytest

from tests.proof.book.mutating import rewrite, rewrite_text

NO_FLOOR = ("if account.guarded and account.available < 0:", "if False:")
Meet = Callable[[], object]  # where a command waits for the other one, to make sure that they meet

# What a command saw before it took the lock; each thread has its own.
seen = threading.local()


def look_before_lock(patch: pytest.MonkeyPatch, meet: Meet) -> None:
    """The credit is looked up before the transaction and believed inside it."""
    from clinic.charges import prepare
    from clinic.charges import redeem as redemptions
    from ledger import posting
    from wastebank.commands import record

    def look_and_record(*arguments: Any, **named: Any) -> Any:
        seen.available = wallets_now()
        meet()
        return record(*arguments, **named)

    patch.setattr(redemptions, "record", look_and_record)
    patch.setattr(prepare, "seen", seen, raising=False)
    rewrite(
        patch,
        prepare.settle,
        (
            "available = available_in(accounts)",
            "available = getattr(seen, 'available', None) or available_in(accounts)",
        ),
    )
    rewrite(patch, posting.step, NO_FLOOR)


def wallets_now() -> dict[str, int]:
    from ledger.models import Account

    wallets = Account.objects.filter(code__startswith="member:")
    return {account.code: account.available for account in wallets}


def lock_skipped(patch: pytest.MonkeyPatch, meet: Meet) -> None:
    """The accounts are read without being locked."""
    from ledger import posting

    rewrite_text(patch, posting, "SELECT_LOCKED", " {lock}", "")
    unlocked = posting.select_locked

    def select_and_meet(codes: Any) -> Any:
        found = unlocked(codes)
        meet()
        return found

    patch.setattr(posting, "select_locked", select_and_meet)


def day_read_early(patch: pytest.MonkeyPatch, cross: Callable[[], object]) -> None:
    """The open day is believed as it was before the lock, while somebody else closes it."""
    from threading import Thread

    from wastebank import numbering as days
    from wastebank.deposits import record as deposits

    def early(place: Any, moment: Any) -> tuple[str, int, Any]:
        day = days.open_day(place)
        closer = Thread(target=cross)
        closer.start()
        closer.join()
        number, last, _ = days.next_receipt_and_day(place, moment)
        return number, last, day

    patch.setattr(deposits, "next_receipt_and_day", early)


def key_lost(patch: pytest.MonkeyPatch, meet: Meet) -> None:
    """Every request claims a key of its own, whatever key it sent."""
    from ledger import idempotency as keys

    patch.setattr(keys, "fresh_key", uuid.uuid4, raising=False)
    rewrite(
        patch,
        keys.claim,
        ("ask(CLAIM, [str(key),", "ask(CLAIM, [str(fresh_key()),"),
    )


def doubles_sought_early(patch: pytest.MonkeyPatch, meet: Meet) -> None:
    """Who is on record already is looked up before the transaction and believed inside it."""
    from wastebank.commands import record
    from wastebank.members import enrol
    from wastebank.members.doubles import double_of
    from wastebank.models import User

    def look_and_record(*arguments: Any, request: Any, **named: Any) -> Any:
        by = User.objects.get(username=request["by"])
        seen.double = by.place and double_of(by, by.place, request, "")
        meet()
        return record(*arguments, request=request, **named)

    patch.setattr(enrol, "record", look_and_record)
    patch.setattr(enrol, "double_of", lambda *_: seen.double)


def enrolments_not_held(patch: pytest.MonkeyPatch, meet: Meet) -> None:
    """Nobody waits for who enrols somebody else."""
    from wastebank.members import enrol
    from wastebank.members.doubles import double_of

    patch.setattr(enrol, "hold_enrolments", lambda place: None)
    patch.setattr(enrol, "double_of", met(double_of, meet))


def materials_read(patch: pytest.MonkeyPatch, meet: Meet, *, held: bool) -> None:
    """A deposit stands still when it has read its prices; with the materials held, or without."""
    from wastebank.deposits import lines
    from wastebank.materials.offers import offers
    from wastebank.models import Material

    patch.setattr(lines, "offers", met(offers, meet))
    if not held:
        patch.setattr(
            lines, "held_materials", lambda codes: Material.objects.filter(code__in=codes)
        )


def services_read(patch: pytest.MonkeyPatch, meet: Meet, *, held: bool) -> None:
    """The same for a visit and its tariffs."""
    from clinic.charges import prepare
    from clinic.register.tariffs import tariffs_of_care

    patch.setattr(prepare, "tariffs_of_care", met(tariffs_of_care, meet))
    if not held:
        patch.setattr(
            prepare, "held_services", lambda where, codes: where.services.filter(code__in=codes)
        )


def met(function: Callable[..., Any], meet: Meet) -> Callable[..., Any]:
    """A function after whose answer somebody else comes in between."""

    def answer_and_meet(*asked: Any) -> Any:
        found = function(*asked)
        meet()
        return found

    return answer_and_meet


def pin_counted_late(patch: pytest.MonkeyPatch, meet: Meet) -> None:
    """A try is judged first and counted afterwards."""
    from wastebank.cards import pins

    rewrite(
        patch,
        pins.check_pin,
        (
            "        failed = count_try(member, Road.DESK)\n"
            "        if failed is None:\n"
            "            raise PinLocked\n",
            "",
        ),
        (
            "    if failed >= MAX_TRIES:",
            "    failed = count_try(member, Road.DESK) or MAX_TRIES\n    if failed >= MAX_TRIES:",
        ),
    )


FAULTS: dict[str, Callable[[pytest.MonkeyPatch, Meet], None]] = {
    "look_before_lock": look_before_lock,
    "key_lost": key_lost,
}


def ignore_checks() -> None:
    """Without the database's own floor; on PostgreSQL it has to be taken away before."""
    from django.db.backends.signals import connection_created

    from ledger.db import engine

    def switch_off(connection: Any, **_: Any) -> None:
        if connection.vendor == "sqlite":
            connection.cursor().execute("PRAGMA ignore_check_constraints = ON")

    engine.SQLITE_MUST.pop("ignore_check_constraints")
    connection_created.connect(switch_off, weak=False)


def serve_with(fault: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wastebank.settings")
    import django
    from django.core.management import call_command

    django.setup()
    ignore_checks()
    with pytest.MonkeyPatch.context() as patch:
        FAULTS[fault](patch, lambda: time.sleep(0.02))
        call_command("serve")


if __name__ == "__main__":
    serve_with(sys.argv[1])
