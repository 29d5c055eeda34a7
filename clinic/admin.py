"""Clinics in Django's admin, to be looked at.

What a clinic does has no place there, neither for whom nor at what price: what was done for whom is
the clinic's own, also before an administrator, and a page that names services could be read beside
one that names people. Tariffs are looked at where they are set.
"""

from django.contrib import admin

from clinic.models import Clinic
from ledger.admin import LookOnlyAdmin


@admin.register(Clinic)
class ClinicAdmin(LookOnlyAdmin):
    list_display = ["place", "valid_from", "valid_until", "cancel_window_hours"]
