"""What the clinic's tables say, and which of their columns may change without a trace."""

from ledger.written.documents import Document
from wastebank.book.documents import FORMS

ROOM_DOCUMENTS = [
    Document("clinic.Redemption"),
    Document("clinic.RedemptionLine"),
    Document("clinic.RedemptionPayment"),
    Document("clinic.RedemptionCancel"),
    Document("clinic.Authorisation"),
    Document("clinic.AuthorisationLine"),
    Document("clinic.AuthorisationPayment"),
    Document("clinic.AuthorisationEnd"),
    Document("clinic.Tariff"),
    Document("clinic.TariffWithdrawal"),
    Document("clinic.Clinic"),
    Document("clinic.Service", FORMS),
]

FREE_TABLES = {
    "clinic_draft": "what a clerk has begun: no record, it changes at every key and goes",
}
