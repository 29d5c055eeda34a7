"""The services that others published as rows of a form, beside what a clinic offers already."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic.models import Clinic, Service
from clinic.register.coming.tariff_import import OTHER
from clinic.register.starter import (
    SERVICE_KINDS,
    PublishedTariff,
    ServiceWanted,
    StarterService,
    starter_services,
)
from clinic.register.tariffs import tariffs_at
from ledger import clock
from wastebank.values.language import language, named
from wastebank.values.names import identity
from wastebank.values.quantities import show_rupiah
from wastebank.web.common.forms import new_key
from wastebank.web.common.wares.rows import (
    Fields,
    OwnWare,
    Ware,
    WareSheet,
    WareWords,
    sheet_of,
)
from wastebank.web.templatetags.wastebank_parts import FAMILY_NAMES

EMPTY_OWN = OwnWare(0, {"family": OTHER, "unit": Service.Per.VISIT.value})
# A row of the list, and one of what the clinic has beside it: two that never share a code.
LISTED, BESIDE = "s-", "m-"


def taken_words(count: int) -> str:
    return ngettext("%(n)d service", "%(n)d services", count) % {"n": count}


def there_words(count: int, total: int) -> str:
    if count:
        return _("%(n)d of %(total)d offered") % {"n": count, "total": total}
    return taken_words(total)


def key_words(count: int) -> str:
    if not count:
        return _("Take one service first.")
    return ngettext("Save %(n)d service", "Save %(n)d services", count) % {"n": count}


def first_key_words(count: int) -> str:
    if not count:
        return _("Save the clinic")
    said = ngettext(
        "Save the clinic and %(n)d service", "Save the clinic and %(n)d services", count
    )
    return said % {"n": count}


def service_sheet(clinic: Clinic | None, typed: Fields) -> WareSheet:
    """The form for a clinic, as it was typed; None: for one that does not exist yet."""
    words = WareWords(taken_words, there_words, key_words if clinic else first_key_words)
    return sheet_of(service_wares(clinic), typed, words, EMPTY_OWN, SERVICE_KINDS)


def service_wares(clinic: Clinic | None) -> list[Ware]:
    """The published services first, then what the clinic has beside them. What is free, or priced
    at the desk, has no tariff to be typed."""
    services = list(clinic.services.filter(active=True).order_by("ordered_by")) if clinic else []
    tariffs = tariffs_at(services, clock.now())
    known = {identity(service.name_id): service for service in services}
    rows = [
        starter_ware(one, known.get(identity(one.name_id)), tariffs) for one in starter_services()
    ]
    listed = {identity(one.name_id) for one in starter_services()}
    rows += [known_ware(one, tariffs) for name, one in known.items() if name not in listed]
    without_tariff = {
        identity(one.name_id) for one in services if one.pricing != Service.Pricing.FIXED
    }
    return [row for row in rows if identity(row.called) not in without_tariff]


def starter_ware(one: StarterService, known: Service | None, tariffs: Any) -> Ware:
    return Ware(
        code=LISTED + one.code,
        name=named(known or one),
        family=known.category if known and known.category in SERVICE_KINDS else one.category,
        per="",
        also=str(Service.Per(known.per if known else one.per).label),
        called=one.name_id,
        hint=published_words(one.published),
        now=tariff_now(known, tariffs),
        can_ask=known is None,
    )


def known_ware(service: Service, tariffs: Any) -> Ware:
    return Ware(
        code=BESIDE + service.code,
        name=service.name,
        family=service.category if service.category in SERVICE_KINDS else OTHER,
        per="",
        also=str(service.get_per_display()),
        called=service.name_id,
        now=tariff_now(service, tariffs),
        can_ask=False,
    )


def tariff_now(service: Service | None, tariffs: Any) -> str:
    price_idr = tariffs.get(service.pk) if service else None
    return "" if price_idr is None else show_rupiah(price_idr, language())


def published_words(published: Sequence[PublishedTariff]) -> str:
    said = "; ".join(
        f"{show_rupiah(one.amount_idr, language())} ({one.place})" for one in published
    )
    return _("Published %(tariffs)s. Your own tariff counts.") % {"tariffs": said}


def services_wanted(clinic: Clinic | None, sheet: WareSheet) -> list[ServiceWanted]:
    """What is taken, as the command wants it; a sheet without problems."""
    known = {identity(one.name_id): one for one in clinic.services.all()} if clinic else {}
    listed = {identity(one.name_id): one for one in starter_services()}
    found = []
    for ware in sheet.taken:
        name = identity(ware.called)
        one = known.get(name) or listed[name]
        texts = (one.name_id, one.name_en, ware.family, one.per)
        found.append(ServiceWanted(*texts, price_idr=ware.price_idr))
    return [*found, *(own_wanted(row) for row in sheet.own_taken)]


def own_wanted(row: OwnWare) -> ServiceWanted:
    texts = row.texts
    names = (texts["name_id"], texts["name_en"], texts["family"], texts["unit"])
    return ServiceWanted(*names, price_idr=row.price_idr)


def list_facts(sheet: WareSheet) -> dict[str, Any]:
    """What the parts of the form say, in any frame."""
    return {
        "sheet": sheet,
        "key": new_key(),
        "own_families": [(kind, FAMILY_NAMES[kind]) for kind in SERVICE_KINDS],
        "own_units": Service.Per.choices,
    }
