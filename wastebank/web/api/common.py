"""What every endpoint has in common: the key, the answer and its header, and what is refused how.

Request bodies are plain pydantic models. They take nothing they do not name, no number that is
not written as a whole number, and no time without its offset.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Status
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    StrictInt,
    WithJsonSchema,
)

from wastebank.models import HoldsFrom
from wastebank.refusals import KeyMissing, TimeMalformed
from wastebank.values.letters import is_storable
from wastebank.web.common.answers import REPLAY_HEADER

KEY_PATTERN = r"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$"
RFC_3339 = re.compile(
    r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})", re.ASCII
)
AnswerT = TypeVar("AnswerT", bound=BaseModel)


class RequestBody(BaseModel):
    """A request body: what it does not name is refused, not ignored."""

    model_config = ConfigDict(extra="forbid")


class Refused(BaseModel):
    """Every refusal looks like this; docs/refusals.md lists the codes."""

    code: str = Field(description="Stable; what programs decide on.")
    message: str = Field(description="For a person, in the language of Accept-Language.")
    facts: dict[str, Any] = Field(description="What the message speaks of, as data.")


@dataclass(frozen=True, slots=True)
class Done(Generic[AnswerT]):
    """What a command answers, and whether its key had it carried out before."""

    answer: AnswerT
    replayed: bool


def readable(text: str) -> str:
    """No half letters and no NUL: neither database can keep them."""
    if not is_storable(text):
        raise ValueError("unreadable")
    return text


def parse_time(value: object) -> datetime:
    """A time of RFC 3339 with its offset, or TimeMalformed."""
    if not isinstance(value, str) or not RFC_3339.fullmatch(value):
        raise TimeMalformed
    try:
        return datetime.fromisoformat(value.upper().replace(" ", "T"))
    except ValueError:
        raise TimeMalformed from None


def show_time(moment: datetime) -> str:
    """The same letters for the same instant, however it was told to us."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")


def plain_digits(value: object) -> int:
    """A number in a query: ASCII digits and nothing else."""
    text = str(value)
    if not re.fullmatch(r"[0-9]{1,15}", text, re.ASCII):
        raise ValueError("no number")
    return int(text)


Text = Annotated[str, AfterValidator(readable)]
Moment = Annotated[
    datetime,
    PlainValidator(parse_time),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
Whole = StrictInt
QueryNumber = Annotated[int, BeforeValidator(plain_digits)]


class ReasonAsked(RequestBody):
    reason: Text


class DatedRow(BaseModel):
    """What every price and every tariff says of itself."""

    id: int
    valid_from: str = Field(description="The day on which it begins to hold.")
    holds_from: str = Field(description="The instant from which it holds.")
    set_by: str
    set_at: str


def dated_facts(row: HoldsFrom) -> dict[str, Any]:
    return {
        "id": row.pk,
        "valid_from": row.valid_from.isoformat(),
        "holds_from": show_time(row.holds_from),
        "set_by": row.set_by,
        "set_at": show_time(row.set_at),
    }


def key_of(request: HttpRequest) -> UUID:
    """The key the client made before it sent this."""
    return parse_key(request.headers.get("Idempotency-Key", ""))


def parse_key(text: str) -> UUID:
    if not re.fullmatch(KEY_PATTERN, text, re.ASCII):
        raise KeyMissing
    return UUID(text)


def answered(response: HttpResponse, done: Done[AnswerT]) -> Status[AnswerT]:
    """201 the first time; on a replay 200, the same body, and the header that says so."""
    if done.replayed:
        response.headers[REPLAY_HEADER] = "true"
        return Status(200, done.answer)
    return Status(201, done.answer)


def refusals(*statuses: int) -> dict[int, type[BaseModel]]:
    """The refusals an endpoint may answer; nobody without a token gets anywhere."""
    return dict.fromkeys(sorted({401, 403, *statuses}), Refused)


def recorded_as(answer: type[BaseModel]) -> dict[int, type[BaseModel]]:
    """The answers of a POST that records something."""
    return {201: answer, 200: answer, **refusals(404, 409, 422)}


REPLAYED = {
    REPLAY_HEADER: {
        "description": "`true` on the answer to a key that was answered before.",
        "schema": {"type": "string", "enum": ["true"]},
    }
}
KEYED: dict[str, Any] = {
    "parameters": [
        {
            "in": "header",
            "name": "Idempotency-Key",
            "required": True,
            "description": "A UUID made before sending. The same key and body: the same answer.",
            "schema": {"type": "string", "format": "uuid", "pattern": KEY_PATTERN},
        }
    ],
    "responses": {
        201: {"description": "Recorded now."},
        200: {"description": "Recorded before: the same body again.", "headers": REPLAYED},
        409: {"headers": REPLAYED},
    },
}
