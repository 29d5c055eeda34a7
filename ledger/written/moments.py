"""Whether moments, days, yes and no stand in SQLite in the one way the program writes them.

SQLite keeps them as text and compares them as text. The same instant with an offset, or the same
day without its strokes, is read as the same and so has the same digest, but lies in another day or
month wherever rows are looked for. PostgreSQL keeps instants, which have one way only.

Of yes and no, whatever is not a one is read as no, and so has the digest of a no; where rows are
looked for it may count as yes.
"""

from collections.abc import Iterator

from django.apps import apps
from django.db import connection
from django.db.models import BooleanField, DateField, DateTimeField, Field, Model

from ledger.findings import Finding, found
from ledger.written.documents import meta

LAW = "moments stand as the program writes them"
DIGIT = "[0-9]"
DAY = "-".join((DIGIT * 4, DIGIT * 2, DIGIT * 2))
TIME = ":".join((DIGIT * 2,) * 3)
IS_A_DAY = "{name} GLOB '" + DAY + "'"
IS_A_MOMENT = (
    "{name} GLOB '" + DAY + " " + TIME + "*' AND (length({name}) = 19"
    " OR (substr({name}, 20, 1) = '.' AND substr({name}, 21) NOT GLOB '*[^0-9]*'))"
)


def moments_as_the_program_writes_them() -> Iterator[Finding]:
    """A moment is told in UTC, a day by its date, yes and no by 1 and 0: each in one way."""
    if connection.vendor != "sqlite":
        return
    for model in apps.get_models(include_auto_created=True):
        wrong = [
            f"({field.column} IS NOT NULL AND NOT ({right}))"
            for field in meta(model).concrete_fields
            if (right := way_of(field))
        ]
        if wrong:
            yield from found(LAW, offenders(model, wrong), "is told in another way")


def way_of(field: "Field[object, object]") -> str:
    """A condition on what a field of this kind says; empty if every value is read as it stands."""
    name = field.column
    if isinstance(field, BooleanField):
        return f"typeof({name}) = 'integer' AND {name} IN (0, 1)"
    if not isinstance(field, DateField):  # moments are days, to Django
        return ""
    way = IS_A_MOMENT if isinstance(field, DateTimeField) else IS_A_DAY
    return f"typeof({name}) = 'text' AND {way.format(name=name)}"


def offenders(model: type[Model], wrong: list[str]) -> str:
    table, key = meta(model).db_table, meta(model).pk.column
    # All of these names are our own.
    return f"SELECT '{table} ' || {key} FROM {table} WHERE {' OR '.join(wrong)}"  # noqa: S608
