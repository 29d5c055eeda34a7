"""Sync: what a counter recorded without a network, sent in one go and answered one by one.

In order, each in its own transaction. A refused operation blocks none but the later ones of the
same card or member: those are kept, not tried, since they may rest on it.
"""

import logging
from collections.abc import Callable, Iterable
from typing import Any, TypeVar
from uuid import UUID

from pydantic import BaseModel, ValidationError

from ledger.refusals import Refusal
from wastebank.cards import read_card
from wastebank.deposits import find_deposit
from wastebank.membernumber import MisspeltNumber, parse_number
from wastebank.models import User
from wastebank.refusals import FieldMalformed
from wastebank.web import api_acts
from wastebank.web.api_common import UNREADABLE, Done, malformed, parse_key, told_facts
from wastebank.web.api_schemas import (
    DepositAsked,
    KeptOperation,
    MemberAsked,
    Operation,
    RecordedOperation,
    RefusedOperation,
    VoidAsked,
)

Told = RecordedOperation | RefusedOperation | KeptOperation
Act = Callable[[UUID, User, Any], Done[Any]]
BodyT = TypeVar("BodyT", bound=BaseModel)
# Redemptions are missing on purpose: a promise on a balance is made online or not at all.
KINDS: dict[str, tuple[type[BaseModel], Act]] = {
    "member": (MemberAsked, api_acts.enrol),
    "deposit": (DepositAsked, api_acts.deposit),
    "void": (VoidAsked, api_acts.void),
}
MAX_ECHO_LETTERS = 64
log = logging.getLogger("wastebank.api")


def carry_out(by: User, sent: Iterable[Any]) -> list[Told]:
    """One outcome for each operation, in order."""
    told: list[Told] = []
    blocked: set[str] = set()
    for raw in sent:
        if blocked and blocked & concerned(raw, by):
            told.append(KeptOperation(outcome="kept", **head_of(raw)))
            continue
        told.append(attempt(by, raw))
        if not isinstance(told[-1], RecordedOperation):
            blocked |= concerned(raw, by)
    return told


def attempt(by: User, raw: Any) -> Told:
    head = head_of(raw)
    try:
        done = act(by, raw)
    except Refusal as refusal:
        return RefusedOperation(
            outcome="refused",
            code=refusal.code,
            message=str(refusal),
            facts=told_facts(refusal),
            **head,
        )
    except Exception:  # one poisoned operation must not hold up a counter's queue
        log.exception("fault in operation %s", head["key"])
        return KeptOperation(outcome="kept", **head)
    outcome = "already_recorded" if done.replayed else "recorded"
    return RecordedOperation.model_validate({"outcome": outcome, "result": done.answer, **head})


def act(by: User, raw: Any) -> Done[Any]:
    operation = read_as(Operation, raw)
    key = parse_key(operation.key)
    if operation.kind not in KINDS:
        raise FieldMalformed(field="kind")
    body, verb = KINDS[operation.kind]
    return verb(key, by, read_as(body, operation.body))


def read_as(body: type[BodyT], raw: Any) -> BodyT:
    try:
        return body.model_validate(raw)
    except ValidationError as problem:
        raise malformed(problem.errors(include_input=False)) from None


def head_of(raw: Any) -> dict[str, Any]:
    """What names the operation in its outcome, as far as it can be read."""
    sent = raw if isinstance(raw, dict) else {}
    sequence = sent.get("device_sequence")
    return {
        "key": UNREADABLE.sub("", str(sent.get("key", "")))[:MAX_ECHO_LETTERS],
        "device_sequence": sequence if type(sequence) is int else None,
    }


def concerned(raw: Any, by: User) -> set[str]:
    """The card and the member an operation is about, however it names them."""
    body = raw.get("body") if isinstance(raw, dict) else None
    if not isinstance(body, dict):
        return set()
    named = {name: body[name] for name in LOOKUPS if readable_text(body.get(name))}
    return {who for name, text in named.items() for who in LOOKUPS[name](text, by)}


def readable_text(value: Any) -> bool:
    return isinstance(value, str) and not UNREADABLE.search(value)


def by_card(code: str, by: User) -> Iterable[str]:
    try:
        card = read_card(code)
    except Refusal:
        yield f"card:{code}"
        return
    yield f"card:{card.pk}"
    if card.member is not None:
        yield f"member:{card.member.number}"


def by_number(number: str, by: User) -> Iterable[str]:
    try:
        yield f"member:{parse_number(number)}"
    except MisspeltNumber:
        yield f"member:{number}"


def by_deposit(number: str, by: User) -> Iterable[str]:
    try:
        yield f"member:{find_deposit(number=number, by=by).member.number}"
    except Refusal:
        return


LOOKUPS: dict[str, Callable[[str, User], Iterable[str]]] = {
    "card": by_card,
    "member": by_number,
    "deposit": by_deposit,
}
