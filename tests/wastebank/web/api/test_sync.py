"""Sync: one outcome each, in order; a bad one blocks none but those of its own card or member."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from ledger.audit import audit
from tests.cast import SITI_PIN, Cast
from tests.requests.device import Device, refused
from tests.requests.effects import effects
from wastebank.codes.member_number import make_number
from wastebank.deposits import lines
from wastebank.models import Deposit, Member

Operation = dict[str, Any]


def weighing(sequence: int = 1, *, amount: Any = 1000, **who: Any) -> Operation:
    return {
        "key": str(uuid4()),
        "kind": "deposit",
        "body": {**who, "lines": [{"material": "pet", "amount": amount}]},
        "device_sequence": sequence,
    }


def send(
    cast: Cast, *operations: object, language: str = "en", by: Device | None = None
) -> list[dict[str, Any]]:
    device = by or Device(cast.token(cast.sari), language)
    answer = device.post("sync", {"operations": operations}, keyless=True)
    assert answer.status == 200, answer.body
    told: list[dict[str, Any]] = answer.json["outcomes"]
    assert len(told) == len(operations)
    return told


def outcomes(told: list[dict[str, Any]]) -> list[str]:
    return [one["outcome"] for one in told]


def test_what_was_recorded_offline_is_recorded_in_order(cast: Cast) -> None:
    weighed_at = (cast.siti.joined_at - timedelta(hours=5)).isoformat()
    first = weighing(7, card=cast.siti_card.code, weighed_at=weighed_at)
    second = weighing(8, member=cast.hasan.number)
    enrolment = {
        "key": str(uuid4()),
        "kind": "member",
        "body": {"name": "Ani Wijaya"},
        "device_sequence": 9,
    }
    told = send(cast, first, second, enrolment)
    assert outcomes(told) == ["recorded"] * 3
    assert [one["key"] for one in told] == [one["key"] for one in (first, second, enrolment)]
    assert [one["device_sequence"] for one in told] == [7, 8, 9]
    assert [one.number for one in Deposit.objects.order_by("pk")] == [
        one["result"]["deposit"] for one in told[:2]
    ]
    assert told[0]["result"]["weighed_at"][:19] != told[0]["result"]["recorded_at"][:19]
    assert Member.objects.get(number=told[2]["result"]["member"]).name == "Ani Wijaya"
    assert not audit()


def test_a_sync_that_was_sent_twice_records_once(cast: Cast) -> None:
    operations = [weighing(n, card=cast.siti_card.code) for n in range(3)]
    device = Device(cast.token(cast.sari))
    first, before = send(cast, *operations, by=device), effects()
    again = send(cast, *operations, by=device)
    assert outcomes(again) == ["already_recorded"] * 3
    assert [one["result"] for one in again] == [one["result"] for one in first]
    assert effects() == before


def test_an_operation_may_have_been_sent_alone_before(cast: Cast) -> None:
    one = weighing(member=cast.siti.number)
    alone = Device(cast.token(cast.sari)).post("deposits", one["body"], key=one["key"])
    told = send(cast, one)
    assert (told[0]["outcome"], told[0]["result"]) == ("already_recorded", alone.json)


def test_a_bad_one_never_blocks_the_next(cast: Cast) -> None:
    told = send(
        cast,
        weighing(1, member=cast.siti.number),
        weighing(2, card="W1NONSENSE"),
        weighing(3, member=cast.hasan.number, amount="2.500"),
        weighing(4, member=make_number(9999)),
        "not an operation",
        {"key": "x", "kind": "deposit", "body": {}, "device_sequence": 6},
        {"kind": "deposit"},
        weighing(8, member=cast.siti.number),
    )
    assert outcomes(told) == ["recorded", *["refused"] * 6, "recorded"]
    assert [one.get("code") for one in told] == [
        *(None, "card_misspelt", "body_malformed", "member_unknown", "body_malformed"),
        *("key_missing", "body_malformed", None),
    ]
    assert all(set(one["facts"]) >= set() and one["message"] for one in told[1:7])
    assert (told[4]["key"], told[4]["device_sequence"]) == ("", None)
    assert not audit()


def test_those_of_the_same_card_or_member_are_kept(cast: Cast) -> None:
    """However they name the member: by card, by number, by the deposit to take back."""
    earlier = cast.deposit()
    void = {"deposit": earlier.number, "reason": "salah"}
    bad = weighing(1, card=cast.siti_card.code, amount=0)
    kept = [
        weighing(2, card=cast.siti_card.code.lower()),
        weighing(3, member=cast.siti.number.replace("-", " ")),
        {"key": str(uuid4()), "kind": "void", "body": void, "device_sequence": 4},
    ]
    before = effects()
    told = send(cast, bad, *kept, weighing(5, member=cast.hasan.number))
    assert outcomes(told) == ["refused", "kept", "kept", "kept", "recorded"]
    assert all(set(one) == {"key", "device_sequence", "outcome"} for one in told[1:4])
    assert effects()["Deposit"] == before["Deposit"] + 1
    assert outcomes(send(cast, *kept)) == ["recorded"] * 3, "their keys were left free"
    assert not audit()


def test_two_cards_that_nobody_knows_do_not_block_each_other(cast: Cast) -> None:
    told = send(cast, weighing(1, card="W1A"), weighing(2, card="W1B"), weighing(3, card="W1A"))
    assert outcomes(told) == ["refused", "refused", "kept"]


def test_a_refusal_that_rests_on_state_comes_again(cast: Cast) -> None:
    one = weighing(card=cast.hasan_card.code)
    first, again = send(cast, one), send(cast, one)
    assert (first[0]["code"], first) == ("card_not_active", again)


def test_a_void_travels_too(cast: Cast) -> None:
    number = cast.deposit().number
    body = {"deposit": number, "reason": "salah timbang"}
    told = send(cast, {"key": str(uuid4()), "kind": "void", "body": body, "device_sequence": 1})
    assert (told[0]["outcome"], told[0]["result"]["balance"]) == ("recorded", 0)


def test_redemptions_are_online_only(cast: Cast) -> None:
    cast.deposit()
    body = {"card": cast.siti_card.code, "pin": SITI_PIN, "lines": [{"service": "konsultasi"}]}
    told = send(
        cast, {"key": str(uuid4()), "kind": "redemption", "body": body, "device_sequence": 1}
    )
    assert (told[0]["code"], told[0]["facts"]) == ("field_malformed", {"field": "kind"})


def test_refusals_speak_the_language_of_the_device(cast: Cast) -> None:
    bad = weighing(card="W1NONSENSE")
    english, indonesian = send(cast, bad)[0], send(cast, bad, language="id")[0]
    assert english["code"] == indonesian["code"]
    assert english["message"] != indonesian["message"]


def test_a_sync_is_bounded(cast: Cast) -> None:
    device = Device(cast.token(cast.sari))
    unbounded: list[object] = [["x"] * 501, "x", {}, None]
    for operations in unbounded:
        answer = device.post("sync", {"operations": operations}, keyless=True)
        assert refused(answer) == (422, "body_malformed")
    assert device.post("sync", {"operations": ["x"] * 500}, keyless=True).status == 200
    assert device.post("sync", {"operations": []}, keyless=True).json == {"outcomes": []}


def test_a_role_that_may_not_gets_it_said_for_each(cast: Cast) -> None:
    device = Device(cast.token(cast.dewi))
    told = device.post("sync", {"operations": [weighing(member=cast.siti.number)]}, keyless=True)
    assert told.json["outcomes"][0]["code"] == "not_allowed"


def test_a_fault_of_ours_keeps_one_operation_and_lets_the_others_through(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A queue must not stand still for ever behind one operation that trips a bug."""
    price_line = lines.price_line

    def trip(line: lines.LineAsked, *rest: Any) -> lines.QuotedLine:
        if line.amount == 13:
            raise ZeroDivisionError
        return price_line(line, *rest)

    monkeypatch.setattr(lines, "price_line", trip)
    told = send(
        cast,
        weighing(1, member=cast.siti.number, amount=13),
        weighing(2, member=cast.hasan.number),
    )
    assert outcomes(told) == ["kept", "recorded"]
    assert "ZeroDivisionError" in caplog.text
    assert not audit()
