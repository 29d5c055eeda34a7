"""What `manage.py check --deploy` asks before people come."""

from typing import Any

from django.conf import settings
from django.core import checks


@checks.register(checks.Tags.security, deploy=True)
def declared_proxies(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    if settings.WASTEBANK_TRUSTED_PROXIES:
        return []
    return [
        checks.Warning(
            "WASTEBANK_TRUSTED_PROXIES is 0: right only where browsers reach the program itself.",
            hint="Requests that a proxy sends on are refused until it is declared.",
            id="wastebank.W001",
        )
    ]
