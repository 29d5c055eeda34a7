"""The kinds of journal entries that the clinic posts."""

from django.utils.translation import gettext_lazy as _

from ledger.models import EntryKind

REDEMPTION = EntryKind("redemption", _("Care"), "tukar", tone="clinic", page="visits:of_entry")
REDEMPTION_REVERSED = EntryKind(
    "redemption_reversed", _("Care cancelled"), "batal", tone="clinic", page="visits:of_entry"
)

ENTRY_KINDS = [REDEMPTION, REDEMPTION_REVERSED]
