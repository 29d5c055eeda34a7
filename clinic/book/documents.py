"""What the clinic's tables say, and which of their columns may change without a trace."""

from ledger.written.documents import Document
from wastebank.book.documents import FORMS

ROOM_DOCUMENTS = [
    Document("clinic.Redemption", ours="redeemed_at"),
    Document("clinic.RedemptionLine"),
    Document("clinic.RedemptionPayment"),
    Document("clinic.RedemptionCancel", ours="cancelled_at"),
    Document("clinic.Authorisation", ours="opened_at"),
    Document("clinic.AuthorisationLine"),
    Document("clinic.AuthorisationPayment"),
    Document("clinic.AuthorisationEnd", ours="ended_at"),
    Document("clinic.Statement", ours="drawn_at"),
    Document("clinic.StatementLine", ours="added_at"),
    Document("clinic.Adjustment", ours="adjusted_at"),
    Document("clinic.AdjustmentPart"),
    Document("clinic.AdjustmentReply", ours="replied_at"),
    Document("clinic.DisputeAnswer", ours="answered_at"),
    Document("clinic.AdjustmentBooked", ours="booked_at"),
    Document("clinic.StatementApproval", ours="approved_at"),
    Document("clinic.VisitReview", ours="reviewed_at"),
    Document("clinic.ClinicPayment", ours="paid_at"),
    Document("clinic.ClinicPaymentPart"),
    Document("clinic.ClinicPaymentDoubt", ours="said_at"),
    Document("clinic.ClinicPaymentEnd", ours="said_at"),
    Document("clinic.Tariff", ours="set_at"),
    Document("clinic.TariffWithdrawal", ours="withdrawn_at"),
    Document("clinic.ClinicPayee", ours="set_at"),
    Document("clinic.CareLimit", ours="set_at"),
    Document("clinic.Clinic"),
    Document("clinic.Service", FORMS),
]

FREE_TABLES = {
    "clinic_draft": "what a clerk has begun: no record, it changes at every key and goes",
}
