"""What members and places were called before somebody corrected it."""

from django.db import models
from django.db.models import Q

from ledger.written.changing import Changing
from wastebank.models.members import Member
from wastebank.models.places import Place


class FormerName(Changing):
    """A name, and of a place its address, as papers said it until an instant."""

    member = models.ForeignKey(
        Member, null=True, on_delete=models.PROTECT, related_name="former_names"
    )
    place = models.ForeignKey(
        Place, null=True, on_delete=models.PROTECT, related_name="former_names"
    )
    name = models.CharField(max_length=100)
    address = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=11)  # it says how a name is shortened
    until = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["member", "until"], name="former_by_member"),
            models.Index(fields=["place", "until"], name="former_by_place"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(member__isnull=True, place__isnull=False)
                | Q(member__isnull=False, place__isnull=True),
                name="former_name_of_one",
            ),
        ]

    def __str__(self) -> str:
        return f"until {self.until}"
