"""How much care one person, or one household, may have in a period."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wastebank.models import HoldsFrom, Place


class CareLimit(HoldsFrom):
    """The most there may be of a service, or of all care, in a day, a month or a year.

    What is limited is told by place, service, whose it is, period and measure; of these the row
    that began last holds. `most` 0 forbids, and None lifts the limit from then on.
    """

    class Whose(models.TextChoices):
        MEMBER = "member", _("one person")  # who holds the card
        HOUSEHOLD = "household", _("one household")  # all who spend of one wallet

    class Period(models.TextChoices):
        DAY = "day", _("a day")
        MONTH = "month", _("a month")
        YEAR = "year", _("a year")

    class Measure(models.TextChoices):
        COUNT = "count", _("times")
        RUPIAH = "idr", _("rupiah")

    # A clinic: what is given there. A main bank: at all its clinics together.
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", db_index=False)
    service = models.CharField(max_length=60, blank=True)  # its code; empty: all care together
    whose = models.CharField(max_length=9, choices=Whose.choices)
    period = models.CharField(max_length=5, choices=Period.choices)
    measure = models.CharField(max_length=5, choices=Measure.choices)
    most = models.BigIntegerField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["place", "holds_from"], name="limit_by_place")]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    whose__in=["member", "household"],
                    period__in=["day", "month", "year"],
                    measure__in=["count", "idr"],
                ),
                name="limit_known_words",
            ),
            models.CheckConstraint(
                condition=Q(most__isnull=True) | Q(most__gte=0), name="limit_not_below_nothing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service or 'care'} {self.whose} {self.period}: {self.most}"

    @property
    def about(self) -> tuple[int, str, str, str, str]:
        """What is limited: rows that are alike in it follow each other."""
        return self.place_id, self.service, self.whose, self.period, self.measure
