"""The bank itself: what it is called and where it is, and what exists only until it is running."""

from django.db import models
from django.db.models import Q

from ledger.written.changing import Changing
from wastebank.models.places import User

THE_ONE = 1


class Bank(Changing):
    """The bank's own facts, in one row; there is none before somebody gave the first of them."""

    name = models.CharField(max_length=100, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    address = models.CharField(max_length=200, blank=True)
    time_zone = models.CharField(max_length=60, blank=True)  # empty: that of the settings

    replayed: bool = False

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=THE_ONE), name="bank_is_one")]

    def __str__(self) -> str:
        return self.name


class SetupCode(models.Model):
    """A code that a start of the program has shown, while nobody has an account."""

    code_hash = models.CharField(max_length=64, unique=True)
    start = models.CharField(max_length=60)  # which start: several processes of one know each other
    wrong_tries = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"code of {self.start}"


class StepDraft(models.Model):
    """What somebody has typed in a step of setting up, and not written yet."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="step_drafts")
    step = models.CharField(max_length=20)
    fields = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "step"], name="step_draft_once"),
        ]

    def __str__(self) -> str:
        return f"{self.step} of {self.user_id}"
