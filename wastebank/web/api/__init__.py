"""The waste bank's part of the API."""

ROUTERS = (
    "wastebank.web.api.members.router",
    "wastebank.web.api.deposits.router",
    "wastebank.web.api.prices.router",
    "wastebank.web.api.days.router",
    "wastebank.web.api.corrections.router",
    "wastebank.web.api.bank.router",
    "wastebank.web.api.approvals.routes.router",
    "wastebank.web.api.cash.moves.router",  # `cash/transfers` is no account
    "wastebank.web.api.cash.accounts.router",
    "wastebank.web.api.imports.router",
    "wastebank.web.api.sync.router",
    "wastebank.web.api.tokens.router",
)
