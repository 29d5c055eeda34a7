"""The two sides of a card, drawn with its lower left corner at the origin.

All that is the same on many cards (ground, mark, name of the bank, the whole
back) is drawn once in a document and then repeated by name, which is what makes
a thousand cards a matter of seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from math import ceil

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from wastebank.papers.drawing import icons, qr, weave
from wastebank.papers.drawing.fonts import SANS, SANS_BOLD, SERIF, shorten, spell, width_of, wrap
from wastebank.values.language import in_language
from wastebank.values.letters import one_line


@dataclass(frozen=True, slots=True)
class CardFace:
    """A card to be printed. A blank one, made ahead, has no holder and no number."""

    bank_name: str
    holder_name: str
    number: str
    code: str
    phone: str
    language: str = "id"


@dataclass(frozen=True, slots=True)
class CardLayout:
    """An ID-1 card in millimetres, from its lower left corner."""

    width_mm: float = 85.60
    height_mm: float = 53.98
    edge_mm: float = 5.0
    hem_mm: float = 2.1
    code_mm: float = 25.0
    corner_mm: float = 1.5
    mark_mm: float = 8.6
    cross_mm: float = 78.0
    cross_left_mm: float = -14.0
    cross_bottom_mm: float = -12.0
    title_mm: float = 4.4
    title_smallest_mm: float = 3.4
    holder_mm: float = 4.6
    holder_smallest_mm: float = 3.6
    number_mm: float = 6.6
    tile_mm: float = 12.0
    tile_gap_mm: float = 2.6
    icon_mm: float = 8.0
    step_mm: float = 4.1
    text_mm: float = 3.15
    advice_mm: float = 3.3
    advice_top_mm: float = 21.4

    @property
    def quiet_mm(self) -> float:
        return self.code_mm * qr.QUIET_MODULES / qr.CARD_MODULES

    @property
    def panel_mm(self) -> float:
        return self.code_mm + 2 * self.quiet_mm

    @property
    def panel_left_mm(self) -> float:
        return self.width_mm - self.edge_mm - self.panel_mm

    @property
    def panel_bottom_mm(self) -> float:
        return (self.height_mm + self.hem_mm - self.panel_mm) / 2

    @property
    def room_mm(self) -> float:
        """What is left beside the code for name and number."""
        return self.panel_left_mm - self.edge_mm - 2


CARD = CardLayout()


@dataclass(frozen=True, slots=True)
class CardWords:
    steps: tuple[tuple[str, str], ...]
    pin: tuple[str, str]
    lost: str
    lost_phone: str
    blank_name: str
    blank_number: str
    card: str  # what the file is called
    cards: str


_INDONESIAN = CardWords(
    steps=(("Setor", "sampah terpilah"), ("Saldo", "bertambah"), ("Berobat", "di klinik")),
    pin=("PIN hanya untuk Anda.", "Petugas tidak akan bertanya."),
    lost="Kartu hilang? Datang ke loket. Saldo tetap aman.",
    lost_phone="Kartu hilang? Datang ke loket atau telepon {phone}. Saldo tetap aman.",
    blank_name="Nama",
    blank_number="Nomor",
    card="Kartu",
    cards="Kartu kosong",
)
_ENGLISH = CardWords(
    steps=(("Bring", "sorted waste"), ("Credit", "adds up"), ("Care", "at the clinic")),
    pin=("Your PIN is yours alone.", "Staff will never ask for it."),
    lost="Lost your card? Come to the counter. Your credit is safe.",
    lost_phone="Lost your card? Come to the counter or call {phone}. Your credit is safe.",
    blank_name="Name",
    blank_number="Number",
    card="Card",
    cards="Blank cards",
)


def draw_front(canvas: Canvas, face: CardFace, *, bleed_mm: float) -> None:
    _repeat(
        canvas,
        f"front {bleed_mm} {face.bank_name}",
        bleed_mm,
        lambda: _draw_front_ground(canvas, face.bank_name, bleed_mm),
    )
    canvas.setFillColor(weave.BLACK)
    qr.draw_matrix(
        canvas,
        qr.card_matrix(face.code),
        left_pt=(CARD.panel_left_mm + CARD.quiet_mm) * mm,
        bottom_pt=(CARD.panel_bottom_mm + CARD.quiet_mm) * mm,
        side_pt=CARD.code_mm * mm,
    )
    if face.holder_name or face.number:
        _draw_holder(canvas, face)
    else:
        _repeat(
            canvas,
            f"blank {face.language}",
            0,
            lambda: _draw_writing_lines(canvas, words_of(face.language)),
        )


def draw_back(canvas: Canvas, face: CardFace, *, bleed_mm: float) -> None:
    _repeat(
        canvas,
        f"back {bleed_mm} {face.language} {face.phone}",
        bleed_mm,
        lambda: _draw_whole_back(canvas, face, bleed_mm),
    )


def _repeat(canvas: Canvas, subject: str, bleed_mm: float, draw: Callable[[], None]) -> None:
    # a form's name in a PDF may not hold a space, and a bank's name does
    name = sha256(subject.encode()).hexdigest()[:16]
    if not canvas.hasForm(name):
        canvas.beginForm(
            name,
            lowerx=-ceil(bleed_mm * mm),
            lowery=-ceil(bleed_mm * mm),
            upperx=ceil((CARD.width_mm + bleed_mm) * mm),
            uppery=ceil((CARD.height_mm + bleed_mm) * mm),
        )
        draw()
        canvas.endForm()
    canvas.doForm(name)


def _draw_front_ground(canvas: Canvas, bank_name: str, bleed_mm: float) -> None:
    _clip_to_bleed(canvas, bleed_mm)
    canvas.setFillColor(weave.LEAF)
    _draw_ground(canvas, bleed_mm)
    weave.draw_cross(
        canvas,
        left_pt=CARD.cross_left_mm * mm,
        bottom_pt=CARD.cross_bottom_mm * mm,
        side_pt=CARD.cross_mm * mm,
    )
    _draw_hem(canvas, bleed_mm)
    canvas.setFillColor(weave.WHITE)
    side_pt = CARD.panel_mm * mm
    canvas.roundRect(
        CARD.panel_left_mm * mm,
        CARD.panel_bottom_mm * mm,
        side_pt,
        side_pt,
        CARD.corner_mm * mm,
        stroke=0,
        fill=1,
    )
    _draw_title(canvas, bank_name)


def _draw_title(canvas: Canvas, bank_name: str) -> None:
    top_mm = CARD.panel_bottom_mm + CARD.panel_mm
    weave.draw_mark(
        canvas,
        left_pt=CARD.edge_mm * mm,
        bottom_pt=(top_mm - CARD.mark_mm) * mm,
        side_pt=CARD.mark_mm * mm,
        upright_colour=weave.PAPER,
        lying_colour=weave.CREDIT,
    )
    left_mm = CARD.edge_mm + CARD.mark_mm + 2.6
    room_pt = (CARD.panel_left_mm - left_mm - 1) * mm
    lines, size_pt = _fit(bank_name, SERIF, room_pt, (CARD.title_mm, CARD.title_smallest_mm))
    leading_pt = size_pt * 1.2
    middle_pt = (top_mm - CARD.mark_mm / 2) * mm
    # a title taller than the mark starts level with it, a shorter one is centred on it
    first_pt = min(middle_pt + len(lines) * leading_pt / 2, top_mm * mm + 0.12 * size_pt)
    canvas.setFillColor(weave.WHITE)
    for index, line in enumerate(lines):
        canvas.setFont(SERIF, size_pt)
        canvas.drawString(left_mm * mm, first_pt - (index + 0.82) * leading_pt, line)


def _draw_holder(canvas: Canvas, face: CardFace) -> None:
    left_pt, room_pt = CARD.edge_mm * mm, CARD.room_mm * mm
    canvas.setFillColor(weave.WHITE)
    canvas.setFont(SANS_BOLD, CARD.number_mm * mm)
    baseline_pt = CARD.panel_bottom_mm * mm + 0.4 * mm
    canvas.drawString(left_pt, baseline_pt, spell(one_line(face.number)), charSpace=0.25 * mm)
    sizes_mm = (CARD.holder_mm, CARD.holder_smallest_mm)
    lines, size_pt = _fit(face.holder_name, SERIF, room_pt, sizes_mm)
    canvas.setFont(SERIF, size_pt)
    above_pt = baseline_pt + (CARD.number_mm * 0.72 + 2.2) * mm
    for index, line in enumerate(reversed(lines)):
        canvas.drawString(left_pt, above_pt + index * size_pt * 1.15, line)


def _draw_writing_lines(canvas: Canvas, words: CardWords) -> None:
    """A light field that takes a marker pen, for the hour before the card is bound."""
    left_pt, bottom_pt = CARD.edge_mm * mm, CARD.panel_bottom_mm * mm
    width_pt, height_pt = CARD.room_mm * mm, 17 * mm
    canvas.setFillColor(weave.PAPER)
    canvas.roundRect(left_pt, bottom_pt, width_pt, height_pt, CARD.corner_mm * mm, stroke=0, fill=1)
    canvas.setFont(SANS, CARD.text_mm * mm)
    canvas.setLineWidth(0.2 * mm)
    canvas.setStrokeColor(weave.SOFT)
    canvas.setFillColor(weave.SOFT)
    for label, height_mm in ((words.blank_name, 10.6), (words.blank_number, 3.2)):
        line_pt = bottom_pt + height_mm * mm
        canvas.drawString(left_pt + 2 * mm, line_pt + 0.8 * mm, label)
        start_pt = left_pt + 13 * mm
        canvas.line(start_pt, line_pt, left_pt + width_pt - 2 * mm, line_pt)


def _draw_whole_back(canvas: Canvas, face: CardFace, bleed_mm: float) -> None:
    words = words_of(face.language)
    canvas.setFillColor(weave.PAPER)
    _draw_ground(canvas, bleed_mm)
    _draw_hem(canvas, bleed_mm)
    _draw_steps(canvas, words)
    _draw_advice(canvas, words, spell(one_line(face.phone)))


def _draw_steps(canvas: Canvas, words: CardWords) -> None:
    width_mm = (CARD.width_mm - 2 * CARD.edge_mm - 2 * CARD.tile_gap_mm) / 3
    bottom_mm = CARD.height_mm - CARD.edge_mm - CARD.tile_mm
    looks = (
        (weave.LEAF, weave.WHITE, icons.BRING),
        (weave.CREDIT, weave.ON_CREDIT, icons.SAVE),
        (weave.NILA, weave.WHITE, icons.CARE),
    )
    for index, (ground, ink, icon) in enumerate(looks):
        left_mm = CARD.edge_mm + index * (width_mm + CARD.tile_gap_mm)
        middle_mm = left_mm + width_mm / 2
        canvas.setFillColor(ground)
        canvas.roundRect(
            left_mm * mm,
            bottom_mm * mm,
            width_mm * mm,
            CARD.tile_mm * mm,
            CARD.corner_mm * mm,
            stroke=0,
            fill=1,
        )
        icons.draw_icon(
            canvas,
            icon,
            left_pt=(middle_mm - CARD.icon_mm / 2) * mm,
            bottom_pt=(bottom_mm + (CARD.tile_mm - CARD.icon_mm) / 2) * mm,
            side_pt=CARD.icon_mm * mm,
            colour=ink,
        )
        step, what = words.steps[index]
        canvas.setFillColor(weave.INK)
        canvas.setFont(SANS_BOLD, CARD.step_mm * mm)
        canvas.drawCentredString(middle_mm * mm, (bottom_mm - 4.8) * mm, step)
        canvas.setFont(SANS, CARD.text_mm * mm)
        canvas.drawCentredString(middle_mm * mm, (bottom_mm - 8.6) * mm, what)


def _draw_advice(canvas: Canvas, words: CardWords, phone: str) -> None:
    lost = words.lost_phone.format(phone=phone) if phone else words.lost
    size_pt, room_pt = CARD.advice_mm * mm, (CARD.width_mm - 2 * CARD.edge_mm) * mm
    y_pt = CARD.advice_top_mm * mm
    lead, rest = words.pin
    canvas.setFillColor(weave.INK)
    _draw_runs(canvas, y_pt, size_pt, ((SANS_BOLD, f"{lead} "), (SANS, rest)))
    y_pt -= size_pt * 1.75
    # measured in the wider letters, as the telephone number is set in them
    for line in wrap(lost, SANS_BOLD, size_pt, room_pt):
        before, found, after = line.partition(phone) if phone else (line, "", "")
        _draw_runs(canvas, y_pt, size_pt, ((SANS, before), (SANS_BOLD, found), (SANS, after)))
        y_pt -= size_pt * 1.35


def _draw_runs(
    canvas: Canvas, y_pt: float, size_pt: float, runs: Sequence[tuple[str, str]]
) -> None:
    x_pt = CARD.edge_mm * mm
    for font, text in runs:
        canvas.setFont(font, size_pt)
        canvas.drawString(x_pt, y_pt, text)
        x_pt += width_of(text, font, size_pt)


def _draw_ground(canvas: Canvas, bleed_mm: float) -> None:
    canvas.rect(
        -bleed_mm * mm,
        -bleed_mm * mm,
        (CARD.width_mm + 2 * bleed_mm) * mm,
        (CARD.height_mm + 2 * bleed_mm) * mm,
        stroke=0,
        fill=1,
    )


def _clip_to_bleed(canvas: Canvas, bleed_mm: float) -> None:
    edge = canvas.beginPath()
    edge.rect(
        -bleed_mm * mm,
        -bleed_mm * mm,
        (CARD.width_mm + 2 * bleed_mm) * mm,
        (CARD.height_mm + 2 * bleed_mm) * mm,
    )
    canvas.clipPath(edge, stroke=0, fill=0)


def _draw_hem(canvas: Canvas, bleed_mm: float) -> None:
    canvas.setFillColor(weave.LEAF_DEEP)
    width_pt = (CARD.width_mm + 2 * bleed_mm) * mm
    canvas.rect(-bleed_mm * mm, -bleed_mm * mm, width_pt, bleed_mm * mm, stroke=0, fill=1)
    weave.draw_hem(
        canvas,
        left_pt=-bleed_mm * mm,
        bottom_pt=0,
        width_pt=width_pt,
        height_pt=CARD.hem_mm * mm,
    )


def _fit(
    text: str, font: str, room_pt: float, sizes_mm: tuple[float, float]
) -> tuple[list[str], float]:
    """Two lines, as large as they can be; three of the smallest; then an ellipsis."""
    clean = spell(one_line(text))
    size_mm, smallest_mm = sizes_mm
    while size_mm > smallest_mm and len(wrap(clean, font, size_mm * mm, room_pt)) > 2:
        size_mm -= 0.1
    size_pt = size_mm * mm
    lines = wrap(clean, font, size_pt, room_pt)
    kept = lines[:3]
    if len(lines) > 3:
        kept[2] = shorten(f"{kept[2]} {lines[3]}", font, size_pt, room_pt)
    return kept, size_pt


def words_of(language: str) -> CardWords:
    return in_language({"id": _INDONESIAN, "en": _ENGLISH}, language)
