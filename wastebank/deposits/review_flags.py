"""What may be odd about a deposit: it happened all the same, and somebody looks at it later.

A deposit keeps the codes of its flags, separated by commas, for ever.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wastebank.models import Deposit

Word = str | Promise


@dataclass(frozen=True, slots=True)
class ReviewFlag:
    """A reason for a second look, in the words of whoever looks; `sign` names an icon."""

    code: str
    words: Word
    sign: str


LATE = ReviewFlag("late", _("Recorded late"), "jam")
UNUSUAL = ReviewFlag("unusual", _("Far above the usual"), "timbang")
TOTAL_DIFFERS = ReviewFlag("total_differs", _("The device showed another total"), "saldo")
UNKNOWN_MEMBER = ReviewFlag("unknown_member", _("The device did not know the member"), "orang")

REVIEW_FLAGS = [LATE, UNUSUAL, TOTAL_DIFFERS, UNKNOWN_MEMBER]
BY_CODE = {flag.code: flag for flag in REVIEW_FLAGS}


def flags_of(deposit: Deposit) -> list[ReviewFlag]:
    codes = filter(None, deposit.review_flags.split(","))
    return [BY_CODE.get(code) or ReviewFlag(code, code, "awas") for code in codes]
