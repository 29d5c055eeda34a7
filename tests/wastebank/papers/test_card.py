"""Cards: true to size, readable, alike to the byte, and nothing runs over the edge."""

from dataclasses import replace

import pytest

from tests.wastebank.papers.looking import letters, page_sizes_mm, picture, text_of, text_of_all
from tests.wastebank.papers.samples import BLANK, SITI
from wastebank.papers.card.parts import CARD, CardFace
from wastebank.papers.card.sheet import CARD_SHEET, card_pdf, card_sheet_pdf

pytestmark = pytest.mark.once

LONG_NAMES = (
    "Raden Ajeng Kartini Djojoadhiningrat Sosroningrat Kusumawardhani binti Abdurrahman",
    "Tjokroaminotohadikusumoningratsuryadiningrat",
    "PKK RT 03 RW 05 Kelurahan Bunulrejo",
    "Ñandú Šarić",
)
DPI = 254  # ten dots to the millimetre


def test_a_card_is_two_pages_of_one_card() -> None:
    assert page_sizes_mm(card_pdf(SITI)) == [(85.6, 53.98)] * 2


def test_ten_to_a_sheet_with_the_backs_behind() -> None:
    assert page_sizes_mm(card_sheet_pdf([SITI] * 10)) == [(210, 297)] * 2
    assert page_sizes_mm(card_sheet_pdf([SITI] * 11)) == [(210, 297)] * 4


def test_the_same_cards_are_the_same_bytes() -> None:
    assert card_pdf(SITI) == card_pdf(replace(SITI))
    assert card_sheet_pdf([SITI, BLANK]) == card_sheet_pdf([SITI, BLANK])
    assert card_pdf(SITI) != card_pdf(replace(SITI, number="1072-N"))


def test_name_and_number_stand_beside_the_code() -> None:
    text = text_of(card_pdf(SITI))
    assert "Siti Rahmawati" in text
    assert "1071-R" in text
    assert "Melati" in text


def test_the_code_itself_is_never_printed_as_text() -> None:
    pages = text_of_all(card_pdf(SITI)) + text_of_all(card_sheet_pdf([SITI, BLANK]))
    assert not any(SITI.code[2:10] in page for page in pages)


def test_a_blank_card_names_nobody_and_takes_a_pen() -> None:
    text = text_of(card_pdf(BLANK))
    assert "Nama" in text
    assert "Nomor" in text
    assert "1071" not in text
    assert "Name" in text_of(card_pdf(replace(BLANK, language="en")))


def test_the_back_says_what_to_do_when_a_card_is_lost() -> None:
    text = " ".join(text_of(card_pdf(SITI), page=1).split())
    assert "telepon 0812-0000-0405" in text
    assert "PIN hanya untuk Anda." in text
    without = " ".join(text_of(card_pdf(replace(SITI, phone="")), page=1).split())
    assert "Datang ke loket. Saldo" in without
    english = " ".join(text_of(card_pdf(replace(SITI, language="en")), page=1).split())
    assert "call 0812-0000-0405" in english


@pytest.mark.parametrize("bank", ["Melati", "Bank Sampah Induk Kota Malang Raya Sejahtera Abadi"])
@pytest.mark.parametrize("name", LONG_NAMES)
@pytest.mark.parametrize("language", ["id", "en"])
def test_no_name_is_too_long_for_a_card(bank: str, name: str, language: str) -> None:
    face = replace(SITI, bank_name=bank, holder_name=name, language=language)
    front, back = letters(card_pdf(face)), letters(card_pdf(face), page=1)
    assert front
    assert all(letter.right_mm < CARD.panel_left_mm for letter in front)
    for letter in [*front, *back]:
        assert letter.left_mm > CARD.edge_mm - 0.5
        assert letter.right_mm < CARD.width_mm - CARD.edge_mm + 0.5
        assert letter.bottom_mm > CARD.hem_mm
        assert letter.top_mm < CARD.height_mm


