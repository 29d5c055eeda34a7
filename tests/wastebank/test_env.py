"""Settings that cannot be used are named, and the program does not start."""

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


def test_a_database_that_is_a_link_lies_where_the_link_leads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What SQLite keeps beside it is looked for there, and a restore leaves the link."""
    home, disk = tmp_path / "home", tmp_path / "disk"
    home.mkdir()
    (home / "wastebank.sqlite3").symlink_to(disk / "book")
    monkeypatch.setenv("WASTEBANK_HOME", str(home))
    assert env.home() == home  # the disk is not there
    disk.mkdir()
    (disk / "book").touch(mode=0o644)
    for url in ("", f"sqlite://{home}/wastebank.sqlite3"):
        assert env.database(url, home)["NAME"] == str(disk / "book")
    env.home()
    assert (disk / "book").stat().st_mode & 0o077 == 0


def test_a_file_that_went_while_the_folder_was_shut_is_no_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A WAL goes with the last process that closes it."""
    seen = [tmp_path / "wastebank.sqlite3-wal", tmp_path / "wastebank.sqlite3"]
    seen[1].touch(mode=0o644)
    monkeypatch.setattr(Path, "glob", lambda _folder, _names: iter(seen))
    env.shut(tmp_path)
    assert seen[1].stat().st_mode & 0o077 == 0
