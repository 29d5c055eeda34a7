"""The kinds of journal entries that the waste bank posts."""

from django.utils.translation import gettext_lazy as _

from ledger.models import EntryKind

DEPOSIT = EntryKind("deposit", _("Deposit"), "setor")
DEPOSIT_REVERSED = EntryKind("deposit_reversed", _("Deposit voided"), "batal", tone="is-stop")
DEPOSIT_CORRECTED = EntryKind("deposit_corrected", _("Correction"), "ubah", tone="is-wait")
WRITTEN_OFF = EntryKind("written_off", _("Correction written off"), "ya")
OPENING_BALANCE = EntryKind("opening_balance", _("Opening balance"), "saldo")
CASH_OPENED = EntryKind("cash_opened", _("Money brought in at the beginning"), "saldo")
CASH_MOVED = EntryKind("cash_moved", _("Money moved between boxes and banks"), "ganti")
CASH_DIFFERENCE = EntryKind("cash_difference", _("Difference of a cash count"), "tunai")

# Rows of a passbook that are a part of another entry: what the bank laid out where the credit was
# spent, and what a deposit brings back of it.
ADVANCE = EntryKind("advance", _("Laid out by the bank"), "buku", tone="is-wait")
REPAYMENT = EntryKind("repayment", _("Part for a correction"), "kembali", tone="is-wait")

ENTRY_KINDS = [
    *(DEPOSIT, DEPOSIT_REVERSED, DEPOSIT_CORRECTED, WRITTEN_OFF, OPENING_BALANCE),
    *(CASH_OPENED, CASH_MOVED, CASH_DIFFERENCE),
    *(ADVANCE, REPAYMENT),
]
