"""Redemptions: credit is spent on care. A promise on a balance: online, checked, or refused."""

from collections.abc import Sequence
from secrets import token_bytes
from uuid import UUID

from clinic.book import accounts as clinic_accounts
from clinic.book.kinds import REDEMPTION
from clinic.charges.prepare import (
    QuotedService,
    ServiceAsked,
    check_asked,
    consented,
    credit_asked,
    patient_here,
    price_lines,
    request_fingerprint,
    short_of,
)
from clinic.models import Clinic, Redemption, RedemptionLine
from clinic.permissions import REDEEM, clinic_of
from ledger import clock
from ledger.holds import expire_overdue
from ledger.posting import Locked, Transfer, lock_accounts, post
from wastebank.book import accounts as bank_accounts
from wastebank.cards.read import require_active
from wastebank.codes.card_code import verify_code
from wastebank.commands import record
from wastebank.models import Card, Member, User
from wastebank.numbering import next_receipt
from wastebank.permissions import require
from wastebank.refusals import Conflict


def redeem(
    *,
    key: UUID,
    by: User,
    card: str,
    pin: str,
    lines: Sequence[ServiceAsked],
    cash_idr: int = 0,
) -> Redemption:
    """Pay for care: `cash_idr` at the desk, the rest from the wallet, or CreditTooSmall.

    The PIN is checked first, in a transaction of its own, and is no part of the fingerprint.
    """
    require(by, REDEEM)
    clinic = clinic_of(by)
    check_asked(lines, cash_idr)
    shown, why_not = consented(key, card, pin)
    return record(
        Redemption,
        key=key,
        verb="redeem",
        request=request_fingerprint(by, card, lines, cash_idr),
        make=lambda: _redeem(key, by, clinic, shown, lines, cash_idr, why_not),
    )


def _redeem(
    key: UUID,
    by: User,
    clinic: Clinic,
    card: Card,
    lines: Sequence[ServiceAsked],
    cash_idr: int,
    why_not: Conflict | None,
) -> Redemption:
    if why_not is not None:
        raise why_not  # even if the card was handed over this instant: no PIN was checked for it
    owner = patient_here(card, clinic)
    wallet, payable = bank_accounts.wallet(owner), clinic_accounts.payable(clinic)
    accounts = lock_accounts([wallet, payable])
    own = accounts[wallet.code]
    expire_overdue(own)
    require_active(Card.objects.select_related("member").get(pk=card.pk))
    priced = price_lines(lines, clinic)
    credit_idr = credit_asked(priced, cash_idr)
    if credit_idr > own.available:
        raise short_of(credit_idr, own.available, priced)
    entry_id = None
    if credit_idr:
        posted = post(
            key=str(key),
            kind=REDEMPTION,
            transfers=[Transfer(wallet, payable, credit_idr)],
            occurred_at=clock.now(),
            actor=by.username,
            place=clinic.place.code,
            accounts=accounts,
        )
        entry_id = posted.entry_id
    return write_redemption(entry_id, by, clinic, card, owner, priced, cash_idr, own)


def write_redemption(
    entry_id: int | None,
    by: User,
    clinic: Clinic,
    card: Card,
    owner: Member,
    priced: Sequence[QuotedService],
    cash_idr: int,
    wallet: Locked,
) -> Redemption:
    total_idr = sum(line.rupiah_idr for line in priced)
    number, series_number = next_receipt(clinic.place)
    redemption = Redemption.objects.create(
        number=number,
        series_number=series_number,
        entry_id=entry_id,
        clinic=clinic,
        member=owner,
        card=card,
        redeemed_at=wallet.touched_at if entry_id and wallet.touched_at else clock.now(),
        actor=by.username,
        actor_name=str(by),
        total_idr=total_idr,
        credit_idr=total_idr - cash_idr,
        cash_idr=cash_idr,
        available_after_idr=wallet.available,
        verify_code=verify_code(token_bytes(8)),
    )
    RedemptionLine.objects.bulk_create(
        RedemptionLine(
            redemption=redemption,
            name_id=line.service.name_id,
            name_en=line.service.name_en,
            per=line.service.per,
            **line.columns(line_number),
        )
        for line_number, line in enumerate(priced, start=1)
    )
    return redemption
