"""The words of a day sheet, in the paper's own language, as in wording.py."""

from __future__ import annotations

from dataclasses import dataclass

from wastebank.values.language import in_language


@dataclass(frozen=True, slots=True)
class DayWords:
    title: str
    worth: str
    open: str
    closed: str
    nothing: str
    one_deposit: str
    deposits: str
    total: str
    materials: str
    material_columns: tuple[str, ...]
    operators: str
    operator_columns: tuple[str, ...]
    voids: str
    void_columns: tuple[str, ...]
    corrections: str
    correction_columns: tuple[str, ...]
    late: str
    late_columns: tuple[str, ...]
    seal: str
    seal_number: str
    no_seal: str
    signatures: tuple[str, str]
    printed: str
    page: str


_INDONESIAN = DayWords(
    title="Lembar harian",
    worth="Nilai hari itu",
    open="Hari itu masih terbuka.",
    closed="Ditutup {moment} oleh {name}.",
    nothing="Tidak ada setoran.",
    one_deposit="{count} setoran",
    deposits="{count} setoran",
    total="Jumlah",
    materials="Bahan",
    material_columns=("Bahan", "Masuk", "Rupiah", "Dibatalkan", "Rupiah"),
    operators="Petugas",
    operator_columns=("Nama", "Setoran", "Rupiah"),
    voids="Setoran yang dibatalkan",
    void_columns=("Nomor", "Dibatalkan", "Oleh", "Alasan", "Rupiah"),
    corrections="Setoran yang dikoreksi",
    correction_columns=("Nomor", "Dikoreksi", "Oleh", "Dari, menjadi", "Rupiah"),
    late="Ditimbang pada hari lain",
    late_columns=("Nomor", "Struk sementara", "Ditimbang", "Dicatat", "Rupiah"),
    seal="Segel",
    seal_number="Segel {number}",
    no_seal="Belum disegel. Segel dibuat saat hari ditutup.",
    signatures=("Petugas loket", "Saksi"),
    printed="Dicetak {moment}",
    page="Halaman {page} dari {pages}",
)
_ENGLISH = DayWords(
    title="Day sheet",
    worth="Worth of this day",
    open="This day is still open.",
    closed="Closed {moment} by {name}.",
    nothing="No deposits.",
    one_deposit="{count} deposit",
    deposits="{count} deposits",
    total="Total",
    materials="Materials",
    material_columns=("Material", "Came in", "Rupiah", "Voided", "Rupiah"),
    operators="Staff",
    operator_columns=("Name", "Deposits", "Rupiah"),
    voids="Voided deposits",
    void_columns=("Number", "Voided", "By", "Reason", "Rupiah"),
    corrections="Corrected deposits",
    correction_columns=("Number", "Corrected", "By", "From, to", "Rupiah"),
    late="Weighed on another day",
    late_columns=("Number", "Provisional", "Weighed", "Recorded", "Rupiah"),
    seal="Seal",
    seal_number="Seal {number}",
    no_seal="Not sealed yet. The seal is made when the day is closed.",
    signatures=("Counter", "Witness"),
    printed="Printed {moment}",
    page="Page {page} of {pages}",
)


def day_words(language: str) -> DayWords:
    return in_language({"id": _INDONESIAN, "en": _ENGLISH}, language)
