"""Settings that cannot be used are named, and the program does not start."""

from datetime import date

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
