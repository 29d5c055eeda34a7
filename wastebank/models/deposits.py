"""Deposits as they were recorded. Rows are written once; a void is a row of its own."""

from collections.abc import Sequence

from django.db import models
from django.db.models import F, Q
from django.utils import translation

from ledger.models import JournalEntry
from wastebank.models.goods import Material
from wastebank.models.members import Card, Member
from wastebank.models.places import Place


class Deposit(models.Model):
    """Waste that was weighed for a member. `balance_after_idr` is what the receipt says."""

    number = models.CharField(max_length=40, unique=True)
    series_number = models.PositiveBigIntegerField()
    entry = models.OneToOneField(JournalEntry, on_delete=models.PROTECT)
    place = models.ForeignKey(Place, on_delete=models.PROTECT)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="deposits")
    card = models.ForeignKey(Card, null=True, on_delete=models.PROTECT)
    weighed_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    actor_name = models.CharField(max_length=150)
    total_idr = models.BigIntegerField()
    balance_after_idr = models.BigIntegerField()
    verify_code = models.CharField(max_length=8, unique=True)
    marks = models.CharField(max_length=200, blank=True)  # oddities to look at, comma-separated

    replayed: bool = False
    # The lines, in the answer to the act that wrote them, so that nobody reads them back at once.
    lines_now: Sequence["DepositLine"] = ()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "series_number"], name="deposit_number_once_per_place"
            ),
            models.CheckConstraint(condition=Q(total_idr__gte=0), name="deposit_total_positive"),
        ]
        indexes = [
            models.Index(fields=["place", "recorded_at"], name="deposit_by_place_day"),
            models.Index(fields=["member", "recorded_at"], name="deposit_by_member_day"),
        ]

    def __str__(self) -> str:
        return self.number


class DepositLine(models.Model):
    """One weighed material with the price, the name, the unit and the rounding it was given."""

    deposit = models.ForeignKey(
        Deposit, on_delete=models.PROTECT, related_name="lines", db_index=False
    )
    line = models.PositiveSmallIntegerField()
    material = models.ForeignKey(Material, on_delete=models.PROTECT)
    name_id = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    family = models.CharField(max_length=10)
    unit = models.CharField(max_length=3)
    amount = models.BigIntegerField()  # g, ml or pcs
    price_idr = models.BigIntegerField()  # per kg, litre or piece
    rupiah_idr = models.BigIntegerField()
    rounding = models.CharField(max_length=20)  # the name of the rule that made the rupiah

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["deposit", "line"], name="deposit_line_once"),
            models.CheckConstraint(
                condition=Q(amount__gt=0, price_idr__gte=0, rupiah_idr__gte=0),
                name="deposit_line_positive",
            ),
            models.CheckConstraint(
                condition=Q(unit="pcs", rupiah_idr=F("amount") * F("price_idr"))
                | Q(unit__in=["g", "ml"], rupiah_idr=(F("amount") * F("price_idr") + 500) / 1000),
                name="deposit_line_follows_rule",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deposit_id}/{self.line}"

    @property
    def name(self) -> str:
        return self.name_en if (translation.get_language() or "id")[:2] == "en" else self.name_id


class DepositVoid(models.Model):
    """A deposit taken back by a reversing entry, once, with its reason."""

    deposit = models.OneToOneField(Deposit, on_delete=models.PROTECT, related_name="void")
    entry = models.OneToOneField(JournalEntry, on_delete=models.PROTECT)
    reason = models.CharField(max_length=300)
    actor = models.CharField(max_length=150)
    voided_at = models.DateTimeField()
    balance_after_idr = models.BigIntegerField()

    replayed: bool = False

    def __str__(self) -> str:
        return f"void of {self.deposit_id}"
