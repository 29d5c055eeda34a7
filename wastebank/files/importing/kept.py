"""Files that were begun: kept with their answers until they are written, dropped or forgotten.

A power cut or a sign-out loses nothing: what was answered stands in the database, and nothing of
the list itself is written before all of it is.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from ledger import clock
from ledger.idempotency import was_carried_out
from ledger.refusals import KeyReused
from wastebank.files.grids.read import read_file
from wastebank.files.importing.coming import ComingList
from wastebank.files.importing.offered import OfferedList, offered_list
from wastebank.files.importing.questions import Answers, Choice, Question, Style
from wastebank.files.importing.reading import Reading, read_list_file
from wastebank.files.importing.remembered import meanings, remember
from wastebank.files.list_import import (
    CheckedSheet,
    Imported,
    Progress,
    RowChange,
    check_list,
    import_list,
    imported_of,
)
from wastebank.files.refusals import ImportMoved, ImportUnknown, QuestionsOpen
from wastebank.models import BegunImport, Place, User
from wastebank.permissions import require
from wastebank.values.letters import excerpt, storable

KEPT = timedelta(days=7)
MOST_ANSWERS = 6_000
BAD = "bad"
LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class OpenedImport:
    """A begun file with what it says just now."""

    begun: BegunImport
    offered: OfferedList
    coming: ComingList[Any, Any]
    reading: Reading[Any]
    checked: CheckedSheet[Any]

    @property
    def open_questions(self) -> list[Question]:
        return list(self.reading.open_questions)

    @property
    def to_write(self) -> int:
        return self.checked.new + self.checked.changed

    @property
    def mark(self) -> str:
        """What was looked at, in a few signs: what is written is the same, or nothing is."""
        seen = [
            (step.row.row, step.change.value, step.before, step.after)
            for step in self.checked.steps
            if step.change is not RowChange.SAME
        ]
        return hashlib.sha256(repr(seen).encode()).hexdigest()[:16]


def begin_import(
    *, key: UUID, by: User, kind: str, place: str, name: str, data: bytes
) -> BegunImport:
    """Keep a file that can be read. The same key with the same file is the same import."""
    offered = offered_list(kind)
    require(by, offered.permission)
    coming = offered.make(by, place, Answers())
    assert coming.target
    found = read_file(data)
    read_list_file(coming, found, meanings(kind, coming.target.place))
    now = clock.now()
    begun, is_new = BegunImport.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "place": coming.target.place,
            "actor": by.username,
            "name": excerpt(name, 100),
            "content": data,
            "begun_at": now,
            "touched_at": now,
        },
    )
    if not is_new and not is_same_import(begun, by, kind, coming.target.place, data):
        raise KeyReused(differing=["file"])
    return begun


def is_same_import(begun: BegunImport, by: User, kind: str, place: Place, data: bytes) -> bool:
    """Whether a key came again with what it brought before. Once a file is written only its digest
    is kept: another one under that key is not written, and nobody may read that it was."""
    if (begun.actor, begun.kind, begun.place_id) != (by.username, kind, place.pk):
        return False
    if begun.outcome is None:
        return bytes(begun.content) == data
    return bool(begun.outcome.get("file", digest_of(data)) == digest_of(data))


def digest_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def begun_imports(*, by: User, kind: str) -> list[BegunImport]:
    """What this person began and did not write yet, the newest first."""
    mine = BegunImport.objects.filter(actor=by.username, kind=kind, outcome__isnull=True)
    return list(mine.defer("content").order_by("-touched_at"))


def find_import(*, by: User, kind: str, key: UUID) -> BegunImport:
    """One that this person began: nobody else sees what stands in somebody's file."""
    require(by, offered_list(kind).permission)
    found = BegunImport.objects.filter(key=key, kind=kind, actor=by.username).first()
    if found is None:
        raise ImportUnknown
    return found


def open_import(*, by: User, kind: str, key: UUID) -> OpenedImport:
    """Read a begun file again, with the answers so far."""
    begun = find_import(by=by, kind=kind, key=key)
    if begun.outcome is not None:
        raise ImportUnknown
    return opened(by, begun)


def opened(by: User, begun: BegunImport) -> OpenedImport:
    return read_for(by, begun, offered_list(begun.kind), bytes(begun.content))


def read_for(by: User, begun: BegunImport, offered: OfferedList, data: bytes) -> OpenedImport:
    coming = offered.make(by, begun.place.code, Answers(begun.answers))
    assert coming.target
    known = meanings(begun.kind, coming.target.place)
    reading = read_list_file(coming, read_file(data), known)
    checked = check_list(coming.target, reading.sheet)
    if checked.bad:
        reading.questions.append(coming.answers.put_to(bad_question(len(checked.bad))))
    return OpenedImport(begun, offered, coming, reading, checked)


