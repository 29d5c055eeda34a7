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
from clinic.register.correct import put_offered, rename
from clinic.register.refusals import TariffInPast
from clinic.register.services import find_or_make_service
from clinic.register.tariffs import (
    find_clinic,
    prices_of,
    put_tariff,
    refuse_past,
    shown_figures,
)
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
from wastebank.values.names import identity

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
    price_idr: int | None  # None: free, stopped, or as the desk sets it
    pricing: str = Service.Pricing.FIXED
    most_idr: int | None = None  # with it `price_idr` is the least that the desk may set
    offered: bool = True
    was: str = ""  # the name it has here, where its code says that it is called otherwise now

    @property
    def is_renamed(self) -> bool:
        return bool(self.was) and identity(self.was) != identity(self.name_id)


def identity_of(row: ImportedTariff) -> str:
    """What makes two services of a clinic one: the name, as a name, unless a code says it."""
    return identity(row.was or row.name_id)


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
            "rows": [
                [row_fingerprint(row), row.per, row.price_idr, *beyond_a_price(row)] for row in rows
            ],
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
        """What it will cost, or that it is not offered any more."""
        said = str(actions.NOT_OFFERED)
        if row.offered and row.price_idr is not None:
            said = shown_tariff(row.price_idr, row.most_idr, self.valid_from)
        elif row.offered:
            said = str(Service.Pricing(row.pricing).label)
        return f"{row.name_id}: {said}" if row.is_renamed else said

    def terms_now(self, row: ImportedTariff, existing: Service) -> str:
        said = str(actions.NOT_OFFERED)
        if existing.active:
            tariff = self.in_force(existing)
            said = "" if existing.pricing == Service.Pricing.FIXED else pricing_words(existing)
            if tariff:
                said = shown_tariff(tariff.price_idr, tariff.most_idr, tariff.valid_from)
        return f"{existing.name_id}: {said}" if row.is_renamed else said

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
        if existing.pricing != row.pricing:
            return _("this service stays so: %(pricing)s") % {"pricing": pricing_words(existing)}
        if not self.changes_price(row, existing):
            return ""
        try:
            is_priced = bool(self.standing.get(existing.pk))
            refuse_past(existing, self.valid_from, is_priced=is_priced)
        except TariffInPast as refusal:
            return str(refusal)
        return ""

    def is_same(self, row: ImportedTariff, existing: Service) -> bool:
        """Whether it is called and offered so, and this tariff is in force at the end of that day
        already."""
        stays = existing.active == row.offered and not row.is_renamed
        return stays and not self.changes_price(row, existing)

    def changes_price(self, row: ImportedTariff, existing: Service) -> bool:
        """A row without a price leaves it as it is."""
        if row.price_idr is None or row.pricing == Service.Pricing.FREE:
            return False
        latest = self.in_force(existing)
        return latest is None or prices_of(latest) != (row.price_idr, row.most_idr)

    def hold(self, identities: Sequence[str]) -> None:
        known = self.existing(identities)
        found = {known[one].pk for one in identities if one in known}
        list(Service.objects.select_for_update().filter(pk__in=found).order_by("pk"))
        self.existing(identities)  # read again, now that they are held

    def find_or_add(self, row: ImportedTariff) -> tuple[Service, bool]:
        if known := self.known.get(identity_of(row)):
            return known, False
        facts = {"name_en": row.name_en, "category": row.category, "per": row.per}
        return find_or_make_service(self.clinic, row.name_id, pricing=row.pricing, **facts)

    def write_row(self, row: ImportedTariff, existing: Service, key: UUID) -> None:
        if row.is_renamed:
            names = {"name_id": row.name_id, "name_en": row.name_en}
            rename(self.by, key, existing, names, "")
        if existing.active != row.offered:
            put_offered(self.by, key, existing, offered=row.offered)
        if self.changes_price(row, existing):
            assert row.price_idr is not None
            put_tariff(
                self.by, existing, self.valid_from, row.price_idr, key, most_idr=row.most_idr
            )


def beyond_a_price(row: ImportedTariff) -> list[Any]:
    """What a row says beside its price; nothing where it says no more than lists always did."""
    if (row.pricing, row.most_idr, row.offered, row.was) == (Service.Pricing.FIXED, None, True, ""):
        return []
    return [row.pricing, row.most_idr, row.offered, row.was]


def pricing_words(service: Service) -> str:
    return str(service.get_pricing_display())


def shown_tariff(price_idr: int, most_idr: int | None, since: date) -> str:
    """`Rp15,000, since 1 Dec 2026`, or with both figures where the desk sets the price."""
    price = shown_figures(price_idr, most_idr)
    return _("%(price)s, since %(day)s") % {"price": price, "day": date_format(since, "j M Y")}


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
