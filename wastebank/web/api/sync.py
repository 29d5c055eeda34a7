"""Sync: what a counter recorded without a network, sent in one go and answered one by one.

In order. A refused operation blocks none but the later ones of the same card or member: those are
kept, not tried, since they may rest on it. Deposits that follow each other are first tried
together, in one transaction; where that does not go, each gets a transaction of its own.
"""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from ninja import Router

from ledger.refusals import BookIsRed, Refusal
from wastebank.cards.read import read_card
from wastebank.codes.card_code import HashedCode
from wastebank.codes.member_number import MisspeltNumber, parse_number
from wastebank.deposits.batch import record_deposits
from wastebank.deposits.find import find_deposit
from wastebank.devices.journal import (
    LARGEST_SEQUENCE,
    JournalLine,
    LastWord,
    note_in_journal,
    words_on,
)
from wastebank.devices.refusals import RecordDropped, SequenceTaken
from wastebank.models import Device, DeviceRecord, User
from wastebank.permissions import SEND_RECORDS, require
from wastebank.values.letters import is_storable, storable
from wastebank.web.api.commands import deposit_answer
from wastebank.web.api.common import parse_key, refusals
from wastebank.web.api.operations import (
    OF_PROGRAMS,
    AtDesk,
    Form,
    OperationKind,
    Read,
    read_operation,
)
from wastebank.web.api.schemas import (
    DropAnswer,
    KeptOperation,
    RecordedDrop,
    RecordedOperation,
    RefusedOperation,
    SyncAnswer,
    SyncAsked,
)
from wastebank.web.common.access import staff
from wastebank.web.common.answers import public_facts

OperationOutcome = RecordedOperation | RecordedDrop | RefusedOperation | KeptOperation
MAX_ECHO_LETTERS = 64
TOGETHER = 50  # so many at once: enough to save the waiting, few enough to let others in between
log = logging.getLogger("wastebank.api")
router = Router(tags=["waste bank"])


@dataclass(slots=True)
class Upload:
    """What one device sends at once, and what was said before of the numbers in it."""

    by: User
    device: Device
    form: Form
    words: Mapping[int, LastWord]
    blocked: set[str] = field(default_factory=set)

    @property
    def is_counter(self) -> bool:
        return self.device.kind == Device.Kind.COUNTER


def carry_out(
    by: User, device: Device, sent: Sequence[Any], form: Form, issued: int | None = None
) -> list[OperationOutcome]:
    """One outcome for each operation, in order."""
    words = words_on(device, filter(None, map(sequence_of, sent)))
    upload = Upload(by, device, form, words)
    outcomes: list[OperationOutcome] = []
    for start in range(0, len(sent), TOGETHER):
        part = sent[start : start + TOGETHER]
        outcomes.extend(all_together(upload, part) or one_by_one(upload, part))
    note_in_journal(device=device, by=by, lines=list(journal_lines(sent, outcomes)), issued=issued)
    return outcomes


@router.post(
    "sync",
    response={200: SyncAnswer, **refusals(422)},
    operation_id="sync_operations",
    summary="Send what was recorded offline: one outcome each, in order",
)
def sync_operations(request: HttpRequest, asked: SyncAsked) -> SyncAnswer:
    device: Device = getattr(request, "auth")  # noqa: B009 - the framework's, unknown to Django
    by = require(staff(request), SEND_RECORDS)
    outcomes = carry_out(by, device, asked.operations, OF_PROGRAMS)
    return SyncAnswer.model_validate({"outcomes": outcomes})


# --- together -------------------------------------------------------------------------------


def all_together(upload: Upload, sent: Sequence[Any]) -> list[OperationOutcome] | None:
    """All of them recorded, or None, with nothing done, if they are not that simple."""
    if len(sent) < 2 or upload.blocked:
        return None
    try:
        operations = [operation_of(upload, raw) for raw in sent]
        if not all(is_plain(upload, operation) for operation in operations):
            return None
        asked = [one.deposit(at_desk(upload, one)) for one in operations]
        made = record_deposits(by=upload.by, asked=asked)
    except Refusal:
        return None
    except Exception:  # told again, and kept, by the one it belongs to
        log.exception("fault in a batch of %s", len(sent))
        return None
    if made is None:
        return None
    return [recorded(raw, deposit_answer(one)) for raw, one in zip(sent, made, strict=True)]


def is_plain(upload: Upload, operation: Read) -> bool:
    return operation.kind == OperationKind.DEPOSIT and is_own(upload, operation)


def is_own(upload: Upload, operation: Read) -> bool:
    """Nobody's weighing is recorded under a colleague's name: it waits for its own person."""
    return operation.operator in ("", upload.by.username)


# --- one by one -----------------------------------------------------------------------------


def one_by_one(upload: Upload, sent: Sequence[Any]) -> list[OperationOutcome]:
    outcomes: list[OperationOutcome] = []
    for raw in sent:
        if upload.blocked and upload.blocked & concerned(raw, upload.by):
            outcomes.append(KeptOperation(outcome="kept", **head_of(raw)))
            continue
        outcomes.append(attempt(upload, raw))
        if not isinstance(outcomes[-1], RecordedOperation | RecordedDrop):
            upload.blocked |= concerned(raw, upload.by)
    return outcomes


