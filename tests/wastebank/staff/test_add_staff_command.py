"""The commands of the shell: a new house's first administrator, links, tokens of one's own."""

import uuid
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client

from tests.cast import PASSWORD, Cast
from wastebank.devices.own_tokens import user_of_token
from wastebank.models import ActionLog, User
from wastebank.refusals import AccountDisabled

GOOD = "sepeda-biru-tujuh"


def call(*words: str) -> list[str]:
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue().splitlines()


@pytest.mark.django_db
def test_the_first_administrator_chooses_a_password_and_signs_in() -> None:
    said = call("add_staff", "--user", "tono", "--name", "Tono Prasetyo")
    assert said[0] == "tono may sign in as admin."
    user = User.objects.get()
    assert (user.first_name, user.last_name, user.place) == ("Tono", "Prasetyo", None)
    assert {line.actor for line in ActionLog.objects.all()} == {"manage.py"}
    address = said[-1].removeprefix("http://127.0.0.1:8000")
    fields = {"key": str(uuid.uuid4()), "new": GOOD, "again": GOOD}
    assert Client().post(address, fields)["Location"] == "/login/?chosen=1"
    signed_in = Client().post("/login/", {"username": "tono", "password": GOOD})
    assert signed_in["Location"] == "/office/"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--user", "Tono!", "--name", "Tono"), "field_malformed"),
        (("--user", "sari", "--name", "Sari", "--role", "operator"), "place_unknown"),
    ],
)
def test_what_cannot_be_is_said_and_nobody_is_added(words: tuple[str, ...], code: str) -> None:
    with pytest.raises(CommandError, match=code):
        call("add_staff", *words)
    assert not User.objects.exists()


def test_whoever_holds_the_shell_makes_a_link_for_the_only_lead(cast: Cast) -> None:
    said = call("one_time_link", "--user", "lestari", "--address", "https://bank.example/")
    assert said[-1].startswith("https://bank.example/link/")
    User.objects.filter(username="lestari").update(is_active=False)
    with pytest.raises(CommandError, match=AccountDisabled.code):
        call("one_time_link", "--user", "lestari")
    with pytest.raises(CommandError, match="staff_unknown"):
        call("one_time_link", "--user", "nobody")


def test_a_token_at_the_shell_takes_the_own_password(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "WASTEBANK_DEMO_PASSWORD", "")
    words = ("device_token", "--user", "sari", "--label", "Timbangan")
    for typed in ("", "salah"):
        monkeypatch.setattr("sys.stdin", StringIO(f"{typed}\n"))
        with pytest.raises(CommandError, match="password_wrong"):
            call(*words)
    monkeypatch.setattr("sys.stdin", StringIO(f"{PASSWORD}\n"))
    assert user_of_token(call(*words)[-1]) == cast.sari


def test_a_demo_knows_the_password_of_its_own_people(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("sys.stdin", StringIO(""))
    monkeypatch.setattr(settings, "WASTEBANK_DEMO_PASSWORD", "")
    monkeypatch.setattr(settings, "HOME", tmp_path)
    (tmp_path / "demo.txt").write_text(PASSWORD + "\n")
    said = call("device_token", "--user", "sari", "--label", "X", "--scope", "read")
    assert user_of_token(said[-1]).token_scope == "read"
