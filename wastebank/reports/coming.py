"""The lists of the waste bank that may come in as files."""

from wastebank.files.importing.offered import OfferedList
from wastebank.materials.coming.offered import MATERIALS, PRICES
from wastebank.old_book.offered import MEMBERS
from wastebank.staff.coming.staff_list import STAFF

COMING: list[OfferedList] = [PRICES, MATERIALS, MEMBERS, STAFF]
