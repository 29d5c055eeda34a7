"""What arrived from devices, in which order they made it, and what is still on the way.

A device numbers its records 1, 2, 3 … without a gap. Each number gets one last word: recorded,
refused (it lies parked on the device) or dropped (a person gave it up). A number without a word,
up to what the device says it has made, is a missing record.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Max, Q

from ledger import clock
from ledger.idempotency import was_carried_out
from wastebank import actions
from wastebank.commands import log, record
from wastebank.devices.refusals import AlreadyArrived
from wastebank.devices.register import require_counter, visible_devices
from wastebank.models import ActionLog, Deposit, Device, DeviceRecord, User
from wastebank.permissions import SEE_DEPOSITS, require
from wastebank.refusals import FieldMalformed
from wastebank.text import checked_note, checked_text

MOST_MISSING_SHOWN = 50
LARGEST_SEQUENCE = 2**53 - 1  # what a browser counts exactly


@dataclass(frozen=True, slots=True)
class JournalLine:
    """The outcome of one operation, as the device is told it."""

    sequence: int
    key: str
    kind: str
    outcome: str
    code: str = ""
    mends: int | None = None  # the parked record this one took the place of, and why
    note: str = ""


@dataclass(frozen=True, slots=True)
class DeviceState:
    """A device as the office sees it: how many records it made, which have not come, and when it
    last spoke to us. `missing` tells the first fifty."""

    device: Device
    made_count: int
    arrived_count: int
    parked_count: int
    missing: Sequence[int]
    missing_count: int


@dataclass(frozen=True, slots=True)
class LastWord:
    """What was said of a number before: the key it has, and the outcome."""

    key: str
    outcome: str


def words_on(device: Device, sequences: Iterable[int]) -> Mapping[int, LastWord]:
    """What was said before of these numbers of a device."""
    wanted = list(sequences)
    made = Deposit.objects.filter(device=device, device_sequence__in=wanted)
    records = DeviceRecord.objects.filter(device=device, sequence__in=wanted)
    return {
        **{
            sequence or 0: LastWord(key, DeviceRecord.Outcome.RECORDED)
            for sequence, key in made.values_list("device_sequence", "entry__key")
        },
        **{
            sequence: LastWord(key, outcome)
            for sequence, key, outcome in records.values_list("sequence", "key", "outcome")
        },
    }


def note_in_journal(
    *, device: Device, by: User, lines: Sequence[JournalLine], issued: int | None = None
) -> None:
    """Write down the first word on each number, and how many records the device says it made."""
    with transaction.atomic(durable=True):
        locked = Device.objects.select_for_update(no_key=True).get(pk=device.pk)
        taken = DeviceRecord.objects.filter(
            device=locked, sequence__in=[line.sequence for line in lines]
        )
        known = set(taken.values_list("sequence", flat=True))
        fresh = {line.sequence: line for line in reversed(lines) if line.sequence not in known}
        DeviceRecord.objects.bulk_create(
            DeviceRecord(
                device=locked,
                sequence=line.sequence,
                key=line.key,
                kind=line.kind,
                outcome=line.outcome,
                code=line.code,
                actor=by.username,
                at=clock.now(),
            )
            for line in sorted(fresh.values(), key=lambda line: line.sequence)
        )
        for line in fresh.values():
            if line.mends is not None:
                log_mended(locked, by, line)
        locked.issued = max(locked.issued, issued or 0, *(line.sequence for line in lines), 0)
        locked.seen_at = clock.now()
        locked.save(update_fields=["issued", "seen_at"])


def log_mended(device: Device, by: User, line: JournalLine) -> None:
    log(
        by=by,
        action=actions.MEND_OPERATION,
        subject=f"device:{device.pk}/{line.mends}",
        key=UUID(line.key),
        reason=checked_text("note", line.note, 300),
        place=device.place,
    )


def drop_operation(
    *, key: UUID, by: User, device: Device, operation: UUID, sequence: int, note: str
) -> ActionLog:
    """A person gives up a record of this device, and says why. It must not have been recorded."""
    require_counter(device, by)
    text = checked_note(note)
    if not 0 < sequence <= LARGEST_SEQUENCE:
        raise FieldMalformed(field="device_sequence")

    def make() -> ActionLog:
        if was_carried_out(operation):
            raise AlreadyArrived(sequence=sequence)
        DeviceRecord.objects.get_or_create(
            device=device,
            sequence=sequence,
            defaults={
                "key": str(operation),
                "kind": "deposit",
                "outcome": DeviceRecord.Outcome.DROPPED,
                "actor": by.username,
                "at": clock.now(),
            },
        )
        subject = f"device:{device.pk}/{sequence}"
        log(
            by=by,
            action=actions.DROP_OPERATION,
            subject=subject,
            key=key,
            reason=text,
            place=device.place,
        )
        return ActionLog.objects.filter(key=str(key), action=actions.DROP_OPERATION.code).latest(
            "pk"
        )

    request = {
        "by": by.username,
        "device": device.pk,
        "operation": str(operation),
        "sequence": sequence,
        "note": text,
    }
    return record(ActionLog, key=key, verb=actions.DROP_OPERATION.code, request=request, make=make)


def device_states(*, by: User) -> list[DeviceState]:
    """Every counter this person may see with what it made, what came, and what is missing."""
    require(by, SEE_DEPOSITS)
    devices = visible_devices(by).filter(kind=Device.Kind.COUNTER)
    return [state_of(device) for device in devices]


def state_of(device: Device) -> DeviceState:
    records = DeviceRecord.objects.filter(device=device)
    sums = records.aggregate(
        count=Count("pk"),
        parked=Count("pk", filter=Q(outcome=DeviceRecord.Outcome.REFUSED)),
        last=Max("sequence"),
    )
    made_count = max(device.issued, sums["last"] or 0)
    missing_count = made_count - sums["count"]
    return DeviceState(
        device=device,
        made_count=made_count,
        arrived_count=sums["count"],
        parked_count=sums["parked"],
        missing=missing_sequences(device, made_count) if missing_count else [],
        missing_count=missing_count,
    )


def missing_sequences(device: Device, made_count: int) -> list[int]:
    """The first numbers that have no word yet."""
    records = DeviceRecord.objects.filter(device=device).order_by("sequence")
    missing: list[int] = []
    expected = 1
    for sequence in records.values_list("sequence", flat=True).iterator():
        missing.extend(range(expected, min(sequence, expected + MOST_MISSING_SHOWN)))
        expected = sequence + 1
        if len(missing) >= MOST_MISSING_SHOWN:
            return missing[:MOST_MISSING_SHOWN]
    missing.extend(range(expected, min(made_count + 1, expected + MOST_MISSING_SHOWN)))
    return missing[:MOST_MISSING_SHOWN]
