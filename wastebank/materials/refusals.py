"""Refusals about materials and their prices."""

from django.utils.translation import gettext_lazy as _

from wastebank.refusals import Conflict, Invalid, Unknown
from wastebank.values.units import UNITS


class MaterialUnknown(Unknown):
    code = "material_unknown"
    text = _("No such material: {material}.")


class MaterialInactive(Conflict):
    code = "material_inactive"
    text = _("{material} is not taken any more.")


class PriceMissing(Conflict):
    code = "price_missing"
    text = _("No price for {material} on this day. The office must set one.")


class PriceNeeded(Conflict):
    code = "price_needed"
    text = _("{material} has no fixed price. Ask for it and write it down.")


class AskPriceOutOfRange(Invalid):
    """Not kept for its key: the office may write down what buyers pay, and it is sent again."""

    code = "ask_price_out_of_range"
    text = _("{material}: {sent_idr} {per} is too much. At most {max_idr} {per} is paid for it.")

    def words(self) -> dict[str, str]:
        return super().words() | {"per": str(UNITS[self.facts["unit"]].per)}


class PriceInUse(Conflict):
    code = "price_in_use"
    text = _("Deposits rest on the price of that day. Set a new price from today on.")


class PriceUnknown(Unknown):
    code = "price_unknown"
    text = _("No such price: {price}.")


class PriceHolds(Conflict):
    code = "price_holds"
    text = _("This price holds already. Set a new price from today on.")


class PriceWithdrawn(Conflict):
    code = "price_withdrawn"
    text = _("This price was withdrawn before.")


class NothingTaken(Invalid):
    code = "nothing_taken"
    text = _("Take one material first.")


class MaterialTwice(Invalid):
    code = "material_twice"
    text = _("{material} stands here twice. Leave one of them empty.")


class OwnCodeTaken(Conflict):
    code = "own_code_taken"
    text = _("{code} is the code of {material} already. Give another one.")
