"""The words on paper, in the paper's own language.

They are not taken from the translation catalogue: a receipt speaks the language
in which it was handed out, whoever prints it again and on whatever screen, and
to the byte. The catalogue may be polished any day; a paper may not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from wastebank.values.language import in_language


@dataclass(frozen=True, slots=True)
class Wording:
    months: tuple[str, ...]
    clock: str
    copy: str
    void: str
    void_at: str
    provisional: str
    provisional_note: str
    replaces: str
    balance: str
    check: str
    check_code: str
    staff: str


INDONESIAN = Wording(
    months=(
        *("Jan", "Feb", "Mar", "Apr", "Mei", "Jun"),
        *("Jul", "Agu", "Sep", "Okt", "Nov", "Des"),
    ),
    clock="%H.%M",
    copy="Salinan {number}",
    void="BATAL",
    void_at="Batal {moment}",
    provisional="SEMENTARA",
    provisional_note="Struk tetap menyusul saat jaringan kembali. Simpan struk ini.",
    replaces="Pengganti struk sementara {number}",
    balance="Saldo",
    check="Periksa struk ini:",
    check_code="Kode periksa struk ini:",
    staff="Petugas: {name}",
)
ENGLISH = Wording(
    months=(
        *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
        *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    ),
    clock="%H:%M",
    copy="Copy {number}",
    void="VOID",
    void_at="Voided {moment}",
    provisional="PROVISIONAL",
    provisional_note="The final receipt comes when the network is back. Keep this one.",
    replaces="Replaces provisional receipt {number}",
    balance="Balance",
    check="Check this receipt:",
    check_code="Code to check this receipt:",
    staff="Served by: {name}",
)


def wording(language: str) -> Wording:
    return in_language({"id": INDONESIAN, "en": ENGLISH}, language)


def show_day(day: date, language: str) -> str:
    """`22 Nov 2025`"""
    return f"{day.day} {wording(language).months[day.month - 1]} {day.year}"


def show_moment(moment: datetime, zone: str, language: str) -> str:
    """`22 Nov 2025, 09.42 WIB`, in the zone the moment already carries."""
    if moment.tzinfo is None:
        raise ValueError("a moment on paper needs a time zone")
    clock = moment.strftime(wording(language).clock)
    return f"{show_day(moment, language)}, {clock} {zone}".rstrip()
