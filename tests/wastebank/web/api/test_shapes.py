"""The waste bank's endpoints: what each answers, field by field."""

from datetime import datetime, timedelta
from uuid import uuid4

from ledger.clock import now
from tests.cast import Cast
from tests.requests.device import Device, refused
from wastebank.cards.lifecycle import block_card
from wastebank.materials.prices import set_price
from wastebank.models import Card, Member
from wastebank.values.calendar import local_day


def counter(cast: Cast, language: str = "en") -> Device:
    return Device(cast.token(cast.sari), language)


def test_enrolling_answers_the_number(cast: Cast) -> None:
    body = {"name": " Ani Wijaya ", "phone": "0812-0000-0405"}
    answer = counter(cast).post("members", body)
    assert answer.status == 201
    member = Member.objects.get(number=answer.json["member"])
    assert (member.name, member.kind, member.place) == ("Ani Wijaya", "person", cast.melati)
    assert set(answer.json) == {"member", "name", "kind", "joined_at"}
    assert answer.json["name"] == "Ani Wijaya"
    assert datetime.fromisoformat(answer.json["joined_at"]).utcoffset() == timedelta()


def test_a_member_is_shown_without_what_only_the_book_of_members_needs(cast: Cast) -> None:
    body = {"name": "Ani Wijaya", "national_id": "3374010101010001", "rt": "1", "rw": "2"}
    number = counter(cast).post("members", body).json["member"]
    seen = counter(cast).get(f"members/{number}").json
    assert (seen["initials"], seen["place"], seen["cards"]) == ("AW", "MLT", [])
    assert "3374010101010001" not in str(seen)
    assert set(seen) == {
        *("member", "name", "initials", "kind", "place", "phone", "address", "rt", "rw"),
        *("guardian_name", "joined_at", "closed_at", "cards"),
    }


def test_a_members_cards_are_listed_without_their_codes(cast: Cast) -> None:
    seen = counter(cast).get(f"members/{cast.siti.number}").json
    assert seen["cards"] == [
        {
            "card": cast.siti_card.pk,
            "state": "active",
            "holder_name": "Siti Rahayu",
            "has_pin": True,
        }
    ]


def test_a_new_card_shows_its_code_once(cast: Cast) -> None:
    path = f"members/{cast.hasan.number}/cards"
    body = {"activate": True, "pin": "246815", "holder_name": "Hasan kecil"}
    answer = counter(cast).post(path, body)
    assert answer.status == 201
    card = Card.objects.get(pk=answer.json["card"])
    assert (card.state, bool(card.pin_hash)) == ("active", True)
    code = answer.json["code"]
    assert answer.json == {
        "card": card.pk,
        "code": code,
        "member": cast.hasan.number,
        "holder_name": "Hasan kecil",
        "active": True,
    }
    looked_up = counter(cast).post("cards/lookup", {"code": code}, keyless=True)
    assert looked_up.json["member"] == cast.hasan.number


def test_a_card_is_printed_only_unless_it_is_handed_over(cast: Cast) -> None:
    answer = counter(cast).post(f"members/{cast.hasan.number}/cards", {})
    assert (answer.json["active"], Card.objects.get(pk=answer.json["card"]).state) == (
        False,
        "printed",
    )


def test_the_bank_and_the_clinic_see_of_a_card_what_each_needs(cast: Cast) -> None:
    cast.deposit()
    asked = {"code": f"{cast.siti_card.code.lower()}\r\n"}
    at_bank = counter(cast).post("cards/lookup", asked, keyless=True)
    at_clinic = Device(cast.token(cast.dewi)).post("cards/lookup", asked, keyless=True)
    siti = {
        "member": cast.siti.number,
        "name": "Siti Rahayu",
        "initials": "SR",
        "available": 25_000,
    }
    assert (at_bank.status, at_bank.json) == (200, {**siti, "place": "MLT"})
    assert (at_clinic.status, at_clinic.json) == (200, siti)


def test_a_deposit_says_what_the_receipt_says(cast: Cast) -> None:
    lines = [
        {"material": "pet", "amount": 1390},
        {"material": "jelantah", "amount": 2000},
        {"material": "botol-kecap", "amount": 3},
        {"material": "televisi", "amount": 1, "price": 15_000},
    ]
    answer = counter(cast).post("deposits", {"card": cast.siti_card.code, "lines": lines})
    assert answer.status == 201
    told = answer.json
    assert told["lines"] == [
        {"material": "pet", "amount": 1390, "unit": "g", "price": 2_500, "rupiah": 3_475},
        {"material": "jelantah", "amount": 2000, "unit": "ml", "price": 5_000, "rupiah": 10_000},
        {"material": "botol-kecap", "amount": 3, "unit": "pcs", "price": 350, "rupiah": 1_050},
        {"material": "televisi", "amount": 1, "unit": "pcs", "price": 15_000, "rupiah": 15_000},
    ]
    assert (told["total"], told["balance"], told["deposit"]) == (29_525, 29_525, "MLT-000001")
    assert len(told["verify"]) == 8
    assert set(told) == {
        *("deposit", "member", "total", "lines", "balance", "verify"),
        *("weighed_at", "recorded_at"),
    }


