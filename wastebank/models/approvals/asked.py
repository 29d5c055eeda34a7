"""What somebody proposed, and how it ended. Both are written once; what waits stands apart."""

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ledger.written.changing import Changing
from ledger.written.documents import all_rows
from wastebank.models.places import Place


class Approval(models.Model):
    """An act above its limit, as it will be carried out once somebody else agrees."""

    what = models.CharField(max_length=40)  # the code of a declared `Approvable`
    subject = models.CharField(max_length=60)  # what it is done to, as the log names it
    request = models.JSONField()  # exactly what will be carried out
    facts = models.JSONField()  # what it rested on when it was proposed
    amount_idr = models.BigIntegerField(default=0)  # signed; 0 where it is about no sum
    note = models.CharField(max_length=300, blank=True)
    place = models.ForeignKey(Place, null=True, on_delete=models.PROTECT)  # None: the programme
    proposed_by = models.CharField(max_length=150)
    proposed_at = models.DateTimeField()

    replayed: bool = False

    class Meta:
        indexes = [
            models.Index(fields=["subject"], name="approval_by_subject"),
            models.Index(fields=["proposed_by"], name="approval_by_proposer"),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.subject}"

    @property
    def number(self) -> int:
        """By which people and programs name it."""
        return int(self.pk)


class ApprovalEnd(models.Model):
    """How a proposal ended, once: of two who come at the same time the database takes one."""

    class How(models.TextChoices):
        AGREED = "agreed", _("Agreed")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    approval = models.OneToOneField(Approval, on_delete=models.PROTECT, related_name="end")
    how = models.CharField(max_length=9, choices=How.choices)
    facts = models.JSONField(default=dict)  # those that were agreed to; empty without agreement
    result = models.CharField(max_length=80, blank=True)  # `wastebank.deposit:12`: what was made
    note = models.CharField(max_length=300, blank=True)
    by = models.CharField(max_length=150, db_column="ended_by")  # `by` is a word of SQL
    at = models.DateTimeField()

    replayed: bool = False

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(how="agreed") & ~Q(result="")
                | Q(how__in=["declined", "withdrawn"], result=""),
                name="approval_end_made_what_was_agreed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.how} {self.approval_id}"

    def made(self) -> models.Model | None:
        """What carrying it out made; None where nothing was."""
        if not self.result:
            return None
        model, _colon, pk = self.result.partition(":")
        made: models.Model = all_rows(apps.get_model(model)).get(pk=pk)
        return made


class WaitingApproval(Changing):
    """A proposal that has not ended. One thing waits for one answer of a kind at a time."""

    approval = models.OneToOneField(Approval, on_delete=models.PROTECT, related_name="waiting")
    what = models.CharField(max_length=40)
    subject = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["what", "subject"], name="one_waits_for_an_answer"),
        ]

    def __str__(self) -> str:
        return f"waits: {self.approval_id}"
