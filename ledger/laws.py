"""Laws of the book that are checked by modules of their own."""

from ledger.audit import Law
from ledger.seals import seals_recompute

LAWS: list[Law] = [seals_recompute]
