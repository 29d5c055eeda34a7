"""The price list and the list of materials as lists that may come in."""

from django.utils.translation import gettext_lazy as _

from wastebank.files.importing.offered import OfferedList
from wastebank.files.importing.questions import Answers
from wastebank.materials.coming.material_import import MaterialImport
from wastebank.materials.coming.material_list import MaterialList
from wastebank.materials.coming.price_import import PriceImport
from wastebank.materials.coming.prices import PriceList
from wastebank.models import Place, User
from wastebank.permissions import SET_PRICES, visible_places


def places(by: User) -> list[Place]:
    return list(visible_places(by).order_by("kind", "ordered_by"))


def make(by: User, place: str, answers: Answers) -> PriceList:
    return PriceList(PriceImport.into(by=by, place=place), answers)


PRICES = OfferedList(PriceList, SET_PRICES, places, make, _("Prices of"))


def main_banks(by: User) -> list[Place]:
    return [place for place in places(by) if place.kind == Place.Kind.MAIN]


def make_materials(by: User, place: str, answers: Answers) -> MaterialList:
    return MaterialList(MaterialImport.into(by=by, place=place), answers)


MATERIALS = OfferedList(MaterialList, SET_PRICES, main_banks, make_materials, _("Materials of"))
