"""What a command answers that may need a second person: 202 with the proposal, instead of 201."""

from typing import Any

from django.http import HttpResponse
from ninja import Status
from pydantic import BaseModel, Field

from wastebank.web.api.common import KEYED, recorded_as
from wastebank.web.common.answers import REPLAY_HEADER


class ProposedAnswer(BaseModel):
    """It is not done: it waits for a second person."""

    approval: int = Field(description="The number of the proposal, as GET /approvals lists it.")


def proposed_as(answer: type[BaseModel] | None = None) -> dict[int, Any]:
    """The answers of a POST that proposes; `answer` is what it says where it need not."""
    if answer is None:
        answers: dict[int, Any] = {**recorded_as(ProposedAnswer), 202: ProposedAnswer}
        del answers[201]
        return answers
    return {**recorded_as(answer), 200: answer | ProposedAnswer, 202: ProposedAnswer}


def proposed(response: HttpResponse, approval: int, *, replayed: bool) -> Status[ProposedAnswer]:
    """202 the first time; on a replay 200, the same body, and the header that says so."""
    answer = ProposedAnswer(approval=approval)
    if replayed:
        response.headers[REPLAY_HEADER] = "true"
        return Status(200, answer)
    return Status(202, answer)


WAITS = {202: {"description": "Not done: it waits for a second person."}}
# Of what may need a second person, and of what always does.
MAY_PROPOSE: dict[str, Any] = {**KEYED, "responses": {**KEYED["responses"], **WAITS}}
PROPOSES: dict[str, Any] = {
    **KEYED,
    "responses": {
        **{status: said for status, said in KEYED["responses"].items() if status != 201},
        **WAITS,
    },
}
