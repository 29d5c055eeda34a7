"""Several keys in one transaction: all carried out, or none, and the same answers ever after."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest

from ledger import clock
from ledger.idempotency import Apart, KeyedRequest, once, together, was_carried_out
from ledger.models import JournalEntry, KeyedResult, RedFlag
from ledger.refusals import KeyReused, NotEnough, Refusal
from tests.ledger.books import PURSE, balance, pay_in, pay_out, post_now

pytestmark = pytest.mark.django_db

VERB = "pay"


def asked(count: int) -> list[KeyedRequest]:
    return [KeyedRequest(uuid4(), VERB, {"amount": n}) for n in range(1, count + 1)]


def paying(requests: list[KeyedRequest]) -> Callable[[], list[dict[str, Any]]]:
    def carry_out() -> list[dict[str, Any]]:
        return [paid(one.key, one.request["amount"]) for one in requests]

    return carry_out


def paid(key: UUID, amount: int) -> dict[str, Any]:
    post_now([pay_in(amount)], key)
    return {"balance": balance(PURSE)}


def fail_if_called() -> Any:
    raise AssertionError("carried out a second time")


def nothing_happened() -> bool:
    return not (JournalEntry.objects.exists() or KeyedResult.objects.exists())


def test_each_key_answers_its_own_result_ever_after() -> None:
    requests = asked(4)
    assert together(requests=requests, carry_out=paying(requests))
    for _ in range(5):
        for one, expected in zip(requests, (1, 3, 6, 10), strict=True):
            again = once(key=one.key, verb=VERB, request=one.request, carry_out=fail_if_called)
            assert (again.result, again.replayed) == ({"balance": expected}, True)
            assert was_carried_out(one.key)
    assert not together(requests=requests, carry_out=fail_if_called), "they were claimed before"


def test_each_field_of_each_request_is_held_to() -> None:
    requests = asked(3)
    together(requests=requests, carry_out=paying(requests))
    for one in requests:
        with pytest.raises(KeyReused) as caught:
            once(key=one.key, verb=VERB, request={"amount": 99}, carry_out=fail_if_called)
        assert caught.value.facts == {"differing": ["amount"]}


@pytest.mark.parametrize("problem", [Apart(), NotEnough(account="x", available=0, missing=1)])
def test_what_refuses_undoes_all_of_it_and_keeps_no_key(problem: Exception) -> None:
    """A refusal that rests on state is for `once` to keep, when it is tried alone."""
    requests = asked(3)

    def carry_out() -> list[dict[str, Any]]:
        paying(requests)()
        raise problem

    assert not together(requests=requests, carry_out=carry_out)
    assert nothing_happened()


def test_a_guard_of_the_book_undoes_all_of_it() -> None:
    requests = asked(2)

    def carry_out() -> list[dict[str, Any]]:
        done = paying(requests)()
        post_now([pay_out(4)], uuid4())
        return done

    assert not together(requests=requests, carry_out=carry_out)
    assert nothing_happened()


def test_a_fault_goes_through_and_leaves_nothing() -> None:
    requests = asked(2)
    with pytest.raises(ZeroDivisionError):
        together(requests=requests, carry_out=lambda: [{"x": 1 // 0}])
    assert nothing_happened()


def test_as_many_results_as_requests_or_nothing() -> None:
    requests = asked(2)
    with pytest.raises(ValueError, match="shorter"):
        together(requests=requests, carry_out=lambda: paying(requests)()[:1])
    assert nothing_happened()


def test_one_key_twice_is_not_carried_out_together() -> None:
    requests = asked(2)
    assert not together(requests=[*requests, requests[0]], carry_out=fail_if_called)
    assert nothing_happened()


def test_a_key_that_was_refused_before_keeps_its_refusal() -> None:
    requests = asked(2)
    refusal = NotEnough(account="x", available=0, missing=1)

    def refuse() -> dict[str, Any]:
        raise refusal

    with pytest.raises(NotEnough):
        once(key=requests[1].key, verb=VERB, request=requests[1].request, carry_out=refuse)
    assert not together(requests=requests, carry_out=fail_if_called)
    with pytest.raises(Refusal) as caught:
        once(key=requests[1].key, verb=VERB, request=requests[1].request, carry_out=fail_if_called)
    assert caught.value.facts == refusal.facts


def test_a_red_book_carries_nothing_out() -> None:
    RedFlag.objects.create(raised_at=clock.now(), findings="planted")
    assert not together(requests=asked(2), carry_out=fail_if_called)
    assert not KeyedResult.objects.exists()
