"""`manage.py add_staff`: how a new house gets its first administrator."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from wastebank.models import ActionLog, User

GOOD = "sepeda-biru-tujuh"


def add(monkeypatch: pytest.MonkeyPatch, *words: str, password: str = GOOD) -> str:
    out = StringIO()
    monkeypatch.setattr("sys.stdin", StringIO(password + "\n"))
    call_command("add_staff", *words, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_the_first_administrator_signs_in(monkeypatch: pytest.MonkeyPatch) -> None:
    said = add(monkeypatch, "--user", "tono", "--name", "Tono Prasetyo")
    assert said == "tono may sign in as admin.\n"
    user = User.objects.get()
    assert (user.first_name, user.last_name, user.place) == ("Tono", "Prasetyo", None)
    assert ActionLog.objects.get().actor == "manage.py"
    signed_in = Client().post("/login/", {"username": "tono", "password": GOOD})
    assert signed_in["Location"] == "/office/"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "password", "code"),
    [
        (("--user", "tono", "--name", "Tono"), "mudah", "password_too_weak"),
        (("--user", "Tono!", "--name", "Tono"), GOOD, "field_malformed"),
        (("--user", "sari", "--name", "Sari", "--role", "operator"), GOOD, "place_unknown"),
    ],
)
def test_what_cannot_be_is_said_and_nobody_is_added(
    monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], password: str, code: str
) -> None:
    with pytest.raises(CommandError, match=code):
        add(monkeypatch, *words, password=password)
    assert not User.objects.exists()
