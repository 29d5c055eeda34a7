"""What became of a payment: it arrived, it failed and is back, or nobody knows yet."""

from enum import StrEnum
from uuid import UUID

from django.db.models import QuerySet

from clinic import actions
from clinic.book.kinds import CLINIC_PAYMENT_FAILED
from clinic.models import ClinicPayment, ClinicPaymentDoubt, ClinicPaymentEnd
from clinic.permissions import PAY_CLINICS
from clinic.settlements.find import clinics_paid_by
from clinic.settlements.paying import reference_key
from clinic.settlements.posted.payable import Payable
from clinic.settlements.refusals import PaymentEnded, PaymentUnknown
from ledger import clock
from ledger.holds import spec_of
from ledger.posting import reverse
from wastebank.commands import log, record
from wastebank.models import User
from wastebank.permissions import require
from wastebank.text import checked_reason


class PaymentState(StrEnum):
    SENT = "sent"
    UNKNOWN = "unknown"
    ARRIVED = "arrived"
    FAILED = "failed"


def state_of(payment: ClinicPayment) -> PaymentState:
    if hasattr(payment, "end"):
        return PaymentState.ARRIVED if payment.end.arrived else PaymentState.FAILED
    return PaymentState.UNKNOWN if hasattr(payment, "doubt") else PaymentState.SENT


def find_payment(*, by: User, reference: str) -> ClinicPayment:
    payments = payments_seen(by).filter(reference_key=reference_key(reference[:60]))
    found = payments.first()
    if found is None:
        raise PaymentUnknown
    return found


def payments_seen(by: User) -> QuerySet[ClinicPayment]:
    payments = ClinicPayment.objects.filter(clinic__in=clinics_paid_by(by))
    return payments.select_related("clinic__place", "account", "entry", "doubt", "end")


def doubt_payment(*, key: UUID, by: User, reference: str, note: str = "") -> ClinicPaymentDoubt:
    """Nobody knows whether it arrived. It counts as sent, and no second one is sent meanwhile."""
    require(by, PAY_CLINICS)
    found = find_payment(by=by, reference=reference)
    why = checked_reason(note, needed=False)

    def make() -> ClinicPaymentDoubt:
        Payable.lock(key=key, actor=by.username, clinic=found.clinic)
        if ClinicPaymentEnd.objects.filter(payment=found).exists() or hasattr(found, "doubt"):
            raise PaymentEnded
        note_result(key, by, found, why)
        return ClinicPaymentDoubt.objects.create(
            payment=found,
            note=why,
            actor=by.username,
            actor_name=str(by),
            said_at=clock.now(),
        )

    request = {"by": by.username, "payment": found.pk, "note": why}
    return record(ClinicPaymentDoubt, key=key, verb="doubt_payment", request=request, make=make)


def end_payment(
    *, key: UUID, by: User, reference: str, arrived: bool, note: str = ""
) -> ClinicPaymentEnd:
    """It arrived; or it failed: then the money is back in its account, and is owed as before."""
    require(by, PAY_CLINICS)
    found = find_payment(by=by, reference=reference)
    why = checked_reason(note, needed=not arrived)

    def make() -> ClinicPaymentEnd:
        payable = Payable.lock(
            key=key, actor=by.username, clinic=found.clinic, also=[spec_of(found.account)]
        )
        if ClinicPaymentEnd.objects.filter(payment=found).exists():
            raise PaymentEnded
        entry_id = None if arrived else take_back(payable, found)
        note_result(key, by, found, why)
        return ClinicPaymentEnd.objects.create(
            payment=found,
            arrived=arrived,
            entry_id=entry_id,
            note=why,
            actor=by.username,
            actor_name=str(by),
            said_at=clock.now(),
        )

    request = {"by": by.username, "payment": found.pk, "arrived": arrived, "note": why}
    return record(ClinicPaymentEnd, key=key, verb="end_payment", request=request, make=make)


def take_back(payable: Payable, payment: ClinicPayment) -> int:
    """The exact opposite of what was paid."""
    posted = reverse(
        key=str(payable.key),
        entry=payment.entry,
        kind=CLINIC_PAYMENT_FAILED,
        occurred_at=clock.now(),
        actor=payable.actor,
        memo=f"failed {payment.pk}",
    )
    return posted.entry_id


def note_result(key: UUID, by: User, payment: ClinicPayment, note: str) -> None:
    log(
        by=by,
        action=actions.TELL_PAYMENT,
        subject=f"payment:{payment.pk}",
        key=key,
        reason=note,
        place=payment.clinic.place,
    )
