"""The list of clinics, and the tariffs of one, as they leave and as they come back."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from clinic.models import Clinic, Service
from clinic.permissions import SET_TARIFFS
from clinic.register.offered import TariffListLine, chosen_clinic, clinics_for, tariff_list
from wastebank.models import User
from wastebank.permissions import MANAGE_PLACES, require
from wastebank.reports.listing import Column, Field, Filters, Kind, Listing, On
from wastebank.staff.places import looked_after


def found_clinics(by: User, _asked: Filters) -> QuerySet[Clinic]:
    require(by, MANAGE_PLACES)
    mine = Clinic.objects.filter(place__in=looked_after(by)).select_related("place__parent")
    return mine.order_by("place__ordered_by", "pk")


CLINICS: Listing[Clinic] = Listing(
    name="clinics",
    title=_("Clinics"),
    permission=MANAGE_PLACES,
    find=found_clinics,
    nothing=_("No clinics here yet."),
    columns=(
        Column(_("Name"), Kind.TEXT, lambda clinic: clinic.place.name),
        Column(_("Code"), Kind.CODE, lambda clinic: clinic.place.code),
        Column(_("Address"), Kind.TEXT, lambda clinic: clinic.place.address, on=On.WIDE),
        Column(_("Takes credit from"), Kind.DAY, lambda clinic: clinic.valid_from, on=On.WIDE),
        Column(
            _("Until, that day included"),
            Kind.DAY,
            lambda clinic: clinic.valid_until,
            on=On.WIDE,
        ),
    ),
)


def found_tariffs(by: User, asked: Filters) -> Sequence[TariffListLine]:
    """What is offered today; a fixed price that did not begin yet has no figure to change."""
    clinic = chosen_clinic(by=by, code=asked.get("clinic", ""))
    fixed = Service.Pricing.FIXED
    lines = tariff_list(by=by, clinic=clinic)
    return [line for line in lines if line.now or line.service.pricing != fixed]


def tariff_fields(by: User) -> list[Field]:
    options = [(clinic.place.code, clinic.place.name) for clinic in clinics_for(by=by)]
    return [Field("clinic", _("Clinic"), options, options[0][0] if options else "")]


# Its heads are those that an import reads: the list can be changed by hand and brought back.
TARIFF_SHEET: Listing[TariffListLine] = Listing(
    name="tariff-sheet",
    title=_("Tariffs to change"),
    permission=SET_TARIFFS,
    find=found_tariffs,
    fields=tariff_fields,
    columns=(
        Column("service_id", Kind.TEXT, lambda line: line.service.name_id),
        Column("service_en", Kind.TEXT, lambda line: line.service.name_en),
        Column("category", Kind.TEXT, lambda line: line.service.category),
        Column("per", Kind.TEXT, lambda line: line.service.per),
        Column("price_idr", Kind.COUNT, lambda line: line.now and line.now.price_idr),
        Column("most_idr", Kind.COUNT, lambda line: line.now and line.now.most_idr),
        Column("pricing", Kind.TEXT, lambda line: line.service.pricing),
        Column("offered", Kind.TEXT, lambda line: "yes" if line.service.active else "no"),
        Column("code", Kind.TEXT, lambda line: line.service.code),
    ),
)
