"""One receipt, three renderers: what each says, and that it says it again to the byte."""

from dataclasses import replace
from datetime import datetime

import pytest
from django.template.loader import render_to_string
from django.utils.html import escape
from hypothesis import given
from hypothesis import strategies as st

from tests.wastebank.papers.looking import letters, page_sizes_mm, text_of
from tests.wastebank.papers.samples import DEPOSIT, VISIT, VOIDED_COPY
from wastebank.papers.receipt.escpos import COLUMNS_BY_WIDTH, ascii_only, escpos
from wastebank.papers.receipt.roll import roll_pdf
from wastebank.papers.receipt.slip import Receipt, ReceiptLine
from wastebank.papers.receipt.strip import columns

pytestmark = pytest.mark.once

DEPOSIT_IN_32 = """
       Bank Sampah Melati
     Balai RW 05 · Loket 1
--------------------------------
Setoran               MLT-000123
22 Nov 2025, 09.42 WIB
Siti R.                   1071-R
--------------------------------
PET bersih                 5.560
1,390 kg × Rp4.000
Kardus                     4.225
3,250 kg × Rp1.300
Jelantah                   6.000
1,500 liter × Rp4.000
Kaleng                     1.536
0,480 kg × Rp3.200
--------------------------------
Total                   Rp17.321
Saldo                   Rp86.250
--------------------------------
       Periksa struk ini:
      melati.example/check
           7F3K 92QD
         Petugas: Sari
"""

VISIT_IN_48 = """
                 Klinik Harapan
             Jl. Kenanga 7, Malang
------------------------------------------------
Visit                                 HRP-000007
1 Dec 2025, 16:05 WIB
Siti R.                                   1071-R
------------------------------------------------
Consultation                               5,000
1 × Rp5,000
Light-cured composite filling, upper     100,000
left molar
2 × Rp50,000
------------------------------------------------
Total                                  Rp105,000
Paid with credit                        Rp80,000
Paid in cash                            Rp25,000
Credit left                             −Rp5,000
------------------------------------------------
Come again on 8 Dec 2025.
------------------------------------------------
              Check this receipt:
              melati.example/check
                   0000 ZZZZ
              Served by: dr. Ratna
"""

VOIDED_HEAD = """
       Bank Sampah Melati
     Balai RW 05 · Loket 1
           * BATAL *
         * Salinan 2 *
  Batal 22 Nov 2025, 10.01 WIB
--------------------------------
"""

# each row: alignment, weight, size, then the letters
PLAIN, BOLD, MIDDLE = b"\x1ba\0\x1bE\0\x1d!\0", b"\x1ba\0\x1bE\1\x1d!\0", b"\x1ba\1\x1bE\0\x1d!\0"
BIG, HUGE = b"\x1ba\0\x1bE\1\x1d!\1", b"\x1ba\1\x1bE\1\x1d!\x11"
RULE = PLAIN + b"-" * 32 + b"\n"

DEPOSIT_BYTES = b"".join(
    [
        b"\x1b@\x1c.\x1bt\0",
        b"\x1ba\1\x1bE\1\x1d!\1Bank Sampah Melati\n",
        MIDDLE + b"Balai RW 05 - Loket 1\n",
        RULE,
        BOLD + b"Setoran               MLT-000123\n",
        PLAIN + b"22 Nov 2025, 09.42 WIB\n",
        PLAIN + b"Siti R.                   1071-R\n",
        RULE,
        BOLD + b"PET bersih                 5.560\n",
        PLAIN + b"1,390 kg x Rp4.000\n",
        BOLD + b"Kardus                     4.225\n",
        PLAIN + b"3,250 kg x Rp1.300\n",
        BOLD + b"Jelantah                   6.000\n",
        PLAIN + b"1,500 liter x Rp4.000\n",
        BOLD + b"Kaleng                     1.536\n",
        PLAIN + b"0,480 kg x Rp3.200\n",
        RULE,
        BIG + b"Total                   Rp17.321\n",
        PLAIN + b"Saldo                   Rp86.250\n",
        RULE,
        MIDDLE + b"Periksa struk ini:\n",
        MIDDLE + b"melati.example/check\n",
        HUGE + b"7F3K 92QD\n",
        MIDDLE + b"Petugas: Sari\n",
        b"\x1bd\x03\x1dVB\0",
    ]
)

