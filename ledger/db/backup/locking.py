"""Backups that only the holder of a key reads: age, by a library (https://age-encryption.org).

The public key, the recipient, lies in the settings. The private key, the identity, has no business
on this machine: whoever takes the machine must not have the backups of last year as well.
"""

from collections.abc import Sequence
from pathlib import Path

import pyrage

from ledger.db.backup.container import READ_BYTES, Readable, Unwrapping, Wrapped, Writable
from ledger.db.backup.problems import CopyProblem

BEGINS_LOCKED = (b"age-encryption.org/", b"-----BEGIN AGE ENCRYPTED FILE-----")
IDENTITY = "AGE-SECRET-KEY-"


def fault_of_recipient(text: str) -> str:
    """Why this cannot be a recipient, in a sentence; empty if it is one."""
    if text.strip().upper().startswith(IDENTITY):
        return "it is an identity, which opens backups: keep it off this machine"
    try:
        pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError as problem:
        return f"an age recipient begins with age1 ({problem})"
    return ""


def lock(source: Wrapped, target: Writable, recipients: Sequence[str]) -> None:
    """Write the backup so that each of the recipients can open it."""
    keys = [pyrage.x25519.Recipient.from_str(one) for one in recipients]
    try:
        pyrage.encrypt_io(source, target, keys)
    except pyrage.EncryptError as problem:
        raise source.problem or OSError(str(problem)) from None


def is_locked(begin: bytes) -> bool:
    return any(begin.startswith(mark) for mark in BEGINS_LOCKED)


def unlock(source: Readable, target: Unwrapping, identities: Sequence[str]) -> None:
    """Write what lies in an encrypted backup; CopyProblem if it cannot be opened or is damaged."""
    if not identities:
        raise CopyProblem(
            "the backup is encrypted: say --words and type those of the paper, or name the file of"
            " its key with --identity"
        )
    keys = [pyrage.x25519.Identity.from_str(one) for one in identities]
    try:
        pyrage.decrypt_io(source, target, keys)
    except (pyrage.DecryptError, OSError) as problem:
        raise target.problem or CopyProblem(sentence_of(problem)) from None


def sentence_of(problem: Exception) -> str:
    if "No matching keys" in str(problem):
        return "the backup was not encrypted for this key, or its beginning is damaged"
    return "the backup is damaged or cut short: it cannot be decrypted"


def read_identities(path: Path) -> list[str]:
    """The keys in a file as `age-keygen` writes it: one a line, remarks after a #."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        raise CopyProblem(f"the identity cannot be read: {problem}") from None
    try:
        keys = [
            str(pyrage.x25519.Identity.from_str(line.strip()))
            for line in lines
            if line.strip() and not line.lstrip().startswith("#")
        ]
    except pyrage.IdentityError as problem:
        raise CopyProblem(f"{path} holds no age identity ({problem})") from None
    if not keys:
        raise CopyProblem(f"{path} holds no age identity")
    return keys


def new_identity() -> tuple[str, str]:
    """A new pair of keys: the identity, and the recipient that goes into the settings."""
    key = pyrage.x25519.Identity.generate()
    return str(key), str(key.to_public())


def copy_through(source: Readable, target: Writable) -> None:
    while data := source.read(READ_BYTES):
        target.write(data)
