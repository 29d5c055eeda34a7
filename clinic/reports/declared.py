"""All lists of the clinic, so that the log can name what somebody took along."""

from clinic.charges.office_list import VISITS
from clinic.register.lists import CLINICS, TARIFF_SHEET
from clinic.reports.lines import BANKS_COPY, CLINICS_COPY
from clinic.reports.statements import STATEMENTS

LISTS = [VISITS, CLINICS, TARIFF_SHEET, STATEMENTS, BANKS_COPY, CLINICS_COPY]
