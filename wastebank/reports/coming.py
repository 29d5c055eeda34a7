"""The lists of the waste bank that may come in as files."""

from wastebank.files.importing.offered import OfferedList
from wastebank.materials.coming.offered import PRICES

COMING: list[OfferedList] = [PRICES]
