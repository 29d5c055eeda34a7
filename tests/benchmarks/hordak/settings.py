"""Django's settings for django-hordak, on the engine and the pool our own program has."""

import os

from wastebank.env import postgres

SECRET_KEY = "for a benchmark only, and for no longer than it runs"
DATABASES = {"default": postgres(os.environ["DATABASE_URL"])}
INSTALLED_APPS = ["django.contrib.contenttypes", "mptt", "hordak"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
DEFAULT_CURRENCY = HORDAK_INTERNAL_CURRENCY = "IDR"
CURRENCIES = HORDAK_CURRENCIES = ["IDR"]
HORDAK_DECIMAL_PLACES = 0
HORDAK_MAX_DIGITS = 18
