"""T5, T6 for batches: the same queue from several lines at once, whole and piece by piece.

Uploads that were cut off and sent again meet each other and single deposits of the same keys and
the same wallets. Each key has one effect, no one waits for ever, and the book's invariants hold.
"""

import random
from collections.abc import Callable
from functools import partial
from uuid import uuid4

import pytest

from ledger.audit import audit
from ledger.models import KeyedResult
from tests.cast import Cast
from tests.engines import Database
from tests.proof.proving import PROVING
from tests.proof.races.racing import race
from wastebank.deposits.batch import record_deposits
from wastebank.deposits.lines import LineAsked
from wastebank.deposits.record import DepositOf, record_deposit
from wastebank.models import Deposit

pytestmark = pytest.mark.prove

ROUNDS = 40 if PROVING else 8
QUEUE = 6
GOODS = ("pet", "kardus", "jelantah", "botol-kecap")


def queue_of(cast: Cast, dice: random.Random) -> list[DepositOf]:
    """Two members in turn, so that every pair of queues wants the same accounts."""
    return [
        DepositOf(
            key=uuid4(),
            by=cast.sari,
            lines=[LineAsked(code, dice.randrange(1, 500)) for code in dice.sample(GOODS, 2)],
            member=dice.choice([cast.siti, cast.hasan]).number,
        )
        for _ in range(QUEUE)
    ]


def singly(one: DepositOf) -> list[Deposit]:
    alone = record_deposit(key=one.key, by=one.by, lines=one.lines, member=one.member)
    return [alone]


def sent(cast: Cast, asked: list[DepositOf]) -> list[Deposit]:
    """As the sync does it: together, or one by one."""
    made = record_deposits(by=cast.sari, asked=asked)
    return made or [deposit for one in asked for deposit in singly(one)]


def test_a_queue_sent_several_times_at_once_is_recorded_once(
    committed_db: Database, cast: Cast, figure: Callable[[str, int], None]
) -> None:
    dice = random.Random(6)
    for _ in range(ROUNDS):
        first, second = queue_of(cast, dice), queue_of(cast, dice)
        commands = [partial(sent, cast, asked) for asked in (first, first, second, second[::-1])]
        commands += [partial(singly, dice.choice(first)), partial(singly, dice.choice(second))]
        answers = race(commands)
        for answer in answers:
            assert isinstance(answer, list), answer
    assert Deposit.objects.count() == ROUNDS * 2 * QUEUE
    assert Deposit.objects.values("entry__key").distinct().count() == ROUNDS * 2 * QUEUE
    assert not KeyedResult.objects.filter(outcome=None).exists()
    assert not audit()
    figure("batches racing each other and single commands (T5, T6)", ROUNDS * 4)


def test_a_batch_answers_what_single_deposits_would(committed_db: Database, cast: Cast) -> None:
    """The same amounts one by one and together: the same lines, sums and flags."""
    dice = random.Random(7)
    asked = queue_of(cast, dice)
    together = record_deposits(by=cast.sari, asked=asked)
    assert together
    for one, batched in zip(asked, together, strict=True):
        alone = record_deposit(key=uuid4(), by=one.by, lines=one.lines, member=one.member)
        for name in ("total_idr", "review_flags", "member_id", "place_id", "actor", "book_day"):
            assert getattr(alone, name) == getattr(batched, name), name
        columns = ("line", "material_id", "amount", "gross_amount", "price_idr", "rupiah_idr")
        rows = [list(d.lines.order_by("line").values_list(*columns)) for d in (alone, batched)]
        assert rows[0] == rows[1]
    numbers = [one.series_number for one in Deposit.objects.order_by("pk")]
    assert numbers == list(range(1, 2 * QUEUE + 1))
    assert not audit()
