from ledger import registry


class WebConfig(registry.Room):
    """The waste bank's pages, with their template tags and static files."""

    name = "wastebank.web"
    label = "wastebank_web"
    offers = {
        "pages": "wastebank.web.urls",
        "api": "wastebank.web.api.ROUTERS",
    }
