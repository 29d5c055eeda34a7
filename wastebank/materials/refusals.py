"""Refusals about materials and their prices."""

from django.utils.translation import gettext_lazy as _

from wastebank.refusals import Conflict, Invalid, Unknown


class PriceOutOfRange(Invalid):
    code = "price_out_of_range"
    text = _("A price lies between Rp0 and {max_idr}.")


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


class PriceDiffers(Conflict):
    code = "price_differs"
    text = _("{name} costs {price_idr} today, not {sent_idr}. Look at the price again.")


class PriceInUse(Conflict):
    code = "price_in_use"
    text = _("Deposits rest on the price of that day. Set a new price from today on.")
