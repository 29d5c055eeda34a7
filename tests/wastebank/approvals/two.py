"""What the tests of two people propose: another limit for balances from the old book."""

import uuid

from wastebank.approvals.limits import propose_limit
from wastebank.models import Approval, User
from wastebank.old_book.proposed import OPENING_LIMIT


def proposed(by: User, amount_idr: int | None = 2_000_000, note: str = "") -> Approval:
    return propose_limit(
        key=uuid.uuid4(), by=by, limit=OPENING_LIMIT.code, amount_idr=amount_idr, note=note
    )
