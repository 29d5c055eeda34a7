"""What prices and tariffs have in common: rows that hold from an instant, and may be taken back."""

from datetime import date

from django.db import models

from wastebank.values.calendar import local_day


class HoldsFrom(models.Model):
    """A row that holds from an instant on and is never changed; see values/dated.py."""

    holds_from = models.DateTimeField()
    set_by = models.CharField(max_length=150)
    set_at = models.DateTimeField()

    replayed: bool = False

    class Meta:
        abstract = True

    @property
    def valid_from(self) -> date:
        """The day on which it begins to hold."""
        return local_day(self.holds_from)


class Withdrawal(models.Model):
    """Such a row was taken back before it held: it never will."""

    withdrawn_at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    reason = models.CharField(max_length=300)

    replayed: bool = False

    class Meta:
        abstract = True
