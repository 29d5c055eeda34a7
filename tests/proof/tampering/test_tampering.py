"""The audit's control: each invariant is broken by hand behind the triggers, and must be found.

The statements are those an owner of the database could give, with triggers, CHECKs and foreign
keys out of the way. What no invariant can know is found by seals, once they are printed.
"""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import uuid4

import pytest
from django.db import connection, transaction

from ledger.audit import all_invariants, check_book
from ledger.posting import step
from ledger.triggers import all_triggers, lift
from tests import engines
from tests.cast import Cast
from tests.conftest import Blocker
from tests.proof.book.full_book import write_full_book
from tests.proof.book.mutating import rewrite
from tests.proof.conftest import laid_out_ahead
from tests.proof.prepared import Prepared, without_checks
from tests.proof.tampering.care_edits import CARE_OTHERWISE, KEPT_VISIT
from tests.proof.tampering.cash_edits import CASH_PUT_ELSEWHERE
from tests.proof.tampering.corrected_edits import CORRECTED_OTHERWISE
from tests.proof.tampering.later_lists import KEYS_PUT_IN_LATER, LISTS_PUT_IN_LATER
from tests.proof.tampering.settled import SETTLED_OTHERWISE
from tests.proof.tampering.two_people import AGREED_BY_ONE
from wastebank.deposits.correcting.parts import parts_of
from wastebank.deposits.void import void_deposit
from wastebank.staff.access.links import make_link

# Said by the audit because the guards are out of the way; no invariant of the book.
EXPECTED = {"triggers stand"}

WALLET = "(SELECT MIN(id) FROM ledger_account WHERE code LIKE 'member:%' AND version > 0)"
LAST_POSTING = "(SELECT MAX(id) FROM ledger_posting)"
LAST_ENTRY = "(SELECT MAX(id) FROM ledger_journalentry)"
DEPOSIT = "(SELECT MIN(id) FROM wastebank_deposit)"
OPENING = "wastebank_openingbalance"


@dataclass(frozen=True)
class Tampering:
    law: str
    statements: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.law}: {self.statements[0]}".replace(" ", "_")[:90]


def breaks(law: str, *statements: str) -> Tampering:
    return Tampering(law, statements)


