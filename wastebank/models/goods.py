"""Materials and their dated prices."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ledger.written.changing import Changing
from wastebank.models.dated import HoldsFrom, Withdrawal
from wastebank.models.named import Named
from wastebank.models.places import Place
from wastebank.values.language import named
from wastebank.values.local_names import local_names
from wastebank.values.names import sought_words
from wastebank.values.units import CHOICES, UNITS


class Material(Named):
    """A kind of sorted waste, counted in one unit."""

    class Family(models.TextChoices):
        PLASTIC = "plastik", _("Plastic")
        PAPER = "kertas", _("Paper")
        METAL = "logam", _("Metal")
        GLASS = "kaca", _("Glass")
        OIL = "minyak", _("Oil")
        ELECTRONIC = "elektronik", _("Electronics")

    code = models.SlugField(max_length=60, unique=True)
    name_id = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    family = models.CharField(max_length=10, choices=Family.choices)
    unit = models.CharField(max_length=3, choices=CHOICES)
    grade = models.CharField(max_length=40, blank=True)
    aliases = models.CharField(max_length=300, blank=True)  # local names to search by
    active = models.BooleanField(default=True)

    replayed: bool = False
    own_code: str = ""  # of the bank that asks, once somebody looked it up

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(unit__in=list(UNITS)), name="material_known_unit"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return named(self)

    @property
    def also_called(self) -> str:
        """The words it is found by beside the name that is shown."""
        shown = sought_words(self.name)
        return " ".join(word for word in self.looked_for.split() if word not in shown)

    def names(self) -> Iterable[str]:
        own = (self.name_id, self.name_en, self.grade, self.aliases)
        return *own, *local_names(f"{self.name_id} {self.aliases}")


class OwnCode(Changing):
    """What a bank calls a material in its own lists, beside our code: `K01`."""

    material = models.ForeignKey(Material, on_delete=models.PROTECT, related_name="own_codes")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="own_codes")
    code = models.CharField(max_length=30)  # in capitals: `k01` is the same

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "code"], name="own_code_of_one_material"),
            models.UniqueConstraint(fields=["place", "material"], name="own_code_of_a_material"),
        ]

    def __str__(self) -> str:
        return self.code


class PriceQuerySet(models.QuerySet["Price"]):
    def standing(self) -> "PriceQuerySet":
        """Those that were not withdrawn before they held, in the order in which they hold."""
        return self.filter(withdrawal=None).order_by("holds_from", "pk")


class Price(HoldsFrom):
    """What is paid from an instant on, until the next row of the same place and material holds.

    A row is never changed: a new price is a new row, and of two for one instant the later id
    holds. The main bank's rows are the programme's list; a unit's own row goes before it.
    """

    class Kind(models.TextChoices):
        FIXED = "fixed", _("Fixed price")
        ASK = "ask", _("Ask for the price")
        LIST = "list", _("As the programme's list")
        NONE = "none", _("Not bought")

    material = models.ForeignKey(Material, on_delete=models.PROTECT, related_name="prices")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="prices")
    kind = models.CharField(max_length=5, choices=Kind.choices, default=Kind.FIXED)
    price_idr = models.BigIntegerField(null=True, blank=True)  # per kg, litre or piece
    collector_price_idr = models.BigIntegerField(null=True, blank=True)
    # The last deposit there was when it was set: which came first, whatever a clock said. None of
    # prices that were set before this was kept.
    after_deposit = models.BigIntegerField(null=True, blank=True)

    objects = PriceQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["material", "place", "holds_from"], name="price_by_instant"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="fixed", price_idr__gte=0)
                | (Q(kind__in=["ask", "list", "none"]) & Q(price_idr__isnull=True)),
                name="price_fixed_has_value",
            ),
            models.CheckConstraint(
                condition=Q(collector_price_idr__isnull=True) | Q(collector_price_idr__gte=0),
                name="price_collector_positive",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.material.code} {self.valid_from}: {self.price_idr}"

    @property
    def buys_above_sale(self) -> bool:
        """The bank would pay the member more than it gets itself."""
        return (
            self.price_idr is not None
            and self.collector_price_idr is not None
            and self.price_idr > self.collector_price_idr
        )


class PriceWithdrawal(Withdrawal):
    """A price that was taken back before it held: it never will."""

    price = models.OneToOneField(Price, on_delete=models.PROTECT, related_name="withdrawal")

    def __str__(self) -> str:
        return f"withdrawn: {self.price}"
