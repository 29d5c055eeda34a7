"""How a line of the log is read: what it is about, and what the program noted as its reason.

Each function here is named by the thing or the action that it reads (`wastebank.actions`), and
reads all lines of a page at once.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ledger import registry
from wastebank.approvals.approvable import approvables
from wastebank.bank.known import bank_facts
from wastebank.models import (
    ActionLog,
    Approval,
    Card,
    CashAccount,
    Device,
    Material,
    Member,
    Place,
    User,
)
from wastebank.reports.listing import Field, Listing
from wastebank.staff.names import staff_called
from wastebank.values.calendar import day_or_none
from wastebank.values.language import language
from wastebank.values.quantities import show_number, show_rupiah

Names = Mapping[str, str]  # by id
Sentences = Mapping[int, str]  # by line


# --- what things are called, by the id that the log keeps


def member_names(ids: Collection[str]) -> Names:
    return {m.number: str(m) for m in Member.objects.filter(number__in=ids)}


def card_names(ids: Collection[str]) -> Names:
    """A card has no name: its row and its holder say which one it is."""
    cards = Card.objects.filter(pk__in=_whole(ids)).select_related("member")
    return {str(c.pk): f"{c.pk} ({c.member.number})" if c.member else str(c.pk) for c in cards}


def card_ranges(ids: Collection[str]) -> Names:
    return {span: span.replace("-", "–") for span in ids}


def material_names(ids: Collection[str]) -> Names:
    return {m.code: m.name for m in Material.objects.filter(code__in=ids)}


def place_names(ids: Collection[str]) -> Names:
    return {p.code: p.name for p in Place.objects.filter(code__in=ids)}


def cash_names(ids: Collection[str]) -> Names:
    return {a.code: a.name for a in CashAccount.objects.filter(code__in=ids)}


def bank_names(ids: Collection[str]) -> Names:
    """There is one."""
    return dict.fromkeys(ids, bank_facts().called)


def staff_names(ids: Collection[str]) -> Names:
    return staff_called(ids)


def day_names(ids: Collection[str]) -> Names:
    """`FLB:2026-11-26`: the day of a place."""
    names = place_names({one.partition(":")[0] for one in ids})
    found = {}
    for one in ids:
        code, _colon, day = one.partition(":")
        found[one] = f"{_day(day)}, {names.get(code, code)}"
    return found


def device_names(ids: Collection[str]) -> Names:
    """`3`, or `3/17` for a record on it."""
    labels = Device.objects.in_bulk(_whole(one.partition("/")[0] for one in ids))
    found = {}
    for one in ids:
        pk, _stroke, record = one.partition("/")
        device = labels.get(int(pk)) if pk.isdigit() else None
        label = device.label if device else pk
        said = _("%(device)s, record %(number)s") % {"device": label, "number": record}
        found[one] = said if record else label
    return found


def list_titles(ids: Collection[str]) -> Names:
    return {name: str(listing.title) for name, listing in declared_lists().items() if name in ids}


@cache
def declared_lists() -> dict[str, Listing[Any]]:
    """The lists of all rooms that may leave the house, by their name."""
    return {listing.name: listing for room in registry.offered("lists") for listing in room}


def approval_names(ids: Collection[str]) -> Names:
    """Its kind and number."""
    found = Approval.objects.filter(pk__in=_whole(ids)).values_list("pk", "what")
    known = approvables()
    return {str(pk): f"{known[what].name if what in known else what} {pk}" for pk, what in found}


# --- what the program noted as a reason


def count_sentences(lines: Sequence[ActionLog]) -> Sentences:
    said = {}
    for line in lines:
        count = int(line.reason) if line.reason.isdigit() else 0
        said[line.pk] = ngettext("%(shown)s card", "%(shown)s cards", count) % {
            "shown": show_number(count, language())
        }
    return said


def group_sentences(lines: Sequence[ActionLog]) -> Sentences:
    groups = member_names({line.reason for line in lines})
    return {
        line.pk: groups.get(line.reason, line.reason) if line.reason else _("In no group now")
        for line in lines
    }


def brought_sentences(lines: Sequence[ActionLog]) -> Sentences:
    """`20 of 312 4500000 2026-11-01`: new members of how many; what they brought along, since."""
    said = {}
    for line in lines:
        new, _of, every, total, day = (*line.reason.split(), "", "", "", "", "")[:5]
        words = _("%(new)s new of %(every)s") % {"new": _number(new), "every": _number(every)}
        if day:
            sum_idr = show_rupiah(int(total), language()) if total.isdigit() else total
            words += ". " + _("Opening balances of %(day)s: %(total)s") % {
                "day": _day(day),
                "total": sum_idr,
            }
        said[line.pk] = words
    return said


def audit_sentences(lines: Sequence[ActionLog]) -> Sentences:
    """`0 of 1423`: how many faults among how many entries."""
    said = {}
    for line in lines:
        faults, _of, entries = line.reason.partition(" of ")
        shown = {"faults": _number(faults), "entries": _number(entries)}
        if faults == "0":
            said[line.pk] = _("Sound; %(entries)s entries") % shown
        else:
            said[line.pk] = _("%(faults)s faults in %(entries)s entries") % shown
    return said


def paper_sentences(lines: Sequence[ActionLog]) -> Sentences:
    """`pdf-58`: the way to the paper, and how wide it is."""
    ways = {"": _("Browser"), "app": _("App on the phone"), "tcp": _("Printer of the place")}
    said = {}
    for line in lines:
        way, _dash, width = line.reason.rpartition("-")
        word = ways.get(way, way.upper())
        said[line.pk] = f"{word}, {width} mm" if width.isdigit() else line.reason
    return said


def withheld_sentences(lines: Sequence[ActionLog]) -> Sentences:
    """What a clinic writes may speak of care: it stays there, and the office is told so."""
    return {line.pk: _("The reason stays at the clinic.") for line in lines}


def list_sentences(lines: Sequence[ActionLog]) -> Sentences:
    """`pdf 198 from=2026-11-01`: the form, how many rows, and what was asked."""
    people = {
        user.username: user
        for user in User.objects.filter(username__in={line.actor for line in lines})
    }
    fields: dict[tuple[str, str], dict[str, Field]] = {}
    said = {}
    for line in lines:
        listing = declared_lists().get(line.subject.partition(":")[2])
        by = people.get(line.actor)
        asked = (line.subject, line.actor)
        if asked not in fields:
            found = listing.fields(by) if listing and by else []
            fields[asked] = {field.name: field for field in found}
        said[line.pk] = _taken(line.reason, fields[asked])
    return said


def _taken(kept: str, fields: Mapping[str, Field]) -> str:
    form, _blank, rest = kept.partition(" ")
    count, _blank, asked = rest.partition(" ")
    if not count.isdigit():
        return kept
    rows = ngettext("%(shown)s row", "%(shown)s rows", int(count)) % {"shown": _number(count)}
    pairs = [pair.partition("=") for pair in asked.split(" ") if "=" in pair]
    facts = [_asked(fields.get(name), name, value) for name, _is, value in pairs]
    return "; ".join([f"{form.upper()}, {rows}", *facts])


# What the address of a list says already, and no field asks for.
FIXED = {"number": "Number", "code": "Account"}


def _asked(field: Field | None, name: str, value: str) -> str:
    if field is None:
        return f"{_(FIXED.get(name, name))}: {value}"
    return f"{field.label}: {_day(value) if field.is_day else field.word_of(value)}"


def _day(text: str) -> str:
    day = day_or_none(text)
    return date_format(day, "j M Y") if day else text


def _number(text: str) -> str:
    return show_number(int(text), language()) if text.isdigit() else text


def _whole(ids: Any) -> set[int]:
    return {int(one) for one in ids if one.isdigit()}
