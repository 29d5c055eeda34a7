"""Several deposits of one counter in one transaction: all of them, or none.

A queue of a morning costs one wait for the disk instead of thirty. Whatever is not plain sailing,
a refusal, a key that was used before, undoes the whole batch: whoever sent it records one by one
then, with exactly the outcomes that have always been.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from ledger.keys import KeyedAct, together
from ledger.posting import AccountSpec, lock_accounts
from wastebank import chart
from wastebank.deposits import VERB, DepositOf, carry_out_deposit, check_deposit, code_digest
from wastebank.membernumber import MisspeltNumber, parse_number
from wastebank.models import Deposit, Material, Member
from wastebank.roles import place_of


def record_deposits(*, asked: Sequence[DepositOf]) -> list[Deposit] | None:
    """All of these, each under its own key, or None if they cannot be recorded together."""
    made: list[Deposit] = []

    def deposit(one: DepositOf) -> dict[str, Any]:
        made.append(carry_out_deposit(one))
        return {"id": made[-1].pk}

    acts = [
        KeyedAct(one.key, VERB, check_deposit(one), lambda one=one: deposit(one)) for one in asked
    ]
    done = together(acts=acts, lock=lambda: lock_accounts(accounts_of(asked)))
    return made if done else None


def accounts_of(asked: Sequence[DepositOf]) -> list[AccountSpec]:
    """Every account these deposits may move, so that all are locked at once and in one order."""
    place = place_of(asked[0].by)
    codes = {line.material for one in asked for line in one.lines}
    goods = Material.objects.filter(code__in=codes)
    return [
        *(chart.wallet(member) for member in members_of(asked)),
        *(spec(place, m) for m in goods for spec in (chart.stock, chart.received, chart.inventory)),
    ]


def members_of(asked: Sequence[DepositOf]) -> list[Member]:
    digests = {code_digest(one.card) for one in asked if one.card is not None}
    numbers = set()
    for one in asked:
        try:
            numbers.add(parse_number(one.member or ""))
        except MisspeltNumber:
            continue  # its own deposit will say so
    meant = Q(number__in=numbers) | Q(cards__code_hash__in=digests)
    return list(Member.objects.filter(meant).distinct())
