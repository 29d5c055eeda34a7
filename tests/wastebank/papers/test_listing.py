"""A list on paper: every row once, nothing over the edge, room to sign, the same to the byte."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from pypdfium2 import PdfDocument

from wastebank.papers.reports.listing import EDGE_MM, ListPaper, TableHead, column_widths, list_pdf

pytestmark = pytest.mark.once

PAPER = ListPaper(
    bank_name="Bank Sampah Melati",
    title="Setoran",
    about=["Tempat: Semua", "Zona waktu: Asia/Jakarta (UTC+07:00)"],
    heads=[
        TableHead("Struk", is_figure=False),
        TableHead("Nasabah", is_figure=False),
        TableHead("Total", is_figure=True),
    ],
    rows=[(f"MLT-{n:06}", f"Warga {n}", f"Rp{n}.000") for n in range(1, 4)],
    signers=["Dibuat oleh", "Diperiksa oleh", "Disetujui oleh"],
    nothing="Tidak ada.",
    page="Halaman {page} dari {pages}",
    printed="Dicetak {moment}",
    printed_at=datetime(2026, 11, 22, 9, 42, tzinfo=UTC),
    zone="WIB",
    language="id",
)


def texts(data: bytes) -> list[str]:
    return [page.get_textpage().get_text_range() for page in PdfDocument(data)]


def test_a_short_list_is_one_page_with_room_to_sign() -> None:
    [page] = texts(list_pdf(PAPER))
    for shown in ("MLT-000003", "Rp3.000", "Disetujui oleh", "Halaman 1 dari 1", "09.42 WIB"):
        assert shown in page


def test_a_long_list_has_its_heads_on_every_page_and_every_row_once() -> None:
    rows = [(f"MLT-{n:06}", "Warga " * (n % 9), f"Rp{n}") for n in range(300)]
    pages = texts(list_pdf(replace(PAPER, rows=rows)))
    assert len(pages) > 5
    assert all("Nasabah" in page for page in pages)
    whole = "\n".join(pages)
    assert all(whole.count(row[0]) == 1 for row in rows)
    assert whole.count("Disetujui oleh") == 1
    assert f"Halaman {len(pages)} dari {len(pages)}" in pages[-1]


def test_columns_fill_the_paper_and_no_more() -> None:
    wide = replace(PAPER, rows=[("x" * 400, "kata " * 200, "Rp999.999.999.999")])
    for paper in (PAPER, wide):
        assert sum(column_widths(paper)) == pytest.approx(297 - 2 * EDGE_MM)
    [page] = texts(list_pdf(wide))
    assert "Rp999.999.999.999" in page  # a sum is never cut, the words give way


def test_an_empty_list_says_so() -> None:
    [page] = texts(list_pdf(replace(PAPER, rows=[])))
    assert "Tidak ada." in page


def test_the_same_list_is_the_same_file() -> None:
    assert list_pdf(PAPER) == list_pdf(PAPER)


def test_what_people_typed_cannot_break_the_paper() -> None:
    odd = [("\x1b@\x00", "\u202eabc\ud7ff 漢字 \U0001f600", "–")]
    [page] = texts(list_pdf(replace(PAPER, rows=odd)))
    assert "abc" in page


def test_narrow_words_keep_their_room_beside_a_wide_column() -> None:
    heads = [TableHead(text, is_figure=False) for text in ("Kapan", "Siapa", "Yang berubah")]
    rows = [("28 Nov 2026, 09.42", "Bambang Bendahara", "kata " * 90), ("28 Nov 2026", "Sari", "")]
    widths = column_widths(replace(PAPER, heads=heads, rows=rows))
    [page] = texts(list_pdf(replace(PAPER, heads=heads, rows=rows)))
    assert "28 Nov 2026, 09.42" in page  # on one line
    assert "Bambang Bendahara" in page
    assert widths[2] > 150


def test_a_figure_does_not_touch_the_words_beside_it() -> None:
    heads = [TableHead("Langkah", is_figure=True), TableHead("Apa", is_figure=False)]
    paper = replace(PAPER, heads=heads, rows=[(str(n), "Setoran " * 40) for n in range(3)])
    page = PdfDocument(list_pdf(paper))[0].get_textpage()
    text = page.get_text_range()
    at = text.index("Langkah")
    right_pt = page.get_charbox(at + len("Langkah") - 1)[2]
    left_pt = page.get_charbox(text.index("Apa"))[0]
    assert left_pt - right_pt > 2.5 * 72 / 25.4
