"""The weighing page that stays where it is: what its script is told, and what a key stands for."""

import uuid
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from ledger import clock
from tests.cast import Cast
from wastebank.codes.card_code import hash_code, parse_code
from wastebank.models import Deposit

AS_SCRIPT = {"Accept": "application/json"}
LINE = {"material": "pet", "amount": "1400g", "price": "", "source": "typed"}


@pytest.fixture
def sari(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.sari, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def told(client: Client, cast: Cast, **fields: str) -> tuple[int, dict[str, object]]:
    sent = {"key": str(uuid.uuid4()), **LINE, **fields}
    address = f"/counter/weigh/{cast.siti.number}/"
    answer = client.post(address, sent, headers=AS_SCRIPT)
    return answer.status_code, answer.json()


def test_it_is_told_the_receipt_and_the_same_key_tells_it_again(cast: Cast, sari: Client) -> None:
    key = str(uuid.uuid4())
    first, again = told(sari, cast, key=key), told(sari, cast, key=key)
    deposit = Deposit.objects.get()
    receipt = f"/counter/receipts/{deposit.number}/"
    wanted = {"number": deposit.number, "total": 3500, "receipt": receipt}
    assert first == again == (201, wanted)


def test_a_key_is_not_used_for_other_content(cast: Cast, sari: Client) -> None:
    key = str(uuid.uuid4())
    told(sari, cast, key=key)
    status, why = told(sari, cast, key=key, amount="2000g")
    assert (status, why["code"]) == (409, "key_reused")
    assert Deposit.objects.count() == 1


def test_a_card_may_come_as_its_hash(cast: Cast, sari: Client) -> None:
    digest = hash_code(parse_code(cast.siti_card.code))
    key = str(uuid.uuid4())
    assert told(sari, cast, key=key, card=cast.siti_card.code)[0] == 201
    assert told(sari, cast, key=key, card_hash=digest)[0] == 201  # it is the same deposit
    assert Deposit.objects.get().card == cast.siti_card
    for odd in ("x", "0" * 63, digest.upper(), "0" * 64):
        status, why = told(sari, cast, card_hash=odd)
        assert status >= 400, odd
        assert why["code"] in {"field_malformed", "card_unknown"}, odd


def test_a_device_says_when_it_was_weighed(cast: Cast, sari: Client) -> None:
    moment = (clock.now() - timedelta(minutes=5)).replace(microsecond=0)
    assert told(sari, cast, weighed_at=moment.isoformat())[0] == 201
    assert Deposit.objects.get().weighed_at == moment
    for odd in ("yesterday", "2026-13-40T00:00:00+07:00", "2026-01-01T00:00:00", "2999-01-01"):
        status, why = told(sari, cast, weighed_at=odd)
        assert status == 422, odd
        assert str(why["code"]).startswith("time_"), odd


def test_what_is_refused_or_doubted_is_told_in_words(cast: Cast, sari: Client) -> None:
    status, why = told(sari, cast, amount="2.500")
    assert status == 422
    assert why["message"]
    cast.sari.member = cast.siti
    cast.sari.save()
    assert told(sari, cast)[1]["code"] == "own_household"
    assert not Deposit.objects.exists()