def attempt(upload: Upload, raw: Any) -> OperationOutcome:
    head = head_of(raw)
    try:
        operation = operation_of(upload, raw)
        if not is_own(upload, operation):
            return KeptOperation(outcome="kept", **head)
        done = operation.carry_out(at_desk(upload, operation))
    except BookIsRed:  # nothing is wrong with the operation: it waits until the book is green
        return KeptOperation(outcome="kept", **head)
    except Refusal as refusal:
        return RefusedOperation(
            outcome="refused",
            code=refusal.code,
            message=str(refusal),
            facts=public_facts(refusal),
            **head,
        )
    except Exception:  # one poisoned operation must not hold up a counter's queue
        log.exception("fault in operation %s", head["key"])
        return KeptOperation(outcome="kept", **head)
    return recorded(raw, done.answer, replayed=done.replayed)


def recorded(raw: Any, answer: Any, *, replayed: bool = False) -> OperationOutcome:
    outcome = "already_recorded" if replayed else "recorded"
    facts = {"outcome": outcome, "result": answer, **head_of(raw)}
    if isinstance(answer, DropAnswer):
        return RecordedDrop.model_validate(facts)
    return RecordedOperation.model_validate(facts)


# --- what was sent --------------------------------------------------------------------------


def operation_of(upload: Upload, raw: Any) -> Read:
    """The operation, if it can be read and its number says nothing else already."""
    operation = read_operation(raw, upload.form)
    word = upload.words.get(operation.sequence)
    if word is None:
        return operation
    same = word.key == str(parse_key(operation.key))
    if same and word.outcome == DeviceRecord.Outcome.DROPPED:
        raise RecordDropped(sequence=operation.sequence)
    if not same and upload.is_counter:
        raise SequenceTaken(sequence=operation.sequence)
    return operation


def at_desk(upload: Upload, operation: Read) -> AtDesk:
    """Who does it on which device; a program's number counts only if it is free."""
    word = upload.words.get(operation.sequence)
    is_free = word is None or word.key == operation.key.lower()
    counts = is_free and 0 < operation.sequence <= LARGEST_SEQUENCE
    return AtDesk(upload.by, upload.device, operation.sequence if counts else None)


def journal_lines(
    sent: Sequence[Any], outcomes: Sequence[OperationOutcome]
) -> Iterable[JournalLine]:
    """The words worth keeping: of numbers that count, and not of what was kept for later."""
    for raw, one in zip(sent, outcomes, strict=True):
        sequence = sequence_of(raw)
        if sequence is None or isinstance(one, KeptOperation):
            continue
        refused = one.code if isinstance(one, RefusedOperation) else ""
        if refused in (SequenceTaken.code, RecordDropped.code):
            continue
        outcome = DeviceRecord.Outcome.REFUSED if refused else DeviceRecord.Outcome.RECORDED
        mends, note = raw.get("mends"), raw.get("note")
        yield JournalLine(
            sequence=sequence,
            key=one.key[:60],
            kind=str(raw.get("kind", ""))[:20],
            outcome=outcome,
            code=refused,
            mends=mends if type(mends) is int and not refused else None,
            note=note if isinstance(note, str) else "",
        )


def sequence_of(raw: Any) -> int | None:
    sequence = head_of(raw)["device_sequence"]
    return sequence if sequence is not None and 0 < sequence <= LARGEST_SEQUENCE else None


def head_of(raw: Any) -> dict[str, Any]:
    """What names the operation in its outcome, as far as it can be read."""
    sent = raw if isinstance(raw, dict) else {}
    sequence = sent.get("device_sequence")
    return {
        "key": storable(str(sent.get("key", "")))[:MAX_ECHO_LETTERS],
        "device_sequence": sequence if type(sequence) is int else None,
    }


# --- whom an operation is about -------------------------------------------------------------


def concerned(raw: Any, by: User) -> set[str]:
    """The card and the member an operation is about, however it names them."""
    body = raw.get("body") if isinstance(raw, dict) else None
    if not isinstance(body, dict):
        return set()
    named = {name: body[name] for name in LOOKUPS if readable_text(body.get(name))}
    return {who for name, text in named.items() for who in LOOKUPS[name](text, by)}


def readable_text(value: Any) -> bool:
    return isinstance(value, str) and is_storable(value)


def by_card(code: str, by: User) -> Iterable[str]:
    return of_card(code, code)


def by_hash(digest: str, by: User) -> Iterable[str]:
    return of_card(HashedCode(digest), digest)


def of_card(card: str | HashedCode, name: str) -> Iterable[str]:
    try:
        found = read_card(card)
    except Refusal:
        yield f"card:{name}"
        return
    yield f"card:{found.pk}"
    if found.member is not None:
        yield f"member:{found.member.number}"


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
    "card_hash": by_hash,
    "member": by_number,
    "deposit": by_deposit,
}
