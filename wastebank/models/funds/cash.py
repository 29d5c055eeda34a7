"""Cash boxes and bank accounts, what was put in and moved, and how it was counted.

An account may change and keeps its log; everything that is said of its money is written once.
"""

from collections.abc import Iterable

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ledger.models import JournalEntry
from wastebank.models.approvals import Approval
from wastebank.models.named import Named
from wastebank.models.places import Place

REFERENCE_LETTERS = 60


class CashAccount(Named):
    """Money that is really there: a box at a place, or an account at a bank."""

    class Kind(models.TextChoices):
        BOX = "box", _("Cash box")
        BANK = "bank", _("Bank account")

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=4, choices=Kind.choices)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="cash_accounts")
    bank_name = models.CharField(max_length=60, blank=True)
    bank_number = models.CharField(max_length=40, blank=True)
    active = models.BooleanField(default=True)

    replayed: bool = False

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="box", bank_name="", bank_number="")
                | (Q(kind="bank") & ~Q(bank_name="") & ~Q(bank_number="")),
                name="cash_account_is_box_or_bank",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def names(self) -> Iterable[str]:
        return self.name, self.code, self.bank_name

    @property
    def is_bank(self) -> bool:
        return self.kind == self.Kind.BANK


class CashOpening(models.Model):
    """What lay in an account when the book began to count it: once, before anything else."""

    account = models.OneToOneField(CashAccount, on_delete=models.PROTECT, related_name="opening")
    entry = models.OneToOneField(JournalEntry, on_delete=models.PROTECT)
    day = models.DateField()
    amount_idr = models.BigIntegerField()
    note = models.CharField(max_length=300)
    actor = models.CharField(max_length=150)
    recorded_at = models.DateTimeField()

    replayed: bool = False

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_idr__gt=0), name="cash_opening_positive"),
        ]

    def __str__(self) -> str:
        return f"opening of {self.account_id}"


class CashTransfer(models.Model):
    """Money carried from one account to another. One that was wrong is carried back."""

    source = models.ForeignKey(CashAccount, on_delete=models.PROTECT, related_name="given")
    target = models.ForeignKey(CashAccount, on_delete=models.PROTECT, related_name="taken")
    entry = models.OneToOneField(JournalEntry, on_delete=models.PROTECT)
    day = models.DateField()
    amount_idr = models.BigIntegerField()
    reference = models.CharField(max_length=REFERENCE_LETTERS, blank=True)
    note = models.CharField(max_length=300, blank=True)
    source_after_idr = models.BigIntegerField()
    target_after_idr = models.BigIntegerField()
    actor = models.CharField(max_length=150)
    recorded_at = models.DateTimeField()

    replayed: bool = False

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_idr__gt=0, source_after_idr__gte=0, target_after_idr__gt=0)
                & ~Q(source=F("target")),
                name="cash_transfer_moves_something",
            ),
        ]

    def __str__(self) -> str:
        return f"transfer {self.pk}"


class CashCountBegun(models.Model):
    """A count was begun: how far the account had come by then, and what was counted of it last."""

    account = models.ForeignKey(CashAccount, on_delete=models.PROTECT, related_name="counts_begun")
    version = models.BigIntegerField()  # its steps in the book
    last_count = models.BigIntegerField()
    last_difference = models.BigIntegerField()
    actor = models.CharField(max_length=150)
    begun_at = models.DateTimeField()

    replayed: bool = False

    def __str__(self) -> str:
        return f"count of {self.account_id}, begun"


class CashCount(models.Model):
    """What was counted in a box, or what the bank's statement says, against the book. Kept also
    where they agree."""

    account = models.ForeignKey(CashAccount, on_delete=models.PROTECT, related_name="counts")
    # Of a box: its begin, and the step after which it was counted. A bank's statement has neither.
    begun = models.OneToOneField(CashCountBegun, null=True, on_delete=models.PROTECT)
    version = models.BigIntegerField(null=True)
    day = models.DateField()
    # The statement's own number: none for a box, and none twice for a bank.
    reference = models.CharField(max_length=REFERENCE_LETTERS, null=True)
    counted_idr = models.BigIntegerField()
    book_idr = models.BigIntegerField()
    difference_idr = models.BigIntegerField()
    note = models.CharField(max_length=300, blank=True)
    actor = models.CharField(max_length=150)
    counted_at = models.DateTimeField()

    replayed: bool = False

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(difference_idr=F("counted_idr") - F("book_idr"), counted_idr__gte=0),
                name="cash_count_difference",
            ),
            models.CheckConstraint(
                condition=Q(begun__isnull=False, version__isnull=False, reference__isnull=True)
                | (
                    Q(begun__isnull=True, version__isnull=True, reference__isnull=False)
                    & ~Q(reference="")
                ),
                name="cash_count_of_box_or_bank",
            ),
            models.UniqueConstraint(
                fields=["account", "reference"], name="cash_statement_taken_once"
            ),
        ]

    def __str__(self) -> str:
        return f"count {self.pk}"


class ReconciledStep(models.Model):
    """A step of a bank account that stands on a statement of the bank."""

    count = models.ForeignKey(CashCount, on_delete=models.PROTECT, related_name="steps")
    account = models.ForeignKey(CashAccount, on_delete=models.PROTECT, db_index=False)
    version = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "version"], name="step_reconciled_once"),
        ]

    def __str__(self) -> str:
        return f"step {self.version} of {self.account_id}"


class CashDifference(models.Model):
    """The difference of a count, booked by a second person."""

    count = models.OneToOneField(CashCount, on_delete=models.PROTECT, related_name="booked")
    approval = models.OneToOneField(Approval, on_delete=models.PROTECT, related_name="difference")
    entry = models.OneToOneField(JournalEntry, on_delete=models.PROTECT)
    amount_idr = models.BigIntegerField()
    actor = models.CharField(max_length=150)
    recorded_at = models.DateTimeField()

    replayed: bool = False

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(amount_idr=0), name="cash_difference_is_one"),
        ]

    def __str__(self) -> str:
        return f"difference of count {self.count_id}"
