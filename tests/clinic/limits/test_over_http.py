"""What a program is told: a limit by its code and figures, a price by the two it lies between."""

import uuid

from clinic.register.tariffs import set_tariff
from ledger import clock
from tests.cast import SITI_PIN, Cast
from tests.clinic.limits.limits import limit
from tests.requests.device import Device
from wastebank.values.calendar import local_day


def test_a_limit_is_refused_by_its_code_with_what_is_left(cast: Cast) -> None:
    cast.deposit(("pet", 100_000))
    limit(cast, 1)
    desk = Device(cast.token(cast.dewi), "en")
    body = {"card": cast.siti_card.code, "pin": SITI_PIN, "lines": [{"service": "konsultasi"}]}
    assert [desk.post(way, body).status for way in ("visits", "redemptions")] == [201, 409]
    for way in ("visits", "redemptions"):
        assert desk.post(way, body).json == {
            "code": "care_count_reached",
            "message": "Consultation: at most 1 a month for one person. 0 left, 1 asked.",
            "facts": {
                "care": "Consultation",
                "whose": "one person",
                "period": "a month",
                "most": 1,
                "left": 0,
                "asked": 1,
            },
        }


def test_a_price_of_the_desk_says_from_what_to_what(cast: Cast) -> None:
    cast.deposit()
    set_tariff(
        key=uuid.uuid4(),
        by=cast.lestari,
        clinic="SHT",
        service="obat",
        valid_from=local_day(clock.now()),
        price_idr=5_000,
        most_idr=9_000,
    )
    desk = Device(cast.token(cast.dewi), "en")
    items = {one["service"]: one for one in desk.get("services").json["items"]}
    shown = [
        (items[code]["price"], items[code]["most"]) for code in ("obat", "konsultasi", "tensi")
    ]
    assert shown == [(None, 9_000), (15_000, None), (0, None)]
    line = {"service": "obat", "price": 4_999}
    body = {"card": cast.siti_card.code, "pin": SITI_PIN, "lines": [line]}
    answer = desk.post("redemptions", body)
    facts = {"min": 5_000, "max": 9_000}
    assert (answer.status, answer.json["code"], answer.json["facts"]) == (
        422,
        "price_out_of_range",
        facts,
    )
