"""What a POST leaves behind, and a body with one field changed."""

from copy import deepcopy
from typing import Any

from django.db import connection

from clinic.models import (
    Authorisation,
    AuthorisationEnd,
    Redemption,
    RedemptionCancel,
    TariffWithdrawal,
)
from ledger.models import JournalEntry, KeyedResult, Posting
from wastebank.models import (
    ActionLog,
    Approval,
    ApprovalEnd,
    Card,
    CardEvent,
    DayClosing,
    Deposit,
    DepositReview,
    DepositVoid,
    Member,
    OpeningBalance,
    PriceWithdrawal,
    ProgrammeLimit,
)

EFFECTS = (
    *(JournalEntry, Posting, KeyedResult, ActionLog, Member, Card, CardEvent),
    *(Deposit, DepositVoid, Redemption, RedemptionCancel, DayClosing, DepositReview),
    *(Authorisation, AuthorisationEnd, PriceWithdrawal, TariffWithdrawal),
    *(OpeningBalance, Approval, ApprovalEnd, ProgrammeLimit),
)


def effects() -> dict[str, int]:
    """How many rows there are of everything a POST can make, in one question."""
    counts = ", ".join(f"(SELECT count(*) FROM {model._meta.db_table})" for model in EFFECTS)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}")
        return dict(zip((model.__name__ for model in EFFECTS), cursor.fetchone(), strict=True))


def changed(body: dict[str, Any], steps: tuple[str | int, ...], value: Any) -> dict[str, Any]:
    """A copy of the body with one field set."""
    copy = deepcopy(body)
    inside: Any = copy
    for step in steps[:-1]:
        inside = inside[step]
    inside[steps[-1]] = value
    return copy
