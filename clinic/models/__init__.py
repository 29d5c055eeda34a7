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
from clinic.models.payments import (
    ClinicPayment,
    ClinicPaymentDoubt,
    ClinicPaymentEnd,
    ClinicPaymentPart,
)
from clinic.models.register import Clinic, Service, Tariff, TariffWithdrawal
from clinic.models.settlements import (
    Adjustment,
    AdjustmentBooked,
    AdjustmentPart,
    AdjustmentReply,
    DisputeAnswer,
    Statement,
    StatementApproval,
    StatementLine,
    VisitReview,
)

__all__ = [
    "Adjustment",
    "AdjustmentBooked",
    "AdjustmentPart",
    "AdjustmentReply",
    "Authorisation",
    "AuthorisationEnd",
    "AuthorisationLine",
    "AuthorisationPayment",
    "CareLimit",
    "Clinic",
    "ClinicPayee",
    "ClinicPayment",
    "ClinicPaymentDoubt",
    "ClinicPaymentEnd",
    "ClinicPaymentPart",
    "DisputeAnswer",
    "Draft",
    "Payment",
    "Redemption",
    "RedemptionCancel",
    "RedemptionLine",
    "RedemptionPayment",
    "Service",
    "Statement",
    "StatementApproval",
    "StatementLine",
    "Tariff",
    "TariffWithdrawal",
    "VisitReview",
]
