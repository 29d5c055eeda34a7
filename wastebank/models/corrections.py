"""What was put right about a deposit, and what of it is still to come back. Rows are written once.

A deposit's own row and lines stay as they were; what stands now is told by the last correction.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ledger.models import JournalEntry
from wastebank.models.approvals import Approval
from wastebank.models.deposits import THOUSANDTHS, Deposit
from wastebank.models.goods import Material
from wastebank.models.members import Member
from wastebank.values.language import named
from wastebank.values.units import PIECE


class CorrectionCause(models.TextChoices):
    """Whose mistake it was: each has its own pace at which a receivable comes back."""

    OUR_ERROR = "our_error", _("Our mistake")
    HONEST_ERROR = "honest_error", _("An honest mistake")
    FRAUD = "fraud", _("On purpose")


class DepositCorrection(models.Model):
    """A deposit put right by an entry of its own: its lines, or whose it is.

    The difference of the two totals is, to the rupiah, what went into the credit, into what the
    member was still to give back and into what had been written off, less what was taken from the
    credit and what became a receivable.
    """

    deposit = models.ForeignKey(
        Deposit, on_delete=models.PROTECT, related_name="corrections", db_index=False
    )
    step = models.PositiveSmallIntegerField()  # the first correction of a deposit is 1
    # None: waste that was taken for nothing now stands at another member, and nothing moved.
    entry = models.OneToOneField(JournalEntry, null=True, on_delete=models.PROTECT)
    member_before = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    member_after = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="corrections_to", db_index=False
    )
    total_before_idr = models.BigIntegerField()
    total_after_idr = models.BigIntegerField()
    from_credit_idr = models.BigIntegerField(default=0)
    receivable_idr = models.BigIntegerField(default=0)
    to_credit_idr = models.BigIntegerField(default=0)
    to_receivables_idr = models.BigIntegerField(default=0)
    to_written_off_idr = models.BigIntegerField(default=0)
    cause = models.CharField(max_length=20, choices=CorrectionCause.choices)
    reason = models.CharField(max_length=300)
    # Above the programme's limit: what one proposed and another agreed to.
    approval = models.OneToOneField(
        Approval, null=True, on_delete=models.PROTECT, related_name="correction"
    )
    actor = models.CharField(max_length=150)
    actor_name = models.CharField(max_length=150)
    corrected_at = models.DateTimeField()
    book_day = models.DateField()  # the day it counts in, as for deposits
    balance_after_idr = models.BigIntegerField()  # of the member whose it is now

    replayed: bool = False

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["deposit", "step"], name="correction_step_once"),
            models.CheckConstraint(
                condition=Q(
                    total_before_idr__gte=0,
                    total_after_idr__gte=0,
                    from_credit_idr__gte=0,
                    receivable_idr__gte=0,
                    to_credit_idr__gte=0,
                    to_receivables_idr__gte=0,
                    to_written_off_idr__gte=0,
                ),
                name="correction_parts_positive",
            ),
            models.CheckConstraint(
                condition=Q(
                    total_after_idr=F("total_before_idr")
                    + F("to_credit_idr")
                    + F("to_receivables_idr")
                    + F("to_written_off_idr")
                    - F("from_credit_idr")
                    - F("receivable_idr")
                ),
                name="correction_parts_add_up",
            ),
        ]
        indexes = [
            models.Index(fields=["book_day"], name="correction_by_book_day"),
            models.Index(fields=["member_after"], name="correction_by_member"),
        ]

    def __str__(self) -> str:
        return f"correction {self.step} of {self.deposit_id}"

    @property
    def change_idr(self) -> int:
        """What it adds to the sums of its day, with its sign."""
        return self.total_after_idr - self.total_before_idr

    @property
    def back_idr(self) -> int:
        """What went back by it: into what was still to come, and into the credit."""
        return self.to_credit_idr + self.to_receivables_idr + self.to_written_off_idr

    @property
    def moved_member(self) -> bool:
        return self.member_before_id != self.member_after_id


class CorrectionLine(models.Model):
    """A line of a deposit before and after: one row for a material, two where it was another one.

    An amount of nothing before, or after, says that the line was not of this material then.
    """

    correction = models.ForeignKey(
        DepositCorrection, on_delete=models.PROTECT, related_name="lines", db_index=False
    )
    line = models.PositiveSmallIntegerField()  # of the deposit
    material = models.ForeignKey(Material, on_delete=models.PROTECT)
    name_id = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    family = models.CharField(max_length=10)
    unit = models.CharField(max_length=3)
    price_idr = models.BigIntegerField()  # of the day it was weighed
    rounding = models.CharField(max_length=20)
    amount_before = models.BigIntegerField()
    amount_after = models.BigIntegerField()
    rupiah_before_idr = models.BigIntegerField()
    rupiah_after_idr = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["correction", "line", "material"], name="correction_line_once"
            ),
            models.CheckConstraint(
                condition=Q(amount_before__gte=0, amount_after__gte=0, price_idr__gte=0)
                & ~Q(amount_before=F("amount_after")),
                name="correction_line_changes",
            ),
            models.CheckConstraint(
                condition=Q(
                    unit=PIECE.code,
                    rupiah_before_idr=F("amount_before") * F("price_idr"),
                    rupiah_after_idr=F("amount_after") * F("price_idr"),
                )
                | Q(
                    unit__in=THOUSANDTHS,
                    rupiah_before_idr=(F("amount_before") * F("price_idr") + 500) / 1000,
                    rupiah_after_idr=(F("amount_after") * F("price_idr") + 500) / 1000,
                ),
                name="correction_line_follows_rule",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.correction_id}/{self.line}"

    @property
    def name(self) -> str:
        return named(self)

    @property
    def change_amount(self) -> int:
        return self.amount_after - self.amount_before

    @property
    def change_idr(self) -> int:
        return self.rupiah_after_idr - self.rupiah_before_idr


class Receivable(models.Model):
    """The part of a correction that the credit did not hold: later deposits bring it back.

    It names whoever had the wallet then, and what was said of its return when it began.
    """

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="receivables")
    correction = models.OneToOneField(
        DepositCorrection, on_delete=models.PROTECT, related_name="receivable"
    )
    cause = models.CharField(max_length=20, choices=CorrectionCause.choices)
    percent = models.PositiveSmallIntegerField()  # of each later deposit
    floor_idr = models.BigIntegerField()  # at least so much of it
    amount_idr = models.BigIntegerField()
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_idr__gt=0, percent__lte=100, floor_idr__gte=0),
                name="receivable_positive",
            ),
        ]

    def __str__(self) -> str:
        return f"receivable of {self.correction_id}"


class WriteOffReason(models.TextChoices):
    """Why a receivable is given up; each has an account of its own."""

    OUR_ERROR = "our_error", _("It was our mistake")
    HARDSHIP = "hardship", _("It cannot be paid back")
    GONE = "gone", _("The member is gone")
    DEATH = "death", _("The member has died")


class ReceivableMove(models.Model):
    """A step by which a receivable grows less, or by which what was given up is taken back."""

    class Kind(models.TextChoices):
        DEPOSIT = "deposit", _("From a deposit")
        CORRECTION = "correction", _("By a correction")
        WRITE_OFF = "write_off", _("Written off")
        TAKEN_BACK = "taken_back", _("Write-off taken back")

    receivable = models.ForeignKey(
        Receivable, on_delete=models.PROTECT, related_name="moves", db_index=False
    )
    step = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    entry = models.ForeignKey(JournalEntry, on_delete=models.PROTECT)
    deposit = models.ForeignKey(
        Deposit, null=True, on_delete=models.PROTECT, related_name="repayments"
    )
    correction = models.ForeignKey(
        DepositCorrection, null=True, on_delete=models.PROTECT, related_name="moves"
    )
    amount_idr = models.BigIntegerField()
    left_idr = models.BigIntegerField()  # of this receivable, after it
    left_of_member_idr = models.BigIntegerField()  # of all that the member is still to give back
    reason = models.CharField(max_length=20, choices=WriteOffReason.choices, blank=True)
    note = models.CharField(max_length=300, blank=True)
    approval = models.OneToOneField(  # of a write-off
        Approval, null=True, on_delete=models.PROTECT, related_name="receivable_move"
    )
    actor = models.CharField(max_length=150)
    at = models.DateTimeField()

    replayed: bool = False

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["receivable", "step"], name="receivable_step_once"),
            models.CheckConstraint(
                condition=Q(amount_idr__gt=0, left_idr__gte=0, left_of_member_idr__gte=0),
                name="receivable_move_positive",
            ),
            models.CheckConstraint(
                condition=Q(kind="deposit", deposit__isnull=False, correction__isnull=True)
                | Q(kind="correction", deposit__isnull=True, correction__isnull=False)
                | Q(kind="taken_back", deposit__isnull=True, correction__isnull=False)
                | Q(kind="write_off", deposit__isnull=True, correction__isnull=True),
                name="receivable_move_has_its_cause",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.receivable_id}/{self.step}"
