"""D3, D5: what a counter's browser sends: once, in order, its own person's, and none missing."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings

from ledger import clock
from ledger.audit import audit
from ledger.models import KeyedResult
from tests.cast import Cast
from tests.requests.counters import Counter, Operation
from tests.requests.device import Device as Program
from tests.requests.effects import effects
from wastebank.cards.lifecycle import block_card
from wastebank.deposits import lines
from wastebank.devices.journal import device_states
from wastebank.materials.prices import set_price
from wastebank.models import ActionLog, Deposit, Device, DeviceRecord
from wastebank.values.calendar import local_day


@pytest.fixture
def counter(cast: Cast) -> Counter:
    return Counter.registered(cast.sari)


def outcomes(told: list[dict[str, object]]) -> list[object]:
    return [one["outcome"] for one in told]


def test_a_deposit_knows_its_device_its_place_in_the_order_and_its_paper(
    cast: Cast, counter: Counter
) -> None:
    one = counter.weighing(card_hash=cast.siti_card.code_hash)
    told = counter.send(one)
    made = Deposit.objects.get(number=told[0]["result"]["deposit"])
    assert (made.device_sequence, made.provisional_number) == (1, "MLT-A-0001")
    assert (made.device, made.card_id) == (Device.objects.get(kind="counter"), cast.siti_card.pk)
    assert made.review_flags == ""
    assert not audit()


def test_a_hash_is_the_same_card_as_its_code(cast: Cast, counter: Counter) -> None:
    one = counter.weighing(card_hash=cast.siti_card.code_hash)
    counter.send(one)
    body = {"card": cast.siti_card.code, "lines": one["body"]["lines"]}
    alone = Program(cast.token(cast.sari)).post("deposits", body, key=one["key"])
    assert (alone.status, alone.replayed) == (200, True)


def test_both_a_code_and_its_hash_are_one_too_many(cast: Cast, counter: Counter) -> None:
    card = cast.siti_card
    both = counter.weighing(card=card.code, card_hash=card.code_hash)
    garbled = counter.weighing(card_hash="Z" * 64)
    told = counter.send(both, garbled)
    assert [one["code"] for one in told] == ["who_missing", "field_malformed"]


def test_thirty_in_one_sitting_go_together_and_again_change_nothing(
    cast: Cast, counter: Counter
) -> None:
    """In one transaction: their claims carry the time of one moment after the other, and none is
    left without its word."""
    people = [cast.siti.number, cast.hasan.number]
    queue = [counter.weighing(member=people[n % 2], amount=100 + n) for n in range(30)]
    told = counter.send(*queue)
    assert outcomes(told) == ["recorded"] * 30
    numbers = [one["result"]["deposit"] for one in told]
    assert numbers == sorted(numbers)
    before = effects()
    again = counter.send(*queue)
    assert outcomes(again) == ["already_recorded"] * 30
    assert [one["result"] for one in again] == [one["result"] for one in told]
    assert effects() == before
    assert DeviceRecord.objects.filter(outcome="recorded").count() == 30
    assert not audit()


def test_one_bad_one_among_thirty_parks_alone(cast: Cast, counter: Counter) -> None:
    block_card(key=uuid4(), by=cast.sari, card_id=cast.siti_card.pk, reason="hilang")
    queue = [counter.weighing(member=cast.hasan.number) for _ in range(30)]
    queue[7] = {**queue[7], "body": counter.weighing(card_hash=cast.siti_card.code_hash)["body"]}
    counter.made -= 1
    told = counter.send(*queue)
    assert outcomes(told) == ["recorded"] * 7 + ["refused"] + ["recorded"] * 22
    assert told[7]["code"] == "card_blocked"
    record = DeviceRecord.objects.get(sequence=8)
    assert (record.outcome, record.code, record.actor) == ("refused", "card_blocked", "sari")
    assert not audit()


def test_a_parked_one_is_mended_under_a_new_key_with_a_note(cast: Cast, counter: Counter) -> None:
    block_card(key=uuid4(), by=cast.sari, card_id=cast.siti_card.pk, reason="hilang")
    parked = counter.weighing(card_hash=cast.siti_card.code_hash)
    assert outcomes(counter.send(parked)) == ["refused"]
    mended = counter.weighing(member=cast.siti.number)
    mended |= {"provisional": parked["provisional"], "mends": 1, "note": "kartu lama"}
    told = counter.send(mended)
    made = Deposit.objects.get(number=told[0]["result"]["deposit"])
    assert (made.provisional_number, made.device_sequence) == ("MLT-A-0001", 2)
    noted = ActionLog.objects.get(action="mend_operation")
    assert (noted.reason, noted.subject) == ("kartu lama", f"device:{made.device_id}/1")
    counter.send(mended)
    assert ActionLog.objects.filter(action="mend_operation").count() == 1


def drop_of(counter: Counter, sequence: int, key: str, note: str = "salah catat") -> Operation:
    counter.made += 1
    return {
        "key": str(uuid4()),
        "kind": "drop",
        "operator": "sari",
        "device_sequence": counter.made,
        "body": {"operation": key, "device_sequence": sequence, "note": note},
    }


def test_what_is_dropped_has_its_note_and_never_comes_back(cast: Cast, counter: Counter) -> None:
    given_up = counter.weighing(member=cast.siti.number)
    drop = drop_of(counter, 1, given_up["key"])
    told = counter.send(drop)
    assert (told[0]["outcome"], told[0]["result"]) == ("recorded", {"dropped": 1})
    assert outcomes(counter.send(drop)) == ["already_recorded"]
    assert ActionLog.objects.get(action="drop_operation").reason == "salah catat"
    assert DeviceRecord.objects.get(sequence=1).outcome == "dropped"
    late = counter.send(given_up)
    assert late[0]["code"] == "record_dropped", "a packet that was long on its way"
    assert not Deposit.objects.exists()
    assert not device_states(by=cast.maya)[0].missing


def test_what_was_recorded_cannot_be_dropped(cast: Cast, counter: Counter) -> None:
    one = counter.weighing(member=cast.siti.number)
    counter.send(one)
    told = counter.send(drop_of(counter, 1, one["key"]))
    assert told[0]["code"] == "already_arrived"
    noteless = drop_of(counter, 1, one["key"], note=" ")
    assert counter.send(noteless)[0]["code"] == "field_missing"


def test_a_missing_record_is_noticed(cast: Cast, counter: Counter) -> None:
    queue = [counter.weighing(member=cast.siti.number) for _ in range(6)]
    counter.send(queue[0], queue[3])
    state = device_states(by=cast.maya)[0]
    assert (state.made_count, state.arrived_count, state.missing_count) == (6, 2, 4)
    assert list(state.missing) == [2, 3, 5, 6]
    counter.send(queue[1], queue[2], queue[4], queue[5])
    state = device_states(by=cast.maya)[0]
    assert (state.missing_count, list(state.missing)) == (0, [])


def test_a_colleagues_record_waits_for_the_colleague(cast: Cast, counter: Counter) -> None:
    mine = counter.weighing(member=cast.siti.number)
    theirs = counter.weighing(member=cast.siti.number, operator="maya")
    told = counter.send(mine, theirs)
    assert outcomes(told) == ["recorded", "kept"]
    assert Deposit.objects.get().actor == "sari"
    assert device_states(by=cast.maya)[0].missing == [2]


def test_a_number_that_was_used_before_is_not_used_again(cast: Cast, counter: Counter) -> None:
    """A profile brought back from a copy counts from where it stood."""
    counter.send(counter.weighing(member=cast.siti.number))
    counter.made = 0
    told = counter.send(counter.weighing(member=cast.hasan.number))
    assert told[0]["code"] == "sequence_taken"
    assert DeviceRecord.objects.get(sequence=1).outcome == "recorded", "the first word stays"
    assert counter.session()["device"]["issued"] == 1


def test_a_price_that_changed_meanwhile_is_the_one_of_the_day_it_was_weighed(
    cast: Cast, counter: Counter
) -> None:
    yesterday = clock.now() - timedelta(days=1)
    set_price(
        key=uuid4(),
        by=cast.maya,
        material="pet",
        place="MLT",
        valid_from=local_day(clock.now()),
        price_idr=9_000,
    )
    one = counter.weighing(member=cast.siti.number, weighed_at=yesterday.isoformat())
    today = counter.weighing(member=cast.hasan.number)
    told = counter.send(one | {"shown_total": 2_500}, today | {"shown_total": 2_500})
    first, second = (Deposit.objects.get(number=o["result"]["deposit"]) for o in told)
    assert (first.total_idr, first.review_flags) == (2_500, "late")
    assert (second.total_idr, second.review_flags) == (9_000, "total_differs")


@pytest.mark.parametrize("together", [1, 3], ids=["alone", "a batch"])
def test_what_was_weighed_before_a_price_of_today_is_paid_as_it_was_shown(
    cast: Cast, counter: Counter, together: int
) -> None:
    """The device showed the price of that minute; the list of that minute says the same later."""
    before = clock.now() - timedelta(seconds=30)
    for price_idr in (9_000, 9_500):
        set_price(
            key=uuid4(),
            by=cast.maya,
            material="pet",
            place="MLT",
            valid_from=local_day(clock.now()),
            price_idr=price_idr,
        )
    morning = [
        counter.weighing(member=cast.siti.number, weighed_at=before.isoformat())
        | {"shown_total": 2_500}
        for _ in range(together)
    ]
    told = counter.send(*morning, counter.weighing(member=cast.siti.number))
    made = [Deposit.objects.get(number=one["result"]["deposit"]) for one in told]
    assert [one.total_idr for one in made] == [2_500] * together + [9_500]
    assert "total_differs" not in "".join(one.review_flags for one in made)


def test_one_the_device_did_not_know_is_marked(cast: Cast, counter: Counter) -> None:
    one = counter.weighing(member=cast.hasan.number) | {"unknown": True}
    counter.send(one)
    assert Deposit.objects.get().review_flags == "unknown_member"


def test_a_red_book_parks_nothing(cast: Cast, counter: Counter) -> None:
    from ledger.models import RedFlag

    RedFlag.objects.create(raised_at=clock.now(), findings="planted")
    told = counter.send(*(counter.weighing(member=cast.siti.number) for _ in range(3)))
    assert outcomes(told) == ["kept"] * 3
    assert not KeyedResult.objects.filter(verb="record_deposit").exists()


def test_a_fault_in_a_batch_keeps_one_and_lets_the_others_through(
    cast: Cast, counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On PostgreSQL, too: the batch is undone before the others are tried."""
    price_line = lines.price_line

    def trip(line: lines.LineAsked, *rest: Any) -> lines.QuotedLine:
        if line.amount == 13:
            raise ZeroDivisionError
        return price_line(line, *rest)

    monkeypatch.setattr(lines, "price_line", trip)
    queue = [counter.weighing(member=cast.siti.number) for _ in range(2)]
    queue.append(counter.weighing(member=cast.hasan.number, amount=13))
    assert outcomes(counter.send(*queue)) == ["recorded", "recorded", "kept"]
    assert not audit()


