"""The papers of a small cast of people, used by all tests of this folder."""

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

from wastebank.codes.card_code import make_code
from wastebank.papers.card.parts import CardFace
from wastebank.papers.receipt.slip import Receipt, ReceiptLine, ReceiptTotal
from wastebank.papers.reports.statement import Passbook, PassbookRow

WIB = timezone(timedelta(hours=7))
CODE = make_code(bytes(range(17)))

SITI = CardFace(
    bank_name="Bank Sampah Melati",
    holder_name="Siti Rahmawati",
    number="1071-R",
    code=CODE,
    phone="0812-0000-0405",
)
BLANK = replace(SITI, holder_name="", number="")

DEPOSIT = Receipt(
    title="Setoran",
    place_name="Bank Sampah Melati",
    place_address="Balai RW 05 · Loket 1",
    number="MLT-000123",
    at=datetime(2025, 11, 22, 9, 42, tzinfo=WIB),
    zone="WIB",
    person="Siti R.",
    member="1071-R",
    lines=(
        ReceiptLine("PET bersih", "1,390 kg × Rp4.000", 5560),
        ReceiptLine("Kardus", "3,250 kg × Rp1.300", 4225),
        ReceiptLine("Jelantah", "1,500 liter × Rp4.000", 6000),
        ReceiptLine("Kaleng", "0,480 kg × Rp3.200", 1536),
    ),
    totals=(ReceiptTotal("Total", 17_321, emphasis=True),),
    balance_idr=86_250,
    verify_code="7F3K92QD",
    check_url="https://melati.example/check/",
    staff="Sari",
    language="id",
)

VISIT = Receipt(
    title="Visit",
    place_name="Klinik Harapan",
    place_address="Jl. Kenanga 7, Malang",
    number="HRP-000007",
    at=datetime(2025, 12, 1, 16, 5, tzinfo=WIB),
    zone="WIB",
    person="Siti R.",
    member="1071-R",
    lines=(
        ReceiptLine("Consultation", "1 × Rp5,000", 5000),
        ReceiptLine("Light-cured composite filling, upper left molar", "2 × Rp50,000", 100_000),
    ),
    totals=(
        ReceiptTotal("Total", 105_000, emphasis=True),
        ReceiptTotal("Paid with credit", 80_000),
        ReceiptTotal("Paid in cash", 25_000),
        ReceiptTotal("Credit left", -5000),
    ),
    notes=("Come again on 8 Dec 2025.",),
    verify_code="0000ZZZZ",
    check_url="https://melati.example/check/",
    staff="dr. Ratna",
    language="en",
)

VOIDED_COPY = replace(DEPOSIT, copy_number=2, voided_at=datetime(2025, 11, 22, 10, 1, tzinfo=WIB))
PROVISIONAL = replace(
    DEPOSIT, number="MLT-B-17", provisional=True, balance_idr=None, verify_code="", check_url=""
)


def passbook(row_count: int, language: str = "id") -> Passbook:
    rows, balance_idr = [], 12_000
    start = datetime(2025, 1, 4, 8, 30, tzinfo=WIB)
    for index in range(row_count):
        amount_idr = -15_000 if index % 7 == 6 else 4321 + 97 * index
        balance_idr += amount_idr
        what = "Klinik" if amount_idr < 0 else f"Setoran MLT-{index:06d}"
        where = "Klinik Harapan" if amount_idr < 0 else "Bank Sampah Melati, Balai RW 05"
        at = start + timedelta(days=index)
        about = "" if amount_idr < 0 else f"{index},250 kg" + " + 1,500 liter" * (index % 5 == 4)
        rows.append(PassbookRow(at, what, where, amount_idr, balance_idr, about))
    return Passbook(
        bank_name="Bank Sampah Melati",
        bank_address="Jl. Kenanga 5, Malang",
        holder_name="Siti Rahmawati",
        number="1071-R",
        first_day=date(2025, 1, 1),
        last_day=date(2025, 6, 30),
        opening_idr=12_000,
        rows=tuple(rows),
        printed_at=datetime(2025, 7, 1, 9, 0, tzinfo=WIB),
        zone="WIB",
        language=language,
    )
