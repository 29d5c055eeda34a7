"""How far a list is that is being written: nobody else sees a transaction before its end, so the
process that writes says it. Another process knows nothing of it, and the page then shows no figure.
"""

from dataclasses import dataclass
from uuid import UUID

from django.core.cache import cache

KEPT_SECONDS = 120
STEPS = 100


def name_of(key: UUID) -> str:
    return f"import-progress:{key}"


@dataclass(slots=True)
class Telling:
    """Told of each row that is written; says every hundredth part."""

    key: UUID
    said: int = -1

    def __call__(self, done: int, total: int) -> None:
        step = done * STEPS // max(total, 1)
        if step != self.said:
            self.said = step
            cache.set(name_of(self.key), (done, total), KEPT_SECONDS)


def how_far(key: UUID) -> dict[str, int]:
    found = cache.get(name_of(key))
    return {"done": found[0], "total": found[1]} if found else {}
