"""Which visits of a month a medical reviewer looks at: drawn by a seed that is kept.

Whoever has the seed and the visits draws the same again. Nobody is looked at twice in a month, and
what is seen speaks for the visits that were drawn and for no other.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from secrets import token_hex

from clinic.models import Redemption

SAMPLE_PERCENT = 10


def new_seed() -> str:
    return token_hex(16)


def size_of(count: int) -> int:
    """How many of so many visits: a tenth, and at least one if there is any."""
    return -(-count * SAMPLE_PERCENT // 100)


def drawn(visits: Sequence[Redemption], seed: str) -> set[int]:
    """The ids of the visits that are drawn, one for a patient at most."""
    chosen: dict[int, int] = {}
    for visit in in_order(visits, seed):
        if len(chosen) == size_of(len(visits)):
            break
        chosen.setdefault(visit.member_id, visit.pk)
    return set(chosen.values())


def in_order(visits: Iterable[Redemption], seed: str) -> list[Redemption]:
    """The visits as the seed shuffles them."""
    return sorted(visits, key=lambda visit: sha256(f"{seed}:{visit.number}".encode()).digest())
