"""A proposal that is sent again answers the same, also when it was carried out meanwhile."""

import uuid
from collections.abc import Callable

import pytest

from clinic.register.payee_change import propose_payee
from clinic.settlements.approving import propose_statement
from tests.cast import Cast
from tests.clinic.settlements import months
from tests.requests.addresses import receivable
from wastebank.approvals.answer import agree
from wastebank.approvals.limits import propose_limit
from wastebank.models import Approval
from wastebank.receivables.write_off import propose_write_off

Propose = Callable[[uuid.UUID], Approval]


def statement(cast: Cast) -> Propose:
    months.credit(cast)
    months.visit(cast)
    month = months.this_month()
    with months.on_day(1):
        number = months.draw(cast, month).number
    return lambda key: propose_statement(key=key, by=cast.bambang, statement=number)


def limit(cast: Cast) -> Propose:
    return lambda key: propose_limit(
        key=key, by=cast.bambang, limit="correction", amount_idr=20_000, note="hati-hati"
    )


def write_off(cast: Cast) -> Propose:
    number = receivable(cast)
    return lambda key: propose_write_off(
        key=key, by=cast.bambang, receivable=number, reason="gone", note="pindah"
    )


def payee(cast: Cast) -> Propose:
    return lambda key: propose_payee(
        key=key, by=cast.bambang, clinic="SHT", name="Yayasan", bank="BRI", account="000100234417"
    )


@pytest.mark.parametrize("prepare", [statement, limit, write_off, payee])
def test_a_replay_after_the_agreement_answers_the_same(
    cast: Cast, prepare: Callable[[Cast], Propose]
) -> None:
    key, propose = uuid.uuid4(), prepare(cast)
    with months.on_day(2):
        first = propose(key)
        agree(key=uuid.uuid4(), by=cast.maya, approval=first.pk)
        again = propose(key)
    assert (again.pk, again.replayed) == (first.pk, True)
