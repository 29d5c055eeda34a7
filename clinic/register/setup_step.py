"""The clinic's step on the path of a new bank: somewhere to spend the credit. It may wait."""

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from clinic.models import Clinic, Tariff
from wastebank.bank.path import SetupStep, StepState
from wastebank.permissions import MANAGE_PLACES


def clinic_state() -> StepState:
    priced = Exists(Tariff.objects.filter(service__clinic=OuterRef("pk")))
    open_ones = Clinic.objects.filter(place__active=True).select_related("place")
    first = open_ones.annotate(priced=priced).order_by("-priced", "pk").first()
    return StepState(
        is_done=first is not None and first.priced,
        holds=first.place.name if first else "",
        hint=_("Services and tariff, may wait"),
    )


SETUP_STEPS = [
    SetupStep(
        "clinic",
        40,
        "klinik",
        _("Clinic"),
        _("Clinic"),
        _("There is no clinic yet"),
        _("Open a clinic"),
        "setup_clinic",
        MANAGE_PLACES,
        needed=False,
        state=clinic_state,
    )
]
