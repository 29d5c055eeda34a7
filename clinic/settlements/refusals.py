"""Refusals about statements of clinics and their payment."""

from django.utils.translation import gettext_lazy as _

from wastebank.refusals import Conflict, Invalid, Unknown


class StatementUnknown(Unknown):
    code = "statement_unknown"
    text = _("No statement with this number here.")


class StatementLineUnknown(Unknown):
    code = "statement_line_unknown"
    text = _("This statement has no line {line}.")


class TwinUnknown(Unknown):
    code = "twin_unknown"
    text = _("This clinic has no visit with that number.")


class PaymentUnknown(Unknown):
    code = "payment_unknown"
    text = _("No payment with this reference here.")


class CutOutOfRange(Invalid):
    code = "cut_out_of_range"
    text = _("A cut is between Rp1 and what the care cost, {most_idr}.")


class PaymentOutOfRange(Invalid):
    code = "payment_out_of_range"
    text = _("A payment is a whole sum from Rp1 to {most_idr}.")


class ReasonUnknown(Invalid):
    code = "reason_unknown"
    text = _("There is no such reason: {reason}.")


class MonthRunning(Conflict):
    """Not kept for the key: the same request is carried out when the month is over."""

    code = "month_running"
    sticky = False
    text = _("{month} is not over yet. Its statement is drawn up from {day} on.")


class VisitsOpen(Conflict):
    """Not kept for the key: they end within hours."""

    code = "visits_open"
    sticky = False
    text = _("{count} visits of {month} are still open. End them first: {visits}.")


class MonthOutOfTurn(Conflict):
    code = "month_out_of_turn"
    sticky = False
    text = _("The statement of {month} comes first.")


class StatementStands(Conflict):
    code = "statement_stands"
    text = _("{statement} is drawn up already.")


class StatementApproved(Conflict):
    code = "statement_approved"
    text = _("{statement} is approved already. It is not cut any more.")


class StatementNotApproved(Conflict):
    code = "statement_not_approved"
    sticky = False
    text = _("{statement} waits for its approval by a second person.")


class StatementEmpty(Conflict):
    code = "statement_empty"
    text = _("{statement} has no visit. Nothing is approved and nothing is paid.")


class RepliesOpen(Conflict):
    code = "replies_open"
    sticky = False
    text = _("The clinic may dispute {count} lines until {day}.")


class NotCut(Conflict):
    code = "line_not_cut"
    text = _("This line is not cut.")


class CutBefore(Conflict):
    code = "line_cut_before"
    text = _("This line is cut already.")


class NotAVisit(Conflict):
    code = "line_not_a_visit"
    text = _("Only a visit is cut, and only while it is not cancelled.")


class RepliedBefore(Conflict):
    code = "replied_before"
    text = _("The clinic has answered to this cut before.")


class DisputeTooLate(Conflict):
    code = "dispute_too_late"
    text = _("Disputes closed on {day}. Silence is acceptance.")


class NotDisputed(Conflict):
    code = "line_not_disputed"
    text = _("Nobody disputes this line.")


class AnsweredBefore(Conflict):
    code = "answered_before"
    text = _("This dispute was answered before.")


class AnswerTooLate(Conflict):
    code = "answer_too_late"
    text = _("This dispute was to be answered until {day}. Unanswered, it is accepted.")


class NotDrawn(Conflict):
    code = "visit_not_drawn"
    text = _("This visit was not drawn for review.")


class ReviewedBefore(Conflict):
    code = "reviewed_before"
    text = _("This visit was reviewed before.")


class ReferenceTaken(Conflict):
    code = "reference_taken"
    text = _("Reference {reference} was used on {day}.")


class MoreThanOpen(Conflict):
    """Whoever means it says so, with the same key."""

    code = "more_than_open"
    sticky = False
    text = _("{open_idr} is open. {more_idr} more would be a credit on the next statement.")


class ResultUnknown(Conflict):
    code = "result_unknown"
    sticky = False
    text = _("Nobody knows yet whether payment {reference} arrived. Find out before you pay again.")


class PaymentEnded(Conflict):
    code = "payment_ended"
    text = _("What became of this payment was said before.")


class PayeeMissing(Conflict):
    code = "payee_missing"
    sticky = False
    text = _("Nobody has said yet to whom and to which account this clinic is paid.")


class PayeeTooNew(Conflict):
    code = "payee_too_new"
    sticky = False
    text = _("New account. It can be paid from {day}.")


class VisitCancelledMeanwhile(Conflict):
    code = "dispute_cancelled_visit"
    text = _("This visit was cancelled meanwhile. Nothing is left to cut.")
