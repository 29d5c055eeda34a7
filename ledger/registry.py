"""What the rooms offer to each other: declared in their AppConfig, and read here, in one place.

A room is an app of ours. It names each thing it offers by a dotted path; whoever needs such things
asks for them by name and gets those of every room, in the order in which the apps are installed.
So the book judges the clinic's invariants without knowing a clinic, and a file that is renamed
without its declaration stops the program instead of losing its invariants silently. So does a
declaration under a name that nobody asks for.
"""

from collections.abc import Mapping
from pkgutil import resolve_name
from typing import Any, ClassVar

from django.apps import AppConfig, apps
from django.core import checks

# What may be offered, and what stands where the path leads.
OFFERS: Mapping[str, str] = {
    "triggers": "`list[Trigger]`: what the database keeps unchanged (`ledger.triggers`)",
    "documents": "`list[Document]`: tables whose rows say something (`ledger.written`)",
    "invariants": "`list[Invariant]`: what the audit checks (`ledger.audit`)",
    "entry_kinds": "`list[EntryKind]`: kinds of entries, with their words (`ledger.models`)",
    "actions": "`list[Action]`: actions of the log, with their words (`wastebank.actions`)",
    "lists": "`list[Listing]`: lists that may leave the house (`wastebank.reports`)",
    "coming": "`list[OfferedList]`: lists that may come in (`wastebank.files.importing`)",
    "before_days": "counts days in the bank's zone from now on, in a process that began without it",
    "before_entry": "what has to hold before an entry is written, asked in its transaction",
    "field_names": "what a field is called when a refusal speaks of it",
    "receipt_check": "what may be told of a receipt to anybody who has its code",
    "care": "what may be told a member of the care that credit buys",
    "approvables": "`list[Approvable]`: acts that two people do (`wastebank.approvals`)",
    "limits": "`list[DeclaredLimit]`: sums above which two people act (`wastebank.approvals`)",
    "tidy": "removes what a room keeps for a while only; answers how many",
    "setup_steps": "`list[SetupStep]`: steps of setting up a bank (`wastebank.bank.path`)",
    "pages": "a module of addresses, mounted by `wastebank.urls`",
    "api": "a list of routers, mounted by `wastebank.api`",
}


class Room(AppConfig):
    """An app of ours; `offers` maps what it offers to the dotted path where that is.

    Write `registry.Room` in an `apps.py`: Django takes every class it sees there for an app.
    """

    offers: ClassVar[Mapping[str, str]] = {}


def rooms() -> list[Room]:
    """Our own apps, in the order in which they are installed."""
    return [config for config in apps.get_app_configs() if isinstance(config, Room)]


def declared(what: str) -> list[str]:
    """The dotted paths under which the rooms offer this."""
    return [room.offers[what] for room in rooms() if what in room.offers]


def offered(what: str) -> list[Any]:
    """What the rooms offer under this name; ImportError if a room declares what is not there."""
    return [resolve_name(path) for path in declared(what)]


def field_name(name: str) -> str:
    """What people call a field; the name itself where no room has words for it."""
    for names in offered("field_names"):
        if name in names:
            return str(names[name])
    return name


def offered_by(room: str, what: str) -> Any:
    """What one room offers under this name."""
    config = apps.get_app_config(room)
    assert isinstance(config, Room)
    return resolve_name(config.offers[what])


def wrong_declarations() -> list[str]:
    """What rooms declare and nobody could use, each as a sentence."""
    problems = []
    for room in rooms():
        for what, path in room.offers.items():
            if what not in OFFERS:
                problems.append(f"{room.name} declares {what}, which nobody asks for")
                continue
            try:
                resolve_name(path)
            except (ImportError, AttributeError):
                problems.append(f"{room.name} declares {what} at {path}, where nothing is")
    return problems


def check_declarations(**_given: Any) -> list[checks.CheckMessage]:
    """The same as a check of Django's, which runs before every command."""
    return [checks.Error(problem, id="ledger.E001") for problem in wrong_declarations()]
