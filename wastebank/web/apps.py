from django.apps import AppConfig


class WebConfig(AppConfig):
    """The pages' template tags and static files."""

    name = "wastebank.web"
    label = "wastebank_web"
