"""A clinic is paid: money leaves an account where it really lies, and settles the oldest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.formats import date_format

from clinic import actions
from clinic.book.kinds import CLINIC_PAID
from clinic.models import (
    Clinic,
    ClinicPayee,
    ClinicPayment,
    ClinicPaymentPart,
    Statement,
)
from clinic.permissions import PAY_CLINICS
from clinic.register.payees import payee_at
from clinic.settlements.find import find_statement
from clinic.settlements.posted.payable import Payable
from clinic.settlements.refusals import (
    MoreThanOpen,
    PayeeMissing,
    PayeeTooNew,
    PaymentOutOfRange,
    ReferenceTaken,
    ResultUnknown,
    StatementNotApproved,
)
from clinic.settlements.sums import figures_of_all, standing_payments
from ledger import clock
from ledger.posting import Transfer, post
from ledger.refusals import NotEnough
from wastebank.commands import log, record
from wastebank.funds.cash.accounts import cash_account, find_cash, held_open, short_of
from wastebank.models import CashAccount, User
from wastebank.permissions import require
from wastebank.refusals import FieldMalformed
from wastebank.text import checked_text
from wastebank.values.calendar import local_day, show_start
from wastebank.values.language import language

MAX_PAYMENT_IDR = 100_000_000_000


@dataclass(frozen=True, slots=True)
class PaymentAsked:
    """As it was asked and checked: `over_ok` says that more than is open is meant."""

    statement: Statement
    source: CashAccount
    amount_idr: int
    reference: str
    sent_on: date
    over_ok: bool

    @property
    def clinic(self) -> Clinic:
        return self.statement.clinic


def pay_statement(
    *,
    key: UUID,
    by: User,
    statement: str,
    amount_idr: int,
    account: str,
    reference: str,
    sent_on: date | None = None,
    over_ok: bool = False,
) -> ClinicPayment:
    """Pay a clinic out of a cash account (`account` is its code), with the bank's reference.

    It settles the clinic's approved statements, the oldest first, also where a later one was
    asked for. More than is open is refused unless `over_ok`: then the rest is a credit on the
    next statement.
    """
    require(by, PAY_CLINICS)
    if not 0 < amount_idr <= MAX_PAYMENT_IDR:
        raise PaymentOutOfRange(most_idr=MAX_PAYMENT_IDR)
    asked = PaymentAsked(
        statement=find_statement(by=by, number=statement),
        source=find_cash(by=by, code=account.strip()),
        amount_idr=amount_idr,
        reference=checked_text("reference", reference, 60, needed=True),
        sent_on=checked_day(sent_on),
        over_ok=over_ok,
    )
    request = {
        "by": by.username,
        "statement": asked.statement.number,
        "amount_idr": amount_idr,
        "account": asked.source.code,
        "reference": asked.reference,
        "sent_on": asked.sent_on.isoformat() if sent_on else "",
        "over_ok": over_ok,
    }
    return record(
        ClinicPayment,
        key=key,
        verb="pay_statement",
        request=request,
        make=lambda: _pay(key, by, asked),
    )


def checked_day(sent_on: date | None) -> date:
    today = local_day(clock.now())
    if sent_on is not None and sent_on > today:
        raise FieldMalformed(field="sent_on")
    return sent_on or today


def reference_key(reference: str) -> str:
    """The same number with other blanks and dots is the same number."""
    kept = "".join(letter for letter in reference.upper() if letter.isalnum())
    if not kept:
        raise FieldMalformed(field="reference")
    return kept


def _pay(key: UUID, by: User, asked: PaymentAsked) -> ClinicPayment:
    spec = cash_account(asked.source.code)
    payable = Payable.lock(key=key, actor=by.username, clinic=asked.clinic, also=[spec])
    held_open(asked.source.code)
    require_reference_new(asked.reference)
    require_results_known(asked.clinic)
    parts = settled_by(asked)
    excess_idr = asked.amount_idr - sum(part_idr for _, part_idr in parts)
    payee = payee_now(asked)
    payable.cover(asked.amount_idr)
    entry_id = post_payment(payable, asked)
    made = ClinicPayment.objects.create(
        clinic=asked.clinic,
        account_id=payable.accounts[spec.code].id,
        entry_id=entry_id,
        amount_idr=asked.amount_idr,
        excess_idr=excess_idr,
        sent_on=asked.sent_on,
        reference=asked.reference,
        reference_key=reference_key(asked.reference),
        **payee,
        actor=by.username,
        actor_name=str(by),
        paid_at=clock.now(),
    )
    ClinicPaymentPart.objects.bulk_create(
        ClinicPaymentPart(payment=made, statement=statement, amount_idr=part_idr)
        for statement, part_idr in parts
    )
    log(
        by=by,
        action=actions.PAY_CLINIC,
        subject=f"payment:{made.pk}",
        key=key,
        place=asked.clinic.place,
    )
    return made


def post_payment(payable: Payable, asked: PaymentAsked) -> int:
    source = cash_account(asked.source.code)
    try:
        posted = post(
            key=str(payable.key),
            kind=CLINIC_PAID,
            transfers=[Transfer(payable.payable(), source, asked.amount_idr)],
            occurred_at=clock.now(),
            actor=payable.actor,
            place=asked.clinic.place.code,
            memo=f"pay {asked.statement.number}",
            accounts=payable.accounts,
        )
    except NotEnough as refused:
        raise (short_of(refused) or refused) from None
    payable.set_off()
    return posted.entry_id


def require_reference_new(reference: str) -> None:
    taken = ClinicPayment.objects.filter(reference_key=reference_key(reference)).first()
    if taken is not None:
        raise ReferenceTaken(reference=taken.reference, day=date_format(taken.sent_on, "j M"))


def require_results_known(clinic: Clinic) -> None:
    """Nothing is sent to a clinic while nobody knows whether the last payment arrived."""
    unknown = standing_payments(clinic).filter(doubt__isnull=False, end=None).first()
    if unknown is not None:
        raise ResultUnknown(reference=unknown.reference)


def settled_by(asked: PaymentAsked) -> Sequence[tuple[Statement, int]]:
    """What of which statement it settles, the oldest first; the rest is an excess."""
    approved = asked.clinic.statements.filter(approval__isnull=False).order_by("month")
    figures = figures_of_all(list(approved.select_related("approval")))
    if asked.statement.pk not in {one.statement.pk for one in figures}:
        raise StatementNotApproved(statement=asked.statement.number)
    left_idr = asked.amount_idr
    parts = []
    for one in figures:
        part_idr = min(left_idr, max(one.open_idr, 0))
        if part_idr:
            parts.append((one.statement, part_idr))
            left_idr -= part_idr
    if left_idr and not asked.over_ok:
        raise MoreThanOpen(open_idr=asked.amount_idr - left_idr, more_idr=left_idr)
    return parts


def payee_now(asked: PaymentAsked) -> dict[str, str]:
    """To whom it is sent, as it stands in this instant. Cash out of a box is handed to the clinic;
    what a bank sends needs an account that two people agreed to, and that has waited its day."""
    payee: ClinicPayee | None = payee_at(asked.clinic, clock.now())
    if not asked.source.is_bank:
        name = payee.name if payee else asked.clinic.place.name
        return {"payee_name": name}
    if payee is None:
        raise PayeeMissing
    if payee.holds_from > clock.now():
        raise PayeeTooNew(day=show_start(payee.holds_from, language()))
    return {
        "payee_name": payee.name,
        "payee_bank": payee.bank,
        "payee_account": payee.account,
    }
