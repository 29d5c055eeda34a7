from importlib import import_module

from ledger import registry


class WebConfig(registry.Room):
    """The waste bank's pages, with their template tags and static files."""

    name = "wastebank.web"
    label = "wastebank_web"
    offers = {
        "pages": "wastebank.web.urls",
        "api": "wastebank.web.api.ROUTERS",
    }

    def ready(self) -> None:
        super().ready()
        import_module("wastebank.web.serving.checks")
