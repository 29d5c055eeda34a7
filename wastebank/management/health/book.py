"""The book in the database: who guards it, whether it is green, sealed and checked."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Max, Min
from django.utils.translation import gettext_lazy as _

from ledger import clock, triggers
from ledger.db import engine
from ledger.db.engine import EngineProblem
from ledger.management.startup import (
    refuse_doubtful_clock,
    refuse_other_pepper,
    refuse_unsafe_start,
)
from ledger.models import JournalEntry, RedFlag, Seal
from wastebank.management.health.kinds import Condition, Examined, good, look, stop
from wastebank.reports.audits import last_audits

UNSEALED_HOURS = 3
AUDIT_DAYS = 31

GUARDS, CLOCK, PEPPER = _("safeguards"), _("clock"), _("pepper")
BOOK, SEALS = _("book"), _("seals")
GUARDED = good("guarded", GUARDS, _("Tables of today, {count} triggers that guard the book."))
TABLES_OLD = stop(
    "tables_old",
    GUARDS,
    _("The tables are not those of this version."),
    _("`{program} serve` brings them up to date."),
)
ENGINE_SETTING = stop(
    "engine_setting",
    GUARDS,
    _("The database is not set as the book needs it: {detail}."),
    _("Mend the settings of the database, then start again."),
)
TRIGGER_GONE = stop(
    "trigger_gone",
    GUARDS,
    _("Triggers that guard the book are absent or altered: {names}."),
    _("Somebody else wrote into the database. Keep a copy as it is and restore the last backup."),
)
START_REFUSED = stop(
    "start_refused", GUARDS, _("The program would not start: {detail}."), _("Mend what is named.")
)
CLOCK_RIGHT = good("clock_right", CLOCK, _("{now} UTC, not before the last entry."))
CLOCK_BEHIND = stop(
    "clock_behind",
    CLOCK,
    _("It is {now} UTC here, and the last entry is of {last}."),
    _("Set the clock. If it is right, start with WASTEBANK_LAST_ENTRY_SEEN={day}."),
)
CLOCK_AHEAD = stop(
    "clock_ahead",
    CLOCK,
    _("It is {now} UTC here, more than a year after the last entry, of {last}."),
    _("Set the clock. If it is right, start with WASTEBANK_LAST_ENTRY_SEEN={day}."),
)
PEPPER_RIGHT = good("pepper_right", PEPPER, _("The one the book was written under."))
PEPPER_OTHER = stop(
    "pepper_other",
    PEPPER,
    _("The book was written under another pepper."),
    _("Put back the file pepper of the data folder, or WASTEBANK_PEPPER, as they were."),
)
BOOK_RED = stop(
    "book_red",
    BOOK,
    _("It is red: reading only."),
    _("Run `{program} audit`, and read The audit in the manual."),
)
AUDIT_OLD = look(
    "audit_old",
    BOOK,
    _("For {days} days nobody but the program at its start has checked it."),
    _("Press Check it now in the office."),
)
BOOK_GREEN = good("book_green", BOOK, _("Checked {day}, green."))
BOOK_YOUNG = good("book_young", BOOK, _("Green at the start of the program."))
BOOK_EMPTY = good("book_empty", BOOK, _("Empty."))
UNSEALED = look(
    "unsealed",
    SEALS,
    _("{count} entries are unsealed for more than {hours} hours."),
    _("Does the program run? `{program} seal` seals them now."),
)
SEALED = good("sealed", SEALS, _("Seal {number} of {moment} UTC."))
NOTHING_TO_SEAL = good("nothing_to_seal", SEALS, _("Nothing to seal yet."))


def safeguards() -> Iterator[Examined]:
    """As the start judges it. What keeps it from starting is looked for; the rest it names."""
    if wrong := engine.wrong_settings(connection):
        yield ENGINE_SETTING(detail="; ".join(wrong))
        return
    try:
        refuse_unsafe_start()
    except EngineProblem as problem:
        yield why_refused(str(problem))
    else:
        yield GUARDED(count=len(triggers.all_triggers()))


def why_refused(problem: str) -> Examined:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return TABLES_OLD()
    if gone := triggers.missing(connection):
        return TRIGGER_GONE(names=", ".join(gone))
    return START_REFUSED(detail=problem.rstrip("."))


def own_clock() -> Iterator[Examined]:
    now = clock.now()
    last = JournalEntry.objects.aggregate(at=Max("recorded_at"))["at"]
    facts = {"now": f"{now:%Y-%m-%d %H:%M}"}
    if last is not None:
        facts |= {"last": f"{last:%Y-%m-%d %H:%M}", "day": f"{last:%Y-%m-%d}"}
    doubt = CLOCK_BEHIND if last is not None and last > now else CLOCK_AHEAD
    yield judged(refuse_doubtful_clock, doubt, CLOCK_RIGHT, **facts)


def pepper() -> Iterator[Examined]:
    yield judged(refuse_other_pepper, PEPPER_OTHER, PEPPER_RIGHT)


def judged(
    refuse: Callable[[], None], wrong: Condition, right: Condition, **facts: object
) -> Examined:
    """Right, unless the program would refuse to start for it."""
    try:
        refuse()
    except EngineProblem:
        return wrong(**facts)
    return right(**facts)


def red_flag() -> Iterator[Examined]:
    if RedFlag.objects.filter(lifted_at__isnull=True).exists():
        yield BOOK_RED()
        return
    asked = last_audits(1)
    first = JournalEntry.objects.aggregate(at=Min("recorded_at"))["at"]
    if first is None:
        yield BOOK_EMPTY()
    elif clock.now() - (asked[0].at if asked else first) > timedelta(days=AUDIT_DAYS):
        yield AUDIT_OLD(days=AUDIT_DAYS)
    elif asked:
        yield BOOK_GREEN(day=f"{asked[0].at:%Y-%m-%d}")
    else:
        yield BOOK_YOUNG()


def seals() -> Iterator[Examined]:
    """Every hour while the program runs: what stays unsealed says that none does."""
    before = clock.now() - timedelta(hours=UNSEALED_HOURS)
    late = JournalEntry.objects.filter(sealed__isnull=True, recorded_at__lt=before).count()
    last = Seal.objects.order_by("-number").first()
    if late:
        yield UNSEALED(count=f"{late:,}", hours=UNSEALED_HOURS)
    elif last is not None:
        yield SEALED(number=last.number, moment=f"{last.sealed_at:%Y-%m-%d %H:%M}")
    else:
        yield NOTHING_TO_SEAL()
