"""The sheet of a day: what came, what was taken back, who recorded, what is sealed, who signs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from wastebank.papers.drawing import families, weave
from wastebank.papers.drawing.fonts import SANS, SANS_BOLD, SERIF, shorten, wrap
from wastebank.papers.drawing.pages import (
    EDGE_MM,
    LEADING_MM,
    RIGHT_MM,
    TEXT_MM,
    Draw,
    PageHead,
    PaperColumn,
    Sheets,
    clean,
    few_lines,
    from_top,
)
from wastebank.papers.drawing.wording import show_day, show_moment
from wastebank.papers.reports.day_words import DayWords, day_words
from wastebank.values.quantities import show_amount, show_number, show_rupiah


@dataclass(frozen=True, slots=True)
class SheetMaterial:
    """`amount` and `amount_idr` came; `voided_amount` and `voided_idr` were taken back."""

    name: str
    family: str
    unit: str
    amount: int
    amount_idr: int
    voided_amount: int = 0
    voided_idr: int = 0


@dataclass(frozen=True, slots=True)
class SheetOperator:
    name: str
    deposit_count: int
    total_idr: int


@dataclass(frozen=True, slots=True)
class SheetVoid:
    number: str
    at: datetime
    by: str
    reason: str
    amount_idr: int


@dataclass(frozen=True, slots=True)
class SheetCorrection:
    """`changed` is from what to what; the rupiah are the difference, with its sign."""

    number: str
    at: datetime
    by: str
    changed: str
    change_idr: int


@dataclass(frozen=True, slots=True)
class SheetLate:
    """Weighed on one day, counted in another; `provisional_number` if paper was given meanwhile."""

    number: str
    provisional_number: str
    weighed_at: datetime
    recorded_at: datetime
    amount_idr: int


@dataclass(frozen=True, slots=True)
class DaySheetPaper:
    """All of a place's day. Times carry the zone they are shown in."""

    bank_name: str
    place_name: str
    place_address: str
    day: date
    language: str
    zone: str
    printed_at: datetime
    closed_at: datetime | None
    closed_by: str
    first_number: str
    last_number: str
    deposit_count: int
    total_idr: int
    voided_idr: int
    materials: tuple[SheetMaterial, ...]
    operators: tuple[SheetOperator, ...]
    voids: tuple[SheetVoid, ...]
    late: tuple[SheetLate, ...]
    corrections: tuple[SheetCorrection, ...] = ()
    corrected_idr: int = 0
    seal_number: int | None = None
    seal_root: str = ""

    @property
    def net_idr(self) -> int:
        return self.total_idr - self.voided_idr + self.corrected_idr


MATERIALS = (
    PaperColumn(EDGE_MM + 5, 88),
    PaperColumn(90, 112, figures=True),
    PaperColumn(114, 138, figures=True),
    PaperColumn(140, 164, figures=True),
    PaperColumn(166, RIGHT_MM, figures=True),
)
OPERATORS = (
    PaperColumn(EDGE_MM, 112),
    PaperColumn(114, 138, figures=True),
    PaperColumn(140, RIGHT_MM, figures=True),
)
VOIDS = (
    PaperColumn(EDGE_MM, 51),
    PaperColumn(53, 80),
    PaperColumn(82, 108),
    PaperColumn(110, 164),
    PaperColumn(166, RIGHT_MM, figures=True),
)
LATE = (
    PaperColumn(EDGE_MM, 51),
    PaperColumn(53, 88),
    PaperColumn(90, 128),
    PaperColumn(130, 168),
    PaperColumn(170, RIGHT_MM, figures=True),
)
FIELD_MM = 62.0
BAND_MM = 24.0


def day_sheet_pdf(paper: DaySheetPaper) -> bytes:
    """The same day, printed at the same moment, is the same file to the byte."""
    words = day_words(paper.language)
    sheets = Sheets(_head(paper, words))
    _lay_top(sheets, paper, words)
    _lay_materials(sheets, paper, words)
    _lay_operators(sheets, paper, words)
    _lay_voids(sheets, paper, words)
    _lay_corrections(sheets, paper, words)
    _lay_late(sheets, paper, words)
    _lay_seal(sheets, paper, words)
    _lay_signatures(sheets, words)
    return sheets.pdf()