HOSTILE = "Siti\x1b@\x1dV\x00\n\r\t\u202e\u200b<b>&Ñ × − 王 \U0001f600 " + "x" * 90

names = st.text(max_size=60)


def with_names(receipt: Receipt, text: str) -> Receipt:
    lines = tuple(replace(line, name=text, detail=text) for line in receipt.lines)
    return replace(
        receipt,
        place_name=text,
        place_address=text,
        person=text,
        staff=text,
        title=text,
        notes=(text,),
        lines=lines,
    )


def page(receipt: Receipt, width: int = 58) -> str:
    return render_to_string("parts/receipt.html", {"receipt": receipt, "width": width})


def test_a_deposit_on_58_millimetres() -> None:
    assert columns(DEPOSIT, 32) == DEPOSIT_IN_32.strip("\n").split("\n")


def test_a_visit_on_80_millimetres_in_english() -> None:
    assert columns(VISIT, 48) == VISIT_IN_48.strip("\n").split("\n")


def test_a_voided_copy_says_so_first() -> None:
    assert columns(VOIDED_COPY, 32)[:6] == VOIDED_HEAD.strip("\n").split("\n")
    assert columns(replace(VOIDED_COPY, language="en"), 32)[2:5] == [
        "            * VOID *",
        "           * Copy 2 *",
        " Voided 22 Nov 2025, 10:01 WIB",
    ]


def test_the_bytes_a_printer_gets() -> None:
    assert escpos(DEPOSIT, 58) == DEPOSIT_BYTES


def test_a_printer_draws_the_link_when_asked() -> None:
    with_qr = escpos(DEPOSIT, 58, with_qr=True)
    url = DEPOSIT.check_url.encode()
    stored = b"\x1d(k" + bytes([len(url) + 3, 0]) + b"1P0" + url
    assert stored in with_qr
    assert with_qr.index(stored) < with_qr.index(b"\x1d(k\x03\x001Q0")
    assert with_qr.endswith(b"\x1bd\x03\x1dVB\0")
    assert b"\x1d(k" not in DEPOSIT_BYTES


@pytest.mark.parametrize("receipt", [DEPOSIT, VISIT, VOIDED_COPY])
@pytest.mark.parametrize("width_mm", [58, 80])
def test_printed_again_it_is_the_same_to_the_byte(receipt: Receipt, width_mm: int) -> None:
    again = replace(receipt)
    assert escpos(receipt, width_mm) == escpos(again, width_mm)
    assert roll_pdf(receipt, width_mm) == roll_pdf(again, width_mm)
    assert page(receipt, width_mm) == page(again, width_mm)


@pytest.mark.parametrize("receipt", [DEPOSIT, VISIT, VOIDED_COPY])
def test_every_renderer_says_every_word(receipt: Receipt) -> None:
    said = receipt.texts
    words = [said.place_name, said.number, said.moment, said.person, said.member, said.check_code]
    words += [word for line in said.lines for word in (line.amount, line.detail)]
    words += [word for total in said.totals for word in (total.label, total.amount)]
    words += [*said.stamps, *said.notes, said.staff, said.check_place]
    on_page = " ".join(page(receipt).split())
    on_roll = text_of(roll_pdf(receipt, 58))
    on_printer = escpos(receipt, 58).decode("ascii")
    for word in words:
        assert escape(word) in on_page
        assert word in on_roll
        assert ascii_only(word) in on_printer


@pytest.mark.parametrize("width_mm", [58, 80])
def test_a_roll_is_as_wide_as_the_paper_and_as_tall_as_its_text(width_mm: int) -> None:
    sizes = []
    for count in (1, 2, 3):
        receipt = replace(DEPOSIT, lines=DEPOSIT.lines[:count])
        ((width, height),) = page_sizes_mm(roll_pdf(receipt, width_mm))
        assert width == width_mm
        lowest = min(letter.bottom_mm for letter in letters(roll_pdf(receipt, width_mm)))
        assert 3 < lowest < 9
        sizes.append(height)
    assert sizes[1] - sizes[0] == pytest.approx(sizes[2] - sizes[1], abs=0.02)
    assert sizes[1] - sizes[0] > 8


