"""Carrying a correction out: what it moves in the book, and the rows that say so."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ledger import clock
from ledger.posting import AccountSpec, Locked, Posted, Transfer, lock_accounts, post
from ledger.refusals import NotEnough
from wastebank import actions
from wastebank.book import accounts as bank_accounts
from wastebank.book.kinds import DEPOSIT_CORRECTED
from wastebank.commands import log
from wastebank.deposits.correcting.parts import Parts
from wastebank.deposits.correcting.plan import CorrectionPlan
from wastebank.deposits.correcting.refusals import StockShort
from wastebank.deposits.refusals import StockGone
from wastebank.materials.offers import held_materials
from wastebank.members.wallets import balance_of
from wastebank.models import (
    Approval,
    CorrectionLine,
    DepositCorrection,
    Receivable,
    ReceivableMove,
    User,
    WriteOffReason,
)
from wastebank.receivables.caps import cap_of


def lock_for(asked: CorrectionPlan) -> dict[str, Locked]:
    """Every account it may move, at once and in one order; the materials are held, as for a
    deposit, so that nobody prices them anew meanwhile."""
    held_materials({line.material.code for c in asked.changes for line, _, _ in c.moves()})
    place, before = asked.deposit.place, asked.standing.member
    kinds = (bank_accounts.stock, bank_accounts.received, bank_accounts.inventory)
    materials = {line.material for c in asked.changes for line, _, _ in c.moves()}
    wallets = [bank_accounts.wallet(before), bank_accounts.wallet(asked.member)]
    given_up = [bank_accounts.written_off(reason) for reason in WriteOffReason.values]
    return lock_accounts(
        [*wallets, *(kind(place, material) for material in materials for kind in kinds)],
        if_there=[bank_accounts.receivable(before), *given_up],
    )


def transfers_of(asked: CorrectionPlan, parts: Parts) -> list[Transfer]:
    """What the bank lays out comes first and what goes back to it last, so that no guarded account
    has to be below zero on the way."""
    place, before = asked.deposit.place, asked.standing.member
    own, new = bank_accounts.wallet(before), bank_accounts.wallet(asked.member)
    owed = bank_accounts.receivable(before)
    moves: list[tuple[AccountSpec, AccountSpec, int]] = [(owed, own, parts.receivable_idr)]
    if asked.moves_member:
        moves.append((own, new, asked.taken_idr))
    less: list[tuple[AccountSpec, AccountSpec, int]] = []
    more: list[tuple[AccountSpec, AccountSpec, int]] = []
    for line, amount, rupiah_idr in (move for c in asked.changes for move in c.moves()):
        stock = bank_accounts.stock(place, line.material)
        received = bank_accounts.received(place, line.material)
        inventory = bank_accounts.inventory(place, line.material)
        side = more if amount > 0 else less
        matter = (stock, received) if amount > 0 else (received, stock)
        worth = (inventory, own) if amount > 0 else (own, inventory)
        side += [(*matter, abs(amount)), (*worth, abs(rupiah_idr))]
    moves += more + less
    moves.append((own, owed, parts.to_receivables_idr))
    moves += [
        (own, bank_accounts.written_off(part.reason), part.amount_idr) for part in parts.given_up
    ]
    return [Transfer(debit, credit, amount) for debit, credit, amount in moves if amount]


@dataclass(frozen=True, slots=True)
class SaidCorrection:
    """Why it is put right, whose mistake it was, and who says so; with a second person, as which
    proposal that one agreed to it."""

    by: User
    reason: str
    cause: str
    approval: Approval | None = None


def post_correction(
    key: UUID,
    said: SaidCorrection,
    asked: CorrectionPlan,
    parts: Parts,
    accounts: dict[str, Locked],
) -> Posted | None:
    transfers = transfers_of(asked, parts)
    if not transfers:
        return None
    owed = bank_accounts.receivable(asked.standing.member)
    if parts.receivable_idr and owed.code not in accounts:
        # The first time: nobody else can want it who does not hold the wallet.
        accounts.update(lock_accounts([owed]))
    try:
        return post(
            key=str(key),
            kind=DEPOSIT_CORRECTED,
            transfers=transfers,
            occurred_at=clock.now(),
            actor=said.by.username,
            place=asked.deposit.place.code,
            memo=f"correct {asked.deposit.number}",
            accounts=accounts,
        )
    except NotEnough as refusal:
        raise stock_refusal(asked, str(refusal.facts["account"])) from None


def stock_refusal(asked: CorrectionPlan, code: str) -> StockShort | StockGone:
    """Which material is not in the store any more, and how much of it is."""
    place = asked.deposit.place
    for line in (line for change in asked.changes for line, _, _ in change.moves()):
        stock = bank_accounts.stock(place, line.material)
        if stock.code == code:
            needed = -sum(
                amount
                for change in asked.changes
                for each, amount, _ in change.moves()
                if each.material.pk == line.material.pk
            )
            left = lock_accounts([stock])[code].available
            return StockShort(material=line.name, left=left, needed=needed, unit=line.unit)
    return StockGone()


def write_correction(
    key: UUID,
    said: SaidCorrection,
    asked: CorrectionPlan,
    parts: Parts,
    posted: Posted | None,
    day: date,
) -> DepositCorrection:
    """Its rows. `day` is the one it counts in, held until the transaction ends."""
    now = posted.occurred_at if posted else clock.now()
    wallet = bank_accounts.wallet(asked.member)
    balance_idr = posted.balances.get(wallet.code) if posted else None
    correction = DepositCorrection.objects.create(
        deposit=asked.deposit,
        step=len(asked.standing.corrections) + 1,
        entry_id=posted.entry_id if posted else None,
        member_before=asked.standing.member,
        member_after=asked.member,
        total_before_idr=asked.standing.total_idr,
        total_after_idr=asked.total_after_idr,
        from_credit_idr=parts.from_credit_idr,
        receivable_idr=parts.receivable_idr,
        to_credit_idr=parts.to_credit_idr,
        to_receivables_idr=parts.to_receivables_idr,
        to_written_off_idr=parts.to_written_off_idr,
        cause=said.cause,
        reason=said.reason,
        approval=said.approval,
        actor=said.by.username,
        actor_name=str(said.by),
        corrected_at=now,
        book_day=day,
        balance_after_idr=balance_of(asked.member).balance_idr
        if balance_idr is None  # nothing moved in this wallet
        else balance_idr,
    )
    CorrectionLine.objects.bulk_create(
        row for change in asked.changes for row in change.rows(correction)
    )
    write_receivable(correction)
    write_moves(correction, parts)
    log(
        by=said.by,
        action=actions.CORRECT_DEPOSIT,
        subject=f"deposit:{asked.deposit.number}",
        key=key,
        reason=said.reason,
        place=asked.deposit.place,
    )
    return correction


def write_receivable(correction: DepositCorrection) -> None:
    """What the credit did not hold, with what the programme says today about its return."""
    if not correction.receivable_idr:
        return
    cap = cap_of(correction.cause)
    Receivable.objects.create(
        member=correction.member_before,
        correction=correction,
        cause=correction.cause,
        percent=cap.percent,
        floor_idr=cap.floor_idr,
        amount_idr=correction.receivable_idr,
        opened_at=correction.corrected_at,
    )


def write_moves(correction: DepositCorrection, parts: Parts) -> None:
    for part in parts.back:
        assert correction.entry_id is not None
        kind = ReceivableMove.Kind.CORRECTION
        move = part.move(kind, correction.entry_id, correction.actor)
        move.correction = correction
        move.save(force_insert=True)
    for given in parts.given_up:
        assert correction.entry_id is not None
        last = given.receivable.moves.order_by("step").last()
        assert last is not None
        ReceivableMove.objects.create(
            receivable=given.receivable,
            step=last.step + 1,
            kind=ReceivableMove.Kind.TAKEN_BACK,
            entry_id=correction.entry_id,
            correction=correction,
            amount_idr=given.amount_idr,
            left_idr=last.left_idr,
            left_of_member_idr=last.left_of_member_idr,
            reason=given.reason,
            actor=correction.actor,
            at=correction.corrected_at,
        )
