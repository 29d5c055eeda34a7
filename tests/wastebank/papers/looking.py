"""Papers as a reader sees them: pictures, the codes in them, and where words stand."""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pypdfium2
import zxingcpp
from PIL import Image

POINTS_PER_INCH = 72
POINTS_PER_MM = POINTS_PER_INCH / 25.4


@dataclass(frozen=True)
class Letter:
    text: str
    left_mm: float
    right_mm: float
    bottom_mm: float
    top_mm: float


@contextmanager
def opened(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        yield document
    finally:
        document.close()


def page_sizes_mm(pdf: bytes) -> list[tuple[float, float]]:
    with opened(pdf) as document:
        return [
            tuple(round(side / POINTS_PER_MM, 2) for side in document.get_page_size(page))
            for page in range(len(document))
        ]


def picture(pdf: bytes, *, dpi: float, page: int = 0) -> Image.Image:
    with opened(pdf) as document:
        image: Image.Image = document[page].render(scale=dpi / POINTS_PER_INCH).to_pil()
        return image.convert("RGB")


def codes_in(image: Image.Image) -> list[str]:
    """What a decoder reads, from top left to bottom right."""
    found = zxingcpp.read_barcodes(image)
    row_height = image.height / 20
    return [
        code.text
        for code in sorted(
            found,
            key=lambda code: (
                round(code.position.top_left.y / row_height),
                code.position.top_left.x,
            ),
        )
    ]


def text_of(pdf: bytes, page: int = 0) -> str:
    with opened(pdf) as document:
        text: str = document[page].get_textpage().get_text_bounded()
        return text


def letters(pdf: bytes, page: int = 0) -> list[Letter]:
    """Every visible letter with its box, measured from the lower left corner."""
    with opened(pdf) as document:
        words = document[page].get_textpage()
        found = []
        for index in range(words.count_chars()):
            text = words.get_text_range(index, 1)
            if text.strip():
                left, bottom, right, top = (
                    edge / POINTS_PER_MM for edge in words.get_charbox(index)
                )
                found.append(Letter(text, left, right, bottom, top))
        return found


def sizes_mm(pdf: bytes) -> set[float]:
    """The sizes of letters on all pages."""
    with opened(pdf) as document:
        found = set()
        for page in document:
            words = page.get_textpage()
            for index in range(words.count_chars()):
                if words.get_text_range(index, 1).strip():
                    size_pt = pypdfium2.raw.FPDFText_GetFontSize(words, index)
                    found.add(round(size_pt / POINTS_PER_MM, 2))
        return found


def inks(pdf: bytes) -> set[tuple[int, ...]]:
    """The colours that letters and shapes of the first page are filled with."""
    found = set()
    with opened(pdf) as document:
        for shape in document[0].get_objects():
            tone = [ctypes.c_uint() for _part in range(4)]
            pypdfium2.raw.FPDFPageObj_GetFillColor(shape.raw, *map(ctypes.byref, tone))
            found.add(tuple(part.value for part in tone[:3]))
    return found


def text_of_all(pdf: bytes) -> list[str]:
    with opened(pdf) as document:
        count = len(document)
    return [text_of(pdf, page) for page in range(count)]
