"""The form of a backup: a head that says what it is, the copy itself, a checksum over all of it.

A single flipped bit in a copy may restore into a sound database that says something else, so the
checksum is over every byte before it. An encrypted backup is this form inside an age file.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Protocol

from ledger.db.backup.problems import CopyProblem

MAGIC = b"backup of the book 2\n"
BEFORE_SECRETS = b"backup of the book 1\n"  # as it was before a head could bring a home along
MAX_HEAD_BYTES = 32_000
CHECKSUM_BYTES = hashlib.sha256().digest_size
READ_BYTES = 1 << 20
DAMAGED = "the backup is damaged or cut short: its checksum does not agree"
# How the bare copies of the two engines begin.
BARE = (b"SQLite format 3\0", b"PGDMP")


class Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


class Writable(Protocol):
    def write(self, data: bytes, /) -> object: ...


@dataclass(frozen=True, slots=True)
class BackupHead:
    """What a restore wants to know before it begins."""

    engine: str
    made_at: str
    pepper: str  # a digest that only the same pepper makes
    version: str = ""  # of the program that made it
    # Of an encrypted backup: secrets and settings, by the names of their files in the data folder.
    home: dict[str, str] = field(default_factory=dict)

    def written(self) -> bytes:
        return MAGIC + json.dumps(asdict(self)).encode() + b"\n"


def read_head(line: bytes) -> BackupHead:
    try:
        said: dict[str, object] = dict(json.loads(line))
        home = said.get("home", {})
        head = BackupHead(**said)  # type: ignore[arg-type]  # what they are is asked below
    except (TypeError, ValueError, RecursionError):
        raise CopyProblem(DAMAGED) from None
    if not isinstance(home, dict):
        raise CopyProblem(DAMAGED)
    texts = [*home.values(), *(value for name, value in said.items() if name != "home")]
    if not all(isinstance(text, str) for text in texts):
        raise CopyProblem(DAMAGED)
    return head


class Wrapped:
    """Reads as the whole form, around a copy that is read meanwhile."""

    def __init__(self, head: BackupHead, copy: Readable) -> None:
        self.copy = copy
        self.sum = hashlib.sha256()
        self.next = head.written()
        self.over = False
        self.problem: Exception | None = None  # the encrypting library keeps only its text

    def read(self, size: int = READ_BYTES, /) -> bytes:
        try:
            return self.read_on(READ_BYTES if size < 0 else size)
        except OSError as problem:
            self.problem = problem
            raise

    def read_on(self, size: int) -> bytes:
        if not self.next and not self.over:
            self.next = self.copy.read(size)
            if not self.next:
                self.over, self.next = True, self.sum.digest()
                return self.take(size)
        taken = self.take(size)
        if not self.over:
            self.sum.update(taken)
        return taken

    def take(self, size: int) -> bytes:
        taken, self.next = self.next[:size], self.next[size:]
        return taken


class Unwrapping:
    """Takes the whole form and writes the copy that is in it. `close` says whether it was whole.

    `look` hears the head before anything is written, and may refuse.
    """

    def __init__(self, target: Writable, look: Callable[[BackupHead], None]) -> None:
        self.target, self.look = target, look
        self.sum = hashlib.sha256()
        self.kept = b""  # may be the checksum, as long as nothing follows it
        self.head: BackupHead | None = None
        self.problem: Exception | None = None

    def write(self, data: bytes, /) -> int:
        try:
            self.kept += data
            if self.head is None:
                self.read_head()
            if self.head is not None:
                self.pass_on(self.kept[:-CHECKSUM_BYTES])
        except (CopyProblem, OSError) as problem:
            self.problem = problem
            raise OSError(str(problem)) from problem
        return len(data)

    def read_head(self) -> None:
        refuse_foreign(self.kept)
        line, ended, rest = self.kept[len(MAGIC) :].partition(b"\n")
        if len(line) > MAX_HEAD_BYTES:
            raise CopyProblem(DAMAGED)
        if ended:
            self.head = read_head(line)
            self.sum.update(self.kept[: len(MAGIC)] + line + ended)
            self.kept = rest
            self.look(self.head)

    def pass_on(self, data: bytes) -> None:
        self.sum.update(data)
        self.target.write(data)
        self.kept = self.kept[len(data) :]

    def flush(self) -> None:
        """Files have one, and the decrypting library asks for it."""

    def close(self) -> None:
        if self.head is None:
            refuse_foreign(self.kept)
        if self.kept != self.sum.digest():
            raise CopyProblem(DAMAGED)


def refuse_foreign(begin: bytes) -> None:
    """Refuse what cannot become a backup of ours, whatever follows."""
    if not begin:
        raise CopyProblem("the file is empty")
    if any(begin.startswith(bare[: len(begin)]) for bare in BARE):
        raise CopyProblem(
            "the file is a bare copy of a database, without the checksum of a backup: it was not"
            " made by `backup`, or by an older version of it"
        )
    if not any(begin.startswith(m[: len(begin)]) for m in (MAGIC, BEFORE_SECRETS)):
        raise CopyProblem("the file is no backup of this program, or its beginning is damaged")
