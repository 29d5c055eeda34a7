"""What a script that writes hears: JSON with its own key said back, and never a page instead."""

import uuid

import pytest
from django.conf import settings
from django.test import Client

from tests.cast import Cast
from wastebank.models import Deposit

ASKED_BY_SCRIPTS = (
    "/counter/group/record/",
    "/counter/group/find/",
    "/counter/frames/",
    "/clinic/frames/",
    "/clinic/",
    "/counter/offline/sync/",
    "/counter/offline/register/",
)
KEY = "Idempotency-Key"
AS_SCRIPT = {"Accept": "application/json"}


def sent_by_script(client: Client, address: str, **fields: str) -> object:
    key = str(uuid.uuid4())
    answer = client.post(address, {"key": key, **fields}, headers={**AS_SCRIPT, KEY: key})
    assert answer.headers[KEY] == key, address
    assert answer.headers["Content-Type"] == "application/json", address
    return answer.status_code, answer.json()["code"]


@pytest.mark.parametrize("address", ASKED_BY_SCRIPTS)
def test_a_script_of_nobody_is_told_to_sign_in(cast: Cast, address: str) -> None:
    assert sent_by_script(Client(), address) == (401, "sign_in_needed")


@pytest.mark.parametrize("address", ASKED_BY_SCRIPTS[:5])
def test_a_browser_that_asks_for_a_page_is_led_to_one(cast: Cast, address: str) -> None:
    answer = Client().post(address)
    assert (answer.status_code, 'name="password"' in answer.content.decode()) == (401, True)


def test_a_script_with_an_old_token_is_told_so_in_its_own_words(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.sari, backend=settings.AUTHENTICATION_BACKENDS[-1])
    assert sent_by_script(client, "/counter/group/record/") == (403, "form_too_old")


def test_a_key_is_said_back_only_if_it_is_one(cast: Cast) -> None:
    for odd in ("", "x", "<b>", "1" * 200):
        assert KEY not in Client().get("/", headers={KEY: odd}).headers
    assert not Deposit.objects.exists()
