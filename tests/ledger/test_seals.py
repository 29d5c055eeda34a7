"""Seals: the shape of RFC 9162, recomputed here in another way, and what they find."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from ledger.db.patience import LIMITS
from ledger.models import JournalEntry, KeyedResult, Posting, Seal, SealedEntry, SealedRun
from ledger.posting import Transfer
from ledger.seals import making
from ledger.seals.checking import checked_seals, seals_recompute
from ledger.seals.making import MAX_ENTRIES, make_seal
from ledger.seals.tree import leaf_hash, merkle_root
from ledger.triggers import TRIGGERS, install, lift
from tests.ledger.books import NOON, OTHER_PURSE, PURSE, STORE, SUPPLIER, pay_in, pay_out, write

# The tree of RFC 6962 and 9162 over these leaves, as published with Certificate Transparency.
LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize("count", range(1, 9))
def test_the_root_is_the_published_one(count: int) -> None:
    assert merkle_root([leaf_hash(leaf) for leaf in LEAVES[:count]]).hex() == ROOTS[count - 1]


def test_the_root_of_nothing_is_the_hash_of_nothing() -> None:
    assert merkle_root([]).hex() == NOTHING


def root_bottom_up(leaves: list[bytes]) -> bytes:
    """Another way to the same tree: pair up neighbours level by level, and carry the odd one."""
    level = [hashlib.sha256(b"\x00" + leaf).digest() for leaf in leaves]
    while len(level) > 1:
        pairs = [level[i : i + 2] for i in range(0, len(level), 2)]
        level = [
            hashlib.sha256(b"\x01" + pair[0] + pair[1]).digest() if len(pair) == 2 else pair[0]
            for pair in pairs
        ]
    return level[0]


@given(st.lists(st.binary(max_size=8), min_size=1, max_size=70))
def test_the_root_is_that_of_another_algorithm(leaves: list[bytes]) -> None:
    assert merkle_root([leaf_hash(leaf) for leaf in leaves]) == root_bottom_up(leaves)


def test_a_node_cannot_pass_for_a_leaf() -> None:
    left, right = leaf_hash(b"a"), leaf_hash(b"b")
    assert merkle_root([left, right]) != leaf_hash(left + right)


# --- over entries


def canonical(entry: JournalEntry) -> bytes:
    """The bytes of an entry, written down here a second time."""
    postings = Posting.objects.filter(entry=entry).select_related("debit", "credit")
    lines = [
        [
            *(p.line, p.debit.code, p.credit.code, p.debit.unit, p.amount),
            *(p.debit_balance, p.credit_balance, p.debit_version, p.credit_version),
            *(p.debit.unit, p.debit.kind, p.debit.guarded, p.debit.shared),
            *(p.credit.unit, p.credit.kind, p.credit.guarded, p.credit.shared),
        ]
        for p in postings.order_by("line")
    ]
    times = [iso(entry.occurred_at), iso(entry.recorded_at)]
    head = [entry.key, entry.kind, *times, entry.actor, entry.place, entry.memo, entry.reverses_id]
    return packed([entry.pk, head, lines])


def packed(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


def iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def rows_of(run: SealedRun) -> Iterator[bytes]:
    """The rows of a run, which are outcomes of keys: nothing else stands in this book."""
    assert run.form.table_name == "ledger_keyedresult"
    for row in KeyedResult.objects.filter(pk__range=(run.first_row, run.last_row)).order_by("pk"):
        said = {
            "key": row.key,
            "verb": row.verb,
            "fingerprint": row.fingerprint,
            "claimed_at": iso(row.claimed_at),
            "outcome": row.outcome,
        }
        yield packed(["ledger_keyedresult", row.pk, list(said.items())])


@pytest.fixture
def sealed(db: None) -> list[Seal]:
    """Three entries under the first seal, two under the second, one under none."""
    seals = []
    for count in (3, 2):
        for _ in range(count):
            write(pay_in(10), pay_in(5, OTHER_PURSE), Transfer(STORE, SUPPLIER, 7))
        seal = make_seal()
        assert seal is not None
        seals.append(seal)
    write(pay_out(1))
    return seals


def test_a_seal_is_the_root_over_the_seal_before_and_its_entries(sealed: list[Seal]) -> None:
    previous = "0" * 64
    for seal in sealed:
        entries = JournalEntry.objects.filter(sealed__seal=seal).order_by("sealed__position")
        rows = [row for run in seal.runs.order_by("position") for row in rows_of(run)]
        said = ["seal", seal.number, len(entries), len(rows), iso(seal.sealed_at)]
        leaves = [bytes.fromhex(previous), packed(said), *map(canonical, entries), *rows]
        assert seal.root == root_bottom_up(leaves).hex()
        assert (seal.previous_root, seal.entry_count) == (previous, len(entries))
        assert seal.row_count == len(rows) == len(entries)  # the outcome of each key
        previous = seal.root
    assert [seal.number for seal in sealed] == [1, 2]
    assert list(seals_recompute()) == []


def test_each_entry_stands_under_one_seal_and_new_ones_under_the_next(sealed: list[Seal]) -> None:
    assert SealedEntry.objects.count() == 5
    third = make_seal()
    assert third is not None
    assert (third.number, third.entry_count) == (3, 1)
    assert make_seal() is None
    assert MAX_ENTRIES > 1_000


def tamper(*statements: str) -> list[str]:
    """What an owner of the database could do; answers the invariants that are found broken."""
    lift(connection, TRIGGERS)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    return [finding.law for finding in seals_recompute()]


FIRST = "(SELECT MIN(id) FROM ledger_journalentry)"
MOVE = (
    "UPDATE ledger_sealedentry SET position = {} WHERE position = {}"
    " AND seal_id = (SELECT MIN(id) FROM ledger_seal)"
)
EDITS: dict[str, str | list[str]] = {
    "memo": f"UPDATE ledger_journalentry SET memo = 'x' WHERE id = {FIRST}",
    "actor": f"UPDATE ledger_journalentry SET actor = 'rudi' WHERE id = {FIRST}",
    "kind": f"UPDATE ledger_journalentry SET kind = 'gift' WHERE id = {FIRST}",
    "place": f"UPDATE ledger_journalentry SET place = 'KNG' WHERE id = {FIRST}",
    "key": f"UPDATE ledger_journalentry SET key = 'x' WHERE id = {FIRST}",
    "claimed time": "UPDATE ledger_journalentry SET occurred_at = '2026-01-01 00:00:00+00:00'"
    f" WHERE id = {FIRST}",
    "time": "UPDATE ledger_journalentry SET recorded_at = '2026-01-01 00:00:00+00:00'"
    f" WHERE id = {FIRST}",
    "amount": f"UPDATE ledger_posting SET amount = 9 WHERE entry_id = {FIRST} AND line = 1",
    "balance": "UPDATE ledger_posting SET debit_balance = debit_balance + 1"
    f" WHERE entry_id = {FIRST} AND line = 1",
    "whose": "UPDATE ledger_posting SET credit_version = 99, credit_id ="
    " (SELECT id FROM ledger_account WHERE code = 'purse:other')"
    f" WHERE entry_id = {FIRST} AND line = 1",
    "account's name": "UPDATE ledger_account SET code = 'purse:x' WHERE code = 'purse:other'",
    "posting gone": f"DELETE FROM ledger_posting WHERE entry_id = {FIRST} AND line = 3",
    # In three moves, for no two entries may stand at one place.
    "order": [MOVE.format(99, 0), MOVE.format(0, 2), MOVE.format(2, 99)],
    "left out": f"DELETE FROM ledger_sealedentry WHERE entry_id = {FIRST}",
    "put in": "INSERT INTO ledger_sealedentry (seal_id, position, entry_id)"
    " SELECT MIN(seal_id), 9, (SELECT MAX(id) FROM ledger_journalentry) FROM ledger_sealedentry",
    "root": "UPDATE ledger_seal SET root = previous_root WHERE number = 2",
}


@pytest.mark.parametrize("edit", EDITS)
def test_the_seal_finds_the_edit(sealed: list[Seal], edit: str) -> None:
    statements = EDITS[edit]
    found = tamper(*([statements] if isinstance(statements, str) else statements))
    assert "seals recompute" in found


ON_SEALS: dict[str, tuple[str, str]] = {
    "chain": ("seals are chained", "UPDATE ledger_seal SET previous_root = root WHERE number = 2"),
    "number": (
        "seals are numbered without gap",
        "UPDATE ledger_seal SET number = 3 WHERE number = 2",
    ),
}


@pytest.mark.parametrize("edit", ON_SEALS)
def test_seals_that_do_not_follow_one_another_are_found(sealed: list[Seal], edit: str) -> None:
    law, statement = ON_SEALS[edit]
    assert law in tamper(statement)


def test_a_seal_made_again_over_altered_entries_breaks_the_chain(sealed: list[Seal]) -> None:
    """Whoever repairs one hash has to repair all that follow, up to one that was printed."""
    lift(connection, TRIGGERS)
    JournalEntry.objects.filter(sealed__seal=sealed[0]).update(memo="x")
    repaired = next(checked.root for checked in checked_seals())
    assert repaired != sealed[0].root
    Seal.objects.filter(pk=sealed[0].pk).update(root=repaired)
    assert [finding.law for finding in seals_recompute()] == ["seals are chained"]


def test_nothing_is_found_where_nothing_was_done(sealed: list[Seal]) -> None:
    assert tamper() == []


def test_more_accounts_than_an_expression_may_name_are_sealed_in_one_run(db: None) -> None:
    """SQLite takes a thousand; a run of entries is one join, however many accounts it moves."""
    purses = [replace(PURSE, code=f"purse:{number}") for number in range(1_100)]
    write(*(pay_in(1, purse) for purse in purses))
    seal = make_seal()
    assert seal is not None
    assert list(seals_recompute()) == []


def test_whoever_sealed_in_between_was_first(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was read then is left, and read again."""
    write(pay_in(1))
    read = making.unsealed
    others: list[Seal | None] = []

    def slowly() -> making.Unsealed:
        found = read()
        if not others:
            others.append(None)
            others.append(make_seal())
            write(pay_in(2))
        return found

    monkeypatch.setattr(making, "unsealed", slowly)
    seal = make_seal()
    assert seal is not None
    assert (seal.number, seal.entry_count) == (2, 1)
    assert list(seals_recompute()) == []


