"""A list on A4 across, to be signed and filed: heads on every page, pages counted, room to sign."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from wastebank.papers.drawing import weave
from wastebank.papers.drawing.document import document
from wastebank.papers.drawing.fonts import SANS, SANS_BOLD, SERIF, shorten, width_of, wrap
from wastebank.papers.drawing.pages import clean
from wastebank.papers.drawing.wording import show_moment


@dataclass(frozen=True, slots=True)
class TableHead:
    text: str
    is_figure: bool  # stands right, and is never broken


@dataclass(frozen=True, slots=True)
class ListPaper:
    """Every cell is written as it is to be read. Times carry the zone they are shown in."""

    bank_name: str
    title: str
    about: Sequence[str]
    heads: Sequence[TableHead]
    rows: Sequence[Sequence[str]]
    signers: Sequence[str]
    nothing: str
    page: str  # `Page {page} of {pages}`
    printed: str  # `Printed {moment}`
    printed_at: datetime
    zone: str
    language: str
    # How each row stands: `head` begins a part, `sum` and `total` add up what stands above.
    tones: Sequence[str] = ()

    def tone_of(self, row: int) -> str:
        return self.tones[row] if row < len(self.tones) else ""


WIDTH_MM, HEIGHT_MM, EDGE_MM = 297.0, 210.0, 14.0
HEM_MM = 2.6
TEXT_MM, LEADING_MM, CELL_MM, GAP_MM = 3.2, 4.2, 1.4, 3.0
FIRST_TABLE_MM, NEXT_TABLE_MM, TABLE_END_MM, FOOT_MM = 36.0, 24.0, 192.0, 201.0
SIGN_MM = 30.0
MOST_LINES = 4
LEAST_COLUMN_MM = 12.0
HAIR_MM = 0.05  # so that what just fits is not broken by how figures are rounded

BOLD = {"head", "sum", "total"}
HEAD_GAP_MM = 3.0  # before a part begins


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row with its cells already broken into lines."""

    cells: Sequence[Sequence[str]]
    tone: str = ""

    @property
    def font(self) -> str:
        return SANS_BOLD if self.tone in BOLD else SANS


def list_pdf(paper: ListPaper) -> bytes:
    """The same list, printed again, is the same file to the byte."""
    widths = column_widths(paper)
    rows = [broken(paper, widths, row, paper.tone_of(n)) for n, row in enumerate(paper.rows)]
    pages = paginate(rows)
    buffer = BytesIO()
    size = (WIDTH_MM * mm, HEIGHT_MM * mm)
    canvas = document(buffer, size, title=paper.title, language=paper.language)
    for number, page in enumerate(pages, start=1):
        top_mm = draw_head(canvas, paper, is_first=number == 1)
        below_mm = draw_table(canvas, paper, widths, page, top_mm)
        if number == len(pages):
            draw_signs(canvas, paper, below_mm)
        draw_foot(canvas, paper, number, len(pages))
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def column_widths(paper: ListPaper) -> list[float]:
    """What each column needs; if that is more than the paper has, the widest words give way."""
    room_mm = WIDTH_MM - 2 * EDGE_MM
    needed = [needed_mm(paper, column) for column in range(len(paper.heads))]
    words = [n for n, head in enumerate(paper.heads) if not head.is_figure]
    if sum(needed) > room_mm and words:
        figures_mm = sum(needed[n] for n, head in enumerate(paper.heads) if head.is_figure)
        most_mm = widest_mm([needed[n] for n in words], room_mm - figures_mm)
        for n in words:
            needed[n] = min(needed[n], most_mm)
    taken_mm = sum(needed)
    return [width * room_mm / taken_mm for width in needed]


def widest_mm(needed: Sequence[float], room_mm: float) -> float:
    """How wide the widest columns may be so that all have room: the narrow ones keep what they
    need, and the others share what is left."""
    left_mm, count = room_mm, len(needed)
    for width_mm in sorted(needed):
        if width_mm * count > left_mm:
            break
        left_mm, count = left_mm - width_mm, count - 1
    return max(LEAST_COLUMN_MM, left_mm / max(1, count))


