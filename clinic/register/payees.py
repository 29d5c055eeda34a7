"""To whom a clinic is paid. A payment copies it when it is sent, so that later changes do not
reach what was paid."""

from datetime import datetime

from clinic.models import Clinic, ClinicPayee


def payee_at(clinic: Clinic, instant: datetime) -> ClinicPayee | None:
    """The payee and account that were agreed to last, as it stood at an instant. It may be paid
    from its `holds_from` on; until then nobody is, since the one before may be in wrong hands."""
    agreed = ClinicPayee.objects.filter(clinic=clinic, set_at__lte=instant)
    return agreed.order_by("-set_at", "-pk").first()
