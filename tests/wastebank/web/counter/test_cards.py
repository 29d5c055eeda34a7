"""Members and cards at the counter: enrol, print, hand over, replace, block, PIN."""

import re
import uuid
from typing import Any

import pytest

from tests.cast import Cast
from tests.wastebank.web.counter.desk import Desk
from wastebank.cards.lifecycle import issue_card, print_blank_cards
from wastebank.models import ActionLog, Card, Member

pytestmark = pytest.mark.page

CODE = re.compile(r'name="code" value="(W1\w{27})"')


def enrol(desk: Desk, status: int = 200, **fields: Any) -> str:
    facts = {"name": "Ni Luh Ayu", "kind": "household", "consent": "on", **fields}
    return desk.post("/counter/enrol/", status, **facts)


def test_a_member_is_enrolled_and_waits_for_a_card(cast: Cast, sari: Desk) -> None:
    page = enrol(sari, rt="03", rw="05", phone="0812 0000 0405", national_id="3573012345678901")
    member = Member.objects.latest("pk")
    assert member.place == cast.melati
    assert member.number in page
    assert "No card yet." in page
    assert "•••• 8901" in page
    assert "3573012345678901" not in page


@pytest.mark.parametrize(
    ("fields", "kept"),
    [
        ({"name": ""}, 'value="house'),
        ({"phone": "satu"}, 'value="satu"'),
        ({"rt": "3a"}, 'value="3a"'),
        ({"national_id": "123"}, 'value="123"'),
        ({"kind": "ghost"}, "Ni Luh Ayu"),
        ({"consent": ""}, "Ni Luh Ayu"),
        ({"is_minor": "on"}, "Ni Luh Ayu"),
        ({"name": "x" * 101}, "x" * 101),
    ],
)
def test_a_form_that_cannot_be_used_comes_back_filled(
    cast: Cast, sari: Desk, fields: dict[str, str], kept: str
) -> None:
    before = Member.objects.count()
    page = enrol(sari, 422, **fields)
    assert kept in page
    assert 'class="hint is-stop"' in page
    assert Member.objects.count() == before


def test_a_card_is_made_printed_and_handed_over_by_a_scan(cast: Cast, sari: Desk) -> None:
    path = f"/counter/members/{cast.hasan.number}/"
    made = sari.post(f"{path}issue/", holder_name="Rafi")
    found = CODE.search(made)
    assert found
    code = found[1]
    paper = sari.client.post("/counter/cards/paper/", {"code": code})
    assert paper.content.startswith(b"%PDF")
    page = sari.post(f"{path}hand-over/", code=code, pin="482913", pin_again="482913")
    assert "Active" in page
    assert code not in page
    assert cast.hasan.name in sari.post("/counter/find/", code=code)


def test_a_blank_card_gets_its_member_by_a_scan(cast: Cast, sari: Desk) -> None:
    (blank,) = print_blank_cards(key=uuid.uuid4(), by=cast.sari, count=1)
    sari.post(f"/counter/members/{cast.hasan.number}/hand-over/", code=blank.code)
    assert Card.objects.get(pk=blank.pk).member == cast.hasan


@pytest.mark.parametrize(
    ("pin", "status", "code"),
    [
        ("4829", 422, "pin_not_six"),
        ("48a913", 422, "pin_not_six"),
        ("123456", 422, "pin_guessable"),
    ],
)
def test_a_bad_pin_hands_nothing_over(
    cast: Cast, sari: Desk, pin: str, status: int, code: str
) -> None:
    path = f"/counter/members/{cast.hasan.number}/hand-over/"
    assert code in sari.post(path, status, code=cast.hasan_card.code, pin=pin, pin_again=pin)
    assert Card.objects.get(pk=cast.hasan_card.pk).state == "printed"


def test_a_card_of_somebody_else_is_not_handed_over(cast: Cast, sari: Desk) -> None:
    path = f"/counter/members/{cast.siti.number}/hand-over/"
    assert "card_in_use" in sari.post(path, 409, code=cast.hasan_card.code)


def test_a_lost_card_is_replaced_and_dead_at_once(cast: Cast, sari: Desk) -> None:
    path = f"/counter/cards/{cast.siti_card.pk}/"
    assert "reason_missing" in sari.post(f"{path}replace/", 422, reason="")
    page = sari.post(f"{path}replace/", reason="Lost at the market")
    assert "The old card is dead." in page
    assert "card_replaced" in sari.post("/counter/find/", 409, code=cast.siti_card.code)


def test_a_pin_is_set_and_reset_with_a_reason(cast: Cast, sari: Desk) -> None:
    card = issue_card(key=uuid.uuid4(), by=cast.sari, member=cast.hasan.number, activate=True)
    path = f"/counter/cards/{card.pk}/pin/"
    assert "New PIN" in sari.post(path, pin="471390", pin_again="471390")
    assert "reason_missing" in sari.post(path, 422, pin="471391", pin_again="471391")
    sari.post(path, pin="471391", pin_again="471391", reason="Forgotten")
    assert ActionLog.objects.filter(action="reset_pin", subject=f"card:{card.pk}").exists()


def test_a_blocked_card_opens_nothing(cast: Cast, sari: Desk) -> None:
    sari.post(f"/counter/cards/{cast.siti_card.pk}/block/", reason="Found in the street")
    assert "card_blocked" in sari.post("/counter/find/", 409, code=cast.siti_card.code)


def test_cards_of_another_place_are_unknown_here(cast: Cast, sari: Desk) -> None:
    for command in ("pin", "replace", "block"):
        path = f"/counter/cards/{cast.wati_card.pk}/{command}/"
        assert "card_unknown" in sari.post(path, 404, reason="x", pin="471390")
    answer = sari.client.post("/counter/cards/paper/", {"code": cast.wati_card.code})
    assert answer.status_code == 404


def test_blank_cards_come_ten_to_a_sheet(cast: Cast, sari: Desk) -> None:
    fields = {"count": "20", "key": str(uuid.uuid4())}
    answer = sari.client.post("/counter/cards/blank/", fields)
    assert answer.content.startswith(b"%PDF")
    assert Card.objects.filter(member=None).count() == 20
    assert "field_malformed" in sari.post("/counter/cards/blank/", 422, count="1000000")
