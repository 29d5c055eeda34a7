"""Tokens over HTTP: made by name and password, listed by a token of the same person.

They are ended on the person's own page."""

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status
from pydantic import BaseModel, Field

from wastebank.devices import own_tokens
from wastebank.devices.own_tokens import MOST_DAYS, USUAL_DAYS
from wastebank.models import Device
from wastebank.web.api.common import (
    KEYED,
    Done,
    RequestBody,
    Text,
    Whole,
    answered,
    key_of,
    recorded_as,
    refusals,
    show_time,
)
from wastebank.web.common.access import staff
from wastebank.web.common.throttle import address_of

router = Router(tags=["waste bank"])

SCOPE = "`read`, `desk` (records too), `office` (sets prices and tariffs, too)."


class TokenAsked(RequestBody):
    username: Text
    password: Text = Field(description="Your own. It is never part of what a key is compared by.")
    label: Text = Field(description="What the program is called.")
    scope: Text = Field(description=SCOPE)
    days: Whole = Field(USUAL_DAYS, description=f"How long it lasts: 1 to {MOST_DAYS}.")


class TokenSeen(BaseModel):
    label: str
    scope: str
    made_at: str
    expires_at: str
    ended_at: str | None


class TokenMade(TokenSeen):
    secret: str = Field(description="For `Authorization: Bearer`; shown in this answer only.")


class TokensAnswer(BaseModel):
    items: list[TokenSeen]


@router.post(
    "tokens",
    auth=None,
    response=recorded_as(TokenMade),
    operation_id="make_token",
    summary="A token for a program of yours, by your name and password",
    openapi_extra=KEYED,
)
def make_token(
    request: HttpRequest, response: HttpResponse, asked: TokenAsked
) -> Status[TokenMade]:
    device, secret = own_tokens.make_token_by_password(
        key=key_of(request),
        username=asked.username,
        password=asked.password,
        address=address_of(request),
        label=asked.label,
        scope=asked.scope,
        days=asked.days,
    )
    # It may have ended since; the answer to a key stays as it was.
    facts = token_facts(device) | {"ended_at": None}
    answer = TokenMade.model_validate(facts | {"secret": secret})
    return answered(response, Done(answer, device.replayed))


@router.get(
    "tokens",
    response={200: TokensAnswer, **refusals()},
    operation_id="see_tokens",
    summary="Your own tokens, the newest first",
)
def see_tokens(request: HttpRequest) -> TokensAnswer:
    found = own_tokens.own_tokens(staff(request))
    return TokensAnswer(items=[TokenSeen.model_validate(token_facts(one)) for one in found])


def token_facts(device: Device) -> dict[str, object]:
    return {
        "label": device.label,
        "scope": device.scope,
        "made_at": show_time(device.created_at),
        "expires_at": show_time(device.expires_at) if device.expires_at else "",
        "ended_at": show_time(device.revoked_at) if device.revoked_at else None,
    }
