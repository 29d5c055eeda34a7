"""Gross, tare and net; what is usual; and whose waste one may not record."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from ledger import clock
from ledger.audit import check_book
from ledger.refusals import Refusal
from tests.cast import Cast
from wastebank.deposits import outliers
from wastebank.deposits.lines import LineAsked
from wastebank.deposits.record import quote_deposit, record_deposit
from wastebank.deposits.void import void_deposit
from wastebank.members.enrol import enrol_member, join_group
from wastebank.models import Deposit, Member

WEEK = timedelta(days=7)


def bring(cast: Cast, line: LineAsked, **given: Any) -> Deposit:
    asked = {"key": uuid.uuid4(), "by": cast.sari, "member": cast.siti.number, "lines": [line]}
    return record_deposit(**{**asked, **given})


def code_of(call: Any) -> str:
    with pytest.raises(Refusal) as refused:
        call()
    return refused.value.code


def test_a_line_keeps_gross_tare_and_what_was_rejected(cast: Cast) -> None:
    line = LineAsked(
        "pet", 1_390, gross_amount=2_000, tare_amount=300, rejected_amount=310, reject_reason="wet"
    )
    made = bring(cast, line).lines.get()
    assert (made.gross_amount, made.tare_amount, made.rejected_amount) == (2_000, 300, 310)
    assert (made.amount, made.rupiah_idr, made.reject_reason) == (1_390, 3_475, "wet")
    assert made.weight_source == "typed"
    assert check_book() == []


def test_a_weight_from_the_scale_is_marked_so(cast: Cast) -> None:
    assert bring(cast, LineAsked("pet", 10, source="scale")).lines.get().weight_source == "scale"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (LineAsked("pet", 10, gross_amount=11), "weights_disagree"),
        (LineAsked("pet", 10, tare_amount=-1), "amount_not_positive"),
        (LineAsked("pet", 10, rejected_amount=-1), "amount_not_positive"),
        (LineAsked("pet", 10, rejected_amount=1), "reject_reason_missing"),
        (LineAsked("pet", 10, rejected_amount=1, reject_reason="bored"), "reject_reason_missing"),
        (LineAsked("pet", 10, reject_reason="wet"), "field_malformed"),
        (LineAsked("pet", 10, source="guessed"), "field_malformed"),
        (LineAsked("pet", 999_999, tare_amount=2), "amount_too_large"),
    ],
)
def test_weights_that_cannot_be_are_refused(cast: Cast, line: LineAsked, code: str) -> None:
    assert code_of(lambda: bring(cast, line)) == code
    assert not Deposit.objects.exists()


def test_a_deposit_worth_too_much_is_refused(cast: Cast, settings: Settings) -> None:
    settings.WASTEBANK_MAX_DEPOSIT_IDR = 3_474
    assert code_of(lambda: bring(cast, LineAsked("pet", 1_390))) == "deposit_too_large"
    settings.WASTEBANK_MAX_DEPOSIT_IDR = 3_475
    assert bring(cast, LineAsked("pet", 1_390)).total_idr == 3_475


def test_a_tare_is_part_of_what_a_key_stands_for(cast: Cast) -> None:
    key = uuid.uuid4()
    bring(cast, LineAsked("pet", 1_000, tare_amount=100), key=key)
    other = LineAsked("pet", 1_000, tare_amount=200)
    assert code_of(lambda: bring(cast, other, key=key)) == "key_reused"


def last_week(cast: Cast, *amounts: int) -> None:
    with clock.at(clock.now() - WEEK):
        for amount in amounts:
            bring(cast, LineAsked("pet", amount))
    outliers.forget()


def test_far_more_than_a_place_usually_gets_is_noticed_and_recorded(cast: Cast) -> None:
    last_week(cast, *[1_000] * 9, 2_000)
    assert bring(cast, LineAsked("pet", 3_000)).review_flags == ""
    odd = bring(cast, LineAsked("pet", 6_001))
    assert odd.review_flags == "unusual"


def test_nothing_is_unusual_before_something_was_usual(cast: Cast) -> None:
    last_week(cast, 1_000, 1_000)
    assert bring(cast, LineAsked("pet", 900_000)).review_flags == ""


def test_far_more_than_this_member_brings_is_asked_about(cast: Cast) -> None:
    last_week(cast, 100, 100, 100, 200)
    quote = quote_deposit(by=cast.sari, lines=[LineAsked("pet", 1_001)])
    odd = outliers.outliers_in(quote, cast.melati, cast.siti)
    assert [(o.usual_amount, o.of_member) for o in odd] == [(200, True)]
    few = quote_deposit(by=cast.sari, lines=[LineAsked("pet", 1_000)])
    assert outliers.outliers_in(few, cast.melati, cast.siti) == []


def test_nobody_records_for_the_own_household(cast: Cast) -> None:
    deposit = bring(cast, LineAsked("pet", 1_000))
    cast.sari.member = cast.siti
    cast.sari.save()
    assert code_of(lambda: bring(cast, LineAsked("pet", 1_000))) == "own_household"
    key = uuid.uuid4()
    undo: dict[str, Any] = {
        "key": key,
        "by": cast.sari,
        "deposit": deposit.number,
        "reason": "salah",
    }
    assert code_of(lambda: void_deposit(**undo)) == "own_household"
    assert Deposit.objects.count() == 1


def test_a_member_is_weighed_with_a_group_and_keeps_the_own_wallet(cast: Cast) -> None:
    group = enrol_member(key=uuid.uuid4(), by=cast.sari, name="Dasawisma Mawar", kind="group")
    join: dict[str, Any] = {"by": cast.sari, "member": cast.siti.number}
    joined = join_group(key=uuid.uuid4(), group=group.number, **join)
    assert joined.group == group
    assert list(group.belonging.all()) == [cast.siti]
    join_group(key=uuid.uuid4(), group="", **join)
    assert Member.objects.get(pk=cast.siti.pk).group is None
    other: dict[str, Any] = {**join, "group": cast.siti.number}
    assert code_of(lambda: join_group(key=uuid.uuid4(), **other)) == "not_a_group"
