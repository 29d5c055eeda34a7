"""The clinic desk over HTTP: parse, call the command the pages call, present."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Path, Router, Status

from clinic.charges import cancel as cancelling
from clinic.charges import find
from clinic.charges import redeem as redeeming
from clinic.models import Redemption, RedemptionCancel
from clinic.permissions import SEE_VISITS, clinic_of
from clinic.register.offered import Offered, offered_services
from clinic.web.api.charges import asked_charge, charge_facts, line_facts
from clinic.web.api.schemas import (
    CancelAnswer,
    CancelAsked,
    RedemptionAnswer,
    RedemptionAsked,
    RedemptionSeen,
    ServiceLineAnswer,
    ServiceRow,
    ServicesAnswer,
)
from ledger import clock
from wastebank.permissions import require
from wastebank.web.api.common import (
    KEYED,
    Done,
    Text,
    answered,
    key_of,
    recorded_as,
    refusals,
    show_time,
)
from wastebank.web.common.access import staff

router = Router(tags=["clinic"])

RedemptionNumber = Annotated[Text, Path(description="The receipt's number.")]


@router.post(
    "redemptions",
    response=recorded_as(RedemptionAnswer),
    operation_id="redeem",
    summary="Pay for care with credit, and with cash where it does not reach",
    openapi_extra=KEYED,
)
def redeem(
    request: HttpRequest, response: HttpResponse, asked: RedemptionAsked
) -> Status[RedemptionAnswer]:
    redemption = redeeming.redeem(**asked_charge(request, asked))
    return answered(response, Done(redemption_answer(redemption), redemption.replayed))


@router.get(
    "redemptions/{redemption}",
    response={200: RedemptionSeen, **refusals(404, 422)},
    operation_id="see_redemption",
    summary="A visit of this clinic as its receipt says it, and whether it was cancelled",
)
def see_redemption(request: HttpRequest, redemption: RedemptionNumber) -> RedemptionSeen:
    found = find.find_redemption(number=redemption, by=staff(request))
    cancel = RedemptionCancel.objects.filter(redemption=found).first()
    return RedemptionSeen(
        **dict(redemption_answer(found)),
        recorded_by=found.actor_name,
        cancel=cancel_answer(cancel) if cancel else None,
    )


@router.post(
    "redemptions/{redemption}/cancel",
    response=recorded_as(CancelAnswer),
    operation_id="cancel_redemption",
    summary="Cancel a visit: the credit is back at once",
    openapi_extra=KEYED,
)
def cancel_redemption(
    request: HttpRequest, response: HttpResponse, redemption: RedemptionNumber, asked: CancelAsked
) -> Status[CancelAnswer]:
    cancel = cancelling.cancel_redemption(
        key=key_of(request), by=staff(request), redemption=redemption, reason=asked.reason
    )
    return answered(response, Done(cancel_answer(cancel), cancel.replayed))


@router.get(
    "services",
    response={200: ServicesAnswer, **refusals()},
    operation_id="list_services",
    summary="What this clinic offers today, with its tariff",
)
def list_services(request: HttpRequest) -> ServicesAnswer:
    clinic = clinic_of(require(staff(request), SEE_VISITS))
    rows = [service_row(row) for row in offered_services(clinic, clock.now())]
    return ServicesAnswer(items=sorted(rows, key=lambda row: (row.category, row.service)))


def redemption_answer(redemption: Redemption) -> RedemptionAnswer:
    lines = redemption.lines.select_related("service").order_by("line")
    return RedemptionAnswer(
        redemption=redemption.number,
        **charge_facts(redemption),
        lines=[
            ServiceLineAnswer.model_validate({**line_facts(line), "per": line.per})
            for line in lines
        ],
        available=redemption.available_after_idr,
        verify=redemption.verify_code,
        redeemed_at=show_time(redemption.redeemed_at),
    )


def cancel_answer(cancel: RedemptionCancel) -> CancelAnswer:
    return CancelAnswer(
        redemption=cancel.redemption.number,
        reason=cancel.reason,
        available=cancel.available_after_idr,
        cancelled_at=show_time(cancel.cancelled_at),
    )


def service_row(row: Offered) -> ServiceRow:
    service, between = row.service, row.tariff
    return ServiceRow.model_validate(
        {
            "service": service.code,
            "name": service.name,
            "price": row.price_idr,
            "least": between.price_idr if between else None,
            "most": between.most_idr if between else None,
            "per": service.per,
            "pricing": service.pricing,
            "category": service.category,
        }
    )