def _head(paper: DaySheetPaper, words: DayWords) -> PageHead:
    return PageHead(
        name=paper.bank_name,
        address=paper.place_address,
        title=words.title,
        about=show_day(paper.day, paper.language),
        foot=words.printed.format(moment=_moment(paper, paper.printed_at)),
        page=words.page,
        language=paper.language,
    )


def _moment(paper: DaySheetPaper, moment: datetime) -> str:
    return show_moment(moment, paper.zone, paper.language)


def _lay_top(sheets: Sheets, paper: DaySheetPaper, words: DayWords) -> None:
    """The place and the state of its day left; right the one golden field, the day in rupiah."""
    sheets.draw(_gold_drawer(sheets.y_mm, words.worth, show_rupiah(paper.net_idr, paper.language)))
    room_pt = (RIGHT_MM - EDGE_MM - FIELD_MM - 6) * mm
    top_mm = sheets.y_mm
    for line in few_lines(paper.place_name, SERIF, 7, room_pt, 2):
        sheets.text(line, down_mm=6.4, font=SERIF, size_mm=7)
        sheets.skip(8.2)
    state = words.open
    if paper.closed_at:
        moment = _moment(paper, paper.closed_at)
        state = words.closed.format(moment=moment, name=paper.closed_by)
    for line in wrap(clean(state), SANS_BOLD, TEXT_MM * mm, room_pt):
        sheets.text(line, down_mm=LEADING_MM, font=SANS_BOLD)
        sheets.skip(LEADING_MM)
    sheets.text(_range(paper, words), down_mm=LEADING_MM)
    sheets.skip(LEADING_MM)
    sheets.y_mm = max(sheets.y_mm, top_mm + BAND_MM)


def _range(paper: DaySheetPaper, words: DayWords) -> str:
    if not paper.deposit_count:
        return words.nothing
    count = words.one_deposit if paper.deposit_count == 1 else words.deposits
    counted = count.format(count=show_number(paper.deposit_count, paper.language))
    numbers = " – ".join(dict.fromkeys((paper.first_number, paper.last_number)))
    return f"{numbers} · {counted}"


def _gold_drawer(top_mm: float, label: str, figure: str) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.setFillColor(weave.CREDIT)
        left_pt, height_pt = (RIGHT_MM - FIELD_MM) * mm, 22 * mm
        canvas.rect(left_pt, from_top(top_mm + 22), FIELD_MM * mm, height_pt, stroke=0, fill=1)
        canvas.setFillColor(weave.ON_CREDIT)
        canvas.setFont(SANS, TEXT_MM * mm)
        canvas.drawRightString((RIGHT_MM - 4) * mm, from_top(top_mm + 7), label)
        size_mm = 9.0
        while canvas.stringWidth(figure, SANS_BOLD, size_mm * mm) > (FIELD_MM - 8) * mm:
            size_mm -= 0.2
        canvas.setFont(SANS_BOLD, size_mm * mm)
        canvas.drawRightString((RIGHT_MM - 4) * mm, from_top(top_mm + 17.4), figure)

    return draw


def _lay_materials(sheets: Sheets, paper: DaySheetPaper, words: DayWords) -> None:
    if not paper.materials:
        return
    came = show_number(sum(row.amount_idr for row in paper.materials), paper.language)
    gone = _figure(sum(row.voided_idr for row in paper.materials), paper.language)
    sheets.heading(words.materials)
    sheets.table(
        MATERIALS,
        words.material_columns,
        [_material_cells(paper, row) for row in paper.materials],
        total=(words.total, "", came, "", gone),
        marks=[partial(_dot_drawer, row.family) for row in paper.materials],
    )


def _material_cells(paper: DaySheetPaper, row: SheetMaterial) -> tuple[str, str, str, str, str]:
    language = paper.language
    gone = show_amount(row.voided_amount, row.unit, language) if row.voided_amount else ""
    return (
        row.name,
        show_amount(row.amount, row.unit, language),
        show_number(row.amount_idr, language),
        gone,
        _figure(row.voided_idr, language),
    )


def _figure(amount_idr: int, language: str) -> str:
    return show_number(amount_idr, language) if amount_idr else ""


