"""Places, the staff who stand in them, and what they did."""

from collections.abc import Iterable, Iterator
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from ledger.written.changing import ChangingQuerySet
from wastebank.models.named import Named

SESSION_SALT = "wastebank session of staff"


class Place(Named):
    """Where staff stand: a main bank, one of its units, or a clinic."""

    class Kind(models.TextChoices):
        MAIN = "main", _("Main bank")
        UNIT = "unit", _("Unit")
        CLINIC = "clinic", _("Clinic")

    code = models.CharField(max_length=20, unique=True)  # also the prefix of its receipt numbers
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=6, choices=Kind.choices)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT)
    address = models.CharField(max_length=200, blank=True)
    active = models.BooleanField(default=True)
    # A receipt printer on the place's own network that takes ESC/POS bytes over TCP.
    printer_host = models.CharField(max_length=100, blank=True)
    printer_port = models.PositiveIntegerField(default=9100)
    paper_mm = models.PositiveSmallIntegerField(default=58)  # width of the roll

    replayed: bool = False

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(paper_mm__in=[58, 80]), name="place_known_paper"),
            models.CheckConstraint(
                condition=Q(kind="main", parent__isnull=True)
                | Q(kind__in=["unit", "clinic"], parent__isnull=False),
                name="place_main_has_no_parent",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def names(self) -> Iterable[str]:
        return self.name, self.code

    @property
    def main_id(self) -> int:
        """The main bank whose programme this place belongs to."""
        return self.parent_id or self.pk

    def covers(self, other: "Place") -> bool:
        """Whether staff of this place may see the other: itself, or any part of a main bank."""
        return self.pk == other.pk or (self.kind == self.Kind.MAIN and other.parent_id == self.pk)


class Role(models.TextChoices):
    OPERATOR = "operator", _("Operator")
    CLERK = "clerk", _("Clinic clerk")
    LEAD = "lead", _("Clinic lead")
    TREASURER = "treasurer", _("Treasurer")
    MANAGER = "manager", _("Manager")
    REVIEWER = "reviewer", _("Medical reviewer")
    AUDITOR = "auditor", _("Auditor")
    ADMIN = "admin", _("Administrator")


# Made while the program loads, so that no checker knows this class.
class StaffManager(UserManager.from_queryset(ChangingQuerySet)):  # type: ignore[misc]
    """Django's ways to make a user, each written down."""

    use_in_migrations = False


class User(Named, AbstractUser):
    """A member of staff, with one role at one place."""

    role = models.CharField(max_length=20, choices=Role.choices)
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT)
    # The member this person is, so that nobody records for the own household.
    member = models.ForeignKey(
        "Member", null=True, blank=True, on_delete=models.SET_NULL, related_name="staff"
    )

    # A new bank's first person is manager and administrator in one, until somebody else takes one.
    also_admin = models.BooleanField(default=False)
    # How often all that was open for this account was ended at once: every session is bound to it.
    sign_outs = models.PositiveIntegerField(default=0)
    replayed: bool = False

    # Named and Django's user each bring a manager; this is both.
    objects: ClassVar[UserManager["User"]] = StaffManager()  # type: ignore[assignment]
    # What the token allows by which this person asks just now; None: they are here themselves.
    token_scope: str | None = None

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(role="admin") | Q(also_admin=True) | Q(place__isnull=False),
                name="user_stands_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(also_admin=False) | Q(role="manager"), name="user_admin_besides"
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="user_known_role"),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def get_session_auth_hash(self) -> str:
        """What a session must have been made with: it ends with the password, and whenever all that
        is open for the account is ended."""
        return self._bound_to(settings.SECRET_KEY)

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """The same under secret keys of before, as Django asks for them."""
        yield from map(self._bound_to, settings.SECRET_KEY_FALLBACKS)

    def _bound_to(self, secret: str | bytes) -> str:
        state = f"{self.sign_outs} {self.password}"
        return salted_hmac(SESSION_SALT, state, secret=secret, algorithm="sha256").hexdigest()

    def names(self) -> Iterable[str]:
        return str(self), self.username


class ReceiptSeries(models.Model):
    """The last receipt number of a place; moved inside the transaction that uses it."""

    place = models.OneToOneField(Place, on_delete=models.PROTECT)
    last = models.PositiveBigIntegerField(default=0)
    # Every day up to this one is closed. It stands here because whoever records anything moves
    # this row: the day a record counts in is read under the very lock that closing a day takes.
    closed_through = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.place.code}-{self.last}"


class ReceiptPrint(models.Model):
    """How often a receipt was printed: the first is the original, the others are copies."""

    receipt_number = models.CharField(max_length=40, unique=True)
    count = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.receipt_number} × {self.count}"


class ActionLog(models.Model):
    """Who did what to which thing, when and why. Holds ids and codes, no personal data."""

    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    action = models.CharField(max_length=40, db_column="act")
    subject = models.CharField(max_length=60)
    place = models.CharField(max_length=20, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    change = models.JSONField(default=dict, blank=True)  # as `actions.Change` writes it
    key = models.CharField(max_length=60, blank=True)

    replayed: bool = False

    class Meta:
        indexes = [
            models.Index(fields=["subject", "at"], name="log_by_subject"),
            models.Index(fields=["at"], name="log_by_time"),
            models.Index(fields=["action", "at"], name="log_by_action"),
            models.Index(fields=["key"], name="log_by_key"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.subject}"
