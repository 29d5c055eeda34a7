"""What a clinic is owed month by month: statements, what of them is cut, and what is said to that.

Nothing here changes once it is written. Where a statement, a line or a payment stands is told by
the rows beside it: `clinic/settlements/sums.py` reads them.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from clinic.models.charges import Redemption, RedemptionCancel, RedemptionLine, RedemptionPayment
from clinic.models.payments import ClinicPayment
from clinic.models.register import Clinic
from ledger.models import JournalEntry

PEOPLE = 150


class Statement(models.Model):
    """What a clinic asks for a month, from its first local midnight until that of the next.

    One for a clinic and month, with a number such as `KSM-2026-10`. A month without any visit has
    one without lines.
    """

    number = models.CharField(max_length=30, unique=True)
    clinic = models.ForeignKey(
        Clinic, on_delete=models.PROTECT, related_name="statements", db_index=False
    )
    month = models.DateField()  # its first day
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()  # the first instant that is no part of it
    drawn_at = models.DateTimeField()
    due_on = models.DateField()
    # What the sample was drawn by: whoever has it draws the same one again.
    sample_seed = models.CharField(max_length=64)
    actor = models.CharField(max_length=PEOPLE)
    actor_name = models.CharField(max_length=PEOPLE)

    replayed: bool = False

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clinic", "month"], name="statement_once_per_month"),
            models.CheckConstraint(
                condition=Q(starts_at__lt=F("ends_at")), name="statement_period_has_a_length"
            ),
        ]
        indexes = [models.Index(fields=["drawn_at"], name="statement_by_drawn_at")]

    def __str__(self) -> str:
        return self.number


class StatementLine(models.Model):
    """One of four: a visit; a visit taken back after it stood in a statement; what was paid too
    much before; or what an earlier statement came to below nothing. The last three ask for less
    than nothing. Each stands in one statement, once.

    `asked_idr` is what the book owes for it: what was paid in cash at the desk is no part of it.
    """

    statement = models.ForeignKey(
        Statement, on_delete=models.PROTECT, related_name="lines", db_index=False
    )
    position = models.PositiveIntegerField()  # from 1, the oldest visit first
    asked_idr = models.BigIntegerField()
    visit = models.OneToOneField(
        Redemption, null=True, on_delete=models.PROTECT, related_name="statement_line"
    )
    cancel = models.OneToOneField(
        RedemptionCancel, null=True, on_delete=models.PROTECT, related_name="statement_line"
    )
    credit = models.OneToOneField(
        ClinicPayment, null=True, on_delete=models.PROTECT, related_name="credit_line"
    )
    carried = models.OneToOneField(
        Statement, null=True, on_delete=models.PROTECT, related_name="carried_to"
    )
    sampled = models.BooleanField()  # drawn for the medical reviewer
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["statement", "position"], name="statement_line_once"),
            models.CheckConstraint(
                condition=(
                    Q(visit__isnull=False, cancel=None, credit=None, carried=None, asked_idr__gte=0)
                    | Q(visit=None, cancel__isnull=False, credit=None, carried=None)
                    & Q(asked_idr__lte=0, sampled=False)
                    | Q(visit=None, cancel=None, credit__isnull=False, carried=None)
                    & Q(asked_idr__lt=0, sampled=False)
                    | Q(visit=None, cancel=None, credit=None, carried__isnull=False)
                    & Q(asked_idr__lt=0, sampled=False)
                ),
                name="statement_line_is_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.statement_id}/{self.position}"


class Adjustment(models.Model):
    """What the bank does not pay of a line, and why: proposed until the statement is approved.

    `amount_idr` of what the care cost goes back to where it came from: `account_idr` to accounts
    of the book, `cash_idr` from the clinic's desk to the patient.
    """

    line = models.OneToOneField(StatementLine, on_delete=models.PROTECT, related_name="adjustment")
    amount_idr = models.BigIntegerField()
    account_idr = models.BigIntegerField()
    cash_idr = models.BigIntegerField()
    reason = models.CharField(max_length=20)  # a code of settlements/reasons.py: an open list
    note = models.CharField(max_length=300, blank=True)
    care_line = models.ForeignKey(
        RedemptionLine, null=True, on_delete=models.PROTECT, related_name="+"
    )
    # The visit that this one repeats, where that is the reason.
    twin = models.ForeignKey(Redemption, null=True, on_delete=models.PROTECT, related_name="+")
    dispute_until = models.DateField()  # the last day of an answer; silence is acceptance
    actor = models.CharField(max_length=PEOPLE)
    actor_name = models.CharField(max_length=PEOPLE)
    adjusted_at = models.DateTimeField()

    replayed: bool = False

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_idr__gt=0, account_idr__gte=0, cash_idr__gte=0)
                & Q(amount_idr=F("account_idr") + F("cash_idr")),
                name="adjustment_adds_up",
            ),
        ]

    def __str__(self) -> str:
        return f"adjustment of {self.line_id}"


class AdjustmentPart(models.Model):
    """What one payer gets back of what is cut; the last payer first."""

    adjustment = models.ForeignKey(
        Adjustment, on_delete=models.PROTECT, related_name="parts", db_index=False
    )
    payment = models.ForeignKey(RedemptionPayment, on_delete=models.PROTECT, related_name="+")
    amount_idr = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["adjustment", "payment"], name="adjustment_part_once"),
            models.CheckConstraint(condition=Q(amount_idr__gt=0), name="adjustment_part_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.adjustment_id}/{self.payment_id}"


class AdjustmentReply(models.Model):
    """What the clinic's lead says to a cut, once: a dispute with its reason, or agreed."""

    adjustment = models.OneToOneField(Adjustment, on_delete=models.PROTECT, related_name="reply")
    is_dispute = models.BooleanField()
    reason = models.CharField(max_length=20, blank=True)
    note = models.CharField(max_length=300, blank=True)
    answer_until = models.DateField(null=True)  # the bank's last day; unanswered, it is accepted
    actor = models.CharField(max_length=PEOPLE)
    actor_name = models.CharField(max_length=PEOPLE)
    replied_at = models.DateTimeField()

    replayed: bool = False

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_dispute=True, answer_until__isnull=False) & ~Q(reason="")
                | Q(is_dispute=False, answer_until__isnull=True, reason="", note=""),
                name="reply_disputes_or_agrees",
            ),
        ]

    def __str__(self) -> str:
        return f"reply to {self.adjustment_id}"


