"""Redemptions: credit is spent on care. A promise on a balance: online, checked, or refused."""

from collections.abc import Sequence
from secrets import token_bytes
from uuid import UUID

from clinic.book import accounts as clinic_accounts
from clinic.book.kinds import REDEMPTION
from clinic.charges.prepare import Bill, Charge, ServiceAsked, prepare_charge, settle
from clinic.models import Redemption, RedemptionLine, RedemptionPayment
from ledger import clock
from ledger.posting import Posted, Transfer, post
from wastebank.codes.card_code import verify_code
from wastebank.commands import record
from wastebank.models import User
from wastebank.numbering import next_receipt


def redeem(
    *,
    key: UUID,
    by: User,
    card: str,
    pin: str,
    lines: Sequence[ServiceAsked],
    cash_idr: int = 0,
) -> Redemption:
    """Pay for care: `cash_idr` at the desk, the rest out of the book, or CreditTooSmall.

    The PIN is checked first, in a transaction of its own, and is no part of the fingerprint.
    """
    charge = prepare_charge(key=key, by=by, card=card, pin=pin, lines=lines, cash_idr=cash_idr)
    return record(
        Redemption,
        key=key,
        verb="redeem",
        request=charge.request,
        make=lambda: _redeem(charge),
    )


def _redeem(charge: Charge) -> Redemption:
    bill = settle(charge, clinic_accounts.payable(charge.clinic))
    transfers = transfers_of(bill)
    posted = None
    if transfers:
        posted = post(
            key=str(bill.key),
            kind=REDEMPTION,
            transfers=transfers,
            occurred_at=clock.now(),
            actor=bill.by.username,
            place=bill.clinic.place.code,
            accounts=bill.accounts,
        )
    return write_redemption(bill, posted)


def transfers_of(bill: Bill) -> list[Transfer]:
    """What the book pays the clinic, one transfer for each part; cash passes it by."""
    payable = clinic_accounts.payable(bill.clinic)
    return [Transfer(part.account, payable, part.amount_idr) for part in bill.parts if part.account]


def write_redemption(bill: Bill, posted: Posted | None) -> Redemption:
    number, series_number = next_receipt(bill.clinic.place)
    redemption = Redemption.objects.create(
        number=number,
        series_number=series_number,
        entry_id=posted.entry_id if posted else None,
        clinic=bill.clinic,
        member=bill.member,
        card=bill.card,
        redeemed_at=posted.occurred_at if posted else clock.now(),
        actor=bill.by.username,
        actor_name=str(bill.by),
        total_idr=bill.total_idr,
        available_after_idr=bill.wallet.available,
        verify_code=verify_code(token_bytes(8)),
        cancel_window_hours=bill.clinic.cancel_window_hours,
    )
    RedemptionLine.objects.bulk_create(
        RedemptionLine(
            redemption=redemption,
            name_id=line.service.name_id,
            name_en=line.service.name_en,
            per=line.service.per,
            **line.columns(line_number),
        )
        for line_number, line in enumerate(bill.lines, start=1)
    )
    RedemptionPayment.objects.bulk_create(
        RedemptionPayment(redemption=redemption, **columns)
        for columns in bill.payments(posted.posting_ids if posted else ())
    )
    return redemption
