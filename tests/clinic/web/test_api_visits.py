"""Open visits over the API: what each endpoint answers, field by field."""

from typing import Any

from tests.cast import SITI_PIN, Cast
from tests.requests.device import Device, refused
from tests.serving import Answer

CONSULTATION = [{"service": "konsultasi"}]


def desk(cast: Cast) -> Device:
    return Device(cast.token(cast.dewi), "en")


def come(cast: Cast, **fields: Any) -> Answer:
    body = {"card": cast.siti_card.code, "pin": SITI_PIN, "lines": CONSULTATION, **fields}
    return desk(cast).post("visits", body)


def balance(cast: Cast) -> Any:
    return Device(cast.token(cast.sari)).get(f"members/{cast.siti.number}/balance").json


def test_a_visit_is_opened_listed_and_captured(cast: Cast) -> None:
    cast.deposit()
    opened = come(cast)
    assert opened.status == 201
    told = opened.json
    assert (told["total"], told["credit"], told["cash"], told["available"]) == (
        *(15_000, 15_000, 0),
        10_000,
    )
    line = {"service": "konsultasi", "count": 1, "price": 15_000, "rupiah": 15_000, "note": ""}
    assert told["lines"] == [line]
    wallet = f"member:{cast.siti.number}"
    assert told["payments"] == [{"payer": "credit", "account": wallet, "amount": 15_000}]
    assert set(told) == {
        *("visit", "member", "total", "credit", "cash", "payments", "lines"),
        *("opened_at", "expires_at", "available"),
    }
    assert balance(cast) == {"balance": 25_000, "held": 15_000, "available": 10_000}
    listed = desk(cast).get("visits").json["items"]
    assert listed == [{name: told[name] for name in told if name != "available"}]
    lines = [{"service": "obat", "price": 9_000, "note": "sirup"}]
    paid = desk(cast).post(f"visits/{told['visit']}/capture", {"lines": lines})
    assert paid.status == 201
    assert (paid.json["redemption"], paid.json["credit"]) == ("SHT-000001", 9_000)
    assert balance(cast) == {"balance": 16_000, "held": 0, "available": 16_000}
    assert desk(cast).get("visits").json["items"] == []
    assert desk(cast).get("redemptions/SHT-000001").json["total"] == 9_000


def test_more_needs_the_pin(cast: Cast) -> None:
    cast.deposit()
    path = f"visits/{come(cast).json['visit']}/capture"
    more = {"lines": [{"service": "obat", "price": 20_000}]}
    answer = desk(cast).post(path, more)
    assert refused(answer) == (409, "pin_needed")
    assert answer.json["facts"] == {"more": 5_000}
    assert desk(cast).post(path, {**more, "pin": SITI_PIN}).json["available"] == 5_000


def test_a_release_says_what_there_is_and_ends_the_visit(cast: Cast) -> None:
    cast.deposit()
    visit = come(cast).json["visit"]
    end = desk(cast).post(f"visits/{visit}/release", {"reason": "pasien pulang"})
    assert end.status == 201
    assert set(end.json) == {"visit", "reason", "available", "released_at"}
    assert (end.json["visit"], end.json["available"]) == (visit, 25_000)
    late = desk(cast).post(f"visits/{visit}/capture", {"lines": CONSULTATION})
    assert refused(late) == (409, "visit_ended")
    assert late.json["facts"] == {"how": "released"}


def test_a_visit_that_is_not_here_is_not_found(cast: Cast) -> None:
    for command, body in (("capture", {"lines": CONSULTATION}), ("release", {"reason": "x"})):
        assert refused(desk(cast).post(f"visits/999999/{command}", body)) == (404, "visit_unknown")
        assert desk(cast).post(f"visits/satu/{command}", body).status in (404, 422)
