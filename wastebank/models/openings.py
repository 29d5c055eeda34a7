"""What members brought along from a bank's old book. Rows are written once."""

from django.db import models
from django.db.models import Q

from ledger.models import JournalEntry
from wastebank.models.members import Member
from wastebank.models.places import Place


class OpeningBalance(models.Model):
    """A member's balance in the old book on the day this one begins: one for a member, for ever."""

    member = models.OneToOneField(Member, on_delete=models.PROTECT, related_name="opening")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, db_index=False)
    entry = models.OneToOneField(JournalEntry, on_delete=models.PROTECT)
    day = models.DateField()
    amount_idr = models.BigIntegerField()
    actor = models.CharField(max_length=150)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["place", "day"], name="opening_by_place_day")]
        constraints = [
            models.CheckConstraint(condition=Q(amount_idr__gt=0), name="opening_amount_positive"),
        ]

    def __str__(self) -> str:
        return f"opening of {self.member_id}"
