"""An open visit is paid, released and out of time, all at one moment: exactly one of them wins.

The credit is spent once or is back once, whoever comes first; the others are told how it ended.
"""

import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial

import pytest

from clinic.charges import authorisations
from clinic.charges.authorisations import authorise, capture, release
from clinic.charges.prepare import ServiceAsked
from clinic.charges.refusals import AuthorisationEnded
from clinic.models import Authorisation, Redemption
from ledger import clock, holds
from ledger.audit import check_book
from ledger.holds import expire_everywhere
from ledger.models import Account, HoldEnd
from tests.cast import SITI_PIN, Cast
from tests.proof.book.mutating import rewrite
from tests.proof.prepared import Prepared
from tests.proof.proving import PROVING
from tests.proof.races.racing import race

ROUNDS = 40 if PROVING else 8
OF_EACH = 3  # as many clerks press the same key, each with a key of their own
CONSULTATION = [ServiceAsked("konsultasi")]  # 15,000
HOW = {"paid": "captured", "released": "released", "expired": "expired"}


def come(cast: Cast) -> Authorisation:
    return authorise(
        key=uuid.uuid4(),
        by=cast.dewi,
        card=cast.siti_card.code,
        pin=SITI_PIN,
        lines=CONSULTATION,
    )


def pay(cast: Cast, visit: Authorisation) -> str:
    capture(key=uuid.uuid4(), by=cast.dewi, visit=visit.pk, lines=CONSULTATION)
    return "paid"


def leave(cast: Cast, visit: Authorisation) -> str:
    release(key=uuid.uuid4(), by=cast.lestari, visit=visit.pk, reason="pasien pulang")
    return "released"


def run_out(cast: Cast, visit: Authorisation) -> str:
    """A program whose clock says that the time is over."""
    with clock.at(visit.expires_at + timedelta(seconds=1)):
        return "expired" if expire_everywhere() else "nothing to do"


def all_at_once(cast: Cast, visit: Authorisation) -> Sequence[object]:
    commands: list[Callable[[Cast, Authorisation], str]] = [pay, leave, run_out]
    return race([partial(command, cast, visit) for command in commands * OF_EACH])


def complaints(answers: Sequence[object], visit: Authorisation, before_idr: int) -> list[str]:
    """What is wrong with the answers of one round, and with what they left."""
    won = [answer for answer in answers if answer in HOW]
    found = [
        f"{answer!r}"
        for answer in answers
        if answer not in (*HOW, "nothing to do") and not isinstance(answer, AuthorisationEnded)
    ]
    if len(won) != 1:
        found.append(f"{won} won")
    ends = [end.how for end in HoldEnd.objects.filter(hold=visit.hold_id)]
    if ends != [HOW[str(how)] for how in won]:
        found.append(f"{won} won, and the hold ended {ends}")
    own = Account.objects.get(code=f"member:{visit.member.number}")
    spent_idr = 15_000 if "paid" in won else 0
    if (own.balance, own.held) != (before_idr - spent_idr, 0):
        found.append(f"the wallet has {own.balance} with {own.held} held")
    return found


def balance_of(cast: Cast) -> int:
    return Account.objects.get(code=f"member:{cast.siti.number}").balance


@pytest.mark.prove
def test_one_ending_wins(prepared_programme: Prepared, figure: Callable[[str, int], None]) -> None:
    winners: Counter[str] = Counter()
    with prepared_programme.fresh() as cast:
        for _ in range(ROUNDS):
            cast.deposit()
            before_idr = balance_of(cast)
            visit = come(cast)
            answers = all_at_once(cast, visit)
            assert complaints(answers, visit, before_idr) == []
            winners.update(str(answer) for answer in answers if answer in HOW)
        assert Redemption.objects.count() == winners["paid"]
        assert check_book() == []
    figure("T7: rounds of nine endings of a visit with one winner", ROUNDS)


def test_two_visits_of_a_household_never_take_more_than_there_is(
    prepared_programme: Prepared,
) -> None:
    """Ten clerks hold 15,000 at once where there is 25,000: one of them may."""
    with prepared_programme.fresh() as cast:
        cast.deposit()
        answers = race([partial(come, cast) for _ in range(10)])
        assert sum(isinstance(answer, Authorisation) for answer in answers) == 1
        own = Account.objects.get(code=f"member:{cast.siti.number}")
        assert (own.balance, own.held) == (25_000, 15_000)
        assert check_book() == []


def test_a_program_that_does_not_look_whether_a_visit_ended_would_be_noticed(
    prepared_programme: Prepared, monkeypatch: pytest.MonkeyPatch
) -> None:
    rewrite(
        monkeypatch,
        holds.open_hold,
        ("if HoldEnd.objects.filter(hold=hold).exists():", "if False:"),
    )
    monkeypatch.setattr(authorisations, "require_open", lambda visit: None)
    with prepared_programme.fresh() as cast:
        cast.deposit()
        cast.deposit()
        before_idr = balance_of(cast)
        visit = come(cast)
        assert complaints(all_at_once(cast, visit), visit, before_idr)
