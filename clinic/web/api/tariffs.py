"""Tariffs of a clinic over HTTP: what holds, what will, and what is taken back."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Path, Router, Status
from pydantic import BaseModel, Field

from clinic.models import Tariff
from clinic.register import tariffs
from clinic.register.offered import chosen_clinic, tariff_list
from wastebank.web.api.common import (
    KEYED,
    DatedRow,
    Done,
    QueryNumber,
    ReasonAsked,
    Text,
    answered,
    dated_facts,
    key_of,
    recorded_as,
    refusals,
    show_time,
)
from wastebank.web.common.access import staff

router = Router(tags=["clinic"])

TariffNumber = Annotated[QueryNumber, Path(description="As the list of tariffs says it.")]


class TariffRow(DatedRow):
    service: str
    price: int
    most: int | None = Field(description="Where the desk sets the price: `price` is the least.")
    holds: bool = Field(description="False: it is to come, and may be withdrawn.")


class TariffsAnswer(BaseModel):
    clinic: str
    items: list[TariffRow]


class TariffWithdrawalAnswer(BaseModel):
    tariff: int
    reason: str
    withdrawn_at: str


@router.get(
    "tariffs",
    response={200: TariffsAnswer, **refusals(404, 422)},
    operation_id="list_tariffs",
    summary="The tariff of every service that holds now, and those that will",
)
def list_tariffs(request: HttpRequest, clinic: Text = "") -> TariffsAnswer:
    by = staff(request)
    chosen = chosen_clinic(by=by, code=clinic)
    rows = [
        tariff_row(tariff, row.service.code, holds=tariff is row.now)
        for row in tariff_list(by=by, clinic=chosen)
        for tariff in (row.now, *row.following)
        if tariff is not None
    ]
    return TariffsAnswer(clinic=chosen.place.code, items=rows)


@router.post(
    "tariffs/{tariff}/withdraw",
    response=recorded_as(TariffWithdrawalAnswer),
    operation_id="withdraw_tariff",
    summary="Take a tariff back that does not hold yet",
    openapi_extra=KEYED,
)
def withdraw_tariff(
    request: HttpRequest, response: HttpResponse, tariff: TariffNumber, asked: ReasonAsked
) -> Status[TariffWithdrawalAnswer]:
    gone = tariffs.withdraw_tariff(
        key=key_of(request), by=staff(request), tariff=tariff, reason=asked.reason
    )
    answer = TariffWithdrawalAnswer(
        tariff=gone.tariff_id, reason=gone.reason, withdrawn_at=show_time(gone.withdrawn_at)
    )
    return answered(response, Done(answer, gone.replayed))


def tariff_row(tariff: Tariff, service: str, *, holds: bool) -> TariffRow:
    return TariffRow(
        **dated_facts(tariff),
        service=service,
        price=tariff.price_idr,
        most=tariff.most_idr,
        holds=holds,
    )
