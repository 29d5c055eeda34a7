"""What two people do at the waste bank, and the limits above which they do."""

from wastebank.approvals.approvable import Approvable
from wastebank.approvals.limits import LIMIT_CHANGE, DeclaredLimit
from wastebank.funds.cash.differences import DIFFERENCE
from wastebank.old_book.agreed import OPENING_BALANCES
from wastebank.old_book.proposed import OPENING_LIMIT

APPROVABLES: list[Approvable] = [LIMIT_CHANGE, OPENING_BALANCES, DIFFERENCE]
SUM_LIMITS: list[DeclaredLimit] = [OPENING_LIMIT]
