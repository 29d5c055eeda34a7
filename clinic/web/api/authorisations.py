"""Open visits over HTTP: credit held, and captured or released at the end."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Path, Router, Status

from clinic.charges import authorisations
from clinic.charges.authorisation_list import open_authorisations
from clinic.models import Authorisation, AuthorisationEnd
from clinic.web.api.charges import asked_charge, asked_lines, charge_facts, line_facts
from clinic.web.api.redemptions import redemption_answer
from clinic.web.api.schemas import (
    CaptureAsked,
    ExpectedLine,
    RedemptionAnswer,
    RedemptionAsked,
    ReleaseAnswer,
    ReleaseAsked,
    VisitAnswer,
    VisitsAnswer,
    VisitSeen,
)
from wastebank.web.api.common import (
    KEYED,
    Done,
    QueryNumber,
    answered,
    key_of,
    recorded_as,
    refusals,
    show_time,
)
from wastebank.web.common.access import staff

router = Router(tags=["clinic"])

VisitNumber = Annotated[QueryNumber, Path(description="What opening the visit answered.")]


@router.post(
    "visits",
    response=recorded_as(VisitAnswer),
    operation_id="open_visit",
    summary="Hold credit for the care that is expected",
    openapi_extra=KEYED,
)
def open_visit(
    request: HttpRequest, response: HttpResponse, asked: RedemptionAsked
) -> Status[VisitAnswer]:
    authorisation = authorisations.authorise(**asked_charge(request, asked))
    answer = VisitAnswer(
        **dict(visit_seen(authorisation)), available=authorisation.available_after_idr
    )
    return answered(response, Done(answer, authorisation.replayed))


@router.get(
    "visits",
    response={200: VisitsAnswer, **refusals()},
    operation_id="list_visits",
    summary="The visits of this clinic that are open now, the oldest first",
)
def list_visits(request: HttpRequest) -> VisitsAnswer:
    return VisitsAnswer(items=[visit_seen(one) for one in open_authorisations(by=staff(request))])


@router.post(
    "visits/{visit}/capture",
    response=recorded_as(RedemptionAnswer),
    operation_id="capture_visit",
    summary="Pay for what was given, out of what was held",
    openapi_extra=KEYED,
)
def capture_visit(
    request: HttpRequest, response: HttpResponse, visit: VisitNumber, asked: CaptureAsked
) -> Status[RedemptionAnswer]:
    redemption = authorisations.capture(
        key=key_of(request),
        by=staff(request),
        visit=visit,
        lines=asked_lines(asked.lines),
        cash_idr=asked.cash,
        pin=asked.pin,
    )
    return answered(response, Done(redemption_answer(redemption), redemption.replayed))


@router.post(
    "visits/{visit}/release",
    response=recorded_as(ReleaseAnswer),
    operation_id="release_visit",
    summary="The patient leaves without care: the credit is free at once",
    openapi_extra=KEYED,
)
def release_visit(
    request: HttpRequest, response: HttpResponse, visit: VisitNumber, asked: ReleaseAsked
) -> Status[ReleaseAnswer]:
    end = authorisations.release(
        key=key_of(request), by=staff(request), visit=visit, reason=asked.reason
    )
    return answered(response, Done(release_answer(end), end.replayed))


def visit_seen(authorisation: Authorisation) -> VisitSeen:
    lines = authorisation.lines.select_related("service").order_by("line")
    return VisitSeen(
        visit=authorisation.pk,
        **charge_facts(authorisation),
        lines=[ExpectedLine(**line_facts(line)) for line in lines],
        opened_at=show_time(authorisation.opened_at),
        expires_at=show_time(authorisation.expires_at),
    )


def release_answer(end: AuthorisationEnd) -> ReleaseAnswer:
    return ReleaseAnswer(
        visit=end.authorisation_id,
        reason=end.reason,
        available=end.available_after_idr,
        released_at=show_time(end.ended_at),
    )
