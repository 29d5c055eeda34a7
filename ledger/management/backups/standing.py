"""How the backups stand: the last good one, the last try, and whether somebody should see to it."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings

from ledger import clock
from ledger.management.backups.habit import LATE_AFTER
from ledger.management.backups.recipients import newest_key
from ledger.models import BackupRun

Outcome = BackupRun.Outcome


@dataclass(frozen=True, slots=True)
class BackupStanding:
    """`tried` is the last that ended; None where there was none."""

    has_key: bool
    good: BackupRun | None
    tried: BackupRun | None
    waiting_since_days: int | None  # for the first one; None once there is one

    @property
    def age(self) -> timedelta | None:
        return clock.now() - self.good.started_at if self.good else None

    @property
    def is_failed(self) -> bool:
        return self.tried is not None and self.tried.outcome != Outcome.GOOD

    @property
    def is_late(self) -> bool:
        """Nobody need look while the first one is still to come."""
        if not self.has_key:
            return False
        waits = (self.waiting_since_days or 0) >= LATE_AFTER.days
        return self.is_failed or waits or (self.age is not None and self.age > LATE_AFTER)


def standing() -> BackupStanding:
    key = newest_key()
    if key is None and not settings.LEDGER_BACKUP_RECIPIENTS:
        return BackupStanding(has_key=False, good=None, tried=None, waiting_since_days=None)
    ended = BackupRun.objects.exclude(outcome=Outcome.RUNNING).order_by("-started_at", "-pk")
    tried = ended.first()
    is_good = tried is None or tried.outcome == Outcome.GOOD
    good = tried if is_good else ended.filter(outcome=Outcome.GOOD).first()
    waits = (clock.now() - key.kept_at).days if key and good is None else None
    return BackupStanding(has_key=True, good=good, tried=tried, waiting_since_days=waits)


def last_runs(count: int) -> list[BackupRun]:
    return list(BackupRun.objects.order_by("-started_at", "-pk")[:count])
