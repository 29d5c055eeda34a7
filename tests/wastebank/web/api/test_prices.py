"""Prices and tariffs over HTTP: what holds, what will, and what is taken back."""

from datetime import datetime
from uuid import uuid4

from clinic.models import Tariff
from tests.cast import Cast, coming_price, coming_tariff
from tests.requests.device import Device, refused
from wastebank.models import Price, User


def device(cast: Cast, user: User) -> Device:
    return Device(cast.token(user), "en")


def test_the_prices_of_a_material_come_with_their_instants(cast: Cast) -> None:
    coming, wrong = coming_price(cast, 3_000), coming_price(cast, 30_000)
    office = device(cast, cast.bambang)
    assert office.post(f"prices/{wrong.pk}/withdraw", {"reason": "salah"}).status == 201
    answered = office.get("materials/pet/prices").json
    assert answered["place"] == "BSI"
    rows = answered["items"]
    assert [(row["price"], row["state"]) for row in rows] == [
        (30_000, "withdrawn"),
        (3_000, "coming"),
        (2_500, "now"),
    ]
    assert set(rows[0]) == {
        *("id", "valid_from", "holds_from", "kind", "price", "collector_price", "state"),
        *("set_by", "set_at"),
    }
    assert (rows[1]["id"], rows[1]["valid_from"]) == (coming.pk, coming.valid_from.isoformat())
    assert datetime.fromisoformat(rows[1]["holds_from"]) == coming.holds_from


def test_a_place_without_a_price_of_its_own_has_an_empty_list(cast: Cast) -> None:
    office = device(cast, cast.maya)
    answered = office.get("materials/pet/prices", place="MLT").json
    assert answered == {"place": "MLT", "items": []}
    assert refused(office.get("materials/emas/prices")) == (404, "material_unknown")
    assert refused(office.get("materials/pet/prices", place="NIX")) == (404, "place_unknown")
    assert refused(device(cast, cast.sari).get("materials/pet/prices")) == (403, "not_allowed")


def test_a_price_is_withdrawn_once_for_its_key(cast: Cast) -> None:
    coming, key, office = coming_price(cast), uuid4(), device(cast, cast.maya)
    body = {"reason": "salah ketik"}
    first, again = (office.post(f"prices/{coming.pk}/withdraw", body, key=key) for _ in range(2))
    assert (first.status, again.status, again.replayed) == (201, 200, True)
    assert first.body == again.body
    assert (first.json["price"], first.json["reason"]) == (coming.pk, "salah ketik")
    other = office.post(f"prices/{coming.pk}/withdraw", body)
    assert refused(other) == (409, "price_withdrawn")


def test_what_is_no_coming_price_is_refused(cast: Cast) -> None:
    office, holds = device(cast, cast.maya), Price.objects.get(material__code="pet")
    answer = office.post(f"prices/{holds.pk}/withdraw", {"reason": "salah"})
    assert refused(answer) == (409, "price_holds")
    for number, refusal in (
        ("999999", (404, "price_unknown")),
        ("9" * 15, (404, "price_unknown")),
        ("9" * 16, (422, "body_malformed")),
        ("-1", (422, "body_malformed")),
        ("x", (422, "body_malformed")),
    ):
        answer = office.post(f"prices/{number}/withdraw", {"reason": "salah"})
        assert refused(answer) == refusal, number


def test_the_tariffs_of_a_clinic_come_with_their_instants(cast: Cast) -> None:
    coming = coming_tariff(cast)
    for user in (cast.lestari, cast.maya):
        answered = device(cast, user).get("tariffs", clinic="SHT").json
        rows = [row for row in answered["items"] if row["service"] == "konsultasi"]
        assert [(row["price"], row["holds"]) for row in rows] == [(15_000, True), (17_500, False)]
        assert rows[1]["id"] == coming.pk
        assert datetime.fromisoformat(rows[1]["holds_from"]) == coming.holds_from
    assert refused(device(cast, cast.lestari).get("tariffs", clinic="MLT")) == (
        404,
        "clinic_unknown",
    )
    assert refused(device(cast, cast.dewi).get("tariffs")) == (403, "not_allowed")


def test_a_tariff_is_withdrawn_before_it_holds(cast: Cast) -> None:
    coming, lead = coming_tariff(cast), device(cast, cast.lestari)
    gone = lead.post(f"tariffs/{coming.pk}/withdraw", {"reason": "salah ketik"})
    assert (gone.status, gone.json["tariff"]) == (201, coming.pk)
    again = lead.post(f"tariffs/{coming.pk}/withdraw", {"reason": "salah ketik"})
    assert refused(again) == (409, "tariff_withdrawn")
    holds = Tariff.objects.get(service__code="konsultasi", withdrawal=None)
    answer = lead.post(f"tariffs/{holds.pk}/withdraw", {"reason": "salah"})
    assert refused(answer) == (409, "tariff_holds")
