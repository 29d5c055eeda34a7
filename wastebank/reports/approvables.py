"""What two people do at the waste bank, and the limits above which they do."""

from wastebank.approvals.approvable import Approvable
from wastebank.approvals.limits import LIMIT_CHANGE, DeclaredLimit
from wastebank.deposits.correcting.limits import CORRECTION_LIMIT
from wastebank.deposits.correcting.two import CORRECTION
from wastebank.funds.cash.differences import DIFFERENCE
from wastebank.old_book.agreed import OPENING_BALANCES
from wastebank.old_book.proposed import OPENING_LIMIT
from wastebank.receivables.write_off import RECEIVABLE_WRITE_OFF

APPROVABLES: list[Approvable] = [
    *(LIMIT_CHANGE, OPENING_BALANCES, DIFFERENCE, CORRECTION, RECEIVABLE_WRITE_OFF),
]
SUM_LIMITS: list[DeclaredLimit] = [OPENING_LIMIT, CORRECTION_LIMIT]
