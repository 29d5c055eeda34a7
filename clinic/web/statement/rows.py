"""The lines of a statement for a page: those that differ first, then those paid as asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format

from clinic.reports.lines import moment_of, number_of, reason_of
from clinic.settlements.sums import LineFigures, LineState
from clinic.web.statement.shapes import LineRow
from wastebank.values.calendar import local
from wastebank.values.language import language

SHOWN = 5  # of those that need no look


@dataclass(frozen=True, slots=True)
class Rows:
    differing: Sequence[LineRow]
    as_asked: Sequence[LineRow]
    further: Sequence[LineRow]
    further_asked_idr: int
    further_approved_idr: int

    @property
    def same_count(self) -> int:
        return len(self.as_asked) + len(self.further)


def short_moment(moment: datetime) -> str:
    """`20 Oct, 13:51`: of which year it is, the statement says."""
    return date_format(local(moment), "j M, H:i" if language().startswith("en") else "j M, H.i")


def row_of(line: LineFigures, **more: str) -> LineRow:
    return LineRow(
        number=number_of(line),
        when=short_moment(moment_of(line)),
        asked_idr=line.asked_idr,
        cut_idr=line.cut_idr,
        held_idr=line.held_idr,
        approved_idr=line.approved_idr,
        reason=reason_of(line),
        is_due=line.state == LineState.HELD,
        **more,
    )


def rows_of(rows: Sequence[tuple[LineFigures, LineRow]]) -> Rows:
    same = [row for line, row in rows if not line.differs]
    return Rows(
        differing=[row for line, row in rows if line.differs],
        as_asked=same[:SHOWN],
        further=same[SHOWN:],
        further_asked_idr=sum(row.asked_idr for row in same[SHOWN:]),
        further_approved_idr=sum(row.approved_idr for row in same[SHOWN:]),
    )
