"""Once means once: the outcome of a key the client made before it sent its request.

The same key with the same content gets the stored outcome, be it a result or a refusal that
rested on state. The same key with other content is refused, naming what differs.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction

from ledger import clock
from ledger.db.sql import ask, with_rows
from ledger.db.values import db_time
from ledger.models import KeyedResult
from ledger.refusals import BookIsRed, KeyReused, Refusal
from ledger.written.digests import canonical, digest, digest_key


@dataclass(frozen=True, slots=True)
class KeyedAnswer:
    """What the command answered (JSON-able), and whether it was carried out before."""

    result: dict[str, Any]
    replayed: bool


# The claim also looks for a red flag: no extra round trip, and it holds for every process at once.
CLAIM = """
    INSERT INTO ledger_keyedresult (key, verb, fingerprint, claimed_at)
    SELECT CAST(%s AS text), CAST(%s AS text), CAST(%s AS text), %s
    WHERE NOT EXISTS (SELECT 1 FROM ledger_redflag WHERE lifted_at IS NULL)
      AND NOT EXISTS (SELECT 1 FROM ledger_keyedresult WHERE key = %s)
    ON CONFLICT (key) DO NOTHING RETURNING id
"""
CLAIM_ALL = """
    INSERT INTO ledger_keyedresult (key, verb, fingerprint, claimed_at) VALUES {rows}
    ON CONFLICT (key) DO NOTHING RETURNING key, id
"""
SETTLE_ALL = """
    UPDATE ledger_keyedresult SET outcome = v.column2 FROM (VALUES {rows}) AS v
    WHERE ledger_keyedresult.id = v.column1
