"""The quote as the desk's own script asks for it: the page's form, and JSON for an answer."""

import uuid
from typing import Any

import pytest
from django.test import Client

from clinic.models import Redemption
from tests.cast import SITI_PIN, Cast
from wastebank.codes.card_code import make_code
from wastebank.models import PinTries


@pytest.fixture
def desk(cast: Cast, client: Client) -> Client:
    """Dewi has signed in, and Siti has brought waste worth 35,000."""
    cast.deposit(("pet", 10_000), ("jelantah", 2_000))
    client.force_login(cast.dewi)
    return client


def form_of(cast: Cast, service: str, **fields: Any) -> dict[str, Any]:
    line = {"service": [service], "count": ["1"], "price": [""], "note": [""]}
    return {"card": cast.siti_card.code, "key": str(uuid.uuid4()), **line, **fields}


def quoted(desk: Client, address: str, form: dict[str, Any]) -> Any:
    """What the page's own script is told when something else is chosen."""
    answer = desk.post(address, form, headers={"Accept": "application/json"})
    assert answer.status_code == 200
    return answer.json()


def test_the_script_is_told_the_servers_quote(cast: Cast, desk: Client) -> None:
    form = form_of(cast, "tambal-gigi", total="0", cash="0", step="redeem", pin=SITI_PIN)
    told = quoted(desk, "/clinic/", form)
    assert told == {
        "total": 60_000,
        "booked": 35_000,
        "held": 35_000,
        "may_hold": False,
        "cash": 0,
        "missing": 25_000,
        "offer": 25_000,
        "more": 0,
        "asks_pin": True,
        "shares": [["saldo", 35_000], ["kurang", 25_000], ["tunai", 0]],
        "lines": [60_000],
        "refusal": None,
    }
    agreed = quoted(desk, "/clinic/", form | {"cash": "25000"})
    assert (agreed["cash"], agreed["missing"], agreed["may_hold"]) == (25_000, 0, True)
    assert not Redemption.objects.exists()  # whatever step was sent along
    assert PinTries.objects.get(member=cast.siti).failed == 0


def test_the_script_is_told_why_there_is_no_quote(cast: Cast, desk: Client) -> None:
    unpriced = quoted(desk, "/clinic/", form_of(cast, "obat"))
    assert (unpriced["refusal"]["code"], unpriced["total"], unpriced["lines"]) == (
        *("tariff_needed", 0),
        [],
    )
    stranger = quoted(desk, "/clinic/", form_of(cast, "tensi", card=make_code(bytes(range(17)))))
    assert stranger["refusal"]["code"] == "card_unknown"
