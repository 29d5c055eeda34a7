"""What clinics usually offer, as two public ones published it, for one that begins.

Services are offered by typing their tariff; a published figure is a note and decides nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from clinic.models import Clinic, Service
from clinic.permissions import SET_TARIFFS
from clinic.register.clinics import clinic_terms, put_clinic
from clinic.register.coming.tariff_import import CATEGORIES, OTHER
from clinic.register.coming.tariff_list import TariffList
from clinic.register.refusals import NothingOffered, ServiceCounted, ServicePriced, ServiceTwice
from clinic.register.services import find_or_make_service
from clinic.register.tariffs import check_prices, find_clinic, put_tariff
from ledger import clock
from ledger.idempotency import once
from wastebank.bank.drafts import drop_draft
from wastebank.files.importing.questions import Answers
from wastebank.files.importing.reading import read_alone
from wastebank.files.tables_in import RowProblem, slug
from wastebank.models import Place, User
from wastebank.permissions import MANAGE_PLACES, require
from wastebank.refusals import FieldMalformed, FieldMissing
from wastebank.staff.places import place_fields
from wastebank.text import checked_choice, checked_name
from wastebank.values.calendar import local_day
from wastebank.values.dated import in_force
from wastebank.values.names import identity

PUBLISHED_FOLDER = Path("clinic") / "fixtures" / "tariffs"
PUBLISHED_IN = {"jebed_pemalang": "Pemalang", "karangnongko_klaten": "Klaten"}
SERVICE_KINDS = [OTHER, *(kind for kind, _words in CATEGORIES)]


@dataclass(frozen=True, slots=True)
class PublishedTariff:
    """What a public clinic once asked for a service; its list does not say of which year."""

    amount_idr: int
    place: str


@dataclass(frozen=True, slots=True)
class StarterService:
    """A service that a clinic may take from the list."""

    code: str
    name_id: str
    name_en: str
    category: str
    per: str
    published: Sequence[PublishedTariff]


@cache
def starter_services() -> Sequence[StarterService]:
    """Both published lists as one: what stands in both is one service with two notes."""
    found: dict[str, StarterService] = {}
    for name, place in PUBLISHED_IN.items():
        data = (Path(settings.BASE_DIR) / PUBLISHED_FOLDER / f"{name}.csv").read_bytes()
        for row in read_alone(TariffList(None, Answers()), data).rows:
            known = found.get(identity(row.name_id))
            notes = [
                *(known.published if known else ()),
                PublishedTariff(row.price_idr or 0, place),
            ]
            texts = (row.code, row.name_id, row.name_en, row.category, row.per)
            found[identity(row.name_id)] = StarterService(*texts, published=notes)
    return list(found.values())


# --- offering from it


@dataclass(frozen=True, slots=True)
class ServiceWanted:
    """A service somebody wants to offer; `price_idr` None: written down at the desk each time, and
    with `most_idr` from the one to the other."""

    name_id: str
    name_en: str
    category: str
    per: str
    price_idr: int | None = None
    most_idr: int | None = None
    is_free: bool = False

    @property
    def pricing(self) -> str:
        if self.is_free:
            return Service.Pricing.FREE
        at_desk = self.price_idr is None or self.most_idr is not None
        return Service.Pricing.VARIABLE if at_desk else Service.Pricing.FIXED


@dataclass(frozen=True, slots=True)
class NowOffered:
    """What came of it: services offered from now on, new ones among them, and those that cost the
    same before."""

    clinic: str
    offered: int
    added: int
    unchanged: int
    replayed: bool


def offer_services(
    *, key: UUID, by: User, clinic: str, services: Sequence[ServiceWanted], draft: str = ""
) -> NowOffered:
    """Offer these from today on: those that are missing are added, all have a tariff, or nothing.

    `draft` names what was kept of the form until now, which goes with it.
    """
    where = find_clinic(by=by, code=clinic)
    checked = checked_services(services)
    if not checked:
        raise NothingOffered

    def carry_out() -> dict[str, Any]:
        drop_draft(by, draft)
        return {"clinic": clinic, **put_services(by, where, checked, key)}

    request = {"by": by.username, "clinic": clinic, "services": written(checked)}
    outcome = once(key=key, verb="offer_services", request=request, carry_out=carry_out)
    return NowOffered(**outcome.result, replayed=outcome.replayed)


def begin_clinic(
    *,
    key: UUID,
    by: User,
    code: str,
    name: str,
    address: str,
    parent: str,
    services: Sequence[ServiceWanted],
    draft: str = "",
) -> NowOffered:
    """Take a clinic into the programme from today on, with what it offers: all, or nothing."""
    require(by, MANAGE_PLACES)
    if services:
        require(by, SET_TARIFFS)
    fields = place_fields(code, name, Place.Kind.CLINIC, address)
    checked = checked_services(services)
    terms = clinic_terms(local_day(clock.now()))

    def carry_out() -> dict[str, Any]:
        clinic = put_clinic(key, by, fields, parent, terms)
        drop_draft(by, draft)
        return {"clinic": clinic.place.code, **put_services(by, clinic, checked, key)}

    request = {"by": by.username, "parent": parent, **fields, "services": written(checked)}
    outcome = once(key=key, verb="begin_clinic", request=request, carry_out=carry_out)
    return NowOffered(**outcome.result, replayed=outcome.replayed)


def put_services(
    by: User, clinic: Clinic, services: Sequence[ServiceWanted], key: UUID
) -> dict[str, int]:
    """Inside a command's transaction."""
    hold_services(clinic, services)
    counts = {"offered": len(services), "added": 0, "unchanged": 0}
    for wanted in services:
        put_service(by, clinic, wanted, key, counts)
    return counts


