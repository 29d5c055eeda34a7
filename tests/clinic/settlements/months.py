"""A month at Klinik Sehati and the days after it: visits now, and the clock put forward."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from clinic.charges.cancel import cancel_redemption
from clinic.charges.prepare import ServiceAsked
from clinic.charges.redeem import redeem
from clinic.models import (
    Adjustment,
    AdjustmentReply,
    ClinicPayee,
    ClinicPayment,
    ClinicPaymentEnd,
    DisputeAnswer,
    Redemption,
    RedemptionCancel,
    Statement,
    StatementApproval,
    VisitReview,
)
from clinic.settlements.adjust import adjust_line
from clinic.settlements.answers import answer_dispute
from clinic.settlements.approving import propose_statement
from clinic.settlements.drawing.draw import draw_statement
from clinic.settlements.paying import pay_statement
from clinic.settlements.replies import dispute_line
from clinic.settlements.results import doubt_payment, end_payment
from clinic.settlements.reviews import review_visit
from ledger import clock
from tests.cast import WATI_PIN, Cast, hire
from wastebank.approvals.answer import agree
from wastebank.funds.cash.keep import open_cash_account
from wastebank.funds.cash.opening import bring_in_cash
from wastebank.models import Approval, ApprovalEnd, CashAccount, User
from wastebank.values.calendar import local_day, month_begin, month_bounds, next_month

MEDICINE = "obat"


def this_month() -> date:
    return month_begin(local_day(clock.now()))


def after(month: date, days: int = 1) -> datetime:
    """Noon of a day of the month after this one, the first unless another is said."""
    return month_bounds(month)[1] + timedelta(days=days - 1, hours=12)


@contextmanager
def on_day(days: int = 1, month: date | None = None) -> Iterator[None]:
    """Inside it is noon of that day of the month that follows."""
    with clock.at(after(month or this_month(), days)):
        yield


def credit(cast: Cast, kilograms: int = 100) -> None:
    """2,500 rupiah for each kilogram, for Siti and for Wati."""
    cast.deposit(("pet", kilograms * 1_000))
    cast.deposit(("pet", kilograms * 1_000), member=cast.wati, by=cast.rudi)


def visit(cast: Cast, amount_idr: int = 20_000, cash_idr: int = 0) -> Redemption:
    return cast.redeem(ServiceAsked(MEDICINE, 1, amount_idr), cash_idr=cash_idr)


def visit_of_wati(cast: Cast, amount_idr: int, cash_idr: int = 0) -> Redemption:
    return redeem(
        key=uuid.uuid4(),
        by=cast.dewi,
        card=cast.wati_card.code,
        pin=WATI_PIN,
        lines=[ServiceAsked(MEDICINE, 1, amount_idr)],
        cash_idr=cash_idr,
    )


def cancel(cast: Cast, done: Redemption) -> RedemptionCancel:
    return cancel_redemption(
        key=uuid.uuid4(), by=cast.lestari, redemption=done.number, reason="salah pasien"
    )


def draw(cast: Cast, month: date) -> Statement:
    return draw_statement(key=uuid.uuid4(), by=cast.bambang, clinic="SHT", month=month)


def proposed(cast: Cast, statement: Statement, by: User | None = None) -> Approval:
    return propose_statement(key=uuid.uuid4(), by=by or cast.bambang, statement=statement.number)


def agreed(cast: Cast, approval: Approval, by: User | None = None) -> ApprovalEnd:
    return agree(key=uuid.uuid4(), by=by or cast.maya, approval=approval.pk)


def approve(cast: Cast, statement: Statement) -> StatementApproval:
    agreed(cast, proposed(cast, statement))
    return StatementApproval.objects.get(statement=statement)


def bank_account(cast: Cast) -> CashAccount:
    """A bank account of the main bank with money in it, and the payee of the clinic."""
    account = money(cast)
    long_ago = clock.now() - timedelta(days=30)
    ClinicPayee.objects.create(
        clinic=cast.sehati,
        name="Yayasan Klinik Sehati",
        bank="BRI",
        account="000100234417",
        proposed_by="bambang",
        set_by="maya",
        set_at=long_ago,
        holds_from=long_ago + timedelta(days=1),
    )
    return account


def money(cast: Cast, amount_idr: int = 10_000_000, *, box: str = "") -> CashAccount:
    """An account at a bank, BRI, with money in it; or a box, out of which cash is handed."""
    bank = {"bank_name": "BRI", "bank_number": "002701000123"}
    account = open_cash_account(
        key=uuid.uuid4(),
        by=cast.bambang,
        code=box or "BRI",
        name="Kas kantor" if box else "Bank BRI operasional",
        kind="box" if box else "bank",
        place="BSI",
        **({} if box else bank),
    )
    bring_in_cash(
        key=uuid.uuid4(),
        by=cast.bambang,
        account=account.code,
        amount_idr=amount_idr,
        day=local_day(clock.now()),
        note="saldo buku lama",
    )
    return account


def pay(
    cast: Cast,
    statement: Statement,
    amount_idr: int,
    reference: str = "3391 0027 4415",
    *,
    over_ok: bool = False,
    account: str = "BRI",
) -> ClinicPayment:
    return pay_statement(
        key=uuid.uuid4(),
        by=cast.bambang,
        statement=statement.number,
        amount_idr=amount_idr,
        account=account,
        reference=reference,
        over_ok=over_ok,
    )


def cut(
    cast: Cast,
    statement: Statement,
    line: int,
    amount_idr: int,
    reason: str = "over_limit",
    *,
    twin: str = "",
) -> Adjustment:
    return adjust_line(
        key=uuid.uuid4(),
        by=cast.bambang,
        statement=statement.number,
        line=line,
        amount_idr=amount_idr,
        reason=reason,
        twin=twin,
    )


def dispute(
    cast: Cast, statement: Statement, line: int, reason: str = "two_visits"
) -> AdjustmentReply:
    return dispute_line(
        key=uuid.uuid4(), by=cast.lestari, statement=statement.number, line=line, reason=reason
    )


def answer(
    cast: Cast, statement: Statement, line: int, *, accept: bool
) -> DisputeAnswer | Approval:
    return answer_dispute(
        key=uuid.uuid4(),
        by=cast.bambang,
        statement=statement.number,
        line=line,
        accept=accept,
        note="sudah dilihat",
    )


def review(cast: Cast, statement: Statement) -> VisitReview:
    """What a reviewer says of the first visit that was drawn."""
    doctor = User.objects.filter(role="reviewer").first() or hire("laras", "reviewer", cast.induk)
    line = statement.lines.filter(sampled=True).order_by("position")[0]
    return review_visit(
        key=uuid.uuid4(), by=doctor, statement=statement.number, line=line.position, fits=True
    )


def end(
    cast: Cast, payment: ClinicPayment, *, arrived: bool, doubt: bool = False
) -> ClinicPaymentEnd:
    if doubt:
        doubt_payment(key=uuid.uuid4(), by=cast.bambang, reference=payment.reference)
    return end_payment(
        key=uuid.uuid4(),
        by=cast.bambang,
        reference=payment.reference,
        arrived=arrived,
        note="kata bank",
    )


__all__ = ["next_month"]
