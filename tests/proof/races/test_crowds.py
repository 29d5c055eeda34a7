"""Many at once, nobody refused: no lock error, no deadlock, and every sum right."""

import itertools
from functools import partial
from typing import Any

from clinic.charges.prepare import ServiceAsked
from ledger.audit import check_book
from ledger.models import Account
from ledger.seals.making import make_seal
from tests.cast import Cast
from tests.proof.prepared import Prepared
from tests.proof.races.racing import race
from wastebank.models import Deposit

CODES = ("pet", "kardus", "jelantah", "botol-kecap")
WORTH_IDR = {"pet": 2_500, "kardus": 1_200, "jelantah": 5_000, "botol-kecap": 350_000}
WRITERS = 12


def balance(code: str) -> int:
    return Account.objects.get(code=code).balance


def meet(commands: list[Any]) -> list[Any]:
    answers = race(commands)
    for answer in answers:
        if isinstance(answer, BaseException):
            raise answer
    return answers


def bring(cast: Cast, codes: tuple[str, ...], number: int) -> Deposit:
    """A thousand of each, in this order, for one of three members."""
    member = (cast.siti, cast.hasan, cast.wati)[number % 3]
    return cast.deposit(*((code, 1_000) for code in codes), member=member, by=cast.maya)


def test_first_deposits_meet_at_accounts_that_are_not_open_yet(
    prepared_programme: Prepared,
) -> None:
    """Each brings the same goods in another order, so each would open and lock in another."""
    orders = list(itertools.permutations(CODES))[:: 24 // WRITERS]
    with prepared_programme.fresh() as cast:
        made = meet([partial(bring, cast, order, n) for n, order in enumerate(orders)])
        assert len({deposit.number for deposit in made}) == len(orders) == WRITERS
        assert balance("stock:BSI:pet") == 1_000 * WRITERS
        each_idr = sum(WORTH_IDR.values())
        wallets = [balance(f"member:{m.number}") for m in (cast.siti, cast.hasan, cast.wati)]
        assert wallets == [each_idr * WRITERS // 3] * 3
        assert check_book() == []


def test_paying_bringing_and_sealing_go_on_side_by_side(prepared_programme: Prepared) -> None:
    with prepared_programme.fresh() as cast:
        cast.deposit(("pet", 100_000))
        commands: list[Any] = []
        for number in range(4):
            commands += [
                partial(bring, cast, CODES[number:], number),
                partial(cast.redeem, ServiceAsked("obat", price_idr=1_000)),
                make_seal,
                check_book,
            ]
        answers = meet(commands)
        assert [answer for answer in answers if isinstance(answer, list)] == [[]] * 4
        assert balance("clinic:SHT") == 4_000
        make_seal()
        assert check_book() == []
