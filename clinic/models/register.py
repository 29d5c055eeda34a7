"""Clinics that take credit, what they offer, and what it costs."""

from collections.abc import Iterable

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ledger.written.changing import Changing
from wastebank.models import HoldsFrom, Named, Place, Withdrawal
from wastebank.values.language import named


class Clinic(Changing):
    """A clinic that takes credit for care, between two dates."""

    place = models.OneToOneField(Place, on_delete=models.PROTECT, related_name="clinic")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)  # inclusive
    cancel_window_hours = models.PositiveSmallIntegerField(default=24)
    due_days = models.PositiveSmallIntegerField(default=14)  # from a statement to its payment
    dispute_days = models.PositiveSmallIntegerField(default=7)  # after them silence is acceptance

    replayed: bool = False

    def __str__(self) -> str:
        return self.place.name


class Service(Named):
    """Something a clinic does for a patient, counted in its own unit."""

    class Per(models.TextChoices):
        VISIT = "visit", _("per visit")
        ACTION = "action", _("per action")
        TOOTH = "tooth", _("per tooth")
        STITCH = "stitch", _("per stitch")
        HOUR = "hour", _("per hour")
        DOSE = "dose", _("per dose")

    class Pricing(models.TextChoices):
        FIXED = "fixed", _("Fixed price")
        VARIABLE = "variable", _("Price set at the desk")
        FREE = "free", _("Free of charge")

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="services")
    code = models.SlugField(max_length=60)
    name_id = models.CharField(max_length=150)
    name_en = models.CharField(max_length=150)
    category = models.CharField(max_length=40)
    per = models.CharField(max_length=6, choices=Per.choices, default=Per.ACTION)
    pricing = models.CharField(max_length=8, choices=Pricing.choices, default=Pricing.FIXED)
    active = models.BooleanField(default=True)

    replayed: bool = False

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clinic", "code"], name="service_once_per_clinic"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return named(self)

    def names(self) -> Iterable[str]:
        return self.name_id, self.name_en


class TariffQuerySet(models.QuerySet["Tariff"]):
    def standing(self) -> "TariffQuerySet":
        """Those that were not withdrawn before they held, in the order in which they hold."""
        return self.filter(withdrawal=None).order_by("holds_from", "pk")


class Tariff(HoldsFrom):
    """The price of a service from an instant on, until the next one holds.

    A row is never changed: a new tariff is a new row, and of two for one instant the later id
    holds. Of a service whose price the desk sets it says from what to what.
    """

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="tariffs")
    price_idr = models.BigIntegerField()  # per unit of the service; with `most_idr` the least
    most_idr = models.BigIntegerField(null=True, blank=True)  # None: `price_idr`, and no other
    # The last payment and the last hold there were when it was set: which came first, whatever a
    # clock said. None of tariffs that were set before this was kept.
    after_redemption = models.BigIntegerField(null=True, blank=True)
    after_authorisation = models.BigIntegerField(null=True, blank=True)

    objects = TariffQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["service", "holds_from"], name="tariff_by_instant")]
        constraints = [
            models.CheckConstraint(condition=Q(price_idr__gte=0), name="tariff_positive"),
            models.CheckConstraint(
                condition=Q(most_idr__isnull=True) | Q(most_idr__gte=F("price_idr")),
                name="tariff_from_least_to_most",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service} {self.valid_from}: {self.price_idr}"


class TariffWithdrawal(Withdrawal):
    """A tariff that was taken back before it held: it never will."""

    tariff = models.OneToOneField(Tariff, on_delete=models.PROTECT, related_name="withdrawal")

    def __str__(self) -> str:
        return f"withdrawn: {self.tariff}"
