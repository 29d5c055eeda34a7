"""The lists of the clinic room that may come in as files."""

from clinic.register.clinics_coming import CLINICS
from clinic.register.tariffs_coming import TARIFFS
from wastebank.files.importing.offered import OfferedList

COMING: list[OfferedList] = [TARIFFS, CLINICS]
