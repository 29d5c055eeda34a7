"""A limit as the tests set it."""

import uuid
from typing import Any

from clinic.limits.setting import set_care_limit
from clinic.models import CareLimit
from ledger import clock
from tests.cast import Cast
from wastebank.values.calendar import local_day


def limit(cast: Cast, most: int | None, **other: Any) -> CareLimit:
    """By Maya, on one person's consultations in a month at all clinics, if not said else."""
    said = {
        "place": "BSI",
        "service": "konsultasi",
        "whose": "member",
        "period": "month",
        "measure": "count",
        "valid_from": local_day(clock.now()),
        "by": cast.maya,
        **other,
    }
    return set_care_limit(key=uuid.uuid4(), most=most, **said)