def needed_mm(paper: ListPaper, column: int) -> float:
    """As wide as its widest cell; the title of a part may run over the columns beside it."""
    head_mm = text_mm(paper.heads[column].text, SANS_BOLD)
    cells_mm = max(
        (
            text_mm(row[column], SANS_BOLD if paper.tone_of(n) in BOLD else SANS)
            for n, row in enumerate(paper.rows)
            if paper.tone_of(n) != "head"
        ),
        default=0.0,
    )
    return max(head_mm, cells_mm, LEAST_COLUMN_MM - GAP_MM) + GAP_MM + HAIR_MM


def text_mm(text: str, font: str) -> float:
    return width_of(clean(text), font, TEXT_MM * mm) / mm


def broken(paper: ListPaper, widths: Sequence[float], row: Sequence[str], tone: str) -> TableRow:
    """The cells of a row in lines: figures in one, words in a few, the rest cut."""
    font = SANS_BOLD if tone in BOLD else SANS
    if tone == "head":
        room_pt = (WIDTH_MM - 2 * EDGE_MM) * mm
        first = shorten(clean(row[0]), font, TEXT_MM * mm, room_pt)
        return TableRow([[first], *([] for _cell in row[1:])], tone)
    cells: list[list[str]] = []
    for head, width, text in zip(paper.heads, widths, row, strict=True):
        room_pt = (width - GAP_MM) * mm
        if head.is_figure:
            cells.append([shorten(clean(text), font, TEXT_MM * mm, room_pt)])
            continue
        lines = wrap(clean(text), font, TEXT_MM * mm, room_pt)
        if len(lines) > MOST_LINES:
            rest = " ".join(lines[MOST_LINES - 1 :])
            lines = [*lines[: MOST_LINES - 1], shorten(rest, font, TEXT_MM * mm, room_pt)]
        cells.append(lines)
    return TableRow(cells, tone)


def row_mm(row: TableRow) -> float:
    gap_mm = HEAD_GAP_MM if row.tone == "head" else 0.0
    return max(1, *map(len, row.cells)) * LEADING_MM + CELL_MM + gap_mm


def paginate(rows: Sequence[TableRow]) -> list[list[TableRow]]:
    """Rows by page, with room on the last one to sign. The title of a part is never the last row
    of a page."""
    pages: list[list[TableRow]] = [[]]
    y_mm = FIRST_TABLE_MM
    for number, row in enumerate(rows):
        needed_here_mm = row_mm(row)
        if row.tone == "head" and number + 1 < len(rows):
            needed_here_mm += row_mm(rows[number + 1])
        if y_mm + needed_here_mm > TABLE_END_MM and pages[-1]:
            pages.append([])
            y_mm = NEXT_TABLE_MM
        pages[-1].append(row)
        y_mm += row_mm(row)
    if y_mm + SIGN_MM > TABLE_END_MM:
        pages.append([])
    return pages


def draw_head(canvas: Canvas, paper: ListPaper, *, is_first: bool) -> float:
    weave.draw_hem(
        canvas,
        left_pt=0,
        bottom_pt=up(HEM_MM),
        width_pt=WIDTH_MM * mm,
        height_pt=HEM_MM * mm,
    )
    canvas.setFillColor(weave.INK)
    right_mm = WIDTH_MM - EDGE_MM
    write(canvas, EDGE_MM, 12, paper.title, SERIF, 5.4)
    write_right(canvas, right_mm, 12, paper.bank_name, SERIF, 4.2)
    if not is_first:
        return NEXT_TABLE_MM
    room_pt = (WIDTH_MM - 2 * EDGE_MM) * mm
    for number, line in enumerate(
        wrap(clean(" · ".join(paper.about)), SANS, 3.2 * mm, room_pt)[:3]
    ):
        write(canvas, EDGE_MM, 18.5 + number * 4.2, line, SANS, 3.2)
    return FIRST_TABLE_MM


