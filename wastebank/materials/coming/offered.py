"""The price list as one of the lists that may come in."""

from django.utils.translation import gettext_lazy as _

from wastebank.files.importing.offered import OfferedList
from wastebank.files.importing.questions import Answers
from wastebank.materials.coming.price_import import PriceImport
from wastebank.materials.coming.prices import PriceList
from wastebank.models import Place, User
from wastebank.permissions import SET_PRICES, visible_places


def places(by: User) -> list[Place]:
    return list(visible_places(by).order_by("kind", "ordered_by"))


def make(by: User, place: str, answers: Answers) -> PriceList:
    return PriceList(PriceImport.into(by=by, place=place), answers)


PRICES = OfferedList(PriceList, SET_PRICES, places, make, _("Prices of"))
