"""The backup of the day: when it is due, made and judged, with what came of it written down."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, connection

from ledger import clock
from ledger.db.alone.kinds import Seat
from ledger.db.alone.seats import seats
from ledger.db.backup.make import Progress
from ledger.db.backup.problems import CopyProblem, one_line
from ledger.management.backups import folder
from ledger.management.backups.keeping import CLOCK_SLACK
from ledger.management.backups.recipients import recipients
from ledger.management.backups.verified import back_up_to_verify
from ledger.models import BackupRun

TRY_AGAIN_AFTER = timedelta(hours=1)
LATE_AFTER = timedelta(days=2)
Outcome = BackupRun.Outcome
ONE_AT_A_TIME = threading.Lock()


class NotMade(Exception):
    """No backup; its text is a sentence for a person."""


def is_due() -> bool:
    """Once a day, at the hour of the settings or when the program runs next; sooner again only if
    the last try went wrong. A run of a day that has not come yet was by a wrong clock."""
    if not recipients():
        return False
    now = clock.now()
    runs = BackupRun.objects.filter(started_at__lte=now + CLOCK_SLACK)
    tried = runs.filter(started_at__gt=now - TRY_AGAIN_AFTER).exists()
    made = runs.filter(outcome__in=[Outcome.GOOD, Outcome.UNVERIFIED])
    return not tried and not made.filter(started_at__gte=hour_of_the_day(now)).exists()


def hour_of_the_day(now: datetime) -> datetime:
    """The last time it was the hour at which the day's work is over."""
    here = now.astimezone(folder.zone_of_days())
    hour = here.replace(hour=settings.LEDGER_BACKUP_HOUR, minute=0, second=0, microsecond=0)
    return hour if hour <= here else hour - timedelta(days=1)


def begin_when_due(say: Callable[[str], object]) -> threading.Thread | None:
    """In a thread beside what else goes on: a big book takes minutes."""
    if ONE_AT_A_TIME.locked() or not is_due():
        return None
    thread = threading.Thread(target=make_beside, args=[say], daemon=True)
    thread.start()
    return thread


def make_beside(say: Callable[[str], object]) -> None:
    try:
        make_daily(lambda _done, _total: None)
    except NotMade as problem:
        say(f"no backup was made: {problem}")
    except DatabaseError as problem:  # away, or full; the next hour is as good
        say(f"what became of the backup was not written down: {problem}")
    finally:
        connection.close()


def make_daily(on_progress: Progress) -> BackupRun:
    """Make a backup now, judge it, forget what need not be kept, and write down what came of it."""
    if not ONE_AT_A_TIME.acquire(blocking=False):
        raise NotMade("another one is being made")
    try:
        if not seats().try_take(Seat.BACKUP):
            raise NotMade("another process is making one")
        try:
            return made_alone(on_progress)
        finally:
            seats().leave(Seat.BACKUP)
    finally:
        ONE_AT_A_TIME.release()


def made_alone(on_progress: Progress) -> BackupRun:
    keys = recipients()
    if not keys:
        raise NotMade("it is encrypted for nobody yet: the office makes a key, or `backup_key`")
    BackupRun.objects.filter(outcome=Outcome.RUNNING).update(
        outcome=Outcome.FAILED, said="the program ended while it was made"
    )
    run = BackupRun.objects.create(started_at=clock.now())
    try:
        write(run, keys, on_progress)
    except (CopyProblem, DatabaseError, OSError) as problem:
        end(run, Outcome.FAILED, one_line(problem))
        raise NotMade(run.said) from None
    return run


def write(run: BackupRun, keys: list[str], on_progress: Progress) -> None:
    folder.clear_parts()
    begun = folder.folder() / f"{folder.name_of(run.started_at)}{folder.UNVERIFIED}"
    doubt = back_up_to_verify(begun, keys, on_progress)
    run.size_bytes = begun.stat().st_size
    if doubt:
        run.file = begun.name
        end(run, Outcome.UNVERIFIED, doubt)
        return
    path = begun.with_name(folder.name_of(run.started_at) + folder.GOOD)
    begun.rename(path)
    run.file = path.name
    end(run, Outcome.GOOD, "")
    try:
        folder.forget_old(run.started_at, clock.now())
    except OSError as problem:  # they are another user's, say; this one is whole
        end(run, Outcome.GOOD, f"older ones could not be taken away: {one_line(problem)}")


def end(run: BackupRun, outcome: str, said: str) -> None:
    run.ended_at, run.outcome, run.said = clock.now(), outcome, said
    run.save()
