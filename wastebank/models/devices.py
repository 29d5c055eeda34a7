"""Devices that record, and in which order each of them did."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wastebank.models.named import Named
from wastebank.models.places import Place, User


class Device(Named):
    """A program or a counter's browser. Only a hash of its token is kept.

    An API device acts as its user, who made its token: within its scope, until it expires. A
    counter device belongs to a place: whoever signs in there records with it, and `user` is who
    registered it.
    """

    class Kind(models.TextChoices):
        API = "api", _("Program")
        COUNTER = "counter", _("Counter")

    class Scope(models.TextChoices):
        """What a token allows of what its person may, from little to more."""

        READ = "read", _("Only read")
        DESK = "desk", _("Record at a desk")
        OFFICE = "office", _("Record, and set prices and tariffs")

    kind = models.CharField(max_length=7, choices=Kind.choices, default=Kind.API)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="devices")
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT)
    letter = models.CharField(max_length=3, blank=True)  # in its provisional numbers
    label = models.CharField(max_length=100)
    token_hash = models.CharField(max_length=64, unique=True)
    scope = models.CharField(max_length=6, choices=Scope.choices, blank=True)  # of a token
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)  # of a token
    revoked_at = models.DateTimeField(null=True, blank=True)
    # How many records it says it has made: those that have not come yet are still on it.
    issued = models.PositiveBigIntegerField(default=0)
    seen_at = models.DateTimeField(null=True, blank=True)

    replayed: bool = False

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "letter"], name="device_letter_once_per_place"
            ),
            models.CheckConstraint(
                condition=Q(kind="api", place__isnull=True, letter="")
                | (Q(kind="counter", place__isnull=False) & ~Q(letter="")),
                name="device_counter_has_place",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind="api", scope__in=["read", "desk", "office"], expires_at__isnull=False
                )
                | Q(kind="counter", scope="", expires_at__isnull=True),
                name="device_token_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def names(self) -> Iterable[str]:
        return (self.label,)


class DeviceRecord(models.Model):
    """The last word on one operation of a device. A number that never came is a missing record."""

    class Outcome(models.TextChoices):
        RECORDED = "recorded", _("Recorded")
        REFUSED = "refused", _("Parked")
        DROPPED = "dropped", _("Dropped")

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="records")
    sequence = models.PositiveBigIntegerField()
    key = models.CharField(max_length=60)
    kind = models.CharField(max_length=20)
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    code = models.CharField(max_length=40, blank=True)  # of the refusal
    actor = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["device", "sequence"], name="device_record_once"),
            models.CheckConstraint(
                condition=Q(outcome__in=["recorded", "refused", "dropped"]),
                name="device_record_known_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.device_id}/{self.sequence} {self.outcome}"