def put_service(
    by: User, clinic: Clinic, wanted: ServiceWanted, key: UUID, counts: dict[str, int]
) -> None:
    fields = {"name_en": wanted.name_en, "category": wanted.category, "per": wanted.per}
    service, is_new = find_or_make_service(clinic, wanted.name_id, pricing=wanted.pricing, **fields)
    counts["added"] += is_new
    refuse_other_terms(service, wanted)
    if not service.active:
        service.active = True
        service.save(update_fields=["active"])
    if wanted.price_idr is None:
        counts["unchanged"] += not is_new
        return
    now = in_force(list(service.tariffs.standing()), clock.now())
    if now is not None and (now.price_idr, now.most_idr) == (wanted.price_idr, wanted.most_idr):
        counts["unchanged"] += 1
    else:
        today = local_day(clock.now())
        put_tariff(by, service, today, wanted.price_idr, key, wanted.most_idr)


def refuse_other_terms(service: Service, wanted: ServiceWanted) -> None:
    """One that is known keeps how it is counted and priced: visits rest on it."""
    if service.per != wanted.per:
        raise ServiceCounted(service=service.name, per=str(service.get_per_display()))
    if service.pricing != wanted.pricing:
        raise ServicePriced(service=service.name, pricing=str(service.get_pricing_display()))


def hold_services(clinic: Clinic, services: Iterable[ServiceWanted]) -> None:
    """Those that are known, held in one order for all, so that nobody else prices them now."""
    names = {identity(wanted.name_id) for wanted in services}
    known = Service.objects.filter(clinic=clinic)
    found = [service.pk for service in known if identity(service.name_id) in names]
    list(Service.objects.select_for_update().filter(pk__in=found).order_by("pk"))


def written(services: Iterable[ServiceWanted]) -> list[list[Any]]:
    return [
        [
            *(identity(one.name_id), one.category, one.per, one.pricing, one.price_idr),
            *([] if one.most_idr is None else [one.most_idr]),
        ]
        for one in services
    ]


# --- checking


def checked_services(services: Iterable[ServiceWanted]) -> list[ServiceWanted]:
    """As they would be written, or the first refusal. A name in English may be left out: then it
    is the Indonesian one."""
    seen: dict[str, ServiceWanted] = {}
    for wanted in map(checked_service, services):
        if identity(wanted.name_id) in seen:
            raise ServiceTwice(service=wanted.name_id)
        seen[identity(wanted.name_id)] = wanted
    return list(seen.values())


def checked_service(wanted: ServiceWanted) -> ServiceWanted:
    name_id = checked_name("name_id", wanted.name_id, 150, needed=True)
    try:
        slug(name_id)
    except RowProblem:
        raise FieldMalformed(field="name_id") from None
    check_wanted_prices(wanted)
    return ServiceWanted(
        name_id=name_id,
        name_en=checked_name("name_en", wanted.name_en, 150) or name_id,
        category=checked_choice("category", wanted.category, SERVICE_KINDS),
        per=checked_choice("per", wanted.per, list(Service.Per.values)),
        price_idr=None if wanted.is_free else wanted.price_idr,
        most_idr=None if wanted.is_free else wanted.most_idr,
        is_free=wanted.is_free,
    )


def check_wanted_prices(wanted: ServiceWanted) -> None:
    if wanted.is_free:
        return
    if wanted.price_idr is None:
        if wanted.most_idr is not None:
            raise FieldMissing(field="price_idr")
        return
    check_prices(wanted.price_idr, wanted.most_idr)
