"""Tokens: made by their person alone, within a scope, until a day; and what ends them."""

import uuid
from datetime import timedelta
from functools import partial

import pytest
from django.conf import settings
from django.test import Client

from ledger import clock
from tests.cast import PASSWORD, Cast, make_token
from wastebank.devices.own_tokens import (
    MOST_DAYS,
    end_own_token,
    make_own_token,
    own_tokens,
    user_of_token,
)
from wastebank.devices.refusals import DeviceUnknown, TokenDays, TokenExpired, TokenUnknown
from wastebank.models import ActionLog, Device, User
from wastebank.permissions import Permission, may
from wastebank.refusals import FieldMalformed, TokenScope
from wastebank.staff.accounts import change_staff
from wastebank.staff.own_password import change_own_password
from wastebank.staff.refusals import PasswordWrong, SignInLocked

NEW = "kenanga-sewindu-lamanya"


def make(by: User, password: str = PASSWORD, scope: str = "desk", days: int = 90) -> str:
    return make_own_token(
        key=uuid.uuid4(), by=by, password=password, label="X", scope=scope, days=days
    )[1]


def test_a_token_is_made_once_and_can_be_asked_for_again_with_the_password(cast: Cast) -> None:
    key = uuid.uuid4()
    asked = partial(make_own_token, key=key, by=cast.sari, label="Timbangan", scope="desk")
    first, token = asked(password=PASSWORD)
    again, same = asked(password=PASSWORD)
    assert (again.pk, same) == (first.pk, token)
    assert user_of_token(token) == cast.sari
    assert token not in str(vars(Device.objects.get()))
    assert ActionLog.objects.get(action="issue_device").actor == "sari"
    with pytest.raises(PasswordWrong):
        asked(password="x")


def test_without_the_own_password_there_is_none_and_guessing_ends(cast: Cast) -> None:
    for _ in range(5):
        with pytest.raises(PasswordWrong):
            make(cast.sari, "salah")
    with pytest.raises(SignInLocked):
        make(cast.sari)
    assert not Device.objects.exists()


def test_a_token_lasts_as_long_as_was_said_and_a_year_at_most(cast: Cast) -> None:
    for days in (0, -1, MOST_DAYS + 1, 10**9):
        with pytest.raises(TokenDays):
            make(cast.sari, days=days)
    with pytest.raises(FieldMalformed):
        make(cast.sari, scope="all")
    for days in (1, MOST_DAYS):
        token = make(cast.sari, days=days)
        with clock.at(clock.now() + timedelta(days=days, seconds=-9)):
            user_of_token(token)
        with clock.at(clock.now() + timedelta(days=days, seconds=1)), pytest.raises(TokenExpired):
            user_of_token(token)


def test_a_scope_is_never_more_than_the_person_may_nor_more_than_was_said(cast: Cast) -> None:
    from clinic import permissions as clinic
    from wastebank import permissions as bank

    every = [one for room in (bank, clinic) for one in vars(room).values()]
    every = [one for one in every if isinstance(one, Permission)]
    for user in cast.staff():
        for scope in Device.Scope.values:
            asking = user_of_token(make(user, scope=scope))
            for what in every:
                if may(asking, what):
                    assert may(user, what)
                    assert what.scope is not None
                    assert Device.Scope.values.index(what.scope) <= Device.Scope.values.index(scope)
    # What somebody does about accounts, they do themselves.
    for what in (bank.MANAGE_STAFF, bank.CHANGE_OWN_PASSWORD, bank.MAKE_OWN_TOKENS):
        assert what.scope is None


@pytest.mark.page
def test_a_token_that_only_reads_records_nothing_at_the_api(cast: Cast) -> None:
    body = {"member": cast.siti.number, "lines": [{"material": "pet", "amount": 1}]}

    def ask(scope: str, method: str, path: str) -> int:
        client = Client(headers={"Authorization": f"Bearer {make(cast.sari, scope=scope)}"})
        if method == "get":
            return client.get(f"/api/v1/{path}").status_code
        key = {"Idempotency-Key": str(uuid.uuid4())}
        answer = client.post(f"/api/v1/{path}", body, content_type="application/json", headers=key)
        if answer.status_code == 403:
            assert answer.json()["code"] == TokenScope.code
        return answer.status_code

    assert ask("read", "get", f"members/{cast.siti.number}/balance") == 200
    assert ask("read", "post", "deposits") == 403
    assert ask("desk", "post", "deposits") == 201
    assert ask("desk", "post", "prices/1/withdraw") in (403, 422)


def test_a_token_ends_with_the_password_and_with_the_role(cast: Cast) -> None:
    token = make(cast.sari)
    change_own_password(key=uuid.uuid4(), by=cast.sari, old=PASSWORD, new=NEW, again=NEW)
    with pytest.raises(TokenUnknown):
        user_of_token(token)
    token = make_token(username="rudi")
    change_staff(key=uuid.uuid4(), by=cast.maya, username="rudi", role="manager", place="BSI")
    with pytest.raises(TokenUnknown):
        user_of_token(token)


def test_everybody_sees_and_ends_the_own_tokens_alone(cast: Cast) -> None:
    token = make(cast.sari)
    device = Device.objects.get()
    assert list(own_tokens(cast.sari)) == [device]
    for other in (cast.rudi, cast.maya, cast.tono):
        assert not own_tokens(other).exists()
        with pytest.raises(DeviceUnknown):
            end_own_token(key=uuid.uuid4(), by=other, token_id=device.pk)
    end_own_token(key=uuid.uuid4(), by=cast.sari, token_id=device.pk)
    with pytest.raises(TokenUnknown):
        user_of_token(token)


@pytest.mark.page
def test_the_page_makes_and_ends_one(cast: Cast) -> None:
    client = Client(headers={"accept-language": "en"})
    client.force_login(cast.sari, backend=settings.AUTHENTICATION_BACKENDS[-1])
    fields = {"label": "Timbangan", "scope": "read", "days": "30", "password": "salah"}
    answer = client.post("/tokens/", fields | {"key": str(uuid.uuid4())})
    assert (answer.status_code, "password_wrong" in answer.text) == (403, True)
    assert 'value="Timbangan"' in answer.text
    fields = fields | {"password": PASSWORD, "key": str(uuid.uuid4())}
    assert "The token is made." in client.post("/tokens/", fields).text
    device = Device.objects.get()
    assert "In force" in client.get("/tokens/").text
    client.post(f"/tokens/{device.pk}/end/", {"key": str(uuid.uuid4())})
    assert "In force" not in client.get("/tokens/").text
    again = client.post(f"/tokens/{device.pk}/end/", {"key": str(uuid.uuid4())})
    assert (again.status_code, "device_unknown" in again.text) == (404, True)


@pytest.mark.page
def test_the_api_makes_and_lists_them(cast: Cast) -> None:
    client = Client()
    asked = {"username": "sari", "password": PASSWORD, "label": "Timbangan", "scope": "desk"}

    def post(body: dict[str, str]) -> dict[str, str]:
        key = {"Idempotency-Key": str(uuid.uuid4())}
        answer = client.post("/api/v1/tokens", body, content_type="application/json", headers=key)
        made: dict[str, str] = answer.json()
        return made

    assert post(asked | {"password": "x"})["code"] == "sign_in_wrong"
    bearer = {"Authorization": f"Bearer {post(asked)['secret']}"}
    rows = client.get("/api/v1/tokens", headers=bearer).json()["items"]
    assert [(row["label"], row["scope"]) for row in rows] == [("Timbangan", "desk")]
    assert "secret" not in rows[0]
