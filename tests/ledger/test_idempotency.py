"""Once means once: replays, refusals that stay, and keys used for something else."""

import json
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from ledger import clock
from ledger.idempotency import KeyedAnswer, fingerprint, once, was_carried_out
from ledger.models import KeyedResult, RedFlag
from ledger.refusals import BookIsRed, KeyReused, NotEnough
from ledger.registry import field_name
from tests.ledger.books import PURSE, balance, pay_in, pay_out, post_now

pytestmark = pytest.mark.django_db

REQUEST = {"by": "sari", "amount": 5}


# A refusal that rests on the request alone, unlike NotEnough.
PASSING = KeyReused(differing=["something"])


class Broken(Exception):
    pass


def do(
    key: UUID, command: Callable[[], None], request: Mapping[str, Any] = REQUEST, verb: str = "pay"
) -> KeyedAnswer:
    def answered() -> dict[str, Any]:
        command()
        return {"balance": balance(PURSE)}

    return once(key=key, verb=verb, request=request, carry_out=answered)


def paying(*transfers: Any) -> Callable[[], None]:
    def carry_out() -> None:
        post_now(transfers, uuid4())

    return carry_out


def refusing(refusal: Exception) -> Callable[[], None]:
    def carry_out() -> None:
        paying(pay_in(1))()
        raise refusal

    return carry_out


def fail_if_called() -> None:
    raise AssertionError("carried out a second time")


def test_a_replay_answers_what_was_answered_and_does_nothing() -> None:
    key = uuid4()
    first = do(key, paying(pay_in(5)))
    do(uuid4(), paying(pay_in(95)))
    again = do(key, fail_if_called)
    assert first == KeyedAnswer({"balance": 5}, replayed=False)
    assert again == KeyedAnswer({"balance": 5}, replayed=True)


def test_the_order_of_fields_does_not_matter() -> None:
    key = uuid4()
    do(key, paying(pay_in(5)), {"by": "sari", "amount": 5})
    assert do(key, fail_if_called, {"amount": 5, "by": "sari"}).replayed


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"amount": 6}, ["amount"]),
        ({"amount": "5"}, ["amount"]),  # another type is another content
        ({"amount": 6, "by": "rudi"}, ["amount", "by"]),
        ({"note": "x"}, ["note"]),
    ],
)
def test_a_key_with_other_content_is_refused_by_name(
    changed: dict[str, Any], named: list[str]
) -> None:
    key = uuid4()
    do(key, paying(pay_in(5)))
    with pytest.raises(KeyReused) as refused:
        do(key, fail_if_called, REQUEST | changed)
    assert refused.value.facts == {"differing": named}
    assert ", ".join(map(field_name, named)) in str(refused.value)


def test_a_field_that_is_missing_is_named() -> None:
    key = uuid4()
    do(key, paying(pay_in(5)))
    with pytest.raises(KeyReused) as refused:
        do(key, fail_if_called, {"by": "sari"})
    assert refused.value.facts == {"differing": ["amount"]}


def test_a_key_used_for_another_command_is_refused() -> None:
    key = uuid4()
    do(key, paying(pay_in(5)))
    with pytest.raises(KeyReused) as refused:
        do(key, fail_if_called, verb="void")
    assert refused.value.facts == {"differing": ["kind of act"]}


# --- refusals


def test_a_refusal_that_rests_on_state_stays_after_the_state_changed() -> None:
    key = uuid4()
    do(uuid4(), paying(pay_in(3)))
    with pytest.raises(NotEnough) as first:
        do(key, paying(pay_out(5)))
    do(uuid4(), paying(pay_in(100)))
    with pytest.raises(NotEnough) as again:
        do(key, fail_if_called)
    assert (first.value.replayed, again.value.replayed) == (False, True)
    assert (
        again.value.facts
        == first.value.facts
        == {
            "account": "purse",
            "available": 3,
            "missing": 2,
        }
    )
    assert str(again.value) == str(first.value)


def test_a_refusal_leaves_nothing_of_the_command() -> None:
    do(uuid4(), paying(pay_in(3)))
    for refusal in (NotEnough(account="x", available=0, missing=1), PASSING):
        with pytest.raises(type(refusal)):
            do(uuid4(), refusing(refusal))
    assert balance(PURSE) == 3


def test_a_refusal_of_the_request_alone_may_be_mended_under_the_same_key() -> None:
    key = uuid4()
    with pytest.raises(KeyReused):
        do(key, refusing(PASSING))
    assert not KeyedResult.objects.filter(key=str(key)).exists()
    assert not do(key, paying(pay_in(5)), {"by": "sari", "amount": 6}).replayed


def test_a_fault_in_the_program_keeps_the_key_free() -> None:
    key = uuid4()
    with pytest.raises(Broken):
        do(key, refusing(Broken()))
    assert not KeyedResult.objects.filter(key=str(key)).exists()
    assert not do(key, paying(pay_in(5))).replayed


def test_whether_a_key_was_carried_out() -> None:
    done, refused = uuid4(), uuid4()
    do(done, paying(pay_in(5)))
    with pytest.raises(NotEnough):
        do(refused, paying(pay_out(500)))
    assert [was_carried_out(key) for key in (done, refused, uuid4())] == [True, False, False]


# --- under a red book


@pytest.fixture
def red() -> RedFlag:
    do(UUID(int=1), paying(pay_in(3)))
    with pytest.raises(NotEnough):
        do(UUID(int=2), paying(pay_out(5)))
    return RedFlag.objects.create(raised_at=clock.now(), findings=[])


def test_under_a_red_book_nothing_new_is_done(red: RedFlag) -> None:
    with pytest.raises(BookIsRed) as refused:
        do(uuid4(), fail_if_called)
    assert not refused.value.replayed
    assert balance(PURSE) == 3


def test_under_a_red_book_old_keys_still_answer(red: RedFlag) -> None:
    assert do(UUID(int=1), fail_if_called) == KeyedAnswer({"balance": 3}, replayed=True)
    with pytest.raises(NotEnough) as refused:
        do(UUID(int=2), fail_if_called)
    assert refused.value.replayed
    with pytest.raises(KeyReused):
        do(UUID(int=1), fail_if_called, {"by": "rudi"})


def test_a_key_refused_by_a_red_book_is_good_once_it_is_green(red: RedFlag) -> None:
    key = uuid4()
    with pytest.raises(BookIsRed):
        do(key, fail_if_called)
    red.lifted_at = clock.now()
    red.save()
    assert do(key, paying(pay_in(5))) == KeyedAnswer({"balance": 8}, replayed=False)


# --- what is kept


def test_what_was_said_is_not_kept_only_its_digests() -> None:
    do(UUID(int=5), paying(pay_in(5)), {"by": "sari", "reason": "Bu Siti sakit"})
    kept = KeyedResult.objects.get(key=str(UUID(int=5)))
    assert "siti" not in kept.fingerprint.lower()
    assert set(json.loads(kept.fingerprint)) == {"by", "reason"}


def test_equal_values_of_two_fields_have_unequal_digests() -> None:
    digests = fingerprint({"a": 5, "b": 5})
    assert digests["a"] != digests["b"]


def test_the_transaction_of_a_verb_is_the_outermost_one() -> None:
    """`durable`: what is answered is committed, so no caller can take it back."""
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        do(uuid4(), fail_if_called)
