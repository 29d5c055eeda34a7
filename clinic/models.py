"""What is in the clinic. No diagnosis has a place here, and no deposit."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ledger.models import Hold, HoldEnd, JournalEntry
from wastebank.models import Card, Member, Place
from wastebank.values.language import named


class Clinic(models.Model):
    """A clinic that takes credit for care, between two dates."""

    place = models.OneToOneField(Place, on_delete=models.PROTECT, related_name="clinic")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)  # inclusive
    cancel_window_hours = models.PositiveSmallIntegerField(default=24)

    def __str__(self) -> str:
        return self.place.name


class Service(models.Model):
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

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clinic", "code"], name="service_once_per_clinic"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return named(self)


class Tariff(models.Model):
    """The price of a service from a day on, until the next one begins. Never changes the past."""

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="tariffs")
    valid_from = models.DateField()
    price_idr = models.BigIntegerField()  # per unit of the service
    set_by = models.CharField(max_length=150)
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "valid_from"], name="tariff_one_per_day"),
            models.CheckConstraint(condition=Q(price_idr__gte=0), name="tariff_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.service} {self.valid_from}: {self.price_idr}"


class Redemption(models.Model):
    """Care that was paid with credit, and with cash where the credit did not reach."""

    number = models.CharField(max_length=40, unique=True)
    series_number = models.PositiveBigIntegerField()
    # None when nothing was paid with credit: care was free, or all cash.
    entry = models.OneToOneField(JournalEntry, null=True, on_delete=models.PROTECT)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="redemptions")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="redemptions")
    card = models.ForeignKey(Card, on_delete=models.PROTECT)
    redeemed_at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    actor_name = models.CharField(max_length=150)
    total_idr = models.BigIntegerField()
    credit_idr = models.BigIntegerField()
    cash_idr = models.BigIntegerField()
    available_after_idr = models.BigIntegerField()
    verify_code = models.CharField(max_length=8, unique=True)

    replayed: bool = False

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "series_number"], name="redemption_number_once_per_clinic"
            ),
            models.CheckConstraint(
                condition=Q(
                    credit_idr__gte=0, cash_idr__gte=0, total_idr=F("credit_idr") + F("cash_idr")
                ),
                name="redemption_split_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(credit_idr=0, entry__isnull=True)
                | Q(credit_idr__gt=0, entry__isnull=False),
                name="redemption_credit_has_entry",
            ),
        ]
        indexes = [
            models.Index(fields=["clinic", "redeemed_at"], name="redemption_by_clinic_day"),
            models.Index(fields=["member", "redeemed_at"], name="redemption_by_member_day"),
        ]

    def __str__(self) -> str:
        return self.number


# What a line costs is how often times how much, on paper and in the database.
LINE_RULE = Q(count__gt=0, price_idr__gte=0, rupiah_idr=F("count") * F("price_idr"))


class CareLine(models.Model):
    """A service, how often, and what it costs: expected when a visit is opened, or given."""

    line = models.PositiveSmallIntegerField()
    service = models.ForeignKey(Service, on_delete=models.PROTECT)
    count = models.PositiveIntegerField()
    price_idr = models.BigIntegerField()
    rupiah_idr = models.BigIntegerField()
    note = models.CharField(max_length=100, blank=True)

    class Meta:
        abstract = True


class RedemptionLine(CareLine):
    """A service as it was given, with the name and the price of that day."""

    redemption = models.ForeignKey(
        Redemption, on_delete=models.PROTECT, related_name="lines", db_index=False
    )
    name_id = models.CharField(max_length=150)
    name_en = models.CharField(max_length=150)
    per = models.CharField(max_length=6)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["redemption", "line"], name="redemption_line_once"),
            models.CheckConstraint(condition=LINE_RULE, name="redemption_line_follows_rule"),
        ]

    def __str__(self) -> str:
        return f"{self.redemption_id}/{self.line}"

    @property
    def name(self) -> str:
        return named(self)


class RedemptionCancel(models.Model):
    """A redemption taken back, once; the credit is back at once."""

    redemption = models.OneToOneField(Redemption, on_delete=models.PROTECT, related_name="cancel")
    entry = models.OneToOneField(JournalEntry, null=True, on_delete=models.PROTECT)
    reason = models.CharField(max_length=300)
    actor = models.CharField(max_length=150)
    cancelled_at = models.DateTimeField()
    available_after_idr = models.BigIntegerField()

    replayed: bool = False

    def __str__(self) -> str:
        return f"cancel of {self.redemption_id}"


class Visit(models.Model):
    """A patient is here, and credit is set aside for the care that is expected.

    Whether that still holds its hold says: one that ended without a VisitEnd ran out of time.
    """

    hold = models.OneToOneField(Hold, on_delete=models.PROTECT, related_name="visit")
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="visits")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="visits")
    card = models.ForeignKey(Card, on_delete=models.PROTECT)
    opened_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    actor_name = models.CharField(max_length=150)
    total_idr = models.BigIntegerField()  # as expected
    credit_idr = models.BigIntegerField()  # set aside
    cash_idr = models.BigIntegerField()
    available_after_idr = models.BigIntegerField()

    replayed: bool = False

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    credit_idr__gt=0, cash_idr__gte=0, total_idr=F("credit_idr") + F("cash_idr")
                ),
                name="visit_split_adds_up",
            ),
        ]
        indexes = [models.Index(fields=["clinic", "opened_at"], name="visit_by_clinic_day")]

    def __str__(self) -> str:
        return f"visit {self.pk}"

    @property
    def ended_how(self) -> str:
        """How its hold ended; empty while the credit is set aside."""
        end = HoldEnd.objects.filter(hold_id=self.hold_id).first()
        return end.how if end else ""


class VisitLine(CareLine):
    """A service as it was expected, with the price of that hour. What was given may differ."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="lines", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["visit", "line"], name="visit_line_once"),
            models.CheckConstraint(condition=LINE_RULE, name="visit_line_follows_rule"),
        ]

    def __str__(self) -> str:
        return f"{self.visit_id}/{self.line}"


class VisitEnd(models.Model):
    """A visit that somebody ended: paid, or released with a reason."""

    visit = models.OneToOneField(Visit, on_delete=models.PROTECT, related_name="end")
    redemption = models.OneToOneField(
        Redemption, null=True, on_delete=models.PROTECT, related_name="visit_end"
    )
    reason = models.CharField(max_length=300, blank=True)
    actor = models.CharField(max_length=150)
    ended_at = models.DateTimeField()
    available_after_idr = models.BigIntegerField()

    replayed: bool = False

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(redemption__isnull=False, reason="")
                | (Q(redemption__isnull=True) & ~Q(reason="")),
                name="visit_end_paid_or_released",
            ),
        ]

    def __str__(self) -> str:
        return f"end of {self.visit_id}"
