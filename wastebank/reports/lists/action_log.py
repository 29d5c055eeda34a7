"""The log of who did what, in the words that each action was declared with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from pkgutil import resolve_name
from typing import Any

from django.db import connection
from django.db.models import Min, Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wastebank.actions import WITHHELD, Action, Thing, action_of, change_in
from wastebank.models import ActionLog, Place, User
from wastebank.permissions import SEE_LOG, require
from wastebank.reports.listing import Column, Field, Filters, Kind, Listing, On, Word
from wastebank.reports.lists.asking import ALL, choice, day_fields, days_of, place_field
from wastebank.staff.access.looked_after import visible_staff
from wastebank.staff.names import staff_called
from wastebank.staff.places import looked_after
from wastebank.values.calendar import day_bounds, show_start
from wastebank.values.language import language


def found_log(by: User, asked: Filters) -> QuerySet[ActionLog]:
    """What was done at the places this person looks after, or by their staff at no place."""
    require(by, SEE_LOG)
    found = ActionLog.objects.order_by("-at", "-pk")
    if by.place is not None:
        codes = looked_after(by).values("code")
        people = visible_staff(by).values("username")
        found = found.filter(Q(place__in=codes) | Q(place="", actor__in=people))
    for name, path in (("place", "place"), ("actor", "actor"), ("action", "action")):
        if asked.get(name):
            found = found.filter(**{path: asked[name]})
    first, last = days_of(asked)
    if first:
        found = found.filter(at__gte=day_bounds(first)[0])
    return found.filter(at__lt=day_bounds(last)[1]) if last else found


@dataclass(frozen=True, slots=True)
class LogRow:
    """A line of the log as a person reads it, beside what is kept."""

    line: ActionLog
    action: Action
    words: Word
    who: str
    of_what: str
    place: str
    reason: str
    change: str


def log_rows(lines: Sequence[ActionLog]) -> list[LogRow]:
    repeated, said = repeated_lines(lines), reasons_in_words(lines)
    names, people = things_called(lines), staff_called({line.actor for line in lines})
    places = dict(Place.objects.values_list("code", "name"))
    rows = []
    for line in lines:
        action = action_of(line.action)
        rows.append(
            LogRow(
                line,
                action,
                words=action.again if line.pk in repeated else action.words,
                who=people.get(line.actor, line.actor),
                of_what=names[line.pk],
                place=places.get(line.place, line.place),
                reason=said[line.pk],
                change=change_words(line.change),
            )
        )
    return rows


def things_called(lines: Sequence[ActionLog]) -> dict[int, str]:
    """What each line is about: the noun of the thing, and what that thing is called."""
    by_thing = defaultdict[Thing, set[str]](set)
    for line in lines:
        by_thing[action_of(line.action).of].add(thing_id(line))
    found = {thing: names_of(thing, ids) for thing, ids in by_thing.items()}
    said = {}
    for line in lines:
        thing, own = action_of(line.action).of, thing_id(line)
        said[line.pk] = f"{thing.noun} {found[thing].get(own, own)}".strip()
    return said


def names_of(thing: Thing, ids: Collection[str]) -> Mapping[str, str]:
    names: Mapping[str, str] = resolve_name(thing.names)(ids) if thing.names else {}
    return names


def thing_id(line: ActionLog) -> str:
    """`MLT-000123` of `receipt:MLT-000123`; nothing where there is one of it, such as the book."""
    return line.subject.partition(":")[2]


def reasons_in_words(lines: Sequence[ActionLog]) -> dict[int, str]:
    """Each reason as it was written, or as the action tells what it noted.

    What a clinic wrote as a reason may speak of care, and stays there.
    """
    clinics = set(Place.objects.filter(kind=Place.Kind.CLINIC).values_list("code", flat=True))
    by_teller = defaultdict[str, list[ActionLog]](list)
    for line in lines:
        is_of_care = bool(line.reason) and line.place in clinics
        by_teller[action_of(line.action).tells or (WITHHELD if is_of_care else "")].append(line)
    said = {line.pk: line.reason for line in by_teller.pop("", [])}
    for teller, own in by_teller.items():
        said |= resolve_name(teller)(own)
    return said


def change_words(change: Mapping[str, Any]) -> str:
    """`Botol PET: Rp2.500/kg → Rp3.000/kg, sejak 22 Nov 2025`; empty where nothing is told."""
    said = change_in(change, language())
    if not said:
        return ""
    since = show_start(datetime.fromisoformat(change["holds_from"]), language())
    return gettext("%(thing)s: %(before)s → %(after)s, from %(since)s") % {**said, "since": since}


def repeated_lines(lines: Sequence[ActionLog]) -> frozenset[int]:
    """The lines that say of their subject again what the log had said of it before.

    Nothing is kept for that: the first line of a receipt's prints is the original, whenever it was
    written, so that old logs are read right, too.
    """
    kept_apart = [line for line in lines if action_of(line.action).again]
    said = ActionLog.objects.filter(
        subject__in={line.subject for line in kept_apart},
        action__in={line.action for line in kept_apart},
    )
    first = {
        (action, subject): pk
        for action, subject, pk in said.order_by()
        .values_list("action", "subject")
        .annotate(first=Min("pk"))
    }
    return frozenset(line.pk for line in kept_apart if line.pk != first[line.action, line.subject])


# Each by one look into the index: as many as there are kinds, not as many as there are lines.
LOGGED = """
    WITH RECURSIVE kind (act) AS (
        SELECT MIN(act) FROM wastebank_actionlog UNION ALL
        SELECT (SELECT MIN(l.act) FROM wastebank_actionlog l WHERE l.act > kind.act)
        FROM kind WHERE kind.act IS NOT NULL)
    SELECT act FROM kind WHERE act IS NOT NULL