TAMPERINGS = [
    breaks("units balance", f"UPDATE ledger_account SET credits = credits + 5 WHERE id = {WALLET}"),
    breaks(
        "totals equal postings",
        f"UPDATE ledger_account SET credits = credits + 5 WHERE id = {WALLET}",
        "UPDATE ledger_account SET debits = debits + 5 WHERE code = 'clinic:SHT'",
    ),
    breaks(
        "totals equal postings",
        f"UPDATE ledger_account SET version = version + 1 WHERE id = {WALLET}",
    ),
    breaks(
        "running balance",
        f"UPDATE ledger_posting SET credit_balance = credit_balance + 5 WHERE id = {LAST_POSTING}",
    ),
    breaks(
        "running balance",
        f"UPDATE ledger_posting SET amount = amount + 5 WHERE id = {LAST_POSTING}",
        "UPDATE ledger_account SET debits = debits + 5 WHERE id = (SELECT debit_id FROM"
        f" ledger_posting WHERE id = {LAST_POSTING})",
        "UPDATE ledger_account SET credits = credits + 5 WHERE id = (SELECT credit_id FROM"
        f" ledger_posting WHERE id = {LAST_POSTING})",
    ),
    breaks(
        "versions have no gap",
        f"UPDATE ledger_posting SET debit_version = 99 WHERE id = {LAST_POSTING}",
    ),
    breaks(
        "versions have no gap",
        "UPDATE ledger_posting SET credit_id = (SELECT id FROM ledger_account WHERE code LIKE"
        " 'member:%' AND version = 0 ORDER BY id LIMIT 1) WHERE credit_id = "
        f"{WALLET} AND credit_version = 1",
    ),
    breaks("entries are whole", f"DELETE FROM ledger_posting WHERE id = {LAST_POSTING}"),
    breaks(
        "entries are whole",
        f"UPDATE ledger_journalentry SET posting_count = 3 WHERE id = {LAST_ENTRY}",
    ),
    breaks("entries are whole", f"UPDATE ledger_posting SET line = 7 WHERE id = {LAST_POSTING}"),
    breaks(
        "totals equal postings",
        f"DELETE FROM ledger_posting WHERE entry_id = {LAST_ENTRY}",
        f"DELETE FROM ledger_journalentry WHERE id = {LAST_ENTRY}",
    ),
    breaks("one unit per posting", f"UPDATE ledger_account SET unit = 'g' WHERE id = {WALLET}"),
    breaks(
        "time runs forward",
        "UPDATE ledger_journalentry SET recorded_at = '2020-01-01 00:00:00+00:00'"
        f" WHERE id = {LAST_ENTRY}",
    ),
    breaks(
        "reversals are opposites",
        "UPDATE ledger_journalentry SET reverses_id = (SELECT MIN(id) FROM ledger_journalentry)"
        f" WHERE id = {LAST_ENTRY}",
    ),
    breaks("holds agree", f"UPDATE ledger_account SET held = held + 1 WHERE id = {WALLET}"),
    breaks("holds agree", "UPDATE ledger_hold SET amount = amount + 1"),
    breaks("holds agree", "DELETE FROM ledger_holdend"),
    breaks("holds agree", "DELETE FROM ledger_holdend", "DELETE FROM ledger_hold"),
    breaks(
        "available never below zero",
        "UPDATE ledger_hold SET amount = 1000000",
        f"UPDATE ledger_account SET held = 1000000 WHERE id = {WALLET}",
    ),
    breaks("keys have outcomes", "UPDATE ledger_keyedresult SET outcome = NULL"),
    breaks("entries have keys", "DELETE FROM ledger_keyedresult"),
    breaks(
        "entries have keys",
        "UPDATE ledger_keyedresult SET outcome ="
        """ '{"refused":"credit_spent","facts":{"missing_idr":1}}'""",
    ),
    breaks("seals recompute", "UPDATE ledger_journalentry SET memo = 'x'"),
    breaks("seals recompute", "UPDATE ledger_seal SET root = previous_root"),
    # --- the waste bank
    breaks("wallets are guarded", "UPDATE ledger_account SET guarded = NOT guarded"),
    breaks("receipts have no gap", "UPDATE wastebank_receiptseries SET last = last + 1"),
    breaks(
        "receipts have no gap",
        f"DELETE FROM wastebank_depositline WHERE deposit_id = {DEPOSIT}",
        f"DELETE FROM wastebank_deposit WHERE id = {DEPOSIT}",
    ),
    breaks("deposits match lines", "UPDATE wastebank_deposit SET total_idr = total_idr + 1"),
    breaks("deposits match lines", "UPDATE wastebank_depositline SET rupiah_idr = rupiah_idr + 1"),
    breaks(
        "deposits match entries",
        "UPDATE wastebank_deposit SET total_idr = total_idr + 1",
        "UPDATE wastebank_depositline SET rupiah_idr = rupiah_idr + 1 WHERE line = 1",
    ),
    breaks(
        "deposits match entries",
        "UPDATE wastebank_deposit SET member_id = (SELECT MAX(id) FROM wastebank_member)",
    ),
    breaks("matter is on hand", "UPDATE wastebank_depositline SET amount = amount + 1"),
    breaks(
        "matter is on hand",
        "UPDATE wastebank_depositline SET material_id = (SELECT MAX(id) FROM wastebank_material)",
    ),
    breaks("voids match entries", "DELETE FROM wastebank_depositvoid"),
    breaks("voids match entries", "UPDATE ledger_journalentry SET reverses_id = NULL"),
    breaks(
        "receipts tell the balance",
        f"UPDATE wastebank_deposit SET balance_after_idr = 1 WHERE id = {DEPOSIT}",
    ),
    breaks(
        "keys name what they made",
        """UPDATE ledger_keyedresult SET outcome = '{"done":{"id":99}}'"""
        " WHERE verb IN ('record_deposit', 'open_balance')",
    ),
    *(
        breaks("opening balances match entries", statement)
        for statement in (
            f"UPDATE {OPENING} SET amount_idr = amount_idr + 1",
            f"DELETE FROM {OPENING}",
            f"UPDATE {OPENING} SET member_id = (SELECT MAX(id) FROM wastebank_member)",
            "UPDATE ledger_journalentry SET kind = 'x' WHERE kind = 'opening_balance'",
            "UPDATE ledger_account SET kind = 'asset' WHERE code LIKE 'opening:%'",
        )
    ),
    breaks("opening balances have one day", f"UPDATE {OPENING} SET day = '2020-01-01'"),
    breaks(
        "withdrawn prices never held",
        "UPDATE wastebank_pricewithdrawal SET withdrawn_at ="
        " (SELECT p.holds_from FROM wastebank_price p WHERE p.id = price_id)",
    ),
    breaks(
        "withdrawn prices never held",
        "UPDATE wastebank_price SET holds_from = set_at"
        " WHERE id IN (SELECT price_id FROM wastebank_pricewithdrawal)",
    ),
    breaks(
        "withdrawn tariffs never held",
        "UPDATE clinic_tariffwithdrawal SET withdrawn_at ="
        " (SELECT t.holds_from FROM clinic_tariff t WHERE t.id = tariff_id)",
    ),
    breaks("closed days count again", "UPDATE wastebank_dayclosing SET total_idr = total_idr + 1"),
    breaks("closed days count again", "UPDATE wastebank_dayclosing SET void_count = 0"),
    breaks("closed days count again", "UPDATE wastebank_dayclosing SET last_series_number = 9"),
    breaks("closed days count again", "UPDATE wastebank_depositvoid SET book_day = '2020-01-01'"),
    breaks("closed days count again", "UPDATE wastebank_deposit SET book_day = '2020-01-01'"),
    breaks("closed days stay closed", "UPDATE wastebank_receiptseries SET closed_through = NULL"),
    breaks("closed days stay closed", "DELETE FROM wastebank_dayclosing"),
    breaks(
        "closed days are sealed",
        "DELETE FROM ledger_sealedrun",
        "DELETE FROM ledger_sealedentry",
        "DELETE FROM ledger_seal",
    ),
    breaks(
        "rows stand as they were written down",
        "UPDATE wastebank_user SET role = 'admin' WHERE role = 'operator'",
    ),
    breaks(
        "rows stand as they were written down",
        "UPDATE wastebank_card SET member_id = (SELECT MAX(id) FROM wastebank_member),"
        " holder_form = 'somebody'"
        " WHERE id = (SELECT MIN(id) FROM wastebank_card)",
    ),
    breaks("rows stand as they were written down", "DELETE FROM ledger_redflag"),
    breaks("rows stand as they were written down", "DELETE FROM ledger_version"),
    breaks("seals recompute", "DELETE FROM wastebank_actionlog"),
    breaks("seals recompute", "UPDATE wastebank_price SET price_idr = 1 WHERE price_idr > 1"),
    breaks(
        "visits end as their holds",
        "UPDATE clinic_visitend SET redemption_id = NULL, reason = 'pulang'",
    ),
    breaks(
        "visits end as their holds",
        f"UPDATE clinic_visitend SET redemption_id = {KEPT_VISIT} WHERE reason = ''",
    ),
    breaks(
        "keys name what they made",
        """UPDATE ledger_keyedresult SET outcome = '{"done":{"id":99}}'"""
        " WHERE verb = 'close_visit'",
    ),
    breaks(
        "keys name what they made",
        """UPDATE ledger_keyedresult SET outcome = '{"done":{"id":99}}' WHERE verb = 'redeem'""",
    ),
]

