"""Refusals about clinics, services and tariffs."""

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from wastebank.refusals import Conflict, Invalid, Unknown
from wastebank.values.calendar import parse_day


def said_day(written: str) -> str:
    return date_format(parse_day(written), "j M Y")


class ClinicUnknown(Unknown):
    code = "clinic_unknown"
    text = _("No such clinic: {clinic}.")


class ServiceUnknown(Unknown):
    code = "service_unknown"
    text = _("This clinic has no such service: {service}.")


class ServiceInactive(Conflict):
    code = "service_inactive"
    text = _("{service} is not offered any more.")


class TariffMissing(Conflict):
    code = "tariff_missing"
    text = _("{service} has no tariff on this day. The clinic lead must set one.")


class TariffNeeded(Conflict):
    code = "tariff_needed"
    text = _("{service} has no fixed price. Write down what it costs.")


class TariffInPast(Conflict):
    code = "tariff_in_past"
    text = _("A tariff never changes the past. Set it from today on.")


class TariffUnknown(Unknown):
    code = "tariff_unknown"
    text = _("No such tariff: {tariff}.")


class TariffHolds(Conflict):
    code = "tariff_holds"
    text = _("This tariff holds already. Set a new tariff from today on.")


class TariffWithdrawn(Conflict):
    code = "tariff_withdrawn"
    text = _("This tariff was withdrawn before.")


class ClinicNotValid(Conflict):
    code = "clinic_not_valid"
    text = _("{clinic} does not take credit on {day}.")

    def words(self) -> dict[str, str]:
        return super().words() | {"day": said_day(self.facts["day"])}


class ClinicDatesInUse(Conflict):
    code = "clinic_dates_in_use"
    text = _("There was a visit on {day}. It must lie between the two days.")

    def words(self) -> dict[str, str]:
        return super().words() | {"day": said_day(self.facts["day"])}


class NothingOffered(Invalid):
    code = "nothing_offered"
    text = _("Take one service first.")


class ServiceTwice(Invalid):
    code = "service_twice"
    text = _("{service} stands here twice. Leave one of them empty.")


class ServiceCounted(Conflict):
    code = "service_counted"
    text = _("{service} is counted {per} already. Give the other one a name of its own.")


class ServicePriced(Conflict):
    code = "service_priced"
    text = _("{service}: {pricing}, and that stays. Give the other one a name of its own.")