def _dot_drawer(family: str, top_mm: float) -> Draw:
    """A little square of the family's colour; the name of the material stands beside it."""

    def draw(canvas: Canvas) -> None:
        canvas.setFillColor(families.COLOURS.get(family, weave.SOFT))
        canvas.rect(EDGE_MM * mm, from_top(top_mm + LEADING_MM), 3 * mm, 3 * mm, stroke=0, fill=1)

    return draw


def _lay_operators(sheets: Sheets, paper: DaySheetPaper, words: DayWords) -> None:
    if not paper.operators:
        return
    rows = [
        (row.name, show_number(row.deposit_count, paper.language), _rupiah(paper, row.total_idr))
        for row in paper.operators
    ]
    counted = show_number(paper.deposit_count, paper.language)
    sheets.heading(words.operators)
    total = (words.total, counted, _rupiah(paper, paper.total_idr))
    sheets.table(OPERATORS, words.operator_columns, rows, total=total)


def _rupiah(paper: DaySheetPaper, amount_idr: int) -> str:
    return show_number(amount_idr, paper.language)


def _lay_voids(sheets: Sheets, paper: DaySheetPaper, words: DayWords) -> None:
    if not paper.voids:
        return
    rows = [
        (row.number, _moment(paper, row.at), row.by, row.reason, _rupiah(paper, row.amount_idr))
        for row in paper.voids
    ]
    sheets.heading(words.voids)
    total = (words.total, "", "", "", _rupiah(paper, paper.voided_idr))
    sheets.table(VOIDS, words.void_columns, rows, total=total)


def _lay_corrections(sheets: Sheets, paper: DaySheetPaper, words: DayWords) -> None:
    if not paper.corrections:
        return
    rows = [
        (row.number, _moment(paper, row.at), row.by, row.changed, _rupiah(paper, row.change_idr))
        for row in paper.corrections
    ]
    sheets.heading(words.corrections)
    total = (words.total, "", "", "", _rupiah(paper, paper.corrected_idr))
    sheets.table(VOIDS, words.correction_columns, rows, total=total)


def _lay_late(sheets: Sheets, paper: DaySheetPaper, words: DayWords) -> None:
    if not paper.late:
        return
    rows = [
        (
            row.number,
            row.provisional_number or "–",
            _moment(paper, row.weighed_at),
            _moment(paper, row.recorded_at),
            _rupiah(paper, row.amount_idr),
        )
        for row in paper.late
    ]
    sheets.heading(words.late)
    sheets.table(LATE, words.late_columns, rows)


def _lay_seal(sheets: Sheets, paper: DaySheetPaper, words: DayWords) -> None:
    sheets.heading(words.seal, keep_mm=54)  # the signatures stand below the seal they sign
    if paper.seal_number is None:
        sheets.text(words.no_seal, down_mm=LEADING_MM)
        sheets.skip(2 * LEADING_MM)
        return
    number = words.seal_number.format(number=show_number(paper.seal_number, paper.language))
    sheets.text(number, down_mm=LEADING_MM, font=SANS_BOLD)
    groups = [paper.seal_root[start : start + 8] for start in range(0, len(paper.seal_root), 8)]
    sheets.text(" ".join(groups[:4]), down_mm=2 * LEADING_MM)
    sheets.text(" ".join(groups[4:]), down_mm=3 * LEADING_MM)
    sheets.skip(4 * LEADING_MM)


def _lay_signatures(sheets: Sheets, words: DayWords) -> None:
    """Lines to sign on, never alone on a sheet's last centimetres."""
    sheets.need(34)
    sheets.skip(26)
    y_mm = sheets.y_mm
    width_mm = (RIGHT_MM - EDGE_MM - 12) / 2
    for index, label in enumerate(words.signatures):
        left_mm = EDGE_MM + index * (width_mm + 12)
        sheets.draw(_signing_drawer(left_mm, y_mm, width_mm))
        shown = shorten(label, SANS, TEXT_MM * mm, width_mm * mm)
        sheets.text(shown, left_mm=left_mm, down_mm=LEADING_MM)
    sheets.skip(8)


def _signing_drawer(left_mm: float, y_mm: float, width_mm: float) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.setStrokeColor(weave.INK)
        canvas.setLineWidth(0.2 * mm)
        canvas.line(left_mm * mm, from_top(y_mm), (left_mm + width_mm) * mm, from_top(y_mm))

    return draw