PUT_IN: tuple[list[tuple[str, ...]], ...] = (
    CARE_OTHERWISE,
    [*LISTS_PUT_IN_LATER, *KEYS_PUT_IN_LATER],
    [*AGREED_BY_ONE, *CORRECTED_OTHERWISE, *SETTLED_OTHERWISE, *CASH_PUT_ELSEWHERE],
)
TAMPERINGS += [breaks(*one) for some in PUT_IN for one in some]


# What only SQLite lets stand in a column.
NONSENSE = [
    breaks(
        "laws can be checked",
        f"UPDATE ledger_posting SET {column} = {value} WHERE id = {LAST_POSTING}",
    )
    for column in ("amount", "debit_balance", "credit_version")
    for value in ("'many'", "10.4", "1e99")
] + [
    breaks("laws can be checked", "UPDATE ledger_journalentry SET recorded_at = 'yesterday'"),
]


def open_up(cast: Cast) -> None:
    """A book with something of everything in it, and no guard or CHECK to protect it."""
    make_link(key=uuid.uuid4(), by=cast.maya, username=cast.sari.username)
    write_full_book(cast)
    lift(connection, all_triggers())
    with without_checks():
        return


@pytest.fixture(scope="session")
def open_book(django_db_setup: None, django_db_blocker: Blocker) -> Iterator[Prepared]:
    with laid_out_ahead(django_db_blocker, open_up) as prepared_programme:
        yield prepared_programme


