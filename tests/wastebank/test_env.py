"""Settings that cannot be used are named, and the program does not start."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from ledger.db.backup.locking import new_identity
from wastebank import env

pytestmark = pytest.mark.once
NAME = "SOME_SETTING"


def test_recipients_are_read_one_or_several(monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = new_identity()[1], new_identity()[1]
    for text, found in [("", ()), (one, (one,)), (f" {one} , {other},", (one, other))]:
        monkeypatch.setenv(NAME, text)
        assert env.recipients(NAME) == found


def test_what_is_no_recipient_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    identity, recipient = new_identity()
    for text, said in [
        (identity, "keep it off this machine"),
        (f"{recipient},{identity.lower()}", "keep it off this machine"),
        (recipient[:-1], "begins with age1"),
        ("ssh-ed25519 AAAA", "begins with age1"),
        ("somebody@bank.example", "begins with age1"),
    ]:
        monkeypatch.setenv(NAME, text)
        with pytest.raises(env.SettingProblem, match=f"{NAME}.*{said}") as refused:
            env.recipients(NAME)
        assert identity not in str(refused.value)


def test_a_day_is_read_or_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for text, found in [("", None), (" 2027-11-28 ", date(2027, 11, 28))]:
        monkeypatch.setenv(NAME, text)
        assert env.day(NAME) == found
    for text in ("1", "yes", "28.11.2027", "2027-02-30", "2027-11-28T10:00"):
        monkeypatch.setenv(NAME, text)
        with pytest.raises(env.SettingProblem, match=NAME):
            env.day(NAME)


def test_of_many_that_make_a_secret_all_read_the_same_whole_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(NAME, raising=False)
    here = threading.Barrier(8)

    def start(number: int) -> str:
        here.wait(30)
        return env.secret(NAME, "pepper", tmp_path)

    with ThreadPoolExecutor(8) as threads:
        read = list(threads.map(start, range(8)))
    assert len(set(read)) == 1
    assert len(read[0]) == 64
    assert [path.name for path in tmp_path.iterdir()] == ["pepper"]
    assert (tmp_path / "pepper").stat().st_mode & 0o077 == 0