def test_holder_and_bank_do_not_touch() -> None:
    face = replace(SITI, bank_name="Bank Sampah " * 8, holder_name=LONG_NAMES[0])
    rows = sorted({round(letter.bottom_mm) for letter in letters(card_pdf(face))})
    bank_lowest = min(
        letter.bottom_mm
        for letter in letters(card_pdf(replace(face, holder_name="", number="x")))
        if letter.text != "x"
    )
    holder_highest = max(letter.top_mm for letter in letters(card_pdf(replace(face, bank_name=""))))
    assert holder_highest < bank_lowest, rows


def test_a_letter_that_no_font_has_leaves_no_empty_box() -> None:
    assert "Ming ?" in text_of(card_pdf(replace(SITI, holder_name="Ming 明")))
    assert "Bayu" in text_of(card_pdf(replace(SITI, holder_name="Ｂａｙｕ\u202e\x1b")))


def test_the_code_is_25_millimetres_with_four_modules_of_quiet() -> None:
    image = picture(card_pdf(SITI), dpi=DPI).convert("L")
    panel_top_mm = CARD.height_mm - CARD.panel_bottom_mm - CARD.panel_mm
    left, top = round(CARD.panel_left_mm * 10), round(panel_top_mm * 10)
    panel = image.crop((left, top, left + 330, top + 330))
    black = panel.point(lambda tone: 255 if tone < 40 else 0).getbbox()
    assert black is not None
    for edge, expected in zip(black, (40, 40, 290, 290), strict=True):
        assert abs(edge - expected) <= 1
    # the panel's corners are round, far outside the four modules that matter
    for band in ((20, 2, 310, 38), (20, 292, 310, 328), (2, 20, 38, 310), (292, 20, 328, 310)):
        assert min(panel.crop(band).tobytes()) > 250


def test_marks_stand_at_every_edge_and_touch_no_card() -> None:
    image = picture(card_sheet_pdf([SITI] * 10), dpi=DPI).convert("L")
    lefts, bottoms = CARD_SHEET.lefts_mm(), CARD_SHEET.bottoms_mm()
    mark_mm = CARD_SHEET.mark_offset_mm + CARD_SHEET.mark_mm / 2
    above_mm = bottoms[0] + CARD.height_mm + mark_mm
    for left in lefts:
        for edge_mm in (left, left + CARD.width_mm):
            x, y = round(edge_mm * 10), round((CARD_SHEET.height_mm - above_mm) * 10)
            assert min(image.crop((x - 3, y, x + 4, y + 1)).tobytes()) < 160
    assert CARD_SHEET.mark_offset_mm > CARD_SHEET.bleed_mm
    assert 2 * CARD_SHEET.bleed_mm < CARD_SHEET.gap_mm


def test_backs_lie_behind_their_fronts_when_the_paper_is_turned() -> None:
    """One card stands left on the front page, so its back must be printed on the right."""
    image = picture(card_sheet_pdf([SITI]), dpi=50, page=1).convert("L")
    half = image.width // 2
    top = image.height // 5
    left, right = image.crop((20, 30, half - 5, top)), image.crop((half + 5, 30, image.width, top))
    assert min(right.tobytes()) < 120 < min(left.crop((5, 0, left.width, 60)).tobytes())


def test_progress_is_told_for_every_card() -> None:
    told: list[tuple[int, int]] = []
    card_sheet_pdf([SITI] * 12, on_progress=lambda done, whole: told.append((done, whole)))
    assert told == [(done, 12) for done in range(1, 13)]


def test_no_cards_make_an_empty_document() -> None:
    assert card_sheet_pdf([]).startswith(b"%PDF")


def test_cards_of_two_banks_on_one_sheet_keep_their_own_ground() -> None:
    faces: list[CardFace] = [SITI, replace(SITI, bank_name="Bank Sampah Anggrek", phone="1")]
    pages = text_of_all(card_sheet_pdf(faces))
    assert "Melati" in pages[0]
    assert "Anggrek" in pages[0]