"""
KEYS_AT_ONCE = 500
SETTLE = "UPDATE ledger_keyedresult SET outcome = %s WHERE id = %s"


def once(
    *, key: UUID, verb: str, request: Mapping[str, Any], carry_out: Callable[[], dict[str, Any]]
) -> KeyedAnswer:
    """Do `carry_out` in one durable transaction, or answer what this key answered before.

    `request` is what the outcome depends on, without PINs. Raises its own Refusal (kept for
    the key if it is sticky), KeyReused, or BookIsRed.
    """
    digests = fingerprint(request)
    try:
        with transaction.atomic(durable=True):
            claim_id = claim(key, verb, digests)
            if claim_id is not None:
                result = carry_out()
                settle(claim_id, {"done": result})
                return KeyedAnswer(result, replayed=False)
    except Refusal as refusal:
        if not refusal.sticky:
            raise
        if keep_refusal(key, verb, digests, refusal):
            raise
    return replay(key, verb, digests)


@dataclass(frozen=True, slots=True)
class KeyedRequest:
    """What `once` takes, save the command, for several at once."""

    key: UUID
    verb: str
    request: Mapping[str, Any]


class Apart(Exception):
    """These requests cannot be carried out together; nothing of them was."""


def together(
    *, requests: Sequence[KeyedRequest], carry_out: Callable[[], Sequence[dict[str, Any]]]
) -> bool:
    """Carry all of them out in one durable transaction, or none: False if a key was claimed
    before, the book is red, or `carry_out` refuses or raises Apart. Then each is for `once`.

    All keys are claimed first, in one order. `carry_out` then locks at once every account that
    it will move, reads what its decisions rest on, and answers one result for each request. So a
    batch and a single command wait for each other as two single ones do, first for
    the key, then for the accounts, and none can hold what the other needs.
    """
    try:
        with transaction.atomic(durable=True):
            in_order = sorted(requests, key=lambda one: one.key)
            claims = {one.key: fresh_claim(one) for one in in_order}
            for one, result in zip(requests, carry_out(), strict=True):
                settle(claims[one.key], {"done": result})
    except (Apart, Refusal):
        return False
    return True


def fresh_claim(one: KeyedRequest) -> int:
    claim_id = claim(one.key, one.verb, fingerprint(one.request))
    if claim_id is None:
        raise Apart
    return claim_id


def claim_all(requests: Sequence[KeyedRequest]) -> list[int]:
    """Claim a key for each of many things that one command makes: inside its transaction, under
    its own key, which has looked for a red flag. KeyReused if one of them was used before."""
    now = db_time(clock.now())
    claims: dict[str, int] = {}
    in_order = sorted(requests, key=lambda one: one.key)
    for start in range(0, len(in_order), KEYS_AT_ONCE):
        some = in_order[start : start + KEYS_AT_ONCE]
        heads = [(str(r.key), r.verb, canonical(fingerprint(r.request)), now) for r in some]
        values = [value for head in heads for value in head]
        claims.update(ask(with_rows(CLAIM_ALL, len(some), 4), values))
    if len(claims) < len(requests):
        raise KeyReused(differing=["kind of act"])
    return [claims[str(one.key)] for one in requests]


def key_beside(key: UUID, part: str, verb: str) -> str:
    """The key of a further entry of a command, inside its transaction: made of the command's own
    key and the part it plays, so that every entry answers to a key that was carried out."""
    own = uuid5(key, part)
    [claim_id] = claim_all([KeyedRequest(own, verb, {"of": str(key), "part": part})])
    settle(claim_id, {"done": {"of": str(key)}})
    return str(own)


def settle_all(outcomes: Mapping[int, Mapping[str, Any]]) -> None:
    """What each claim came to, by its id."""
    rows = [(claim_id, canonical({"done": result})) for claim_id, result in outcomes.items()]
    for start in range(0, len(rows), KEYS_AT_ONCE):
        some = rows[start : start + KEYS_AT_ONCE]
        values = [value for row in some for value in row]
        ask(with_rows(SETTLE_ALL, len(some), 2), values)


def fingerprint(request: Mapping[str, Any]) -> dict[str, str]:
    """A keyed digest for each field: enough to name a difference, useless to read the content."""
    secret = digest_key(settings.LEDGER_DIGEST_KEY)
    return {
        name: digest(secret, f"{name}={canonical(value)}".encode())
        for name, value in request.items()
    }


def claim(key: UUID, verb: str, digests: Mapping[str, str]) -> int | None:
    """The id of a fresh claim; None if the key was claimed before or the book is red.

    On PostgreSQL a second claim of the same key waits here until the first one has ended.
    """
    rows = ask(CLAIM, [str(key), verb, canonical(digests), db_time(clock.now()), str(key)])
    return int(rows[0][0]) if rows else None


def settle(claim_id: int, outcome: Mapping[str, Any]) -> None:
    ask(SETTLE, [canonical(outcome), claim_id])


def was_carried_out(key: UUID) -> bool:
    """Whether the command of this key was done; a key that was refused, or never seen, was not."""
    kept = KeyedResult.objects.filter(key=str(key)).first()
    return kept is not None and kept.outcome is not None and "done" in json.loads(kept.outcome)


def keep_refusal(key: UUID, verb: str, digests: Mapping[str, str], refusal: Refusal) -> bool:
    """Store a refusal as the key's outcome; False if the key got another outcome meanwhile."""
    with transaction.atomic(durable=True):
        claim_id = claim(key, verb, digests)
        if claim_id is None:
            return not KeyedResult.objects.filter(key=str(key)).exists()
        settle(claim_id, {"refused": refusal.code, "facts": refusal.facts})
        return True


def replay(key: UUID, verb: str, digests: Mapping[str, str]) -> KeyedAnswer:
    kept = KeyedResult.objects.filter(key=str(key)).first()
    if kept is None or kept.outcome is None:
        raise BookIsRed
    before: dict[str, str] = json.loads(kept.fingerprint)
    names = sorted(before.keys() | digests.keys())
    differing = [name for name in names if before.get(name) != digests.get(name)]
    if kept.verb != verb:
        differing.insert(0, "kind of act")
    if differing:
        raise KeyReused(differing=differing)
    outcome = json.loads(kept.outcome)
    if "refused" in outcome:
        refusal = Refusal.by_code[outcome["refused"]](**outcome["facts"])
        refusal.replayed = True
        raise refusal
    return KeyedAnswer(outcome["done"], replayed=True)
