"""Lists that come in over HTTP: the file whole, with the answers to what it leaves open."""

from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Sequence
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Path, Router, Status
from pydantic import BaseModel, Field, StrictBool

from wastebank.files.importing.kept import OpenedImport, import_file
from wastebank.files.importing.questions import Question
from wastebank.files.refusals import SheetUnreadable
from wastebank.web.api.approvals.proposed import (
    MAY_PROPOSE,
    ProposedAnswer,
    proposed,
    proposed_as,
)
from wastebank.web.api.common import (
    Done,
    RequestBody,
    Text,
    answered,
    key_of,
)
from wastebank.web.common.access import staff

router = Router(tags=["lists"])

ListCode = Annotated[Text, Path(description="Which list, such as `prices` or `members`.")]


class ImportAsked(RequestBody):
    place: Text = Field(description="The code of the place or clinic whose list it is.")
    file: Text = Field(description="The file in base64: XLSX, ODS or CSV.", max_length=1_900_000)
    answers: dict[Text, Text] = Field(
        default_factory=dict,
        description="By question: the code of a choice, or `code=typed`.",
        max_length=6_000,
    )
    dry_run: StrictBool = Field(False, description="Only read it: nothing is written.")


class ChoiceRow(BaseModel):
    answer: str
    text: str
    effect: str
    typed: str = Field(description="What is typed along, as `answer=typed`; empty: nothing.")


class QuestionRow(BaseModel):
    question: str
    text: str
    about: str
    rows: list[int] = Field(description="Those that wait for it; none: the whole file does.")
    choices: list[ChoiceRow]
    open: bool
    problem: str = Field(description="Why what was answered cannot be used.")


class BadRowAnswer(BaseModel):
    row: int
    name: str
    reason: str


class StepRow(BaseModel):
    row: int
    name: str
    change: str = Field(description="new, same or changed")
    before: str
    after: str
    warning: str


class LookAnswer(BaseModel):
    """What the file would do."""

    questions: list[QuestionRow]
    bad: list[BadRowAnswer]
    steps: list[StepRow]


class ImportAnswer(BaseModel):
    """What was written; `look` only where nothing was asked to be."""

    written: int
    added: int
    unchanged: int
    look: LookAnswer | None = None


@router.post(
    "imports/{list_code}",
    response=proposed_as(ImportAnswer),
    operation_id="import_list",
    summary="Bring a list in: all of it or nothing",
    openapi_extra=MAY_PROPOSE,
)
def import_a_list(
    request: HttpRequest, response: HttpResponse, list_code: ListCode, body: ImportAsked
) -> Status[ImportAnswer] | Status[ProposedAnswer]:
    try:
        data = b64decode(body.file, validate=True)
    except (NotBase64, ValueError):
        raise SheetUnreadable from None
    found, done = import_file(
        key=key_of(request),
        by=staff(request),
        kind=list_code,
        place=body.place,
        data=data,
        answers=body.answers,
        dry_run=body.dry_run,
    )
    if done is None:
        assert found
        return Status(200, ImportAnswer(written=0, added=0, unchanged=0, look=look_of(found)))
    if done.approval:
        return proposed(response, done.approval, replayed=done.replayed)
    answer = ImportAnswer(written=done.written, added=done.added, unchanged=done.unchanged)
    return answered(response, Done(answer, done.replayed))


def look_of(found: OpenedImport) -> LookAnswer:
    return LookAnswer(
        questions=[question_row(question) for question in found.reading.questions],
        bad=[
            BadRowAnswer(row=bad.row, name=bad.name, reason=bad.reason) for bad in found.checked.bad
        ],
        steps=step_rows(found.checked.steps),
    )


def step_rows(steps: Sequence[Any]) -> list[StepRow]:
    return [
        StepRow(
            row=step.row.row,
            name=step.row.name_id,
            change=step.change.value,
            before=step.before,
            after=step.after,
            warning=step.warning,
        )
        for step in steps
    ]


def question_row(question: Question) -> QuestionRow:
    return QuestionRow(
        question=question.id,
        text=question.text,
        about=question.about,
        rows=list(question.rows),
        choices=[
            ChoiceRow(answer=one.code, text=one.text, effect=one.effect, typed=one.typed)
            for one in question.choices
        ],
        open=question.is_open,
        problem=question.problem,
    )