def test_a_counter_enrols_nobody_and_voids_nothing(cast: Cast, counter: Counter) -> None:
    for kind in ("member", "void", "redemption"):
        one = counter.weighing(member=cast.siti.number) | {"kind": kind}
        assert counter.send(one)[0]["facts"] == {"field": "kind"}


def test_programs_may_count_as_they_like(cast: Cast) -> None:
    """The contract of /api/v1/sync asks for a number and promises nothing about it."""
    program = Program(cast.token(cast.sari))
    for sequence in (0, -1, 5, 5, 2**70):
        one = {
            "key": str(uuid4()),
            "kind": "deposit",
            "body": {"member": cast.siti.number, "lines": [{"material": "pet", "amount": 1}]},
            "device_sequence": sequence,
        }
        told = program.post("sync", {"operations": [one]}, keyless=True).json["outcomes"]
        assert told[0]["outcome"] == "recorded", sequence
    kept = Deposit.objects.order_by("pk").values_list("device_sequence", flat=True)
    assert list(kept) == [None, None, 5, None, None]
    assert DeviceRecord.objects.count() == 1


def test_what_cannot_be_read_is_said_in_json(cast: Cast, counter: Counter) -> None:
    for body in ({}, {"issued": -1, "operations": []}, {"issued": 0, "operations": ["x"] * 501}):
        answer = counter.ask("sync", body)
        assert (answer.status_code, answer.json()["code"]) == (422, "body_malformed")
    assert outcomes(counter.send("nothing", None, {})) == ["refused"] * 3  # type: ignore[arg-type]
    assert settings.WASTEBANK_OFFLINE_DAYS == 7
