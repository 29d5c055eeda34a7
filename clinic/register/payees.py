"""To whom a clinic is paid."""

from datetime import datetime

from clinic.models import Clinic, ClinicPayee


def payee_at(clinic: Clinic, instant: datetime) -> ClinicPayee | None:
    """The payee and account that were agreed to last, as it stood at an instant; whether it could
    be paid then its `holds_from` says."""
    agreed = clinic.payees.filter(set_at__lte=instant)
    return agreed.order_by("-set_at", "-pk").first()
