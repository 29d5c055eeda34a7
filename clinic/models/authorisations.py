"""Credit that is held at a clinic for the care that is expected, and how that ended.

Their tables begin with `clinic_visit`, as they were called when they were made.
"""

from django.db import models
from django.db.models import Q

from clinic.models.charges import (
    CASH,
    CREDIT,
    IS_CASH,
    LINE_RULE,
    CareLine,
    Payment,
    Redemption,
    paid_by,
)
from clinic.models.register import Clinic
from ledger.models import Hold, HoldEnd
from wastebank.models import Card, Member


class Authorisation(models.Model):
    """A patient is here, and credit is held for the care that is expected.

    Whether it still is its hold says: one that ended without an AuthorisationEnd ran out of time.
    """

    hold = models.OneToOneField(Hold, on_delete=models.PROTECT, related_name="authorisation")
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="authorisations")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="authorisations")
    card = models.ForeignKey(Card, on_delete=models.PROTECT)
    opened_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    actor_name = models.CharField(max_length=150)
    total_idr = models.BigIntegerField()  # as expected
    available_after_idr = models.BigIntegerField()

    replayed: bool = False

    class Meta:
        db_table = "clinic_visit"
        constraints = [
            models.CheckConstraint(condition=Q(total_idr__gt=0), name="visit_total_positive"),
        ]
        indexes = [models.Index(fields=["clinic", "opened_at"], name="visit_by_clinic_day")]

    def __str__(self) -> str:
        return f"authorisation {self.pk}"

    @property
    def held_idr(self) -> int:
        """What is held, whatever it was to pay."""
        return self.hold.amount

    @property
    def credit_idr(self) -> int:
        """What is held of the member's credit."""
        return paid_by(CREDIT, self.payments.all())

    @property
    def cash_idr(self) -> int:
        """What the patient means to pay at the desk."""
        return paid_by(CASH, self.payments.all())

    @property
    def ended_how(self) -> str:
        """How its hold ended; empty while the credit is held."""
        end = HoldEnd.objects.filter(hold_id=self.hold_id).first()
        return end.how if end else ""


class AuthorisationPayment(Payment):
    """What one payer is expected to pay. Out of the book it is held, and no posting is there."""

    authorisation = models.ForeignKey(
        Authorisation,
        on_delete=models.PROTECT,
        related_name="payments",
        db_index=False,
        db_column="visit_id",
    )

    class Meta:
        db_table = "clinic_visitpayment"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["authorisation", "position"], name="visit_payment_once"
            ),
            models.CheckConstraint(
                condition=Q(amount_idr__gt=0, position__gt=0), name="visit_payment_positive"
            ),
            models.CheckConstraint(
                condition=(IS_CASH & Q(account__isnull=True))
                | (~IS_CASH & Q(account__isnull=False)),
                name="visit_payment_from_an_account",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.authorisation_id}/{self.position}"


class AuthorisationLine(CareLine):
    """A service as it was expected, with the price of that hour. What was given may differ."""

    authorisation = models.ForeignKey(
        Authorisation,
        on_delete=models.PROTECT,
        related_name="lines",
        db_index=False,
        db_column="visit_id",
    )

    class Meta:
        db_table = "clinic_visitline"
        constraints = [
            models.UniqueConstraint(fields=["authorisation", "line"], name="visit_line_once"),
            models.CheckConstraint(condition=LINE_RULE, name="visit_line_follows_rule"),
        ]

    def __str__(self) -> str:
        return f"{self.authorisation_id}/{self.line}"


class AuthorisationEnd(models.Model):
    """An authorisation that somebody ended: captured by a payment, or released with a reason."""

    authorisation = models.OneToOneField(
        Authorisation, on_delete=models.PROTECT, related_name="end", db_column="visit_id"
    )
    redemption = models.OneToOneField(
        Redemption, null=True, on_delete=models.PROTECT, related_name="authorisation_end"
    )
    reason = models.CharField(max_length=300, blank=True)
    actor = models.CharField(max_length=150)
    ended_at = models.DateTimeField()
    available_after_idr = models.BigIntegerField()

    replayed: bool = False

    class Meta:
        db_table = "clinic_visitend"
        constraints = [
            models.CheckConstraint(
                condition=Q(redemption__isnull=False, reason="")
                | (Q(redemption__isnull=True) & ~Q(reason="")),
                name="visit_end_paid_or_released",
            ),
        ]

    def __str__(self) -> str:
        return f"end of {self.authorisation_id}"
