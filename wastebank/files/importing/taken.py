"""All rows of a file with what they would do, as a table that leaves: for those who mend it."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from ledger import clock
from wastebank.files.importing.kept import OpenedImport
from wastebank.files.tables_out import Cell, Export


def export_of_import(opened: OpenedImport) -> Export:
    return Export(
        title=opened.begun.name,
        heads=[_("Row"), _("Name"), _("What it would do"), _("Why it cannot be used")],
        rows=sorted(rows_of(opened), key=lambda row: row[0]),  # type: ignore[arg-type,return-value]
        about=[(_("File"), opened.begun.name)],
        about_title=_("About"),
        zone=timezone.get_current_timezone(),
        made_at=clock.now(),
    )


def rows_of(opened: OpenedImport) -> Iterator[list[Cell]]:
    for step in opened.checked.steps:
        yield [step.row.row, step.row.name_id, str(step), step.warning]
    for bad in opened.checked.bad:
        yield [bad.row, bad.name, _("cannot be used"), bad.reason]
    for left in opened.reading.skipped:
        yield [left.row, left.name, left.reason, ""]
    for question in opened.open_questions:
        for row in question.rows:
            yield [row, question.name, _("asked"), question.text]