def draw_table(
    canvas: Canvas,
    paper: ListPaper,
    widths: Sequence[float],
    rows: Sequence[TableRow],
    top_mm: float,
) -> float:
    """Heads above a rule, rows with a hair under each; answers where it ends."""
    heads = [
        [shorten(clean(head.text), SANS_BOLD, TEXT_MM * mm, (width - GAP_MM) * mm)]
        for head, width in zip(paper.heads, widths, strict=True)
    ]
    draw_row(canvas, paper, widths, TableRow(heads, "sum"), top_mm - LEADING_MM - 1)
    rule(canvas, top_mm, 0.4)
    y_mm = top_mm
    for row in rows:
        gap_mm = HEAD_GAP_MM if row.tone == "head" else 0.0
        draw_row(canvas, paper, widths, row, y_mm + gap_mm)
        y_mm += row_mm(row)
        canvas.setStrokeColor(weave.RULE)
        rule(canvas, y_mm, 0.4 if row.tone in ("head", "total") else 0.15)
        canvas.setStrokeColor(weave.INK)
    if not paper.rows:
        y_mm += LEADING_MM + CELL_MM
        write(canvas, EDGE_MM, y_mm, paper.nothing, SANS, TEXT_MM)
    return y_mm


def draw_row(
    canvas: Canvas,
    paper: ListPaper,
    widths: Sequence[float],
    row: TableRow,
    top_mm: float,
) -> None:
    left_mm, font = EDGE_MM, row.font
    for head, width, lines in zip(paper.heads, widths, row.cells, strict=True):
        for number, line in enumerate(lines):
            y_mm = top_mm + (number + 1) * LEADING_MM - 0.4
            if head.is_figure:
                # clear of the words that may stand beside it
                write_right(canvas, left_mm + width - GAP_MM, y_mm, line, font, TEXT_MM)
            else:
                write(canvas, left_mm, y_mm, line, font, TEXT_MM)
        left_mm += width


def draw_signs(canvas: Canvas, paper: ListPaper, below_mm: float) -> None:
    """A line for each who signs, with what they are under it."""
    y_mm = below_mm + SIGN_MM - 8
    step_mm = (WIDTH_MM - 2 * EDGE_MM) / 3
    for number, signer in enumerate(paper.signers[:3]):
        left_mm = EDGE_MM + number * step_mm
        canvas.setLineWidth(0.3 * mm)
        canvas.line(left_mm * mm, up(y_mm), (left_mm + step_mm - 15) * mm, up(y_mm))
        write(canvas, left_mm, y_mm + 4.4, signer, SANS, TEXT_MM)


def draw_foot(canvas: Canvas, paper: ListPaper, page: int, pages: int) -> None:
    moment = show_moment(paper.printed_at, paper.zone, paper.language)
    canvas.setFillColor(weave.SOFT)
    write(canvas, EDGE_MM, FOOT_MM, paper.printed.format(moment=moment), SANS, 3.0)
    count = paper.page.format(page=page, pages=pages)
    write_right(canvas, WIDTH_MM - EDGE_MM, FOOT_MM, count, SANS, 3.0)
    canvas.setFillColor(weave.INK)


def rule(canvas: Canvas, y_mm: float, weight_mm: float) -> None:
    canvas.setLineWidth(weight_mm * mm)
    canvas.line(EDGE_MM * mm, up(y_mm), (WIDTH_MM - EDGE_MM) * mm, up(y_mm))


def write(
    canvas: Canvas, left_mm: float, y_mm: float, text: str, font: str, size_mm: float
) -> None:
    canvas.setFont(font, size_mm * mm)
    canvas.drawString(left_mm * mm, up(y_mm), clean(text))


def write_right(
    canvas: Canvas, right_mm: float, y_mm: float, text: str, font: str, size_mm: float
) -> None:
    canvas.setFont(font, size_mm * mm)
    canvas.drawRightString(right_mm * mm, up(y_mm), clean(text))


def up(from_top_mm: float) -> float:
    return (HEIGHT_MM - from_top_mm) * mm
