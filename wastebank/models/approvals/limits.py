"""Limits of the programme: above which sum an act needs two people, from an instant on."""

from django.db import models
from django.db.models import Q

from wastebank.models.approvals.asked import Approval
from wastebank.models.dated import HoldsFrom


class ProgrammeLimit(HoldsFrom):
    """A limit that two people set; before the first, what the program declares holds."""

    code = models.CharField(max_length=40)
    amount_idr = models.BigIntegerField(null=True)  # None: no limit; 0: always two people
    approval = models.OneToOneField(Approval, on_delete=models.PROTECT, related_name="limit")

    class Meta:
        indexes = [models.Index(fields=["code", "holds_from"], name="limit_by_code_and_time")]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_idr__isnull=True) | Q(amount_idr__gte=0),
                name="limit_is_no_debt",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} from {self.holds_from}"
