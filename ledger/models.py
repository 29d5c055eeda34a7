"""What is in the book. Nothing here is ever changed or deleted, save the totals of an account.

Amounts are integers in base units: whole rupiah (IDR), grams (g), millilitres (ml), pieces (pcs).
The database refuses what these classes forbid: see `triggers.py`.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.db import models
from django.db.models import F, Q
from django.utils.functional import Promise

from ledger.written.changing import Changing


class AccountUnit(models.TextChoices):
    IDR = "IDR"
    GRAM = "g"
    MILLILITRE = "ml"
    PIECE = "pcs"


class AccountKind(models.TextChoices):
    ASSET = "asset"
    LIABILITY = "liability"
    EQUITY = "equity"
    INCOME = "income"
    EXPENSE = "expense"


DEBIT_KINDS = (AccountKind.ASSET, AccountKind.EXPENSE)
CREDIT_KINDS = (AccountKind.LIABILITY, AccountKind.EQUITY, AccountKind.INCOME)


class Account(models.Model):
    """A place where one unit is counted. Its totals are moved only together with postings."""

    code = models.CharField(max_length=120, unique=True)
    unit = models.CharField(max_length=3, choices=AccountUnit.choices)
    kind = models.CharField(max_length=9, choices=AccountKind.choices)
    # Guarded: the balance can never cross zero on its wrong side, holds counted in.
    guarded = models.BooleanField()
    # Shared: events of many people meet here, so it is locked last and for the shortest time.
    shared = models.BooleanField()
    debits = models.BigIntegerField(default=0)
    credits = models.BigIntegerField(default=0)
    held = models.BigIntegerField(default=0)
    version = models.BigIntegerField(default=0)
    # recorded_at of the last posting: time never runs backwards within an account.
    touched_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(debits__gte=0, credits__gte=0, held__gte=0, version__gte=0),
                name="account_totals_positive",
            ),
            models.CheckConstraint(
                condition=Q(unit__in=AccountUnit.values, kind__in=AccountKind.values),
                name="account_known_words",
            ),
            models.CheckConstraint(
                condition=Q(guarded=False)
                | Q(kind__in=DEBIT_KINDS, debits__gte=F("credits") + F("held"))
                | Q(kind__in=CREDIT_KINDS, credits__gte=F("debits") + F("held")),
                name="account_never_crosses_zero",
            ),
            models.CheckConstraint(
                condition=Q(guarded=True) | Q(held=0), name="account_holds_need_guard"
            ),
        ]
        indexes = [
            models.Index(fields=["held"], name="account_by_held"),
            models.Index(fields=["unit", "kind", "code"], name="account_by_unit_kind"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def balance(self) -> int:
        """The balance on the account's own side, in its unit."""
        return self.side(self.debits, self.credits)

    @property
    def available(self) -> int:
        return self.balance - self.held

    def side(self, debits: int, credits: int) -> int:
        return debits - credits if self.kind in DEBIT_KINDS else credits - debits


@dataclass(frozen=True, slots=True)
class EntryKind:
    """What a kind of entry is called, and how a page shows it: declared once, by who posts it.

    The book keeps the code alone, for ever, and knows neither waste nor care. `sign` names an icon
    of the sprite; `tone` is how a page colours it, plain if empty. `page` is the name of the
    address, by the entry's id, where a member reads more of it; none if empty.
    """

    code: str
    words: str | Promise
    sign: str
    tone: str = ""
    page: str = ""


class JournalEntry(models.Model):
    """One event, told by its postings."""

    key = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=40)
    occurred_at = models.DateTimeField()  # as claimed
    recorded_at = models.DateTimeField()  # by our clock
    actor = models.CharField(max_length=150)
    place = models.CharField(max_length=40)
    memo = models.CharField(max_length=300)
    reverses = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="reversed_by"
    )
    # Said when the entry is written: a posting beyond it is refused, so nothing is added later.
    posting_count = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name_plural = "journal entries"
        constraints = [
            models.CheckConstraint(condition=Q(posting_count__gte=1), name="entry_has_postings"),
        ]
        indexes = [models.Index(fields=["recorded_at"], name="entry_by_recorded_at")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Posting(models.Model):
    """A transfer: `amount` from the credit account to the debit account, with both balances after.

    A transfer has two ends, so an entry that does not balance cannot be written down.
    """

    entry = models.ForeignKey(
        JournalEntry, on_delete=models.PROTECT, related_name="postings", db_index=False
    )
    line = models.PositiveSmallIntegerField()
    debit = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="debit_postings", db_index=False
    )
    credit = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="credit_postings", db_index=False
    )
    amount = models.BigIntegerField()
    debit_balance = models.BigIntegerField()
    credit_balance = models.BigIntegerField()
    debit_version = models.BigIntegerField()
    credit_version = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "line"], name="posting_once_per_line"),
            # Two writers that skipped the lock would claim the same version: refused here.
            models.UniqueConstraint(fields=["debit", "debit_version"], name="posting_debit_step"),
            models.UniqueConstraint(
                fields=["credit", "credit_version"], name="posting_credit_step"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="posting_amount_positive"),
            models.CheckConstraint(
                condition=~Q(debit=F("credit")), name="posting_between_two_accounts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.credit_id} → {self.debit_id}"


class Hold(models.Model):
    """An amount held on a guarded account until it is captured, released or expires."""

    key = models.CharField(max_length=60, unique=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="holds")
    amount = models.BigIntegerField()
    placed_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    actor = models.CharField(max_length=150)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="hold_amount_positive"),
        ]

    def __str__(self) -> str:
        return f"hold {self.pk}"


