"""The form of a backup: what is not whole is refused, whichever bit or byte it is."""

import io
import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.db.backup.container import BackupHead, Unwrapping, Wrapped
from ledger.db.backup.locking import copy_through, lock, new_identity, read_identities, unlock
from ledger.db.backup.problems import CopyProblem

pytestmark = pytest.mark.once
HEAD = BackupHead("sqlite", "2026-11-28T00:00:00+00:00", "ab" * 32)
COPY = bytes(range(256)) * 3


def wrapped(copy: bytes = COPY, head: BackupHead = HEAD) -> bytes:
    whole = io.BytesIO()
    copy_through(Wrapped(head, io.BytesIO(copy)), whole)
    return whole.getvalue()


def unwrapped(whole: bytes, piece: int = 50) -> bytes:
    copy, heads = io.BytesIO(), list[BackupHead]()
    unwrapping = Unwrapping(copy, heads.append)
    try:
        for begin in range(0, len(whole), piece):
            unwrapping.write(whole[begin : begin + piece])
    except OSError:
        assert unwrapping.problem is not None
        raise unwrapping.problem from None
    unwrapping.close()
    assert heads == [HEAD]
    return copy.getvalue()


@given(copy=st.binary(max_size=2_000), piece=st.integers(1, 500))
def test_what_is_wrapped_comes_out_again_in_pieces_of_any_size(copy: bytes, piece: int) -> None:
    assert unwrapped(wrapped(copy), piece) == copy


def test_every_flipped_bit_is_found() -> None:
    whole = wrapped()
    for place in range(len(whole) * 8):
        broken = bytearray(whole)
        broken[place // 8] ^= 1 << place % 8
        with pytest.raises(CopyProblem):
            unwrapped(bytes(broken), 400)


def test_every_end_that_is_cut_off_or_added_is_found() -> None:
    whole = wrapped()
    for length in range(len(whole)):
        with pytest.raises(CopyProblem):
            unwrapped(whole[:length], 400)
    with pytest.raises(CopyProblem):
        unwrapped(whole + b"\0")


def test_control_without_the_checksum_a_flipped_bit_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Unwrapping, "close", lambda unwrapping: None)
    broken = bytearray(wrapped())
    broken[-100] ^= 1
    assert unwrapped(bytes(broken)) != COPY


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"ba", "damaged or cut short"),
        (b"SQLite format 3\0" + b"\0" * 900, "bare copy"),
        (b"PGDMP\x01\x0e\x00", "bare copy"),
        (b"%PDF-1.7 a letter", "no backup of this program"),
        (b"\0" * 5_000, "no backup of this program"),
        (b"backup of the book 1\n" + b"x" * 9_000, "damaged"),
        (b"backup of the book 1\n[]\n" + b"x" * 90, "damaged"),
        (b'backup of the book 1\n{"engine": 1}\n' + b"x" * 90, "damaged"),
        (b"backup of the book 1\n\xff\xfe\n" + b"x" * 90, "damaged"),
    ],
)
def test_what_is_no_backup_is_said_in_a_sentence(content: bytes, said: str) -> None:
    with pytest.raises(CopyProblem, match=said) as refused:
        unwrapped(content, 900)
    assert "\n" not in str(refused.value)


def locked_for(recipients: list[str], copy: bytes = COPY) -> bytes:
    whole = io.BytesIO()
    lock(Wrapped(HEAD, io.BytesIO(copy)), whole, recipients)
    return whole.getvalue()


def unlocked(content: bytes, path: Path | None) -> bytes:
    copy = io.BytesIO()
    unwrapping = Unwrapping(copy, lambda head: None)
    unlock(io.BytesIO(content), unwrapping, read_identities(path) if path else [])
    unwrapping.close()
    return copy.getvalue()


def test_each_recipient_opens_it_and_nobody_else(tmp_path: Path) -> None:
    keys = [new_identity() for _ in range(3)]
    files = [tmp_path / str(number) for number in range(3)]
    for path, (identity, recipient) in zip(files, keys, strict=True):
        path.write_text(f"# made by somebody\n# public key: {recipient}\n\n{identity}\n")
    content = locked_for([recipient for _identity, recipient in keys[:2]])
    assert COPY[:64] not in content
    assert [unlocked(content, path) for path in files[:2]] == [COPY, COPY]
    with pytest.raises(CopyProblem, match="not encrypted for this key"):
        unlocked(content, files[2])
    with pytest.raises(CopyProblem, match="--identity"):
        unlocked(content, None)


def test_a_broken_locked_backup_is_said_in_a_sentence(tmp_path: Path) -> None:
    identity, recipient = new_identity()
    key = tmp_path / "key"
    key.write_text(identity)
    content = locked_for([recipient])
    broken = [content[:length] for length in (30, 100, 200, len(content) - 1)]
    broken += [
        content[:place] + bytes([content[place] ^ 4]) + content[place + 1 :]
        for place in range(0, len(content), 7)
    ]
    for one in broken:
        with pytest.raises(CopyProblem) as refused:
            unlocked(one, key)
        assert "\n" not in str(refused.value)


@pytest.mark.parametrize("text", ["", "# nothing\n", "AGE-SECRET-KEY-1ZZ\n", "hello", "\0"])
def test_a_file_without_a_key_is_said_in_a_sentence(tmp_path: Path, text: str) -> None:
    key = tmp_path / "key"
    key.write_text(text)
    for path in (key, tmp_path, tmp_path / "absent"):
        with pytest.raises(CopyProblem, match="identity"):
            unlocked(locked_for([new_identity()[1]]), path)


def test_what_fails_while_it_is_read_fails_as_itself() -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        lock(Wrapped(HEAD, Broken()), io.BytesIO(), [new_identity()[1]])


def test_a_head_that_says_something_else_is_damaged() -> None:
    """Whoever knows for whom backups are encrypted can make one, with any head."""
    right = {"engine": "sqlite", "made_at": "", "pepper": "ab", "version": "1", "home": {}}
    heads = [
        b"[" * 31_000,
        b"[]",
        b"7",
        b"null",
        b'{"engine": "sqlite"}',
        b"\xff\xfe",
        *(
            json.dumps(right | {name: other}).encode()
            for name in right
            for other in (None, 7, ["x"], {"pepper": 7}, {"pepper": {"x": 1}})
        ),
        json.dumps(right | {"path": "/etc/passwd"}).encode(),
        json.dumps(right | {"home": {"pepper": "x" * 40_000}}).encode(),
    ]
    taken = []
    for head in heads:
        with suppress(CopyProblem):
            unwrapped(b"backup of the book 2\n" + head + b"\n" + COPY)
            taken.append(head[:60])
    assert taken == []
