"""Days that were closed, and deposits somebody looked at again."""

from django.db import models
from django.db.models import Q

from wastebank.models.deposits import Deposit
from wastebank.models.places import Place


class DayClosing(models.Model):
    """A day of a place as it was when it was closed; the audit counts it again from the rows."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="closings")
    day = models.DateField()
    closed_at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    actor_name = models.CharField(max_length=150)
    deposit_count = models.PositiveIntegerField()
    first_series_number = models.PositiveBigIntegerField(null=True)
    last_series_number = models.PositiveBigIntegerField(null=True)
    total_idr = models.BigIntegerField()  # all deposits of the day, voided ones too
    void_count = models.PositiveIntegerField()
    voided_idr = models.BigIntegerField()  # what was taken back on that day
    correction_count = models.PositiveIntegerField(default=0)
    corrected_idr = models.BigIntegerField(default=0)  # what corrections added, with its sign

    replayed: bool = False

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "day"], name="day_closed_once"),
            models.CheckConstraint(
                condition=Q(total_idr__gte=0, voided_idr__gte=0), name="day_sums_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place.code} {self.day}"


class DepositReview(models.Model):
    """Somebody of the office looked at what was odd about a deposit, and says what it was."""

    deposit = models.OneToOneField(Deposit, on_delete=models.PROTECT, related_name="review")
    note = models.CharField(max_length=300)
    actor = models.CharField(max_length=150)
    reviewed_at = models.DateTimeField()

    replayed: bool = False

    def __str__(self) -> str:
        return f"review of {self.deposit_id}"
