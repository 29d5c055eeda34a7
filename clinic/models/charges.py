"""Care that was paid, by whom and line by line, and what was taken back."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import F, Q

from clinic.models.register import Clinic, Service
from ledger.models import Account, JournalEntry, Posting
from wastebank.models import Card, Member
from wastebank.values.language import named


class Redemption(models.Model):
    """Care that was given and paid; by whom, its payments say."""

    number = models.CharField(max_length=40, unique=True)
    series_number = models.PositiveBigIntegerField()
    # None when nothing was paid out of the book: care was free, or all cash.
    entry = models.OneToOneField(JournalEntry, null=True, on_delete=models.PROTECT)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="redemptions")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="redemptions")
    card = models.ForeignKey(Card, on_delete=models.PROTECT)
    redeemed_at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    actor_name = models.CharField(max_length=150)
    total_idr = models.BigIntegerField()
    available_after_idr = models.BigIntegerField()
    verify_code = models.CharField(max_length=8, unique=True)
    # How long it may be cancelled, as the clinic had it then. None before that was kept.
    cancel_window_hours = models.PositiveSmallIntegerField(null=True, blank=True)

    replayed: bool = False

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "series_number"], name="redemption_number_once_per_clinic"
            ),
            models.CheckConstraint(condition=Q(total_idr__gte=0), name="redemption_total_positive"),
        ]
        indexes = [
            models.Index(fields=["redeemed_at"], name="redemption_by_day"),
            models.Index(fields=["clinic", "redeemed_at"], name="redemption_by_clinic_day"),
            models.Index(fields=["member", "redeemed_at"], name="redemption_by_member_day"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def credit_idr(self) -> int:
        """What the member's credit paid."""
        return paid_by(CREDIT, self.payments.all())

    @property
    def cash_idr(self) -> int:
        """What was paid at the desk."""
        return paid_by(CASH, self.payments.all())

    @property
    def booked_idr(self) -> int:
        """What the book paid, by whomever: all but the cash."""
        return self.total_idr - self.cash_idr

    @property
    def given_back_idr(self) -> int:
        """What it adds to the sums of the day on which it is cancelled: less than nothing."""
        return -self.total_idr

    @property
    def others_idr(self) -> int:
        """What neither the member's credit nor cash paid."""
        return self.booked_idr - self.credit_idr


class Payment(models.Model):
    """A part of what care costs: who pays it, and out of which account of the book.

    Cash passes by the book: it has no account. The payers themselves stand in `payers.py`; here
    only the two are named that every answer and every receipt speaks of.
    """

    position = models.PositiveSmallIntegerField()  # the order in which payers stand, from 1
    payer = models.CharField(max_length=20)
    account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    amount_idr = models.BigIntegerField()

    class Meta:
        abstract = True


CREDIT = "credit"
CASH = "cash"
IS_CASH = Q(payer=CASH)


def paid_by(payer: str, payments: Iterable[Payment]) -> int:
    return sum(payment.amount_idr for payment in payments if payment.payer == payer)


class RedemptionPayment(Payment):
    """What one payer paid of a redemption, and the posting that took it from its account."""

    redemption = models.ForeignKey(
        Redemption, on_delete=models.PROTECT, related_name="payments", db_index=False
    )
    posting = models.OneToOneField(
        Posting, null=True, on_delete=models.PROTECT, related_name="payment"
    )

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["redemption", "position"], name="payment_once"),
            models.CheckConstraint(
                condition=Q(amount_idr__gt=0, position__gt=0), name="payment_positive"
            ),
            models.CheckConstraint(
                condition=(IS_CASH & Q(account__isnull=True, posting__isnull=True))
                | (~IS_CASH & Q(account__isnull=False, posting__isnull=False)),
                name="payment_from_an_account_by_a_posting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.redemption_id}/{self.position}"


# What a line costs is how often times how much, on paper and in the database.
LINE_RULE = Q(count__gt=0, price_idr__gte=0, rupiah_idr=F("count") * F("price_idr"))


class CareLine(models.Model):
    """A service, how often, and what it costs: expected when credit is held, or given."""

    line = models.PositiveSmallIntegerField()
    service = models.ForeignKey(Service, on_delete=models.PROTECT)
    count = models.PositiveIntegerField()
    price_idr = models.BigIntegerField()
    rupiah_idr = models.BigIntegerField()
    note = models.CharField(max_length=100, blank=True)

    class Meta:
        abstract = True


class RedemptionLine(CareLine):
    """A service as it was given, with the name and the price of that day."""

    redemption = models.ForeignKey(
        Redemption, on_delete=models.PROTECT, related_name="lines", db_index=False
    )
    name_id = models.CharField(max_length=150)
    name_en = models.CharField(max_length=150)
    per = models.CharField(max_length=6)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["redemption", "line"], name="redemption_line_once"),
            models.CheckConstraint(condition=LINE_RULE, name="redemption_line_follows_rule"),
        ]

    def __str__(self) -> str:
        return f"{self.redemption_id}/{self.line}"

    @property
    def name(self) -> str:
        return named(self)


class RedemptionCancel(models.Model):
    """A redemption taken back, once; the credit is back at once."""

    redemption = models.OneToOneField(Redemption, on_delete=models.PROTECT, related_name="cancel")
    entry = models.OneToOneField(JournalEntry, null=True, on_delete=models.PROTECT)
    reason = models.CharField(max_length=300)
    actor = models.CharField(max_length=150)
    cancelled_at = models.DateTimeField()
    available_after_idr = models.BigIntegerField()

    replayed: bool = False

    class Meta:
        indexes = [models.Index(fields=["cancelled_at"], name="cancel_by_instant")]

    def __str__(self) -> str:
        return f"cancel of {self.redemption_id}"
