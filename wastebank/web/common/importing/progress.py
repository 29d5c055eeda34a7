"""How far a list is that is being written: nobody else sees a transaction before its end, so who
writes says it in a file of the home, where every process of the machine sees it. It is a help and
no more: without the file the page shows no figure, and the writing is the same.
"""

import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from uuid import UUID

from django.conf import settings

KEPT_SECONDS = 120
STEPS = 100


def folder() -> Path:
    return Path(settings.HOME) / "progress"


@dataclass(slots=True)
class Telling:
    """Told of each row that is written; says every hundredth part, and nothing once it is over."""

    key: UUID
    said: int = -1

    def __call__(self, done: int, total: int) -> None:
        step = done * STEPS // max(total, 1)
        if step != self.said:
            self.said = step
            with suppress(OSError):  # a full disk ends no writing that still succeeds
                say(self.key, f"{done} {total}")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_how: object) -> None:
        with suppress(OSError):
            for path in folder().iterdir():  # our own, and those of writings that were killed
                if path.name == str(self.key) or is_past(path):
                    path.unlink(missing_ok=True)


def say(key: UUID, words: str) -> None:
    """Under another name first: nobody reads half of it."""
    folder().mkdir(exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=folder(), prefix=".", delete=False) as file:
        file.write(words)
    Path(file.name).replace(folder() / str(key))


def is_past(path: Path) -> bool:
    return abs(time.time() - path.stat().st_mtime) > KEPT_SECONDS


def how_far(key: UUID) -> dict[str, int]:
    """`{done, total}` of a list that is being written just now; else nothing."""
    path = folder() / str(key)
    try:
        done, total = map(int, path.read_text().split())
        return {} if is_past(path) else {"done": done, "total": total}
    except (OSError, ValueError):
        return {}
