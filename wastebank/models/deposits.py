"""Deposits as they were recorded. Rows are written once; a void is a row of its own."""

from collections.abc import Sequence

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ledger.models import JournalEntry
from wastebank.models.devices import Device
from wastebank.models.goods import Material
from wastebank.models.members import Card, Member
from wastebank.models.places import Place
from wastebank.values.language import named
from wastebank.values.units import PIECE, UNITS

# What is weighed or measured in thousandths of what a price is for.
THOUSANDTHS = [unit.code for unit in UNITS.values() if unit.per_large == 1000]


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
    # What to look at later: codes of `deposits.review_flags`, comma-separated.
    review_flags = models.CharField(max_length=200, blank=True, db_column="marks")
    # The day it counts in: the one it was recorded on, or the next if that was closed already.
    book_day = models.DateField()
    # Which device made it, its place in the order of that device's records, and the number that its
    # paper carried meanwhile.
    device = models.ForeignKey(Device, null=True, on_delete=models.PROTECT, related_name="deposits")
    device_sequence = models.PositiveBigIntegerField(null=True)
    provisional_number = models.CharField(max_length=40, blank=True)

    replayed: bool = False
    # The lines, in the answer to the command that wrote them: nobody reads them back at once.
    lines_now: Sequence["DepositLine"] = ()
    repaid_now: Sequence[models.Model] = ()  # what it brought back of a correction, likewise

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "series_number"], name="deposit_number_once_per_place"
            ),
            models.CheckConstraint(condition=Q(total_idr__gte=0), name="deposit_total_positive"),
            models.UniqueConstraint(
                fields=["device", "device_sequence"], name="deposit_once_per_device_step"
            ),
        ]
        indexes = [
            models.Index(fields=["place", "recorded_at"], name="deposit_by_place_day"),
            models.Index(fields=["member", "recorded_at"], name="deposit_by_member_day"),
            models.Index(fields=["place", "book_day"], name="deposit_by_book_day"),
            models.Index(fields=["provisional_number"], name="deposit_by_provisional"),
            models.Index(fields=["place", "review_flags"], name="deposit_by_flags"),
        ]

    def __str__(self) -> str:
        return self.number


class RejectReason(models.TextChoices):
    """Why a part of what lay on the scale is not paid."""

    WET = "wet", _("Wet")
    DIRTY = "dirty", _("Dirty")
    MIXED = "mixed", _("Mixed with something else")
    OTHER = "other", _("Something else")


class WeightSource(models.TextChoices):
    TYPED = "typed", _("Typed")
    SCALE = "scale", _("From the scale")


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
    amount = models.BigIntegerField()  # net, in g, ml or pcs: gross less tare less rejected
    gross_amount = models.BigIntegerField()
    tare_amount = models.BigIntegerField(default=0)
    rejected_amount = models.BigIntegerField(default=0)
    reject_reason = models.CharField(max_length=10, choices=RejectReason.choices, blank=True)
    weight_source = models.CharField(
        max_length=5, choices=WeightSource.choices, default=WeightSource.TYPED
    )
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
                condition=Q(
                    tare_amount__gte=0,
                    rejected_amount__gte=0,
                    gross_amount=F("amount") + F("tare_amount") + F("rejected_amount"),
                ),
                name="deposit_line_net_of_gross",
            ),
            models.CheckConstraint(
                condition=Q(rejected_amount=0, reject_reason="")
                | (Q(rejected_amount__gt=0) & ~Q(reject_reason="")),
                name="deposit_line_reject_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(unit=PIECE.code, rupiah_idr=F("amount") * F("price_idr"))
                | Q(unit__in=THOUSANDTHS, rupiah_idr=(F("amount") * F("price_idr") + 500) / 1000),
                name="deposit_line_follows_rule",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deposit_id}/{self.line}"

    @property
    def name(self) -> str:
        return named(self)


class DepositVoid(models.Model):
    """A deposit taken back by a reversing entry, once, with its reason."""

    deposit = models.OneToOneField(Deposit, on_delete=models.PROTECT, related_name="void")
    entry = models.OneToOneField(JournalEntry, on_delete=models.PROTECT)
    reason = models.CharField(max_length=300)
    actor = models.CharField(max_length=150)
    voided_at = models.DateTimeField()
    balance_after_idr = models.BigIntegerField()
    book_day = models.DateField()  # the day it counts in, as for deposits

    replayed: bool = False

    class Meta:
        indexes = [models.Index(fields=["book_day"], name="void_by_book_day")]

    def __str__(self) -> str:
        return f"void of {self.deposit_id}"

    @property
    def taken_idr(self) -> int:
        """What it adds to the sums of its day: less than nothing."""
        return -self.deposit.total_idr
