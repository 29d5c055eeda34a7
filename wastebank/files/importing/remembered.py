"""What the heads of a place's files meant before, list by list."""

from collections.abc import Mapping

from wastebank.files.importing.columns import Table
from wastebank.files.importing.fields import head_form
from wastebank.models import ColumnMeaning, Place


def meanings(kind: str, place: Place) -> Mapping[str, str]:
    rows = ColumnMeaning.objects.filter(kind=kind, place=place)
    return dict(rows.values_list("head", "field"))


def remember(kind: str, place: Place, table: Table) -> None:
    """Keep what each head of a file that is written meant; inside its transaction. One that meant
    two things in it says nothing by itself: it is asked again."""
    meant: dict[str, set[str]] = {}
    for column in table.columns:
        meant.setdefault(head_form(column.head)[:200], set()).add(column.field)
    for head, fields in meant.items():
        if head and len(fields) == 1:
            ColumnMeaning.objects.update_or_create(
                kind=kind, place=place, head=head, defaults={"field": min(fields)}
            )
        elif head:
            ColumnMeaning.objects.filter(kind=kind, place=place, head=head).delete()
