"""The clinic's step on the path of a new bank: somewhere to spend the credit. It may wait."""

from django.utils.translation import gettext_lazy as _

from clinic.models import Clinic, Tariff
from wastebank.bank.path import SetupStep, StepState
from wastebank.permissions import MANAGE_PLACES


def clinic_state() -> StepState:
    first = Clinic.objects.filter(place__active=True).select_related("place").first()
    return StepState(
        is_done=first is not None and Tariff.objects.exists(),
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
        "clinic_new",
        MANAGE_PLACES,
        needed=False,
        state=clinic_state,
    )
]
