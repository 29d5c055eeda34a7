"""What paying now and opening a visit have in common: what is asked, and what is answered."""

from collections.abc import Sequence
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpRequest

from clinic.charges.prepare import ServiceAsked
from clinic.models import Authorisation, AuthorisationLine, Redemption, RedemptionLine
from clinic.web.api.schemas import PaymentAnswer, RedemptionAsked, ServiceLineAsked
from wastebank.web.api.common import key_of
from wastebank.web.common.access import staff


def asked_charge(request: HttpRequest, asked: RedemptionAsked) -> dict[str, Any]:
    """What the commands take: whose card and PIN, which services, how much in cash."""
    return {
        "key": key_of(request),
        "by": staff(request),
        "card": asked.card,
        "pin": asked.pin,
        "lines": asked_lines(asked.lines),
        "cash_idr": asked.cash,
    }


def asked_lines(lines: Sequence[ServiceLineAsked]) -> list[ServiceAsked]:
    return [ServiceAsked(line.service, line.count, line.price, line.note) for line in lines]


def charge_facts(charge: Redemption | Authorisation) -> dict[str, Any]:
    """Whose care it is, what it costs and who pays it."""
    prefetch_related_objects([charge], "payments__account")
    return {
        "member": charge.member.number,
        "total": charge.total_idr,
        "credit": charge.credit_idr,
        "cash": charge.cash_idr,
        "payments": [
            PaymentAnswer(
                payer=payment.payer,
                account=payment.account.code if payment.account else None,
                amount=payment.amount_idr,
            )
            for payment in charge.payments.all()
        ],
    }


def line_facts(line: RedemptionLine | AuthorisationLine) -> dict[str, Any]:
    return {
        "service": line.service.code,
        "count": line.count,
        "price": line.price_idr,
        "rupiah": line.rupiah_idr,
        "note": line.note,
    }