class DisputeAnswer(models.Model):
    """The bank's word on a dispute, once: the line is paid after all, or stays cut."""

    reply = models.OneToOneField(AdjustmentReply, on_delete=models.PROTECT, related_name="answer")
    accepted = models.BooleanField()
    note = models.CharField(max_length=300)
    actor = models.CharField(max_length=PEOPLE)
    actor_name = models.CharField(max_length=PEOPLE)
    # Who agreed, where the statement had been approved already and its sum changes.
    second = models.CharField(max_length=PEOPLE, blank=True)
    second_name = models.CharField(max_length=PEOPLE, blank=True)
    answered_at = models.DateTimeField()

    replayed: bool = False

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(second=F("actor")), name="answer_agreed_by_another"
            ),
        ]

    def __str__(self) -> str:
        return f"answer to {self.reply_id}"


class AdjustmentBooked(models.Model):
    """A cut that was carried out: what came from accounts is back there by this entry."""

    adjustment = models.OneToOneField(Adjustment, on_delete=models.PROTECT, related_name="booked")
    # None: all of it had been paid in cash, which never stood in the book.
    entry = models.OneToOneField(JournalEntry, null=True, on_delete=models.PROTECT)
    booked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.adjustment_id} by {self.entry_id}"


class StatementApproval(models.Model):
    """A second person agreed to a statement: from then on its lines are paid, cut or held.

    The figures are those of that instant; what a dispute adds later stands beside them.
    """

    statement = models.OneToOneField(Statement, on_delete=models.PROTECT, related_name="approval")
    asked_idr = models.BigIntegerField()
    cut_idr = models.BigIntegerField()
    held_idr = models.BigIntegerField()
    approved_idr = models.BigIntegerField()
    proposed_by = models.CharField(max_length=PEOPLE)
    proposed_name = models.CharField(max_length=PEOPLE)
    actor = models.CharField(max_length=PEOPLE)
    actor_name = models.CharField(max_length=PEOPLE)
    approved_at = models.DateTimeField()

    replayed: bool = False

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(actor=F("proposed_by")), name="statement_approved_by_another"
            ),
            models.CheckConstraint(
                condition=Q(cut_idr__gte=0, held_idr__gte=0)
                & Q(asked_idr=F("approved_idr") + F("cut_idr") + F("held_idr")),
                name="statement_approval_adds_up",
            ),
        ]

    def __str__(self) -> str:
        return f"approval of {self.statement_id}"


class VisitReview(models.Model):
    """What the medical reviewer says of a visit that was drawn, once, and of that visit alone."""

    line = models.OneToOneField(StatementLine, on_delete=models.PROTECT, related_name="review")
    fits = models.BooleanField()
    note = models.CharField(max_length=300, blank=True)
    actor = models.CharField(max_length=PEOPLE)
    actor_name = models.CharField(max_length=PEOPLE)
    reviewed_at = models.DateTimeField()

    replayed: bool = False

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(fits=True) | ~Q(note=""), name="review_says_what_does_not_fit"
            ),
        ]

    def __str__(self) -> str:
        return f"review of {self.line_id}"
