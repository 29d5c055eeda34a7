"""The counter with no network, as far as the server is asked: registering, taking along, sending.

The page itself lies on the device and is the same for everybody (worker.py). Everything here is
answered in JSON, refusals too. The device is known by a cookie that no script can read.
"""

from collections.abc import Callable
from dataclasses import asdict
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import RawPostDataException
from django.middleware.csrf import get_token
from django.views.decorators.http import require_GET, require_POST
from pydantic import Field, ValidationError

from ledger import clock
from ledger.refusals import Refusal
from wastebank.devices.offline_bundle import MaterialTaken, PriceTaken, offline_bundle
from wastebank.devices.register import counter_of, register_counter, require_counter
from wastebank.models import Device, User
from wastebank.permissions import USE_DEVICE, require
from wastebank.values.calendar import local_day
from wastebank.web.api.common import RequestBody, Text, Whole, parse_key, show_time
from wastebank.web.api.operations import OF_COUNTERS
from wastebank.web.api.schemas import SyncAsked
from wastebank.web.api.sync import carry_out
from wastebank.web.common.access import staff
from wastebank.web.common.answers import malformed, refusal_response

COOKIE = "counter"
COOKIE_PATH = "/counter/offline/"
COOKIE_DAYS = 400  # browsers keep none longer; every visit renews it
View = Callable[[HttpRequest], HttpResponse]


class RegisterAsked(RequestBody):
    key: Text
    label: Text


class CounterSyncAsked(SyncAsked):
    issued: Whole = Field(ge=0, description="How many records this device has made so far.")


def in_json(view: View) -> View:
    """A refusal is answered as the API does it: code, message, facts."""

    @wraps(view)
    def answered(request: HttpRequest) -> HttpResponse:
        try:
            return view(request)
        except Refusal as refusal:
            return refusal_response(refusal)

    return answered


@require_GET
@in_json
def session(request: HttpRequest) -> HttpResponse:
    """Who is signed in, what this browser is, and the token its next POST needs."""
    user = request.user if isinstance(request.user, User) and request.user.is_active else None
    device = device_of(request)
    answer = JsonResponse(
        {
            "signed_in": user is not None,
            "operator": user.username if user else "",
            "operator_name": str(user) if user else "",
            "csrf": get_token(request),
            "now": show_time(clock.now()),
            "device": device and device_json(device),
        }
    )
    if device is not None and device.revoked_at is None:
        keep_secret(answer, request.COOKIES[COOKIE])
    return answer


@require_POST
@in_json
def register(request: HttpRequest) -> HttpResponse:
    """Make this browser a counter of the operator's place."""
    by = require(staff(request), USE_DEVICE)
    asked = read(RegisterAsked, request)
    device, secret = register_counter(key=parse_key(asked.key), by=by, label=asked.label)
    answer = JsonResponse({"device": device_json(device) | operator_json(by)}, status=201)
    keep_secret(answer, secret)
    return answer


@require_GET
@in_json
def take_along(request: HttpRequest) -> HttpResponse:
    """Members and prices for some days without us."""
    by = require(staff(request), USE_DEVICE)
    device = require_counter(device_of(request), by)
    taken = offline_bundle(by=by)
    return JsonResponse(
        {
            "device": device.pk,
            "at": show_time(clock.now()),
            "days": settings.WASTEBANK_OFFLINE_DAYS,
            **operator_json(by),
            "members": [asdict(member) for member in taken.members],
            "materials": [
                material_json(index, material) for index, material in enumerate(taken.materials)
            ],
        }
    )


@require_POST
@in_json
def sync(request: HttpRequest) -> HttpResponse:
    """One outcome for each operation; the same code as POST /api/v1/sync."""
    by = require(staff(request), USE_DEVICE)
    device = require_counter(device_of(request), by)
    asked = read(CounterSyncAsked, request)
    outcomes = carry_out(by, device, asked.operations, OF_COUNTERS, asked.issued)
    return JsonResponse({"outcomes": [one.model_dump() for one in outcomes]})


# --- parts ----------------------------------------------------------------------------------


def read(shape: type[Any], request: HttpRequest) -> Any:
    try:
        return shape.model_validate_json(request.body)
    except ValidationError as problem:
        raise malformed(problem.errors(include_input=False)) from None
    except RawPostDataException:  # it came as a form, and was read as one
        raise malformed([{"type": "json"}]) from None


def device_of(request: HttpRequest) -> Device | None:
    return counter_of(request.COOKIES.get(COOKIE, ""))


def keep_secret(answer: HttpResponse, secret: str) -> None:
    answer.set_cookie(
        COOKIE,
        secret,
        max_age=COOKIE_DAYS * 24 * 3600,
        path=COOKIE_PATH,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Strict",
    )


def device_json(device: Device) -> dict[str, Any]:
    assert device.place is not None  # a counter has one
    return {
        "id": device.pk,
        "label": device.label,
        "letter": device.letter,
        "place": device.place.code,
        "place_name": device.place.name,
        "issued": device.issued,
        "revoked": device.revoked_at is not None,
    }


def operator_json(by: User) -> dict[str, str]:
    return {"operator": by.username, "operator_name": str(by)}


def material_json(order: int, taken: MaterialTaken) -> dict[str, Any]:
    material = taken.material
    return {
        "code": material.code,
        "order": order,
        "name_id": material.name_id,
        "name_en": material.name_en,
        "family": material.family,
        "unit": material.unit,
        "find": material.looked_for,
        "usual": taken.usual_amount,
        "far": taken.far_amount,
        "prices": [price_json(price) for price in taken.prices],
    }


def price_json(price: PriceTaken) -> dict[str, Any]:
    return {
        "from": local_day(price.since).isoformat(),  # what pages of before read
        "at": show_time(price.since),
        "bought": price.bought,
        "price_idr": price.price_idr,
        "most_idr": price.most_idr,
    }
