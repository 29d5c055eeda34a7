"""P5: a thousand cards as sheets, against reportlab's own QR widget in the same places."""

import time
from io import BytesIO

import pypdfium2
import zxingcpp
from reportlab.graphics import renderPDF
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from wastebank.codes.card_code import make_code
from wastebank.codes.member_number import make_number
from wastebank.papers.card.parts import CardFace
from wastebank.papers.card.sheet import CARD_SHEET, card_sheet_pdf

SIDE_MM = 25
READ_DPI = 203


def faces(count: int) -> list[CardFace]:
    return [
        CardFace(
            bank_name="Bank Sampah Melati",
            holder_name=f"Nasabah {number}",
            number=make_number(1_000 + number),
            code=make_code(number.to_bytes(32, "big")[::-1]),
            phone="0812-0000-0405",
        )
        for number in range(1, count + 1)
    ]


def with_widget(cards: list[CardFace]) -> bytes:
    """Nothing but the codes, each as the library's own widget draws it."""
    target = BytesIO()
    canvas = Canvas(target, pagesize=(CARD_SHEET.width_mm * mm, CARD_SHEET.height_mm * mm))
    for index, face in enumerate(cards):
        place = index % CARD_SHEET.places
        if index and not place:
            canvas.showPage()
        drawing = Drawing(SIDE_MM * mm, SIDE_MM * mm)
        widget = QrCodeWidget(
            face.code, barLevel="Q", barWidth=SIDE_MM * mm, barHeight=SIDE_MM * mm
        )
        drawing.add(widget)
        left = CARD_SHEET.lefts_mm()[place % CARD_SHEET.columns]
        bottom = CARD_SHEET.bottoms_mm()[place // CARD_SHEET.columns]
        renderPDF.draw(drawing, canvas, left * mm, bottom * mm)
    canvas.save()
    return target.getvalue()


def seconds(work: object, cards: list[CardFace]) -> float:
    assert callable(work)
    start = time.perf_counter()
    work(cards)
    return time.perf_counter() - start


def read_back(cards: list[CardFace]) -> int:
    """How many of the codes a decoder finds on the printed sheets."""
    found: set[str] = set()
    for page in pypdfium2.PdfDocument(card_sheet_pdf(cards)):
        picture = page.render(scale=READ_DPI / 72, grayscale=True).to_pil()
        found |= {code.text for code in zxingcpp.read_barcodes(picture)}
    return len(found & {face.code for face in cards})


def ratio(count: int) -> float:
    """How many times faster ours is, cards and all, than their codes alone.

    The widget takes so long that it is timed on a fifth of them.
    """
    cards = faces(count)
    fifth = cards[: max(1, count // 5)]
    return seconds(with_widget, fifth) / len(fifth) * count / seconds(card_sheet_pdf, cards)
