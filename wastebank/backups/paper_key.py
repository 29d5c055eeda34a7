"""The key of the backups: made here, shown once for a paper, and kept by nobody but its reader.

What comes back with the paper's answer is a proof: the public half, which words are asked for, and
a digest of each of those, signed. Whoever has the proof alone can try no word, for the digests are
made with the pepper. Whoever has pepper and proof learns four of the twenty-four words, and more
than two hundred bits of the key stay unknown. Nothing of it is kept in the database, the session,
a file or a log.
"""

import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core import signing

from ledger import clock
from ledger.db.backup.words import WORDS, meant, new_words, recipient_of
from ledger.models import BackupKey
from wastebank import actions
from wastebank.backups.refusals import BackupWordsWrong, PaperKeyTooOld
from wastebank.codes.secrets import peppered
from wastebank.commands import log, record
from wastebank.models import User
from wastebank.permissions import KEEP_BACKUP_KEY, require

ASKED_BACK = 4
SHOWN_FOR = timedelta(hours=2)
SALT = "key of the backups"


@dataclass(frozen=True, slots=True)
class KeyOnPaper:
    """A key that nobody keeps yet. `asked` are the places of the words that are asked back."""

    words: tuple[str, ...]
    recipient: str
    asked: tuple[int, ...]
    proof: str


def new_paper_key(*, by: User) -> KeyOnPaper:
    """Make a key. Nothing is recorded: without the paper's answer it never was."""
    require(by, KEEP_BACKUP_KEY)
    words = new_words()
    recipient = recipient_of(words)
    asked = tuple(sorted(secrets.SystemRandom().sample(range(1, WORDS + 1), ASKED_BACK)))
    said = {place: word_digest(recipient, place, words[place - 1]) for place in asked}
    proof = signing.dumps({"recipient": recipient, "said": said}, salt=SALT, compress=True)
    return KeyOnPaper(tuple(words), recipient, asked, proof)


def word_digest(recipient: str, place: int, word: str) -> str:
    return peppered("word of a backup key", f"{recipient}:{place}:{word}").hex()


def places_asked(proof: str) -> tuple[int, ...]:
    """Which words of the paper are asked for."""
    return tuple(int(place) for place in read_proof(proof)["said"])


def read_proof(proof: str) -> dict[str, Any]:
    try:
        found: dict[str, Any] = signing.loads(proof, salt=SALT, max_age=SHOWN_FOR)
    except signing.BadSignature:  # out of time, or signed with another secret key
        raise PaperKeyTooOld(hours=SHOWN_FOR // timedelta(hours=1)) from None
    return found


def keep_backup_key(*, key: UUID, by: User, proof: str, typed: Sequence[str]) -> BackupKey:
    """From now on backups are encrypted for this key: somebody has its paper, and read the words
    from it. No word is part of a fingerprint."""
    require(by, KEEP_BACKUP_KEY)
    found = read_proof(proof)
    recipient, said = str(found["recipient"]), dict(found["said"])
    answers = dict(zip(said, [*typed, *[""] * len(said)], strict=False))
    wrong = [place for place, word in answers.items() if not is_word(recipient, said, place, word)]
    if wrong:
        raise BackupWordsWrong(places=", ".join(wrong))

    def make() -> BackupKey:
        log(by=by, action=actions.KEEP_BACKUP_KEY, subject="book", key=key)
        return BackupKey.objects.create(
            recipient=recipient, kept_at=clock.now(), kept_by=by.username
        )

    request = {"recipient": recipient}
    return record(BackupKey, key=key, verb="keep_backup_key", request=request, make=make)


def is_word(recipient: str, said: dict[str, str], place: str, typed: str) -> bool:
    word = meant(typed.strip().lower())
    return hmac.compare_digest(word_digest(recipient, int(place), word), said[place])
