"""Up to which sum one person alone puts a deposit right."""

from django.utils.translation import gettext_lazy as _

from wastebank.approvals.limits import DeclaredLimit

CORRECTION_LIMIT = DeclaredLimit(
    code="correction",
    name=_("Correction of a deposit"),
    default_idr=25_000,
    says=_("The difference in rupiah, up or down; all of it where another member is meant."),
)
