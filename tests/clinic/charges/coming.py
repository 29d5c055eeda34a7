"""Siti comes to the clinic, pays at the end, or leaves. Told by several tests."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from clinic.charges.authorisations import close_visit, open_visit, release_visit
from clinic.charges.prepare import ServiceAsked
from clinic.models import Redemption, Visit, VisitEnd
from ledger.models import Account, HoldEnd
from tests.cast import SITI_PIN, Cast

CONSULTATION = [ServiceAsked("konsultasi")]  # 15,000
TWO = [ServiceAsked("konsultasi", 2)]  # 30,000


def come(cast: Cast, **given: Any) -> Visit:
    """Siti comes for a consultation, and agrees to it with her PIN."""
    asked = {
        "key": uuid.uuid4(),
        "by": cast.dewi,
        "card": cast.siti_card.code,
        "pin": SITI_PIN,
        "lines": CONSULTATION,
        **given,
    }
    return open_visit(**asked)


def close(cast: Cast, visit: Visit, **given: Any) -> Redemption:
    asked = {"key": uuid.uuid4(), "by": cast.dewi, "lines": CONSULTATION, **given}
    return close_visit(visit=visit.pk, **asked)


def leave(cast: Cast, visit: Visit, **given: Any) -> VisitEnd:
    asked = {"key": uuid.uuid4(), "by": cast.dewi, "reason": "pasien pulang", **given}
    return release_visit(visit=visit.pk, **asked)


def wallet(cast: Cast) -> tuple[int, int, int]:
    """What the account itself says: balance, held, available."""
    own = Account.objects.get(code=f"member:{cast.siti.number}")
    return own.balance, own.held, own.available


def how(visit: Visit) -> str:
    return HoldEnd.objects.get(hold=visit.hold_id).how


def lasts(visit: Visit) -> int:
    """In hours."""
    return round((visit.expires_at - visit.opened_at).total_seconds() / 3600)


def after(visit: Visit, **time: float) -> datetime:
    return visit.expires_at + timedelta(**time)
