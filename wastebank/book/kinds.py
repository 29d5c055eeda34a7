"""The kinds of journal entries that the waste bank posts."""

from django.utils.translation import gettext_lazy as _

from ledger.models import EntryKind

DEPOSIT = EntryKind("deposit", _("Deposit"), "setor")
DEPOSIT_REVERSED = EntryKind("deposit_reversed", _("Deposit voided"), "batal", tone="is-stop")
OPENING_BALANCE = EntryKind("opening_balance", _("Opening balance"), "saldo")

ENTRY_KINDS = [DEPOSIT, DEPOSIT_REVERSED, OPENING_BALANCE]