def test_a_deposit_is_read_again_with_its_void(cast: Cast) -> None:
    number = cast.deposit().number
    before = counter(cast).get(f"deposits/{number}").json
    assert (before["total"], before["place"], before["recorded_by"]) == (25_000, "MLT", "Sari")
    assert before["void"] is None
    void = counter(cast).post(f"deposits/{number}/void", {"reason": "salah timbang"})
    assert void.status == 201
    assert set(void.json) == {
        *("deposit", "reason", "balance", "voided_at"),
        *("correction", "receivable"),
    }
    assert (void.json["deposit"], void.json["balance"]) == (number, 0)
    after = counter(cast).get(f"deposits/{number.lower()}").json
    assert after == {**before, "void": void.json}


def test_yesterdays_deposit_has_yesterdays_price(cast: Cast) -> None:
    set_price(
        key=uuid4(),
        by=cast.maya,
        material="pet",
        place="BSI",
        valid_from=local_day(now()),
        price_idr=9_000,
    )
    weighed_at = (cast.siti.joined_at - timedelta(days=1)).isoformat()
    body = {"member": cast.siti.number, "lines": [{"material": "pet", "amount": 1000}]}
    assert counter(cast).post("deposits", body).json["total"] == 9_000
    told = counter(cast).post("deposits", {**body, "weighed_at": weighed_at}).json
    assert told["total"] == 2_500
    assert told["weighed_at"][:19] == weighed_at[:19]
    assert told["recorded_at"] > told["weighed_at"]


def test_a_balance_has_three_figures(cast: Cast) -> None:
    cast.deposit()
    cast.redeem()
    answer = counter(cast).get(f"members/{cast.siti.number}/balance")
    assert (answer.status, answer.json) == (
        200,
        {"balance": 10_000, "held": 0, "available": 10_000},
    )


def test_a_statement_shows_the_bank_amounts_and_clinics_but_no_service(cast: Cast) -> None:
    deposit = cast.deposit(("pet", 10_000), ("jelantah", 2_000))
    cast.redeem()
    answer = counter(cast).get(f"members/{cast.siti.number}/statement")
    visit, brought = answer.json["items"]
    assert (visit["kind"], visit["change"], visit["balance"]) == ("redemption", -15_000, 20_000)
    assert (visit["place"], visit["place_name"]) == ("SHT", "Klinik Sehati")
    assert (visit["deposit"], visit["weights"]) == (None, [])
    assert (brought["kind"], brought["change"], brought["balance"]) == ("deposit", 35_000, 35_000)
    assert brought["deposit"] == deposit.number
    assert brought["weights"] == [{"unit": "g", "amount": 10_000}, {"unit": "ml", "amount": 2_000}]
    assert "onsultasi" not in answer.body.decode()
    assert answer.json["next"] is None


def test_a_statement_is_read_page_by_page_without_a_gap(cast: Cast) -> None:
    """Pages break between deposits, never inside one, however many lines each has."""
    for lines in (1, 3, 2, 4, 1):
        cast.deposit(*[("pet", 1_000)] * lines)
    path = f"members/{cast.siti.number}/statement"
    whole = counter(cast).get(path).json["items"]
    assert [row["change"] for row in whole] == [2_500, 10_000, 5_000, 7_500, 2_500]
    for limit in (1, 2, 3):
        rows: list[object] = []
        before: dict[str, int] = {}
        while True:
            page = counter(cast).get(path, limit=limit, **before).json
            assert 1 <= len(page["items"]) <= limit
            rows += page["items"]
            if page["next"] is None:
                break
            before = {"before": page["next"]}
        assert rows == whole


def test_an_empty_wallet_has_an_empty_statement(cast: Cast) -> None:
    answer = counter(cast).get(f"members/{cast.hasan.number}/statement")
    assert answer.json == {"items": [], "next": None}


def test_a_page_of_a_statement_is_asked_for_in_plain_digits(cast: Cast) -> None:
    path = f"members/{cast.siti.number}/statement"
    for name in ("limit", "before"):
        for text in ("0", "-1", "1e3", "1_0", "٣", "9" * 30, "1.0", "NaN", " 5", ""):
            assert refused(counter(cast).get(path, **{name: text})) == (422, "body_malformed")
    assert refused(counter(cast).get(path, limit=101)) == (422, "body_malformed")


def test_materials_come_with_todays_price_of_the_place(cast: Cast) -> None:
    set_price(
        key=uuid4(),
        by=cast.maya,
        material="pet",
        place="MLT",
        valid_from=local_day(now()),
        price_idr=2_700,
    )
    items = {row["material"]: row for row in counter(cast).get("materials").json["items"]}
    assert items["pet"] == {
        "material": "pet",
        "name": "Clear PET bottles",
        "unit": "g",
        "price": 2_700,
        "family": "plastik",
        "grade": "",
    }
    assert (items["televisi"]["price"], items["jelantah"]["unit"]) == (None, "ml")
    other = Device(cast.token(cast.rudi), "id").get("materials").json["items"]
    assert {row["material"]: (row["name"], row["price"]) for row in other}["pet"] == (
        "Botol PET bening",
        2_500,
    )


def test_a_lookup_needs_a_card_in_force(cast: Cast) -> None:
    def ask(code: str) -> tuple[int, str]:
        return refused(counter(cast).post("cards/lookup", {"code": code}, keyless=True))

    assert ask(cast.hasan_card.code) == (409, "card_not_active")
    assert ask(cast.wati_card.code) == (404, "member_elsewhere")
    block_card(key=uuid4(), by=cast.sari, card_id=cast.siti_card.pk, reason="hilang")
    assert ask(cast.siti_card.code) == (409, "card_blocked")
    assert ask("W1ABC") == (422, "card_misspelt")
