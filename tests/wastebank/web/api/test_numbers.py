"""T4 at the edge: what is no whole number within its range gets in nowhere, and breaks nothing."""

from typing import Any
from uuid import uuid4

import pytest
from pytest_django.fixtures import Settings

from ledger.audit import audit
from tests.cast import Cast
from tests.clinic.settlements.posts import STATEMENT_POSTS
from tests.requests.device import Device, raw_json, refused
from tests.requests.effects import changed, effects
from tests.requests.post import Post, Steps
from tests.requests.posts import BANK_POSTS, CLINIC_POSTS
from tests.wastebank.funds.posts import CASH_POSTS
from wastebank.api import api

NUMBERS = [
    pytest.param(post, steps, id=f"{post.name}: {'.'.join(map(str, steps))}")
    for post in (*BANK_POSTS, *CASH_POSTS, *CLINIC_POSTS, *STATEMENT_POSTS)
    for steps in post.numbers
]
# How each is written in JSON; the caps of the field come on top.
STRANGE = (
    *("-1", "0", "1", "1.0", "1.5", "1e0", "1e18", "1E3", "-0", "NaN", "Infinity", "-Infinity"),
    *(str(2**31), str(2**53), str(2**63 - 1), str(2**63), str(-(2**63) - 1), "9" * 400, "9" * 5000),
    *('"1"', '"1e3"', '"2.500"', '"１２"', '""', "true", "false", "null", "[]", "[1]", "{}"),
)


@pytest.fixture(autouse=True)
def any_total(settings: Settings) -> None:
    """Each field is tried up to its own cap; the cap of a whole deposit has its own test."""
    settings.WASTEBANK_MAX_DEPOSIT_IDR = 10**12
    settings.WASTEBANK_ASK_LIMIT_IDR = 10**7


def whole(written: str) -> int | None:
    """The number, if it is written as a JSON integer."""
    digits = written.removeprefix("-")
    return int(written) if digits.isascii() and digits.isdigit() and len(digits) < 4000 else None


def within(written: str, allowed: range) -> bool:
    number = whole(written)
    return number is not None and number in allowed  # None in a range looks at each of it


@pytest.mark.parametrize(("post", "steps"), NUMBERS)
def test_a_number_is_whole_and_within_its_range_or_refused(
    cast: Cast, post: Post, steps: Steps
) -> None:
    ready, device = post.prepare(cast), post.device(cast)
    allowed = post.numbers[steps]
    edges = (allowed.start - 1, allowed.start, allowed.stop - 1, allowed.stop)
    proposes = post.status == 202  # no limit at all is a limit, too
    may_be_left_out = steps[-1] in ("price", "gross", "after") or proposes
    optional = {"null"} if may_be_left_out else set()
    for written in (*STRANGE, *map(str, edges)):
        body = raw_json(changed(ready.body, steps, "@number"), number=written)
        before = effects()
        answer = device.post(ready.path, body)
        if answer.status == post.status:
            left_out = written in optional and steps[-1] != "price"
            taken = within(written, allowed) or left_out
            assert taken, f"{written} was taken"
            continue
        status, code = refused(answer)
        # a line is asked for by its number: one that the statement lacks is not found
        assert status in (409, 422) or (status == 404 and steps[-1] == "line"), answer.body
        assert after_refusal(before), f"{written} left something behind"
        if whole(written) is None and written not in optional:
            assert (status, code) == (422, "body_malformed"), written
        elif within(written, allowed):
            assert status == 409, f"{written} is within its range: {answer.body!r}"
    assert not audit()


def after_refusal(before: dict[str, int]) -> bool:
    """Nothing new but, for a refusal that rests on state, the outcome of its key."""
    now = effects()
    kept = now.pop("KeyedResult") - before["KeyedResult"]
    return kept in (0, 1) and now == {k: v for k, v in before.items() if k != "KeyedResult"}


def test_every_number_of_the_api_is_tried() -> None:
    """A number that is added to a request later must be added here, too."""
    schemas = api.get_openapi_schema()["components"]["schemas"]
    found = {
        (name, field)
        for name, schema in schemas.items()
        for field, details in schema.get("properties", {}).items()
        if name.endswith("Asked") and "integer" in types(details)
    }
    assert found == {
        ("DepositLineAsked", "amount"),
        ("DepositLineAsked", "price"),
        ("DepositLineAsked", "gross"),
        ("DepositLineAsked", "tare"),
        ("DepositLineAsked", "rejected"),
        ("ServiceLineAsked", "count"),
        ("ServiceLineAsked", "price"),
        ("RedemptionAsked", "cash"),
        ("CaptureAsked", "cash"),
        ("TokenAsked", "days"),
        ("LimitAsked", "amount"),
        ("CashOpeningAsked", "amount"),
        ("CashTransferAsked", "amount"),
        ("CashCountAsked", "counted"),
        ("CashCountAsked", "after"),
        ("BankStatementAsked", "closing"),
        ("DisputeAsked", "line"),
        ("AnswerAsked", "line"),
        ("PayAsked", "amount"),
        ("LineRightAsked", "line"),  # these three in test_correct.py: what is left out stays
        ("LineRightAsked", "amount"),
        ("LineRightAsked", "price"),
        ("PageAsked", "before"),  # these two in test_api_shapes.py: they come in the address
        ("PageAsked", "limit"),
    }


def types(details: dict[str, Any]) -> set[str]:
    either = details.get("anyOf", [details])
    return {str(one.get("type")) for one in either}


def test_the_wallet_moved_by_what_was_answered_and_no_more(cast: Cast) -> None:
    """Half a rupiah goes up, once per line: the answer, the book and a sum by hand agree."""
    counter = Device(cast.token(cast.sari))
    by_hand = 0
    for amount in (1, 199, 200, 201, 599, 600, 999, 1_000, 1_001, 1_000_000):
        body = {"member": cast.siti.number, "lines": [{"material": "pet", "amount": amount}]}
        told = counter.post("deposits", body, key=uuid4()).json
        by_hand += (amount * 2_500 * 2 + 1_000) // 2_000
        assert told["balance"] == by_hand
    assert counter.get(f"members/{cast.siti.number}/balance").json["balance"] == by_hand
    assert not audit()
