from django.apps import AppConfig


class WastebankConfig(AppConfig):
    name = "wastebank"
    verbose_name = "Waste bank"