@pytest.mark.parametrize(("width_mm", "margin_mm"), [(58, 5), (80, 4)])
def test_no_letter_leaves_the_part_of_the_paper_that_is_printed(
    width_mm: int, margin_mm: int
) -> None:
    for text in (HOSTILE, "kg " * 60, "1" * 200):
        for letter in letters(roll_pdf(with_names(VISIT, text), width_mm)):
            assert letter.left_mm > margin_mm - 0.3
            assert letter.right_mm < width_mm - margin_mm + 0.3
            assert letter.bottom_mm > 0


def test_a_long_name_never_touches_its_sum() -> None:
    line = ReceiptLine("Botol PET bersih tanpa tutup dan tanpa label", "1 kg", 123_456_789)
    rows = columns(replace(DEPOSIT, lines=(line,)), 32)
    assert rows[7:10] == [
        "Botol PET bersih     123.456.789",
        "tanpa tutup dan",
        "tanpa label",
    ]
    huge = replace(line, amount_idr=10**18)
    rows = columns(replace(DEPOSIT, lines=(huge,)), 32)
    assert rows[7:10] == [
        "Botol PET bersih tanpa tutup dan",
        "tanpa label",
        "       1.000.000.000.000.000.000",
    ]


@pytest.mark.parametrize("width_mm", [58, 80])
def test_a_name_cannot_steer_the_printer(width_mm: int) -> None:
    clean = escpos(with_names(DEPOSIT, "Siti"), width_mm)
    hostile = escpos(with_names(DEPOSIT, HOSTILE), width_mm)
    assert hostile.count(b"\x1b@") == clean.count(b"\x1b@") == 1
    assert hostile.count(b"\x1dV") == clean.count(b"\x1dV") == 1
    assert all(byte < 128 for byte in hostile)
    assert b"Siti@ V <b>&N x - ?" in b" ".join(hostile.split())


@given(names)
def test_no_name_breaks_a_renderer(text: str) -> None:
    receipt = with_names(VISIT, text)
    for width_mm, width in COLUMNS_BY_WIDTH.items():
        assert all(len(row) <= width for row in columns(receipt, width))
        printed = escpos(receipt, width_mm)
        rows = printed[7:-7].split(b"\n")[:-1]
        assert all(row.startswith(b"\x1ba") for row in rows)
        assert all(len(row[9:]) <= width for row in rows)


def test_a_name_cannot_write_into_the_page() -> None:
    html = page(with_names(DEPOSIT, "<script>alert(1)</script>"))
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_the_page_knows_its_paper_and_its_language() -> None:
    assert 'class="roll is-80"' in page(VISIT, 80)
    assert 'lang="en"' in page(VISIT, 80)
    assert 'lang="id"' in page(DEPOSIT)


def test_letters_printers_do_not_have() -> None:
    assert (
        ascii_only("1,390 kg × Rp4.000 · −Rp5 “café” ½ 王")
        == '1,390 kg x Rp4.000 - -Rp5 "cafe" 1/2 ?'
    )
    assert ascii_only("Ⅷ ﬁ Ø ß") == "VIII fi O ss"


def test_a_moment_without_a_zone_is_refused() -> None:
    naive = replace(DEPOSIT, at=datetime(2025, 11, 22, 9, 42))  # noqa: DTZ001 - the very mistake
    with pytest.raises(ValueError, match="time zone"):
        columns(naive, 32)


def test_a_receipt_without_a_balance_or_staff_shows_neither() -> None:
    bare = replace(DEPOSIT, balance_idr=None, staff="", place_address="")
    assert not any("Saldo" in row or "Petugas" in row for row in columns(bare, 32))
    assert "Petugas" not in page(bare)
    assert "Saldo" not in text_of(roll_pdf(bare, 58))


@pytest.mark.parametrize("width_mm", [0, 57, 110])
def test_no_other_roll_is_pretended(width_mm: int) -> None:
    with pytest.raises(KeyError):
        roll_pdf(DEPOSIT, width_mm)
    with pytest.raises(KeyError):
        escpos(DEPOSIT, width_mm)