def bad_question(count: int) -> Question:
    """Rows that nobody can mend here: they are left out, or the file is mended."""
    return Question(
        id=BAD,
        text=_("Rows that cannot be used: %(count)s. Leave them out?") % {"count": count},
        choices=[Choice(LEAVE, _("Leave them out"))],
        style=Style.TICK,
    )


def answer_import(*, by: User, kind: str, key: UUID, answers: Mapping[str, str]) -> BegunImport:
    """Keep answers beside those of before; an empty one takes the answer back."""
    begun = find_import(by=by, kind=kind, key=key)
    if begun.outcome is not None:
        return begun
    said = {storable(name[:60]): storable(text[:200]) for name, text in answers.items()}
    with transaction.atomic():
        held = BegunImport.objects.select_for_update().get(pk=begun.pk)
        kept = {**held.answers, **said}
        held.answers = dict([(k, v) for k, v in kept.items() if v][:MOST_ANSWERS])
        held.touched_at = clock.now()
        held.save(update_fields=["answers", "touched_at"])
    return held


def drop_import(*, by: User, kind: str, key: UUID) -> None:
    """Throw a file away that was not written."""
    find_import(by=by, kind=kind, key=key)
    BegunImport.objects.filter(pk=key, outcome__isnull=True).delete()


def write_import(
    *, by: User, kind: str, key: UUID, seen: str = "", progress: Progress | None = None
) -> Imported:
    """Write all of a file that is answered, or nothing. Its key is that of the import."""
    begun = find_import(by=by, kind=kind, key=key)
    if begun.outcome is not None:
        return imported_of(begun.outcome, replayed=True)
    found = opened(by, begun)
    refuse_open(found)
    if seen and seen != found.mark:
        raise ImportMoved
    target = found.coming.target
    assert target

    def after(counts: dict[str, int]) -> None:
        settle_import(found, counts)

    return import_list(
        target=target, key=key, rows=found.checked.rows, progress=progress, after=after
    )


def settle_import(found: OpenedImport, counts: Mapping[str, int]) -> None:
    """What became of a file, in the transaction that wrote it. What waits for a second person is
    kept as it is until then."""
    begun, target = found.begun, found.coming.target
    assert target
    file = bytes(begun.content)
    begun.outcome = {**counts, "file": digest_of(file)}
    begun.touched_at = clock.now()
    if "approval" not in counts:
        if begun.answers.get("remember") != "no" and found.reading.table:
            remember(begun.kind, target.place, found.reading.table)
        begun.content, begun.answers = b"", {}
    begun.save()


def refuse_open(found: OpenedImport) -> None:
    waiting = found.open_questions
    if waiting:
        raise QuestionsOpen(count=len(waiting), questions=[one.id for one in waiting[:10]])


def forget_imports() -> int:
    """Take away what nobody touched for a week, and what was written then."""
    past = clock.now() - KEPT
    gone, _by_table = BegunImport.objects.filter(touched_at__lt=past).delete()
    return gone


def import_file(
    *,
    key: UUID,
    by: User,
    kind: str,
    place: str,
    data: bytes,
    answers: Mapping[str, str],
    dry_run: bool = False,
) -> tuple[OpenedImport | None, Imported | None]:
    """Read, check and write a file at once, as a program sends it; with `dry_run` only read it."""
    offered = offered_list(kind)
    require(by, offered.permission)
    coming = offered.make(by, place, Answers())
    assert coming.target
    now = clock.now()
    begun = BegunImport(
        key=key,
        kind=kind,
        place=coming.target.place,
        actor=by.username,
        answers=dict(answers),
        content=data,
        begun_at=now,
        touched_at=now,
    )
    request = {
        "by": by.username,
        "place": place,
        "file": digest_of(data),
        "answers": dict(sorted(answers.items())),
    }
    if not dry_run and was_carried_out(key):
        return None, import_list(target=coming.target, key=key, rows=[], request=request)
    found = read_for(by, begun, offered, data)
    if dry_run:
        return found, None
    refuse_open(found)
    assert found.coming.target

    def after(counts: dict[str, int]) -> None:
        if "approval" in counts:
            settle_import(found, counts)

    done = import_list(
        target=found.coming.target, key=key, rows=found.checked.rows, request=request, after=after
    )
    return found, done
