"""Money that left for a clinic: from which account, to whom, and whether it arrived."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from clinic.models.register import Clinic
from ledger.models import Account, JournalEntry

PEOPLE = 150


class ClinicPayment(models.Model):
    """A payment as it was sent. To whom and to which account is kept as it was in that instant.

    Its state is told by the rows beside it: sent, in doubt, arrived or failed.
    """

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="payments_in")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    entry = models.OneToOneField(JournalEntry, on_delete=models.PROTECT)
    amount_idr = models.BigIntegerField()
    # What no statement had open: a credit on the next one.
    excess_idr = models.BigIntegerField()
    sent_on = models.DateField()
    reference = models.CharField(max_length=60)  # as it was typed
    reference_key = models.CharField(max_length=60, unique=True)  # letters and digits alone
    payee_name = models.CharField(max_length=150)
    payee_bank = models.CharField(max_length=100, blank=True)
    payee_account = models.CharField(max_length=60, blank=True)
    actor = models.CharField(max_length=PEOPLE)
    actor_name = models.CharField(max_length=PEOPLE)
    paid_at = models.DateTimeField()

    replayed: bool = False

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_idr__gt=0, excess_idr__gte=0, excess_idr__lte=F("amount_idr"))
                & ~Q(reference_key=""),
                name="clinic_payment_positive",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class ClinicPaymentPart(models.Model):
    """What a payment settles of one statement, the oldest first."""

    payment = models.ForeignKey(
        ClinicPayment, on_delete=models.PROTECT, related_name="parts", db_index=False
    )
    statement = models.ForeignKey(
        "clinic.Statement", on_delete=models.PROTECT, related_name="payment_parts"
    )
    amount_idr = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["payment", "statement"], name="clinic_payment_part_once"
            ),
            models.CheckConstraint(
                condition=Q(amount_idr__gt=0), name="clinic_payment_part_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payment_id}/{self.statement_id}"


class ClinicPaymentDoubt(models.Model):
    """Nobody knows whether a payment arrived. It counts as sent, and the clinic gets no other one
    until that is known."""

    payment = models.OneToOneField(ClinicPayment, on_delete=models.PROTECT, related_name="doubt")
    note = models.CharField(max_length=300, blank=True)
    actor = models.CharField(max_length=PEOPLE)
    actor_name = models.CharField(max_length=PEOPLE)
    said_at = models.DateTimeField()

    replayed: bool = False

    def __str__(self) -> str:
        return f"doubt of {self.payment_id}"


class ClinicPaymentEnd(models.Model):
    """A payment arrived; or it failed, and is back in the account it was sent from."""

    payment = models.OneToOneField(ClinicPayment, on_delete=models.PROTECT, related_name="end")
    arrived = models.BooleanField()
    entry = models.OneToOneField(JournalEntry, null=True, on_delete=models.PROTECT)
    note = models.CharField(max_length=300, blank=True)
    actor = models.CharField(max_length=PEOPLE)
    actor_name = models.CharField(max_length=PEOPLE)
    said_at = models.DateTimeField()

    replayed: bool = False

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(arrived=True, entry=None) | Q(arrived=False, entry__isnull=False),
                name="clinic_payment_failed_is_back",
            ),
        ]

    def __str__(self) -> str:
        return f"end of {self.payment_id}"