class HoldEnd(models.Model):
    """How a hold ended; a hold ends once."""

    class How(models.TextChoices):
        CAPTURED = "captured"
        RELEASED = "released"
        EXPIRED = "expired"

    hold = models.OneToOneField(Hold, on_delete=models.PROTECT, related_name="end")
    how = models.CharField(max_length=8, choices=How.choices)
    entry = models.OneToOneField(JournalEntry, null=True, on_delete=models.PROTECT)
    ended_at = models.DateTimeField()
    actor = models.CharField(max_length=150)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(how="captured", entry__isnull=False)
                | Q(how__in=["released", "expired"], entry__isnull=True),
                name="hold_end_captured_with_entry",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.how} {self.hold_id}"


class KeyedResult(models.Model):
    """The one outcome of a key the client made; kept as long as the book."""

    key = models.CharField(max_length=60, unique=True)
    verb = models.CharField(max_length=60)
    # JSON {field: digest of its value}: names what differs without keeping what was said.
    fingerprint = models.TextField()
    claimed_at = models.DateTimeField()
    # JSON; null only between claim and commit, which nobody else can see.
    outcome = models.TextField(null=True)

    def __str__(self) -> str:
        return f"{self.verb} {self.key}"


class Seal(models.Model):
    """A Merkle root (RFC 9162) over entries and rows of documents, chained to the seal before.

    `form` says how its leaves are written: seals keep the form in which they were made.
    """

    class Form(models.IntegerChoices):
        ENTRIES = 1  # entries with their postings, nothing else
        ROWS = 2  # entries with the guards of their accounts, rows, its own counts and time

    number = models.PositiveBigIntegerField(unique=True)
    root = models.CharField(max_length=64)
    previous_root = models.CharField(max_length=64)
    entry_count = models.PositiveIntegerField()
    row_count = models.PositiveIntegerField(default=0)
    form = models.PositiveSmallIntegerField(choices=Form.choices, default=Form.ENTRIES)
    sealed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"seal {self.number}"


class SealedEntry(models.Model):
    """Which entry stands where under which seal. Ids commit out of order, so this is kept."""

    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="entries", db_index=False)
    position = models.PositiveIntegerField()
    entry = models.OneToOneField(JournalEntry, on_delete=models.PROTECT, related_name="sealed")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seal", "position"], name="sealed_entry_position"),
        ]

    def __str__(self) -> str:
        return f"{self.seal_id}/{self.position}"


class DocumentForm(models.Model):
    """Which columns of a table are read, in which order. A table that gains a column gets another
    form: what was sealed or written down before is read in the old one for ever."""

    table_name = models.CharField(max_length=63)
    column_names = models.TextField()  # as they are called in the database, comma-separated

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["table_name", "column_names"], name="document_form_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.table_name}: {self.column_names}"

    def columns(self) -> list[str]:
        return self.column_names.split(",")


class SealedRun(models.Model):
    """Rows of one table under a seal: every number from the first to the last has its row."""

    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="runs", db_index=False)
    position = models.PositiveIntegerField()
    form = models.ForeignKey(
        DocumentForm, on_delete=models.PROTECT, related_name="runs", db_index=False
    )
    first_row = models.BigIntegerField()
    last_row = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["form", "last_row"], name="sealed_run_by_last_row")]
        constraints = [
            models.UniqueConstraint(fields=["seal", "position"], name="sealed_run_position"),
            models.CheckConstraint(
                condition=Q(first_row__lte=F("last_row")), name="sealed_run_forwards"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seal_id}/{self.position}: {self.first_row} to {self.last_row}"


class Version(models.Model):
    """A row that may change, as the program last wrote it; an empty digest says it was deleted.

    The audit compares: a row that nobody but the database's owner wrote has no version. Only a
    digest is kept, made with the programme's own secret, so that nothing personal stays here.
    """

    form = models.ForeignKey(DocumentForm, on_delete=models.PROTECT, related_name="versions")
    row_id = models.BigIntegerField()
    digest = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["form", "row_id"], name="version_by_row")]

    def __str__(self) -> str:
        return f"{self.form_id}/{self.row_id}"


class RedFlag(Changing):
    """An audit that found a fault. While one is up, every write is refused."""

    raised_at = models.DateTimeField()
    findings = models.JSONField()
    lifted_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"red since {self.raised_at:%Y-%m-%d %H:%M}"


class BackupKey(models.Model):
    """For whom backups are encrypted: the public half of a key whose words are on paper. The newest
    counts; files made for an earlier one are opened by its own paper."""

    recipient = models.CharField(max_length=80, unique=True)
    kept_at = models.DateTimeField()
    kept_by = models.CharField(max_length=150)

    def __str__(self) -> str:
        return self.recipient


class BackupRun(models.Model):
    """A backup that the program made by itself, or tried to. It speaks of a machine and its files,
    and is nothing that the book rests on."""

    class Outcome(StrEnum):
        RUNNING = "running"
        GOOD = "good"  # restored into a scratch place, and green there
        UNVERIFIED = "unverified"  # a file is there, and could not be judged, or is red
        FAILED = "failed"

    started_at = models.DateTimeField(db_index=True)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, default=Outcome.RUNNING.value)
    file = models.TextField(blank=True)
    size_bytes = models.BigIntegerField(default=0)
    said = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M} {self.outcome}"
