"""Days on paper: an ordinary one, an empty one, and one with far too much of everything."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from tests.wastebank.papers.samples import WIB
from wastebank.papers.reports.day_sheet import (
    DaySheetPaper,
    SheetLate,
    SheetMaterial,
    SheetOperator,
    SheetVoid,
)

CLOSED = datetime(2025, 11, 22, 16, 5, tzinfo=WIB)

DAY = DaySheetPaper(
    bank_name="Bank Sampah Induk Malang",
    place_name="Unit Melati",
    place_address="Balai RW 05, Jl. Kenanga 5, Malang",
    day=date(2025, 11, 22),
    language="id",
    zone="WIB",
    printed_at=CLOSED + timedelta(minutes=2),
    closed_at=CLOSED,
    closed_by="Sari",
    first_number="MLT-000101",
    last_number="MLT-000123",
    deposit_count=23,
    total_idr=412_350,
    voided_idr=25_000,
    materials=(
        SheetMaterial("Botol PET bening", "plastik", "g", 64_250, 160_625, 10_000, 25_000),
        SheetMaterial("Kardus", "kertas", "g", 120_000, 144_000),
        SheetMaterial("Kaleng aluminium", "logam", "g", 5_480, 54_800),
        SheetMaterial("Minyak jelantah", "minyak", "ml", 8_500, 42_500),
        SheetMaterial("Botol kecap", "kaca", "pcs", 30, 10_425),
    ),
    operators=(SheetOperator("Sari", 20, 350_000), SheetOperator("Rudi", 3, 62_350)),
    voids=(
        SheetVoid("MLT-000117", CLOSED - timedelta(hours=3), "Sari", "Karung tertukar", 25_000),
    ),
    late=(
        SheetLate(
            "MLT-000122", "MLT-B-17", CLOSED - timedelta(days=1), CLOSED - timedelta(hours=6), 9_200
        ),
    ),
    seal_number=12,
    seal_root="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
)
EMPTY_DAY = replace(
    DAY,
    language="en",
    closed_at=None,
    closed_by="",
    first_number="",
    last_number="",
    deposit_count=0,
    total_idr=0,
    voided_idr=0,
    materials=(),
    operators=(),
    voids=(),
    late=(),
    seal_number=None,
    seal_root="",
)
LONG_NAME = "Gelas dan botol plastik campuran tanpa label, tanpa tutup, dicuci bersih nomor"
FULL_DAY = replace(
    DAY,
    bank_name="Bank Sampah Induk Gemah Ripah Badegan Kabupaten Bantul Daerah Istimewa Yogyakarta",
    place_name="Unit Bank Sampah Mekar Sari Kelompok Wanita Tani Melati Putih Dusun Karangnongko",
    total_idr=40 * 999_999_999,
    voided_idr=40 * 999_999,
    materials=tuple(
        SheetMaterial(
            f"{LONG_NAME} {index}",
            ("plastik", "kertas", "logam", "kaca", "minyak", "elektronik")[index % 6],
            ("g", "ml", "pcs")[index % 3],
            999_999_999,
            999_999_999,
            999_999,
            999_999,
        )
        for index in range(40)
    ),
    operators=tuple(
        SheetOperator(f"Raden Ajeng Kartikasari Widyaningrum Kusumaningsih {n}", 999, 999_999_999)
        for n in range(6)
    ),
    voids=tuple(
        SheetVoid(f"MELATIPUTI-{n:06d}", CLOSED, "Raden Ajeng Kartikasari", LONG_NAME * 3, 999_999)
        for n in range(12)
    ),
    late=tuple(
        SheetLate(f"MELATIPUTI-{n:06d}", f"MELATIPUTI-AB-{n:04d}", CLOSED, CLOSED, 999_999_999)
        for n in range(12)
    ),
)