@pytest.fixture
def unguarded(open_book: Prepared, prepared_programme: Prepared) -> Iterator[None]:
    """Stand on that book; whatever is done to it is taken back."""
    with engines.pointed_at(open_book.template), without_checks(), transaction.atomic():
        yield
        transaction.set_rollback(True)


def broken_invariants() -> set[str]:
    return {finding.law for finding in check_book()} - EXPECTED


def tamper(tampering: Tampering) -> None:
    with connection.cursor() as cursor:
        for statement in tampering.statements:
            cursor.execute(statement)


@pytest.mark.parametrize("tampering", TAMPERINGS, ids=str)
def test_the_audit_finds_it(
    unguarded: None, tampering: Tampering, figure: Callable[[str, int], None]
) -> None:
    assert broken_invariants() == set()
    tamper(tampering)
    assert tampering.law in broken_invariants()
    figure("audit: edits behind the triggers' backs, found", 1)


@pytest.mark.engine("sqlite")
@pytest.mark.parametrize("tampering", NONSENSE, ids=str)
def test_the_audit_is_not_stopped_by_nonsense(unguarded: None, tampering: Tampering) -> None:
    tamper(tampering)
    assert broken_invariants()


# Broken by others, or by what they call: tests/ledger/test_seals.py and test_edits.py beside this.
ELSEWHERE = (
    "triggers_stand",
    "keys_name_what_they_made",
    "seals_recompute",
    "rows_as_written_down",
    "moments_as_the_program_writes_them",
)


def test_every_invariant_has_been_broken_by_something() -> None:
    """So that no invariant stands there for show."""
    tried = {tampering.law for tampering in TAMPERINGS} | {"never below zero"}
    assert len(TAMPERINGS) >= 40
    for invariant in all_invariants():
        names = invariants_named_in(invariant.__code__.co_consts)
        if invariant.__name__ not in ELSEWHERE:
            assert names & tried, invariant.__name__


def invariants_named_in(constants: tuple[object, ...]) -> set[str]:
    return {text for text in constants if isinstance(text, str)}


def test_the_audit_finds_an_overdraft_that_is_consistent_in_itself(
    prepared_programme: Prepared, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Posted by the program without its floor, so that every sum and every step is right; and all
    of a void is taken from the credit, where what is spent of it should become a receivable."""
    rewrite(monkeypatch, step, ("if account.guarded and account.available < 0:", "if False:"))
    rewrite(monkeypatch, parts_of, ("min(max(available_idr, 0), taken_idr)", "taken_idr"))
    with prepared_programme.fresh() as cast, without_checks():
        deposit = cast.deposit()
        cast.redeem()
        void_deposit(key=uuid4(), by=cast.bambang, deposit=deposit.number, reason="x")
        assert broken_invariants() == {"never below zero", "available never below zero"}
