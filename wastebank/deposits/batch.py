"""Several deposits of one counter in one transaction: all of them, or none.

A queue of a morning costs one wait for the disk instead of thirty, and one reading of members and
prices. Whatever is not plain sailing, a refusal, a key that was used before, undoes the whole
batch: whoever sent it records one by one then, with exactly the outcomes that have always been.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from ledger.idempotency import Apart, KeyedRequest, together
from ledger.posting import AccountSpec, Locked, lock_accounts, post
from wastebank.book import accounts as bank_accounts
from wastebank.book.kinds import DEPOSIT
from wastebank.cards.read import require_active
from wastebank.codes.card_code import code_digest
from wastebank.codes.member_number import MisspeltNumber, parse_number
from wastebank.deposits.lines import DepositQuote, quote_lines
from wastebank.deposits.record import (
    VERB,
    DepositOf,
    check_deposit,
    check_time,
    deposit_transfers,
    lines_of,
    new_deposit,
    require_other_household,
)
from wastebank.materials.offers import PriceHistory, held_materials, histories, offered
from wastebank.members.find import require_open
from wastebank.models import Card, Deposit, DepositLine, Material, Member, Place, User
from wastebank.permissions import place_of
from wastebank.receivables.repaying import (
    RepaidPart,
    Repaying,
    repaying_transfers,
    write_repayments,
)


def record_deposits(*, by: User, asked: Sequence[DepositOf]) -> list[Deposit] | None:
    """All of these of one person, each under its own key, in their order; None if they cannot be
    recorded together, and then nothing of them was."""
    requests = [KeyedRequest(one.key, VERB, check_deposit(one)) for one in asked]
    made: list[Deposit] = []

    def carry_out() -> list[dict[str, Any]]:
        made.extend(Batch.locked(place_of(by), asked).record())
        return [{"id": deposit.pk} for deposit in made]

    return made if together(requests=requests, carry_out=carry_out) else None


@dataclass(slots=True)
class Batch:
    """What the deposits rest on, read once under the locks of all accounts they move."""

    place: Place
    asked: Sequence[DepositOf]
    accounts: dict[str, Locked]
    members: Mapping[str, Member]
    cards: Mapping[str, Card]
    materials: Mapping[str, Material]
    prices: Mapping[int, PriceHistory]
    repaying: Repaying

    @classmethod
    def locked(cls, place: Place, asked: Sequence[DepositOf]) -> "Batch":
        if not place.active:
            raise Apart
        codes = {line.material for one in asked for line in one.lines}
        materials = {m.code: m for m in held_materials(codes)}
        owners = members_of(asked)
        accounts = lock_accounts(
            accounts_of(place, owners, materials),
            if_there=[bank_accounts.receivable(owner) for owner in owners],
        )
        # Read after the locks: nobody blocks a card or closes a membership in between.
        owners = members_of(asked)
        members = {m.number: m for m in owners}
        digests = {code_digest(one.card) for one in asked if one.card is not None}
        cards = Card.objects.select_related("member__place").filter(code_hash__in=digests)
        prices = histories(materials.values(), place)
        by_digest = {card.code_hash: card for card in cards}
        repaying = Repaying.of(owners, accounts)
        return cls(place, asked, accounts, members, by_digest, materials, prices, repaying)

    def record(self) -> list[Deposit]:
        made = [self.record_one(one) for one in self.asked]
        deposits = Deposit.objects.bulk_create(deposit for deposit, _, _ in made)
        DepositLine.objects.bulk_create(
            line for deposit, quote, _ in made for line in self.keep_lines(deposit, quote)
        )
        for deposit, _, back in made:
            write_repayments(deposit, back)
        return deposits

    def keep_lines(self, deposit: Deposit, quote: DepositQuote) -> Sequence[DepositLine]:
        deposit.lines_now = lines_of(deposit, quote)
        return deposit.lines_now

    def record_one(self, one: DepositOf) -> tuple[Deposit, DepositQuote, list[RepaidPart]]:
        """Post one deposit; its rows are written with those of the others."""
        when = check_time(one.weighed_at, one.by)
        owner, card = self.whose(one)
        require_other_household(one.by, owner)
        quote = quote_lines(one.lines, self.materials, offered(self.prices, when))
        wallet = bank_accounts.wallet(owner)
        back = self.repaying.parts(owner, quote.total_idr)
        posted = post(
            key=str(one.key),
            kind=DEPOSIT,
            transfers=[
                *deposit_transfers(quote, self.place, wallet),
                *repaying_transfers(owner, back),
            ],
            occurred_at=when,
            actor=one.by.username,
            place=self.place.code,
            accounts=self.accounts,
        )
        balance_idr = self.accounts[wallet.code].balance
        head = (posted, one.by, self.place, owner, card, when, quote, balance_idr, one.origin)
        return new_deposit(*head), quote, back

    def whose(self, one: DepositOf) -> tuple[Member, Card | None]:
        """The member, if everything about card and membership is plain."""
        if one.card is not None:
            card = self.cards.get(code_digest(one.card))
            if card is None:
                raise Apart
            owner: Member | None = require_active(card)
        else:
            card, owner = None, self.members.get(number_of(one))
        if owner is None or not self.place.covers(owner.place):
            raise Apart
        require_open(owner)
        return owner, card


def accounts_of(
    place: Place, owners: Sequence[Member], materials: Mapping[str, Material]
) -> list[AccountSpec]:
    """Every account these deposits may move, so that all are locked at once and in one order."""
    kinds = (bank_accounts.stock, bank_accounts.received, bank_accounts.inventory)
    return [
        *(bank_accounts.wallet(member) for member in owners),
        *(kind(place, material) for material in materials.values() for kind in kinds),
    ]


def members_of(asked: Sequence[DepositOf]) -> list[Member]:
    digests = {code_digest(one.card) for one in asked if one.card is not None}
    numbers = {number_of(one) for one in asked if one.member is not None}
    meant = Q(number__in=numbers) | Q(cards__code_hash__in=digests)
    return list(Member.objects.select_related("place").filter(meant).distinct())


def number_of(one: DepositOf) -> str:
    """The member's number as it is stored; one that is misspelt is for its own deposit to say."""
    try:
        return parse_number(one.member or "")
    except MisspeltNumber:
        raise Apart from None
