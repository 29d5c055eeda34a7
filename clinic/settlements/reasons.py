"""Why a line is cut, and why a clinic disputes that: open lists, each reason with its words.

The database keeps the codes alone. A new reason is an entry here and its words; a code that was
used once never means something else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from wastebank.actions import Word


@dataclass(frozen=True, slots=True)
class Reason:
    """`needs_note`: the code alone says nothing."""

    code: str
    words: Word
    needs_note: bool = False


DOUBLE = Reason("double", _("Recorded twice"))
OVER_LIMIT = Reason("over_limit", _("Above a limit"))
NOT_GIVEN = Reason("not_given", _("The patient says that it was not given"))
OTHER_DAY = Reason("other_day", _("Outside the agreed days"))
TARIFF = Reason("tariff", _("Not by the tariff"))
NOT_AS_GIVEN = Reason("not_as_given", _("Not what was given, says the reviewer"))
OTHER = Reason("other", _("Another reason"), needs_note=True)

# Those of the bank; what was given is judged by the medical reviewer alone.
CUTS: Sequence[Reason] = (DOUBLE, OVER_LIMIT, NOT_GIVEN, OTHER_DAY, TARIFF, OTHER)
DISPUTES: Sequence[Reason] = (
    Reason("two_people", _("Two people, one shared credit")),
    Reason("two_visits", _("Two different visits")),
    Reason("limit_wrong", _("The limit was counted wrongly")),
    Reason("was_given", _("The care was given as written")),
    OTHER,
)


def by_code(reasons: Sequence[Reason]) -> Mapping[str, Reason]:
    return {reason.code: reason for reason in reasons}


_CUTS = by_code((*CUTS, NOT_AS_GIVEN))
_DISPUTES = by_code(DISPUTES)


def cut_words(code: str) -> Word:
    """Why a line is cut, in the reader's words; a code of a newer program says itself."""
    return _CUTS[code].words if code in _CUTS else code


def dispute_words(code: str) -> Word:
    return _DISPUTES[code].words if code in _DISPUTES else code
