"""The clinic's part of the API."""

ROUTERS = (
    "clinic.web.api.redemptions.router",
    "clinic.web.api.authorisations.router",
    "clinic.web.api.statements.router",
    "clinic.web.api.tariffs.router",
)
