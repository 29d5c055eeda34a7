"""The clinic's endpoints: what each answers, field by field."""

from tests.cast import SITI_PIN, Cast
from tests.requests.device import Device, refused


def desk(cast: Cast, language: str = "en") -> Device:
    return Device(cast.token(cast.dewi), language)


def test_part_credit_part_cash(cast: Cast) -> None:
    cast.deposit(("pet", 20_000))
    body = {
        "card": cast.siti_card.code,
        "pin": SITI_PIN,
        "lines": [
            {"service": "konsultasi"},
            {"service": "tambal-gigi", "count": 1},
            {"service": "obat", "count": 2, "price": 7_500, "note": "sirup"},
            {"service": "tensi"},
        ],
        "cash": 40_000,
    }
    answer = desk(cast).post("redemptions", body)
    assert answer.status == 201
    told = answer.json
    assert (told["total"], told["credit"], told["cash"]) == (90_000, 50_000, 40_000)
    assert told["payments"] == [
        {"payer": "credit", "account": f"member:{cast.siti.number}", "amount": 50_000},
        {"payer": "cash", "account": None, "amount": 40_000},
    ]
    assert (told["available"], told["redemption"]) == (0, "SHT-000001")
    row = {"service": "obat", "count": 2, "per": "action", "price": 7_500, "rupiah": 15_000}
    assert told["lines"][2] == {**row, "note": "sirup"}
    assert set(told) == {
        *("redemption", "member", "total", "credit", "cash", "payments", "lines", "available"),
        *("verify", "redeemed_at"),
    }
    assert len(told["verify"]) == 8


def test_too_little_credit_says_what_is_missing(cast: Cast) -> None:
    cast.deposit(("pet", 20_000))
    body = {"card": cast.siti_card.code, "pin": SITI_PIN, "lines": [{"service": "tambal-gigi"}]}
    answer = desk(cast).post("redemptions", body)
    assert refused(answer) == (409, "credit_too_small")
    assert answer.json["facts"] == {"available": 50_000, "missing": 10_000, "total": 60_000}
    assert answer.json["message"].startswith("Rp10,000")


def test_a_visit_is_read_again_with_its_cancellation(cast: Cast) -> None:
    cast.deposit()
    number = cast.redeem().number
    before = desk(cast).get(f"redemptions/{number}").json
    assert (before["total"], before["recorded_by"], before["cancel"]) == (15_000, "Dewi", None)
    cancel = desk(cast).post(f"redemptions/{number}/cancel", {"reason": "pasien pulang"})
    assert cancel.status == 201
    assert set(cancel.json) == {"redemption", "reason", "available", "cancelled_at"}
    assert (cancel.json["redemption"], cancel.json["available"]) == (number, 25_000)
    assert desk(cast).get(f"redemptions/{number}").json == {**before, "cancel": cancel.json}


def test_services_are_those_of_the_clerks_clinic(cast: Cast) -> None:
    items = desk(cast, "id").get("services").json["items"]
    assert {row["service"]: (row["price"], row["per"], row["pricing"]) for row in items} == {
        "konsultasi": (15_000, "visit", "fixed"),
        "tambal-gigi": (60_000, "tooth", "fixed"),
        "obat": (None, "action", "variable"),
        "tensi": (0, "visit", "free"),
    }
    assert items[0]["name"] == "Konsultasi dokter umum"
    assert set(items[0]) == {
        *("service", "name", "price", "least", "most", "per", "pricing", "category"),
    }


def test_the_clinic_never_sees_a_deposit(cast: Cast) -> None:
    number = cast.deposit().number
    clerk = desk(cast)
    for path in (
        f"members/{cast.siti.number}",
        f"members/{cast.siti.number}/balance",
        f"members/{cast.siti.number}/statement",
        f"deposits/{number}",
    ):
        assert refused(clerk.get(path)) == (403, "not_allowed")


def test_the_bank_never_sees_a_service(cast: Cast) -> None:
    cast.deposit()
    number = cast.redeem().number
    for person in (cast.sari, cast.maya, cast.bambang, cast.yusuf, cast.tono):
        device = Device(cast.token(person))
        assert refused(device.get(f"redemptions/{number}")) == (403, "not_allowed")
        assert refused(device.get("services")) == (403, "not_allowed")
