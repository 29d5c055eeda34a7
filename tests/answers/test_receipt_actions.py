"""A receipt offers an action exactly where it will be taken: state by state, person by person."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest

from clinic.charges.cancel import cancel_redemption, why_not_cancel
from ledger import clock
from ledger.refusals import Refusal
from tests.answers.sweep import visitor
from tests.cast import Cast
from wastebank.days.closing import close_day
from wastebank.deposits.lines import LineAsked
from wastebank.deposits.record import record_deposit
from wastebank.deposits.refusals import CreditSpent
from wastebank.deposits.review import review_deposit
from wastebank.deposits.void import void_deposit, why_not_void
from wastebank.models import Deposit, User
from wastebank.values.calendar import local_day

pytestmark = pytest.mark.once


def fresh(cast: Cast) -> Deposit:
    return cast.deposit()


def closed(cast: Cast) -> Deposit:
    deposit = cast.deposit()
    close_day(key=uuid.uuid4(), by=cast.sari, day=local_day(clock.now()))
    return deposit


def after_closing(cast: Cast) -> Deposit:
    closed(cast)
    return cast.deposit()


def of_yesterday(cast: Cast) -> Deposit:
    with clock.at(clock.now() - timedelta(days=1)):
        return cast.deposit()


def weighed_yesterday(cast: Cast) -> Deposit:
    with clock.at(clock.now() - timedelta(days=40)):
        cast.deposit(("kardus", 1))
    return cast.deposit(days_ago=1)


def voided(cast: Cast) -> Deposit:
    deposit = cast.deposit()
    void_deposit(key=uuid.uuid4(), by=cast.sari, deposit=deposit.number, reason="x")
    return Deposit.objects.get(pk=deposit.pk)


def spent(cast: Cast) -> Deposit:
    deposit = cast.deposit()
    cast.redeem()
    return deposit


def worth_nothing(cast: Cast) -> Deposit:
    return cast.deposit(("pet", 0 + 1), member=cast.hasan)


def of_the_own_household(cast: Cast) -> Deposit:
    deposit = cast.deposit()
    for user in cast.staff():
        user.member = cast.siti
        user.save()
    return deposit


STATES: list[Callable[[Cast], Deposit]] = [
    *(fresh, closed, after_closing, of_yesterday, weighed_yesterday),
    *(voided, spent, worth_nothing, of_the_own_household),
]


def accepted(run: Callable[[], object]) -> bool:
    try:
        run()
    except Refusal:
        return False
    return True


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("who", ["sari", "bambang", "maya", "yusuf", "tono"])
def test_a_deposit_offers_its_void_where_it_will_be_taken(
    cast: Cast, state: Callable[[Cast], Deposit], who: str
) -> None:
    deposit, by = state(cast), User.objects.get(username=who)
    client = visitor(by)
    counter = client.get(f"/counter/receipts/{deposit.number}/").text
    office = client.get(f"/office/days/deposits/{deposit.number}/").text
    offered = f"/counter/receipts/{deposit.number}/void/" in counter
    assert (f"/office/days/deposits/{deposit.number}/void/" in office) is offered
    assert (why_not_void(by=by, deposit=deposit) is None) is offered
    looks = f"/office/days/deposits/{deposit.number}/look/" in office
    if looks:
        assert accepted(
            lambda: review_deposit(key=uuid.uuid4(), by=by, deposit=deposit.number, note="x")
        )
    key, number = uuid.uuid4(), deposit.number
    # Where the credit is spent a void corrects the whole of it (decision 64); the receipt leads to
    # the page that says first what would have to come back.
    instead = isinstance(why_not_void(by=by, deposit=deposit), CreditSpent)
    if instead:
        assert f"/office/days/deposits/{number}/correct/" in office
    assert (offered or instead) is accepted(
        lambda: void_deposit(key=key, by=by, deposit=number, reason="wrong weight")
    )


def test_the_table_has_both_answers(cast: Cast) -> None:
    assert why_not_void(by=cast.sari, deposit=fresh(cast)) is None
    refused = why_not_void(by=cast.sari, deposit=closed(cast))
    assert refused is not None
    assert refused.code == "void_too_late"


@pytest.mark.parametrize("age_hours", [0, 23, 25])
@pytest.mark.parametrize("is_cancelled", [False, True])
@pytest.mark.parametrize("who", ["dewi", "lestari"])
def test_a_visit_offers_its_cancel_where_it_will_be_taken(
    cast: Cast, age_hours: int, who: str, *, is_cancelled: bool
) -> None:
    with clock.at(clock.now() - timedelta(hours=age_hours)):
        cast.deposit()
        visit = cast.redeem()
        if is_cancelled:
            cancel_redemption(key=uuid.uuid4(), by=cast.dewi, redemption=visit.number, reason="x")
    by = User.objects.get(username=who)
    page = visitor(by).get(f"/clinic/visits/{visit.number}/").text
    offered = f"/clinic/visits/{visit.number}/cancel/" in page
    assert (why_not_cancel(by=by, redemption=visit) is None) is offered
    assert offered is accepted(
        lambda: cancel_redemption(key=uuid.uuid4(), by=by, redemption=visit.number, reason="x")
    )


def test_what_is_recorded_after_the_day_is_closed_stands_in_every_list_of_today(
    cast: Cast,
) -> None:
    before = cast.deposit(("pet", 1_000))
    close_day(key=uuid.uuid4(), by=cast.sari, day=local_day(clock.now()))
    counter, office = visitor(cast.sari), visitor(cast.maya)
    english = {"accept-language": "en"}
    assert "Today is closed." in counter.get("/counter/", headers=english).text
    later = record_deposit(
        key=uuid.uuid4(), by=cast.sari, member=cast.hasan.number, lines=[LineAsked("pet", 1_000)]
    )
    start = counter.get("/counter/", headers=english).text
    assert "What is recorded now counts for" in start
    assert "2 deposits" in start
    weigh = counter.get(f"/counter/weigh/{cast.siti.number}/", headers=english).text
    assert "What is recorded now counts for" in weigh
    for page in (start, weigh):
        assert later.number in page
        assert before.number in page
    assert later.number in counter.get("/counter/day/").text
    today = local_day(clock.now()).isoformat()
    assert before.number in counter.get(f"/counter/day/?day={today}").text
    assert later.number in office.get("/office/days/").text
    assert before.number in office.get(f"/office/days/?day={today}").text
    assert "<b>Deposits today</b>" in (home := office.get("/office/", headers=english).text)
    assert '<span class="kg">2</span>' in home.partition("<b>Deposits today</b>")[2][:400]
    assert "Counts in" in counter.get(f"/counter/receipts/{later.number}/", headers=english).text
