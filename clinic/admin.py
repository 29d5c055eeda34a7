"""Clinics and their tariffs in Django's admin, to be looked at.

Visits are not there: what was done for whom is the clinic's own, also before an administrator.
"""

from django.contrib import admin

from clinic.models import Clinic, Service, Tariff
from ledger.admin import LookOnlyAdmin


@admin.register(Clinic)
class ClinicAdmin(LookOnlyAdmin):
    list_display = ["place", "valid_from", "valid_until", "cancel_window_hours"]


@admin.register(Service)
class ServiceAdmin(LookOnlyAdmin):
    list_display = ["code", "clinic", "name_id", "category", "per", "pricing", "active"]
    list_filter = ["clinic", "category", "per", "pricing"]
    search_fields = ["code", "name_id", "name_en"]


@admin.register(Tariff)
class TariffAdmin(LookOnlyAdmin):
    list_display = ["service", "valid_from", "price_idr", "set_by", "set_at"]
    list_filter = ["service__clinic"]