"""


def logged() -> list[str]:
    """The kinds of actions that were ever done."""
    with connection.cursor() as cursor:
        cursor.execute(LOGGED)
        return [code for (code,) in cursor.fetchall()]


def log_fields(by: User) -> list[Field]:
    people = [(user.username, str(user)) for user in visible_staff(by).order_by("ordered_by")]
    kinds = sorted(((code, str(action_of(code).words)) for code in logged()), key=itemgetter(1))
    return [
        *day_fields(this_month=True),
        *place_field(by, looked_after(by)),
        choice("actor", _("Who"), [ALL, *people]),
        choice("action", _("What"), [ALL, *kinds]),
    ]


def kept_reason(row: LogRow) -> str:
    """What the program noted, for programs; what people wrote stands in its own column."""
    return row.line.reason if row.action.tells not in ("", WITHHELD) else ""


LOG: Listing[LogRow] = Listing(
    name="log",
    title=_("Log of actions"),
    permission=SEE_LOG,
    find=found_log,
    prepare=log_rows,
    fields=log_fields,
    nothing=_("Nothing was done in these days."),
    columns=(
        Column(_("When"), Kind.MOMENT, lambda row: row.line.at),
        Column(_("Who"), Kind.TEXT, lambda row: row.who, on=On.UNDER),
        Column(_("What"), Kind.TEXT, lambda row: row.words, sign=lambda row: row.action.sign),
        Column(_("Of what"), Kind.TEXT, lambda row: row.of_what, on=On.UNDER),
        Column(_("Place"), Kind.TEXT, lambda row: row.place, on=On.UNDER),
        Column(_("What changed"), Kind.TEXT, lambda row: row.change, on=On.UNDER),
        Column(_("Reason"), Kind.TEXT, lambda row: row.reason, on=On.UNDER),
        Column(_("User name"), Kind.CODE, lambda row: row.line.actor, on=On.FILE),
        Column(_("Code of the action"), Kind.CODE, lambda row: row.line.action, on=On.FILE),
        Column(_("Code of the thing"), Kind.CODE, lambda row: row.line.subject, on=On.FILE),
        Column(_("Code of the place"), Kind.CODE, lambda row: row.line.place, on=On.FILE),
        Column(_("Reason as kept"), Kind.TEXT, kept_reason, on=On.FILE),
        Column(_("Key"), Kind.CODE, lambda row: row.line.key, on=On.FILE),
    ),
)
