"""Siti comes to the clinic, pays at the end, or leaves. Told by several tests."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from clinic.charges.authorisations import authorise, capture, release
from clinic.charges.prepare import ServiceAsked, price_lines
from clinic.charges.quote import Quote, quote_charge
from clinic.models import Authorisation, AuthorisationEnd, Redemption
from ledger.models import Account, HoldEnd
from tests.cast import SITI_PIN, Cast

CONSULTATION = [ServiceAsked("konsultasi")]  # 15,000
TWO = [ServiceAsked("konsultasi", 2)]  # 30,000


def come(cast: Cast, **given: Any) -> Authorisation:
    """Siti comes for a consultation, and agrees to it with her PIN."""
    asked = {
        "key": uuid.uuid4(),
        "by": cast.dewi,
        "card": cast.siti_card.code,
        "pin": SITI_PIN,
        "lines": CONSULTATION,
        **given,
    }
    return authorise(**asked)


def close(cast: Cast, visit: Authorisation, **given: Any) -> Redemption:
    asked = {"key": uuid.uuid4(), "by": cast.dewi, "lines": CONSULTATION, **given}
    return capture(visit=visit.pk, **asked)


def leave(cast: Cast, visit: Authorisation, **given: Any) -> AuthorisationEnd:
    asked = {"key": uuid.uuid4(), "by": cast.dewi, "reason": "pasien pulang", **given}
    return release(visit=visit.pk, **asked)


def quote_of(cast: Cast, lines: Sequence[ServiceAsked]) -> Quote:
    """Who would pay for Siti now, the rest in cash."""
    priced = price_lines(lines, cast.sehati)
    return quote_charge(member=cast.siti, lines=priced)


def wallet(cast: Cast) -> tuple[int, int, int]:
    """What the account itself says: balance, held, available."""
    own = Account.objects.get(code=f"member:{cast.siti.number}")
    return own.balance, own.held, own.available


def how(visit: Authorisation) -> str:
    return HoldEnd.objects.get(hold=visit.hold_id).how


def lasts(visit: Authorisation) -> int:
    """In hours."""
    return round((visit.expires_at - visit.opened_at).total_seconds() / 3600)


def after(visit: Authorisation, **time: float) -> datetime:
    return visit.expires_at + timedelta(**time)
