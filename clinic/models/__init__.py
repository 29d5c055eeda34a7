"""What is in the clinic. No diagnosis has a place here, and no deposit."""

from clinic.models.authorisations import (
    Authorisation,
    AuthorisationEnd,
    AuthorisationLine,
    AuthorisationPayment,
)
from clinic.models.charges import (
    Payment,
    Redemption,
    RedemptionCancel,
    RedemptionLine,
    RedemptionPayment,
)
from clinic.models.drafts import Draft
from clinic.models.limits import CareLimit
from clinic.models.payees import ClinicPayee
from clinic.models.register import Clinic, Service, Tariff, TariffWithdrawal

__all__ = [
    "Authorisation",
    "AuthorisationEnd",
    "AuthorisationLine",
    "AuthorisationPayment",
    "CareLimit",
    "Clinic",
    "ClinicPayee",
    "Draft",
    "Payment",
    "Redemption",
    "RedemptionCancel",
    "RedemptionLine",
    "RedemptionPayment",
    "Service",
    "Tariff",
    "TariffWithdrawal",
]
