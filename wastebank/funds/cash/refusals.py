"""Refusals about money in boxes and at banks."""

from django.utils.translation import gettext_lazy as _

from wastebank.refusals import Conflict, Invalid, Unknown


class CashUnknown(Unknown):
    code = "cash_unknown"
    text = _("No such box or bank account: {account}.")


class CashShort(Conflict):
    code = "cash_short"
    text = _("{name} holds {holds_idr}, {missing_idr} short. Choose another account.")


class CashClosed(Conflict):
    code = "cash_closed"
    text = _("{name} is closed. Choose another account.")


class CashNotEmpty(Conflict):
    code = "cash_not_empty"
    text = _("{name} still holds {holds_idr}. Move it to another account, then close this one.")


class CashCodeTaken(Conflict):
    """Whose code is taken by an account of another main bank is not said."""

    code = "cash_code_taken"
    text = _("The code {account} is taken. Choose another one.")


class CashSumOutOfRange(Invalid):
    code = "cash_sum_out_of_range"
    text = _("A sum lies between {min_idr} and {max_idr}.")


class SameCashAccount(Invalid):
    code = "cash_same_account"
    text = _("Money moves from one account to another. Choose two.")


class CashOpeningTooLate(Conflict):
    code = "cash_opening_too_late"
    text = _(
        "{name} has movements already. What lay there at the beginning is recorded before them."
    )


class NoBoxToCount(Conflict):
    """An account at a bank has nothing that could be counted by hand."""

    code = "cash_no_box"
    text = _("{name} is a bank account. Compare it with the bank's statement.")


class NoBankToCompare(Conflict):
    code = "cash_no_bank"
    text = _("{name} is a cash box. Count what lies in it.")


class CashCountUnknown(Unknown):
    code = "cash_count_unknown"
    text = _("No such count: {count}. Begin another one.")


class CashCounted(Conflict):
    code = "cash_counted"
    text = _("This count is recorded already. Begin another one.")


class CashCountOvertaken(Conflict):
    code = "cash_count_overtaken"
    text = _("{name} was counted by somebody else meanwhile. Begin another count.")


class CashCountTooOld(Conflict):
    code = "cash_count_too_old"
    text = _("This count was begun more than {max_hours} hours ago. Begin another one.")


class CashMovedMeanwhile(Conflict):
    code = "cash_moved_meanwhile"
    text = _("Money moved in {name} while you counted. Say after which movement you counted.")


class BankStatementTaken(Conflict):
    code = "cash_statement_taken"
    text = _("The statement {reference} was compared already, with {day}.")


class BankStatementOutOfOrder(Conflict):
    code = "cash_statement_out_of_order"
    text = _("{name} was compared up to {day}. Take a statement of that day or later.")


class StepReconciled(Conflict):
    code = "cash_step_reconciled"
    text = _("One of these movements was compared meanwhile, or is not there. Look again.")


class DifferenceGone(Conflict):
    """Only what was counted last says how much is there."""

    code = "cash_difference_gone"
    text = _(
        "This difference is booked, or {name} was counted again since. Look at the last count."
    )
