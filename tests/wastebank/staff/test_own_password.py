"""Everybody changes the own password, knows the one until now, and is signed out elsewhere."""

import uuid

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from tests.cast import PASSWORD, Cast
from wastebank.models import ActionLog, User

pytestmark = pytest.mark.page


@pytest.fixture(autouse=True)
def nobody_tried_before() -> None:
    cache.clear()


NEW = "kenanga-sewindu-lamanya"


def signed_in(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def change(
    client: Client, old: str = PASSWORD, new: str = NEW, again: str = NEW
) -> tuple[int, str]:
    fields = {"key": str(uuid.uuid4()), "old": old, "new": new, "again": again}
    answer = client.post("/password/", fields, follow=True)
    return answer.status_code, answer.content.decode()


def has(user: User, password: str) -> bool:
    return User.objects.get(pk=user.pk).check_password(password)


def test_everybody_changes_the_own_password(cast: Cast) -> None:
    for user in cast.staff():
        client = signed_in(user)
        assert 'href="/password/"' in client.get("/check/").content.decode()
        status, page = change(client)
        assert (status, "The password is changed." in page) == (200, True), user
        assert has(user, NEW)
        line = ActionLog.objects.get(action="change_own_password", subject=f"staff:{user.username}")
        assert line.actor == user.username


def test_here_one_stays_signed_in_and_elsewhere_it_ends(cast: Cast) -> None:
    here, elsewhere = signed_in(cast.sari), signed_in(cast.sari)
    change(here)
    assert here.get("/counter/").status_code == 200
    assert elsewhere.get("/counter/").status_code == 302


@pytest.mark.parametrize(
    ("old", "new", "again", "code"),
    [
        ("wrong", NEW, NEW, "old_password_wrong"),
        ("", NEW, NEW, "old_password_wrong"),
        (PASSWORD, NEW, NEW + "x", "passwords_differ"),
        (PASSWORD, "12345678", "12345678", "password_too_weak"),
        (PASSWORD, "", "", "password_too_weak"),
    ],
)
def test_what_cannot_be_taken_is_refused_and_shown_to_nobody(
    cast: Cast, old: str, new: str, again: str, code: str
) -> None:
    status, page = change(signed_in(cast.sari), old, new, again)
    assert status in (403, 422)
    assert code in page
    assert not [typed for typed in (old, new, again) if len(typed) > 5 and typed in page]
    assert has(cast.sari, PASSWORD)


def test_guessing_is_shut_as_it_is_at_the_sign_in(cast: Cast) -> None:
    client = signed_in(cast.sari)
    for _ in range(5):
        assert "old_password_wrong" in change(client, old="guess")[1]
    assert "sign_in_locked" in change(client)[1]
    assert has(cast.sari, PASSWORD)
    assert change(signed_in(cast.rudi))[0] == 200  # a colleague is not shut out


def test_two_presses_change_it_once(cast: Cast) -> None:
    client = signed_in(cast.sari)
    fields = {"key": str(uuid.uuid4()), "old": PASSWORD, "new": NEW, "again": NEW}
    assert [client.post("/password/", fields).status_code for _ in range(2)] == [302, 302]
    other = fields | {"new": f"{NEW}-lain", "again": f"{NEW}-lain"}
    assert client.post("/password/", other).status_code == 409  # sent before, with another one
    assert has(cast.sari, NEW)
    assert ActionLog.objects.filter(action="change_own_password").count() == 1
