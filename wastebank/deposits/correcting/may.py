"""Who may put a deposit right, and until when."""

from datetime import date

from ledger.refusals import Refusal
from wastebank.deposits.correcting.refusals import CorrectTooLate, DepositVoided
from wastebank.deposits.record import require_other_household
from wastebank.models import Deposit, DepositVoid, User
from wastebank.numbering import open_day
from wastebank.permissions import CORRECT_DEPOSIT, VOID_ANY_DAY, may, require


def require_in_time(by: User, deposit: Deposit) -> None:
    """Nothing that was voided, not for the own household, and later only by the office."""
    if DepositVoid.objects.filter(deposit=deposit).exists():
        raise DepositVoided(deposit=deposit.number)
    require_other_household(by, deposit.member)
    require_same_day(by, deposit, open_day(deposit.place))


def require_same_day(by: User, deposit: Deposit, day: date) -> None:
    if not may(by, VOID_ANY_DAY) and deposit.book_day != day:
        raise CorrectTooLate


def why_not_correct(*, by: User, deposit: Deposit) -> Refusal | None:
    """Why this person cannot put this deposit right now; None if they can."""
    try:
        require(by, CORRECT_DEPOSIT)
        require_in_time(by, deposit)
    except Refusal as refusal:
        return refusal
    return None
