"""The API: mounts the routers that the rooms declare, and answers what they refuse."""

import logging

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import HttpBearer

from ledger import registry
from ledger.refusals import Refusal, unavailable
from wastebank.devices.own_tokens import device_of_token
from wastebank.devices.refusals import TokenUnknown
from wastebank.models import Device
from wastebank.refusals import PageUnknown
from wastebank.web.common.answers import malformed, refusal_response


class DeviceToken(HttpBearer):
    """`Authorization: Bearer TOKEN`: a device acts for the member of staff it was made for."""

    def authenticate(self, request: HttpRequest, token: str) -> Device:
        device = device_of_token(token)
        request.user = device.user
        return device


api = NinjaAPI(
    title="wastebank",
    version="1",
    description="Weigh waste, credit a book that cannot be altered, pay for care with it.",
    auth=DeviceToken(),
    urls_namespace="api-1",
    docs_url="/docs",
    openapi_url="/openapi.json",
)
for room_routers in registry.offered("api"):
    for router in room_routers:
        api.add_router("", router)


@api.exception_handler(Refusal)
def on_refusal(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    return refusal_response(refusal)


@api.exception_handler(AuthenticationError)
def on_no_token(request: HttpRequest, problem: AuthenticationError) -> HttpResponse:
    return refusal_response(TokenUnknown())


@api.exception_handler(ValidationError)
def on_malformed(request: HttpRequest, problem: ValidationError) -> HttpResponse:
    in_body = [error for error in problem.errors if error["loc"][:1] == ("body",)]
    return refusal_response(malformed(in_body or problem.errors, skip=2 if in_body else 1))


@api.exception_handler(HttpError)
def on_http_error(request: HttpRequest, problem: HttpError) -> HttpResponse:
    return refusal_response(malformed([{"type": "json"}]))


@api.exception_handler(Http404)
def on_unknown(request: HttpRequest, problem: Http404) -> HttpResponse:
    return refusal_response(PageUnknown())


@api.exception_handler(Exception)
def on_fault(request: HttpRequest, problem: Exception) -> HttpResponse:
    """Our own fault: logged with its trace, told without details. An outage is none of ours."""
    outage = unavailable(problem)
    if outage:
        return refusal_response(outage)
    logging.getLogger("wastebank.api").error("fault in %s", request.path, exc_info=problem)
    said = _("A fault of ours; nothing was half recorded. Send it again with the same key.")
    return JsonResponse({"code": "fault", "message": said, "facts": {}}, status=500)
