"""The lists of the clinic room that may come in as files."""

from clinic.register.coming.clinic_list import CLINICS
from clinic.register.coming.tariff_list import TARIFFS
from wastebank.files.importing.offered import OfferedList

COMING: list[OfferedList] = [TARIFFS, CLINICS]
