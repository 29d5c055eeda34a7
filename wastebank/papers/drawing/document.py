"""A PDF to draw on. It says what it is, and in which language: the name of a tab, a reader's voice.

All papers begin here, so that none is called "untitled". Nothing of the moment goes into it: the
same paper is the same file to the byte.
"""

from __future__ import annotations

from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

from wastebank.values.letters import one_line


def document(buffer: BytesIO, size_pt: tuple[float, float], *, title: str, language: str) -> Canvas:
    canvas = Canvas(buffer, pagesize=size_pt, invariant=1, pageCompression=1, lang=language)
    canvas.setTitle(one_line(title))
    return canvas
