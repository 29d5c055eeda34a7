"""Tariff lists from files: a clinic's services with their prices, all of them or none.

The unit of a service is taken from its name where the name states it ("per gigi", "per jam"). A
meeting with a person (consultation, check, outpatient or emergency care) is counted per visit,
everything else per action. A column `per` says it outright. A price that the list qualifies
("plus 1500 per extra stitch") is the price as printed.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar, Self
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clinic import actions
from clinic.models import Clinic, Service, Tariff
from clinic.register.refusals import TariffInPast
from clinic.register.services import find_or_make_service
from clinic.register.tariffs import find_clinic, put_tariff, refuse_past
from wastebank.actions import Action
from wastebank.files.list_import import (
    Imported,
    OneByOneImport,
    Progress,
    import_list,
    row_fingerprint,
)
from wastebank.models import User
from wastebank.values.calendar import day_bounds
from wastebank.values.language import language
from wastebank.values.names import identity
from wastebank.values.quantities import show_rupiah

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
class ImportedTariff:
    row: int
    code: str
    name_id: str
    name_en: str
    category: str
    per: str
    price_idr: int


def identity_of(row: ImportedTariff) -> str:
    """What makes two services of a clinic one: the name, as a name."""
    return identity(row.name_id)


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


@dataclass(frozen=True, slots=True)
class TariffImport(OneByOneImport[ImportedTariff, Service]):
    """A list of tariffs for one clinic, all from one day on."""

    action: ClassVar[Action] = actions.IMPORT_TARIFFS
    clinic: Clinic
    valid_from: date
    # What was looked up at once for all rows: services by name, and the tariffs of each.
    known: dict[str, Service] = field(default_factory=dict, compare=False)
    standing: dict[int, list[Tariff]] = field(default_factory=dict, compare=False)

    @classmethod
    def into(cls, *, by: User, clinic: str, valid_from: date) -> Self:
        """For a clinic whose tariffs this person may set."""
        where = find_clinic(by=by, code=clinic)
        return cls(by, where.place, where, valid_from)

    @property
    def subject(self) -> str:
        return f"clinic:{self.place.code}"

    def request(self, rows: Sequence[ImportedTariff]) -> dict[str, Any]:
        return {
            "by": self.by.username,
            "clinic": self.place.code,
            "valid_from": self.valid_from,
            "rows": [[row_fingerprint(row), row.per, row.price_idr] for row in rows],
        }

    def identity_of(self, row: ImportedTariff) -> str:
        return identity_of(row)

    def existing(self, codes: Sequence[str]) -> Mapping[str, Service]:
        """By name. Of two that were called the same before, the older one."""
        services = list(
            Service.objects.filter(clinic=self.clinic)
            .select_related("clinic__place")
            .order_by("-pk")
        )
        self.standing.clear()
        self.standing.update({service.pk: [] for service in services})
        for tariff in Tariff.objects.standing().filter(service__clinic=self.clinic):
            self.standing[tariff.service_id].append(tariff)
        self.known.clear()
        self.known.update({identity(service.name_id): service for service in services})
        return self.known

    def terms_of(self, row: ImportedTariff) -> str:
        return shown_tariff(row.price_idr, self.valid_from)

    def terms_now(self, row: ImportedTariff, existing: Service) -> str:
        tariff = self.in_force(existing)
        return shown_tariff(tariff.price_idr, tariff.valid_from) if tariff else ""

    def in_force(self, existing: Service) -> Tariff | None:
        """The tariff at the end of the day from which the list holds."""
        end = day_bounds(self.valid_from)[1]
        before = [one for one in self.standing.get(existing.pk, []) if one.holds_from < end]
        return before[-1] if before else None

    def conflict_of(self, row: ImportedTariff, existing: Service, *, is_same: bool) -> str:
        if is_same:
            return ""
        if existing.per != row.per:
            return _("this service is counted %(per)s") % {"per": existing.get_per_display()}
        try:
            is_priced = bool(self.standing.get(existing.pk))
            refuse_past(existing, self.valid_from, is_priced=is_priced)
        except TariffInPast as refusal:
            return str(refusal)
        return ""

    def is_same(self, row: ImportedTariff, existing: Service) -> bool:
        """Whether this tariff is in force at the end of that day already."""
        latest = self.in_force(existing)
        return latest is not None and latest.price_idr == row.price_idr

    def hold(self, identities: Sequence[str]) -> None:
        known = self.existing(identities)
        found = {known[one].pk for one in identities if one in known}
        list(Service.objects.select_for_update().filter(pk__in=found).order_by("pk"))
        self.existing(identities)  # read again, now that they are held

    def find_or_add(self, row: ImportedTariff) -> tuple[Service, bool]:
        if known := self.known.get(identity_of(row)):
            return known, False
        names = {"name_en": row.name_en, "category": row.category, "per": row.per}
        return find_or_make_service(self.clinic, row.name_id, **names)

    def write_row(self, row: ImportedTariff, existing: Service, key: UUID) -> None:
        put_tariff(self.by, existing, self.valid_from, row.price_idr, key)


def shown_tariff(price_idr: int, since: date) -> str:
    """`Rp15,000, since 1 Dec 2026`."""
    price, day = show_rupiah(price_idr, language()), date_format(since, "j M Y")
    return _("%(price)s, since %(day)s") % {"price": price, "day": day}


def import_tariffs(
    *,
    key: UUID,
    by: User,
    clinic: str,
    valid_from: date,
    rows: Sequence[ImportedTariff],
    progress: Progress | None = None,
) -> Imported:
    """Write a tariff list that was read and checked: all of it, or nothing."""
    target = TariffImport.into(by=by, clinic=clinic, valid_from=valid_from)
    return import_list(target=target, key=key, rows=rows, progress=progress)
