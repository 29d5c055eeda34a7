"""Operations as devices send them, read one by one, and the command each kind of them is.

A program sends what the API's contract names. A counter's browser sends deposits and what it gave
up, with more about each: whose it is, the number on its paper, the total it showed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from pydantic import BaseModel, Field, StrictBool, ValidationError

from wastebank.codes.card_code import HashedCode
from wastebank.deposits.record import DepositOf, Origin
from wastebank.devices.journal import drop_operation
from wastebank.members.refusals import WhoMissing
from wastebank.models import Approval, Device, User
from wastebank.refusals import FieldMalformed
from wastebank.web.api import commands
from wastebank.web.api.approvals.proposed import ProposedAnswer
from wastebank.web.api.common import Done, RequestBody, Text, Whole, parse_key
from wastebank.web.api.schemas import (
    DepositAsked,
    DropAnswer,
    MemberAsked,
    Operation,
    VoidAnswer,
    VoidAsked,
)
from wastebank.web.common.answers import malformed

BodyT = TypeVar("BodyT", bound=BaseModel)
DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
PROVISIONAL = re.compile(r"[A-Z0-9-]{0,40}", re.ASCII)


class OperationKind(StrEnum):
    MEMBER = "member"
    DEPOSIT = "deposit"
    VOID = "void"
    DROP = "drop"


class CounterDepositAsked(DepositAsked):
    card_hash: Text | None = Field(None, description="SHA-256 of a card's code, for its code.")


class DropAsked(RequestBody):
    operation: Text
    device_sequence: Whole
    note: Text


class CounterOperation(Operation):
    operator: Text = Field(description="Who was signed in when it was made.")
    provisional: Text = ""
    shown_total: Whole | None = None
    unknown: StrictBool = Field(False, description="The device did not know this card or number.")
    mends: Whole | None = Field(None, description="The parked record it takes the place of.")
    note: Text = ""


@dataclass(frozen=True, slots=True)
class Form:
    """What a kind of device may send."""

    operation: type[Operation]
    bodies: Mapping[str, type[BaseModel]]


# Redemptions are missing on purpose: a promise on a balance is made online or not at all.
OF_PROGRAMS = Form(
    Operation,
    {
        OperationKind.MEMBER: MemberAsked,
        OperationKind.DEPOSIT: DepositAsked,
        OperationKind.VOID: VoidAsked,
    },
)
OF_COUNTERS = Form(
    CounterOperation, {OperationKind.DEPOSIT: CounterDepositAsked, OperationKind.DROP: DropAsked}
)


@dataclass(frozen=True, slots=True)
class AtDesk:
    """Who sends it from which device; `sequence` None where the number says nothing."""

    by: User
    device: Device
    sequence: int | None


@dataclass(frozen=True, slots=True)
class Read:
    """An operation that can be read."""

    head: Operation
    body: BaseModel

    @property
    def key(self) -> str:
        return self.head.key

    @property
    def kind(self) -> str:
        return self.head.kind

    @property
    def sequence(self) -> int:
        return self.head.device_sequence

    @property
    def operator(self) -> str:
        """Whose it is; empty where the sender does not say."""
        return self.head.operator if isinstance(self.head, CounterOperation) else ""

    def carry_out(self, desk: AtDesk) -> Done[Any]:
        key = parse_key(self.key)
        match self.body:
            case MemberAsked():
                return commands.enrol(key, desk.by, self.body)
            case VoidAsked():
                return taken_back(commands.void(key, desk.by, self.body))
            case DropAsked():
                return drop(key, desk, self.body)
        return commands.recorded_deposit(self.deposit(desk))

    def deposit(self, desk: AtDesk) -> DepositOf:
        assert isinstance(self.body, DepositAsked)
        asked = self.body
        return DepositOf(
            key=parse_key(self.key),
            by=desk.by,
            lines=[commands.asked_line(line) for line in asked.lines],
            card=card_of(asked),
            member=asked.member,
            weighed_at=asked.weighed_at,
            origin=origin_of(self.head, desk),
        )


def taken_back(done: Done[VoidAnswer] | Approval) -> Done[Any]:
    """A void as its device hears of it; one that waits for a second person says as which."""
    if isinstance(done, Approval):
        return Done(ProposedAnswer(approval=done.number), done.replayed)
    return done


def card_of(asked: DepositAsked) -> str | HashedCode | None:
    digest = asked.card_hash if isinstance(asked, CounterDepositAsked) else None
    if digest is None:
        return asked.card
    if asked.card is not None:
        raise WhoMissing
    if not DIGEST.fullmatch(digest):
        raise FieldMalformed(field="card_hash")
    return HashedCode(digest)


def origin_of(head: Operation, desk: AtDesk) -> Origin:
    if not isinstance(head, CounterOperation):
        return Origin(desk.device, desk.sequence)
    if not PROVISIONAL.fullmatch(head.provisional):
        raise FieldMalformed(field="provisional")
    return Origin(
        desk.device,
        desk.sequence,
        provisional_number=head.provisional,
        shown_total_idr=head.shown_total,
        unknown_member=head.unknown,
    )


def drop(key: UUID, desk: AtDesk, asked: DropAsked) -> Done[DropAnswer]:
    dropped = drop_operation(
        key=key,
        by=desk.by,
        device=desk.device,
        operation=parse_key(asked.operation),
        sequence=asked.device_sequence,
        note=asked.note,
    )
    return Done(DropAnswer(dropped=asked.device_sequence), dropped.replayed)


def read_operation(raw: Any, form: Form) -> Read:
    head = read_as(form.operation, raw)
    parse_key(head.key)
    if head.kind not in form.bodies:
        raise FieldMalformed(field="kind")
    return Read(head, read_as(form.bodies[head.kind], head.body))


def read_as(body: type[BodyT], raw: Any) -> BodyT:
    try:
        return body.model_validate(raw)
    except ValidationError as problem:
        raise malformed(problem.errors(include_input=False)) from None
