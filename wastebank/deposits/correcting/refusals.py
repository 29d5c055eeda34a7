"""Refusals about putting a deposit right."""

from django.utils.translation import gettext_lazy as _

from wastebank.refusals import Conflict, Invalid, NotAllowed
from wastebank.values.language import language
from wastebank.values.quantities import show_amount


class WhatMissing(Invalid):
    code = "correction_of_what"
    text = _("Say what is right: the lines, or whose deposit it is. One of the two.")


class LineUnknown(Invalid):
    code = "line_unknown"
    text = _("{deposit} has no line {line}.")


class LineNotPlain(Invalid):
    code = "line_not_plain"
    text = _("{deposit} has {count} lines of {material}. Say which line is meant.")


class CorrectTooLate(Conflict):
    code = "correct_too_late"
    text = _("The day of this deposit is over or closed. Ask the treasurer to correct it.")


class WeighedIt(NotAllowed):
    """The second person is neither who proposed it nor who weighed it."""

    code = "weighed_it"
    text = _("You recorded this deposit yourself. Somebody else agrees.")


class DepositVoided(Conflict):
    code = "deposit_voided"
    text = _("{deposit} was voided. Nothing is left of it to correct.")


class StockShort(Conflict):
    """What was weighed too much is not in the store any more."""

    code = "stock_short"
    text = _("Only {left} of {material} left in store. The correction needs {needed}.")

    def words(self) -> dict[str, str]:
        tongue, unit = language(), self.facts["unit"]
        amounts = {name: show_amount(self.facts[name], unit, tongue) for name in ("left", "needed")}
        return super().words() | amounts


class DepositChanged(Conflict):
    """Somebody else put it right between the look and the key."""

    code = "deposit_changed"
    sticky = False  # the same request may go through once it has been looked at again
    text = _("Somebody corrected {deposit} meanwhile. Look again.")


class CorrectionChanged(Conflict):
    """Somebody spent or brought something between the look and the key: look again."""

    code = "correction_changed"
    sticky = False  # the same request with what is seen now goes through
    text = _(
        "The balance has changed: {receivable_idr} of it would still have to come back. Look again."
    )
