"""What members may bring along from an old book before two people say so."""

from django.utils.translation import gettext_lazy as _

from wastebank.approvals.limits import DeclaredLimit

OPENING_LIMIT = DeclaredLimit(
    code="opening_balances",
    name=_("Balances from the old book"),
    default_idr=10_000_000,
    says=_("All opening balances of a place together."),
)
