"""The key of the backups as 24 words: the same key, however they were typed, or the wrong word."""

import io
from pathlib import Path

import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mnemonic import Mnemonic

from ledger.db.backup.locking import fault_of_recipient
from ledger.db.backup.problems import CopyProblem
from ledger.db.backup.words import WORDS, identity_of, new_words, read_words, recipient_of
from ledger.management.commands.restore import Command as Restore

pytestmark = pytest.mark.once
LIST: list[str] = Mnemonic("english").wordlist
ZEROS = ["abandon"] * 23 + ["art"]  # the list's own example for 32 bytes of nothing


def test_the_words_are_the_key_that_age_knows() -> None:
    nothing = pyrage.x25519.Identity.from_str(identity_of(ZEROS))
    assert recipient_of(ZEROS) == str(nothing.to_public())
    words = new_words()
    assert (len(words), words == new_words()) == (WORDS, False)
    assert fault_of_recipient(recipient_of(words)) == ""
    assert identity_of(words).startswith("AGE-SECRET-KEY-1")


@given(seed=st.binary(min_size=32, max_size=32), data=st.data())
def test_however_they_are_typed_they_are_the_same(seed: bytes, data: st.DataObject) -> None:
    words = Mnemonic("english").to_mnemonic(seed).split()
    typed = []
    for number, word in enumerate(words, start=1):
        shown = data.draw(st.sampled_from([word, word[:4], word.upper(), word.title()]))
        typed.append(data.draw(st.sampled_from(["", f"{number}. ", f"{number:>2} "])) + shown)
    text = data.draw(st.sampled_from([" ", "\n", ", ", " \r\n\t"])).join(typed)
    assert identity_of(read_words(text)) == identity_of(words)


@given(place=st.integers(0, WORDS - 1), wrong=st.text("abcdefghij", min_size=9, max_size=12))
def test_a_word_that_is_none_is_named_by_its_place(place: int, wrong: str) -> None:
    words = [*ZEROS[:place], wrong, *ZEROS[place + 1 :]]
    with pytest.raises(CopyProblem, match=rf"^word {place + 1} \({wrong}\) is not in the list"):
        identity_of(words)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["abandom", *ZEROS[1:]], r"word 1 \(abandom\) .*perhaps abandon"),
        (["xx", *ZEROS[1:5], "yy", *ZEROS[6:]], r"word 1 \(xx\).*; word 6 \(yy\)"),
        (["zoo", *ZEROS[1:]], "one of them is another"),
        (ZEROS[:-1], "these are 23 words"),
        ([*ZEROS, "art"], "these are 25 words"),
        ([], "these are 0 words"),
    ],
)
def test_what_can_be_told_of_wrong_words_is_told(words: list[str], said: str) -> None:
    with pytest.raises(CopyProblem, match=said):
        identity_of(words)


def test_four_letters_are_enough() -> None:
    assert len({word[:4] for word in LIST}) == len(LIST)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be", "cp1252"])
def test_words_are_read_in_whatever_letters_they_were_written(
    encoding: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From a file, as an editor of Windows keeps it, and as they are typed."""
    words, asked = new_words(), Restore()
    data = "\r\n".join(f"{n}. {word}" for n, word in enumerate(words, start=1)).encode(encoding)
    file = tmp_path / "words"
    file.write_bytes(data)
    assert asked.keys(None, file) == [identity_of(words)]
    if encoding != "utf-16":  # nobody types two bytes for a letter
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data.replace(b"\0", b""))))
        assert asked.keys(None, Path("-")) == [identity_of(words)]


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"", bytes(range(256)) * 100])
def test_what_are_no_words_is_said_in_a_sentence(data: bytes, tmp_path: Path) -> None:
    file = tmp_path / "words"
    file.write_bytes(data)
    with pytest.raises(CopyProblem):
        Restore().keys(None, file)
