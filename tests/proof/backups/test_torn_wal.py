"""T9: the power goes while a WAL is written. What is recovered is a prefix, and green."""

import random
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connection

from ledger.audit import check_book
from ledger.models import JournalEntry
from tests import engines
from tests.cast import Cast
from tests.engines import Database
from tests.proof.proving import PROVING

pytestmark = [pytest.mark.engine("sqlite"), pytest.mark.prove]
ROUNDS = 400 if PROVING else 12
HEAD_BYTES, FRAME_HEAD_BYTES, PAGE_BYTES = 32, 24, 4_096
FRAME_BYTES = FRAME_HEAD_BYTES + PAGE_BYTES


@dataclass(frozen=True)
class Written:
    """A database with a WAL beside it, and where in the WAL each entry was committed."""

    database: bytes
    wal: bytes
    ends: list[int]
    entry_ids: list[int]

    def whole_before(self, byte: int) -> int:
        """How many entries were committed by frames that lie before this byte."""
        return sum(end <= byte for end in self.ends)


@pytest.fixture
def written(cast: Cast, committed_db: Database) -> Written:
    path = Path(committed_db.name)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute("PRAGMA wal_autocheckpoint=0")
    before, ends, ids = path.read_bytes(), [], []
    for number in range(8):
        ids.append(cast.deposit(("pet", 1_000 + number), ("jelantah", 500)).entry_id)
        ends.append(Path(f"{path}-wal").stat().st_size)
    assert path.read_bytes() == before, "everything is in the WAL alone"
    return Written(before, Path(f"{path}-wal").read_bytes(), ends, ids)


@contextmanager
def found_after(database: bytes, wal: bytes) -> Iterator[None]:
    """The program is started again on what the disk kept."""
    place = engines.named_database(f"torn_{secrets.token_hex(4)}")
    Path(place.name).write_bytes(database)
    Path(f"{place.name}-wal").write_bytes(wal)
    try:
        with engines.pointed_at(place):
            yield
    finally:
        engines.drop_database(place)


def recovered() -> list[int]:
    return list(JournalEntry.objects.order_by("pk").values_list("pk", flat=True))


def cut(wal: bytes, at: int) -> bytes:
    return wal[:at]


def zeros(wal: bytes, at: int) -> bytes:
    return wal[:at] + bytes(len(wal) - at)


def one_bit(wal: bytes, at: int) -> bytes:
    return wal[:at] + bytes([wal[at] ^ 1 << at % 8]) + wal[at + 1 :]


def torn_sector(wal: bytes, at: int) -> bytes:
    """A sector of 512 bytes holds something else, and what follows came to the disk."""
    return wal[:at] + secrets.token_bytes(512) + wal[at + 512 :]


DAMAGES: list[Callable[[bytes, int], bytes]] = [cut, zeros, one_bit, torn_sector]


def test_what_is_recovered_is_a_prefix_and_green(
    written: Written, figure: Callable[[str, int], None]
) -> None:
    chance = random.Random(9)
    for number in range(ROUNDS):
        damage, at = DAMAGES[number % 4], chance.randrange(HEAD_BYTES, len(written.wal))
        whole = written.whole_before(at)
        with found_after(written.database, damage(written.wal, at)):
            found = recovered()
            assert found == written.entry_ids[:whole], (damage.__name__, at)
            assert check_book() == [], (damage.__name__, at)
    figure("power cut: torn WALs, each a prefix and green", ROUNDS)


def test_control_half_a_transaction_is_no_prefix(written: Written) -> None:
    """A recovery that looked at no checksum and no end of a transaction would leave this."""
    torn = 0
    for at in range(written.ends[3] + FRAME_BYTES, written.ends[4], FRAME_BYTES):
        with found_after(laid_over(written.database, written.wal[:at]), b""):
            try:
                judged = recovered() == written.entry_ids[:4] and check_book() == []
            except Exception:  # noqa: BLE001 - SQLite itself may find a page amiss
                judged = False
        torn += not judged
    assert torn > 0


def laid_over(database: bytes, wal: bytes) -> bytes:
    pages = bytearray(database)
    for begin in range(HEAD_BYTES, len(wal) - FRAME_BYTES + 1, FRAME_BYTES):
        at = (int.from_bytes(wal[begin : begin + 4], "big") - 1) * PAGE_BYTES
        pages[len(pages) : at + PAGE_BYTES] = bytes(max(at + PAGE_BYTES - len(pages), 0))
        pages[at : at + PAGE_BYTES] = wal[begin + FRAME_HEAD_BYTES : begin + FRAME_BYTES]
    return bytes(pages)
