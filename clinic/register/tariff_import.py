"""Tariff lists from files: a clinic's services with their prices, all of them or none.

The unit of a service is taken from its name where the name states it ("per gigi", "per jam"). A
meeting with a person (consultation, check, outpatient or emergency care) is counted per visit,
everything else per action. A column `per` says it outright. A price that the list qualifies
("plus 1500 per extra stitch") is the price as printed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from clinic.models import Clinic, Service, Tariff
from clinic.register.refusals import TariffInPast
from clinic.register.tariffs import MAX_TARIFF_IDR, find_clinic, put_tariff, refuse_past
from ledger.idempotency import once
from wastebank.commands import log
from wastebank.files.tables_in import (
    BadRow,
    Cells,
    RowProblem,
    Sheet,
    read_sheet,
    slug,
    without_repeats,
)
from wastebank.materials.price_import import Imported, Progress
from wastebank.models import User

NEEDED = ("service_id", "service_en", "price_idr")
OPTIONAL = ("category", "per", "source_url")
STATED_UNITS = {
    "per gigi": Service.Per.TOOTH,
    "per jam": Service.Per.HOUR,
    "per jahitan": Service.Per.STITCH,
    "per dosis": Service.Per.DOSE,
}
VISITS = re.compile(r"\b(konsultasi|pemeriksaan|rawat (jalan|darurat))\b", re.IGNORECASE)
PER_WORDS = {"": "", **{per: per for per in Service.Per.values}}
# How a desk groups its services, by a word of the name; the first that fits.
CATEGORIES = (
    ("gigi", r"gigi"),
    ("ibu", r"kehamilan|nifas|IUD|implan|KB|laktasi"),
    ("luka", r"luka|jahit\w*|debridemen|insisi|kuku|bidai"),
    ("surat", r"surat|calon pengantin"),
)
OTHER = "umum"
CATEGORY_WORDS = {word: word for word in ("", OTHER, *(word for word, _words in CATEGORIES))}


@dataclass(frozen=True, slots=True)
class TariffRow:
    row: int
    code: str
    name_id: str
    name_en: str
    category: str
    per: str
    price_idr: int


def read_tariffs(data: bytes) -> Sheet[TariffRow]:
    """A tariff list as a file has it."""
    sheet = read_sheet(
        data, needed=NEEDED, optional=OPTIONAL, name_head="service_id", read_row=read_row
    )
    return without_repeats(
        sheet,
        code_of=lambda row: row.code,
        place_of=lambda row: BadRow(row.row, row.name_id, ""),
    )


def read_row(cells: Cells) -> TariffRow:
    name_id = cells.text("service_id", 150)
    price_idr = cells.rupiah("price_idr", MAX_TARIFF_IDR)
    if price_idr is None:
        raise RowProblem(_("no price"))
    return TariffRow(
        row=cells.row,
        code=slug(name_id),
        name_id=name_id,
        name_en=cells.text("service_en", 150),
        category=cells.word("category", CATEGORY_WORDS) or category_of(name_id),
        per=cells.word("per", PER_WORDS) or unit_of(name_id),
        price_idr=price_idr,
    )


def unit_of(name_id: str) -> str:
    """What a service is counted in: as its name states, else per visit or per action."""
    for words, per in STATED_UNITS.items():
        if re.search(rf"\b{words}\b", name_id, re.IGNORECASE):
            return per
    return Service.Per.VISIT if VISITS.search(name_id) else Service.Per.ACTION


def category_of(name_id: str) -> str:
    for category, words in CATEGORIES:
        if re.search(rf"\b({words})\b", name_id, re.IGNORECASE):
            return category
    return OTHER


def fitting(sheet: Sheet[TariffRow], clinic: Clinic, valid_from: date) -> Sheet[TariffRow]:
    """The sheet without the rows that would change a tariff of the past."""
    services = {s.code: s for s in Service.objects.filter(clinic=clinic)}
    good, bad = [], list(sheet.bad)
    for row in sheet.rows:
        reason = against(row, services.get(row.code), valid_from)
        if reason:
            bad.append(BadRow(row.row, row.name_id, reason))
        else:
            good.append(row)
    return Sheet(good, sorted(bad, key=lambda row: row.row))


def against(row: TariffRow, service: Service | None, valid_from: date) -> str:
    if service is None or is_same(service, row, valid_from):
        return ""
    if service.per != row.per:
        return _("this service is counted %(per)s") % {"per": service.get_per_display()}
    try:
        refuse_past(service, valid_from)
    except TariffInPast as refusal:
        return str(refusal)
    return ""


def is_same(service: Service, row: TariffRow, valid_from: date) -> bool:
    """Whether this tariff is in force on that day already."""
    before = Tariff.objects.filter(service=service, valid_from__lte=valid_from)
    latest = before.order_by("-valid_from").first()
    return latest is not None and latest.price_idr == row.price_idr


def import_tariffs(
    *,
    key: UUID,
    by: User,
    clinic: str,
    valid_from: date,
    rows: Sequence[TariffRow],
    progress: Progress | None = None,
) -> Imported:
    """Write a list that was read and found fitting: all of it, or nothing."""
    where = find_clinic(by=by, code=clinic)

    def carry_out() -> dict[str, int]:
        counts = {"prices": 0, "added": 0, "unchanged": 0}
        for done, row in enumerate(rows, start=1):
            write_row(key, by, where, row, valid_from, counts)
            if progress:
                progress(done, len(rows))
        log(by=by, action="import_tariffs", subject=f"clinic:{clinic}", key=key, place=where.place)
        return counts

    request = {
        "by": by.username,
        "clinic": clinic,
        "valid_from": valid_from,
        "rows": [[row.code, row.per, row.price_idr] for row in rows],
    }
    outcome = once(key=key, verb="import_tariffs", request=request, carry_out=carry_out)
    return Imported(**outcome.result, replayed=outcome.replayed)


def write_row(
    key: UUID,
    by: User,
    clinic: Clinic,
    row: TariffRow,
    valid_from: date,
    counts: dict[str, int],
) -> None:
    service, is_new = Service.objects.get_or_create(
        clinic=clinic,
        code=row.code,
        defaults={
            "name_id": row.name_id,
            "name_en": row.name_en,
            "category": row.category,
            "per": row.per,
        },
    )
    counts["added"] += is_new
    if is_same(service, row, valid_from):
        counts["unchanged"] += 1
        return
    put_tariff(by, service, valid_from, row.price_idr, key)
    counts["prices"] += 1