def test_numbers_that_are_committed_late_go_under_the_next_seal(db: None) -> None:
    """A number that was not there yet leaves a gap between two runs."""
    first, late, last = (KeyedResult.objects.create(**key_row(number)) for number in range(3))
    gap = late.pk
    remove(late)
    assert spans(make_seal()) == [(first.pk, first.pk), (last.pk, last.pk)]
    KeyedResult.objects.create(pk=gap, **key_row(1))
    assert spans(make_seal()) == [(gap, gap)]
    assert make_seal() is None
    assert list(seals_recompute()) == []


def key_row(number: int) -> dict[str, object]:
    return {
        "key": f"k{number}",
        "verb": "write",
        "fingerprint": "{}",
        "claimed_at": NOON,
        "outcome": "{}",
    }


def remove(row: KeyedResult) -> None:
    own = [trigger for trigger in TRIGGERS if trigger.table == "ledger_keyedresult"]
    lift(connection, own)
    row.delete()
    install(connection, own)


def spans(seal: Seal | None) -> list[tuple[int, int]]:
    assert seal is not None
    return list(seal.runs.order_by("position").values_list("first_row", "last_row"))


def test_what_comes_late_is_looked_for_in_the_last_seals_only(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that sealing costs the same however old the book is."""
    monkeypatch.setattr(making, "SEALS_TO_LOOK_AT", 2)
    for _ in range(5):
        write(pay_in(1))
        gap = KeyedResult.objects.create(**key_row(KeyedResult.objects.count() + 100))
        remove(gap)
        write(pay_in(1))
        assert make_seal() is not None
    since = making.first_seal_to_look_at()
    assert since == 3
    gaps, top = making.gaps_between_runs("ledger_keyedresult", since)
    assert len(gaps) == 2  # one within each of the last two
    assert top == KeyedResult.objects.latest("pk").pk
    assert making.first_entry() == SealedEntry.objects.get(seal__number=4, position=0).entry_id
    assert make_seal() is None
    assert list(seals_recompute()) == []


@pytest.mark.engine("postgres")
def test_writing_a_seal_takes_as_long_as_it_takes(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = []

    def look() -> None:
        with connection.cursor() as cursor:
            for limit in LIMITS:
                cursor.execute(f"SHOW {limit}")
                limits.append(cursor.fetchone()[0])

    write(pay_in(1))
    monkeypatch.setattr(making, "lock_sealing", look)
    assert make_seal()
    assert limits == ["0"] * len(LIMITS)
