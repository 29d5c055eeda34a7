"""Invariants of the waste bank, checked by the audit from its records and the postings alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from ledger import clock
from ledger.findings import Finding, Invariant, found, instant, rows
from ledger.models import Seal
from wastebank.book.agreed import AGREED
from wastebank.book.backup_keys import backup_keys_were_kept
from wastebank.book.corrected import CORRECTION_INVARIANTS
from wastebank.book.counted_cash import COUNTED_CASH
from wastebank.book.opened import (
    opening_balances_have_one_day,
    opening_balances_match_entries,
)
from wastebank.book.standing_prices import StandingRows, standing_row
from wastebank.models import DepositLine, Price, PriceWithdrawal


def receipts_have_no_gap() -> Iterator[Finding]:
    """A bank place's receipt numbers run from 1 to the last one given, each used once."""
    yield from found(
        "receipts have no gap",
        "SELECT p.code, COALESCE(s.last, 0), COUNT(d.id), MIN(d.series_number),"
        " MAX(d.series_number) FROM wastebank_place p"
        " LEFT JOIN wastebank_receiptseries s ON p.id = s.place_id"
        " LEFT JOIN wastebank_deposit d ON d.place_id = p.id WHERE p.kind <> 'clinic'"
        " GROUP BY p.code, s.last HAVING COUNT(d.id) <> COALESCE(s.last, 0)"
        " OR MIN(d.series_number) <> 1 OR MAX(d.series_number) <> s.last",
        "last is {1}, {2} receipts from {3} to {4}",
    )


def deposits_match_lines() -> Iterator[Finding]:
    """A deposit's total is the sum of its lines."""
    yield from found(
        "deposits match lines",
        "SELECT d.number, d.total_idr, SUM(l.rupiah_idr) FROM wastebank_deposit d"
        " LEFT JOIN wastebank_depositline l ON l.deposit_id = d.id"
        " GROUP BY d.id, d.number, d.total_idr"
        " HAVING COALESCE(SUM(l.rupiah_idr), -1) <> d.total_idr",
        "total {1}, lines {2}",
    )


def deposits_match_entries() -> Iterator[Finding]:
    """A deposit's worth went into its member's wallet by its entry."""
    yield from found(
        "deposits match entries",
        "SELECT d.number, d.total_idr, COALESCE(SUM(p.amount), 0) FROM wastebank_deposit d"
        " JOIN wastebank_member m ON m.id = d.member_id"
        " LEFT JOIN ledger_account a ON a.code = 'member:' || m.number"
        # The plus keeps the postings of a whole wallet from being read for each of its deposits.
        " LEFT JOIN ledger_posting p ON p.entry_id = d.entry_id AND +p.credit_id = a.id"
        " GROUP BY d.id, d.number, d.total_idr HAVING COALESCE(SUM(p.amount), 0) <> d.total_idr",
        "total {1}, entry credits {2}",
    )


def matter_is_on_hand() -> Iterator[Finding]:
    """What was weighed and not voided, as it was put right, is what came into the store."""
    yield from found(
        "matter is on hand",
        "SELECT s.code, SUM(s.in_book), SUM(s.on_receipts) FROM (SELECT a.code,"
        " a.credits - a.debits AS in_book, 0 AS on_receipts FROM ledger_account a"
        " WHERE a.code LIKE 'received:%' UNION ALL"
        " SELECT 'received:' || p.code || ':' || m.code, 0, l.amount FROM wastebank_depositline l"
        " JOIN wastebank_material m ON m.id = l.material_id"
        " JOIN wastebank_deposit d ON d.id = l.deposit_id"
        " JOIN wastebank_place p ON p.id = d.place_id"
        " LEFT JOIN wastebank_depositvoid v ON v.deposit_id = d.id WHERE v.id IS NULL UNION ALL"
        " SELECT 'received:' || p.code || ':' || m.code, 0, l.amount_after - l.amount_before"
        " FROM wastebank_correctionline l JOIN wastebank_material m ON m.id = l.material_id"
        " JOIN wastebank_depositcorrection c ON c.id = l.correction_id"
        " JOIN wastebank_deposit d ON d.id = c.deposit_id"
        " JOIN wastebank_place p ON p.id = d.place_id) s"
        " GROUP BY s.code HAVING SUM(s.in_book) <> SUM(s.on_receipts)",
        "the book received {1}, the receipts say {2}",
    )


def voids_match_entries() -> Iterator[Finding]:
    """A void stands for the reversal of its deposit's entry, and every reversal for a void."""
    yield from found(
        "voids match entries",
        "SELECT d.number, v.id, r.id FROM wastebank_deposit d"
        " LEFT JOIN wastebank_depositvoid v ON v.deposit_id = d.id"
        " LEFT JOIN ledger_journalentry r ON r.reverses_id = d.entry_id"
        " WHERE COALESCE(v.entry_id, -1) <> COALESCE(r.id, -1)",
        "void {1}, reversal {2}",
    )


def wallets_are_guarded() -> Iterator[Finding]:
    """Credit that is not there cannot be spent: the guard of a wallet is never taken off."""
    yield from found(
        "wallets are guarded",
        "SELECT code, kind, unit FROM ledger_account WHERE code LIKE 'member:%'"
        " AND (NOT guarded OR kind <> 'liability' OR unit <> 'IDR')",
        "is a {1} in {2}, or unguarded",
    )


def receipts_tell_the_balance() -> Iterator[Finding]:
    """The balance on a deposit's receipt is the wallet's after its entry."""
    yield from found(
        "receipts tell the balance",
        "SELECT d.number, d.balance_after_idr, CASE WHEN p.credit_id = a.id"
        " THEN p.credit_balance ELSE p.debit_balance END FROM wastebank_deposit d"
        " JOIN wastebank_member m ON m.id = d.member_id"
        " JOIN ledger_account a ON a.code = 'member:' || m.number"
        " JOIN ledger_posting p ON p.entry_id = d.entry_id"
        " AND (+p.credit_id = a.id OR +p.debit_id = a.id)"
        " WHERE CASE WHEN p.credit_id = a.id THEN p.credit_balance ELSE p.debit_balance END"
        " <> d.balance_after_idr AND NOT EXISTS"
        " (SELECT 1 FROM ledger_posting q WHERE q.entry_id = d.entry_id AND q.line > p.line"
        " AND (+q.credit_id = a.id OR +q.debit_id = a.id))",
        "the receipt says {1}, the book {2}",
    )


def keys_name_what_they_made() -> Iterator[Finding]:
    """A key that was answered with a deposit or a void still answers with that very one.

    Asked of keys that stand at an entry: a visit paid in cash alone has none.
    """
    for verb, table in (
        ("record_deposit", "wastebank_deposit"),
        ("correct_deposit", "wastebank_depositcorrection"),
        ("open_balance", "wastebank_openingbalance"),
        ("bring_in_cash", "wastebank_cashopening"),
        ("transfer_cash", "wastebank_cashtransfer"),
    ):
        yield from keys_answer(verb, table)
    yield from voids_answer()


KEYS_ANSWER = """
    SELECT k.key, k.outcome, made.id FROM ledger_keyedresult k
    JOIN ledger_journalentry e ON e.key = k.key
    LEFT JOIN made_table made ON made.entry_id = e.id
    WHERE k.verb = 'its_verb' AND k.outcome LIKE '{"done":%'
    AND k.outcome <> COALESCE('{"done":{"id":' || made.id || '}}', '')
"""


def keys_answer(verb: str, table: str) -> Iterator[Finding]:
    sql = KEYS_ANSWER.replace("made_table", table).replace("its_verb", verb)
    yield from found("keys name what they made", sql, "answers {1}, made {2}")


def voids_answer() -> Iterator[Finding]:
    """A void is answered with its row, or with the correction that it became."""
    yield from found(
        "keys name what they made",
        "SELECT k.key, k.outcome, v.id, c.id FROM ledger_keyedresult k"
        " JOIN ledger_journalentry e ON e.key = k.key"
        " LEFT JOIN wastebank_depositvoid v ON v.entry_id = e.id"
        " LEFT JOIN wastebank_depositcorrection c ON c.entry_id = e.id"
        " WHERE k.verb = 'void_deposit' AND k.outcome LIKE '{\"done\":%' AND k.outcome <>"
        " COALESCE('{\"done\":{\"id\":' || v.id || '}}',"
        " '{\"done\":{\"correction\":' || c.id || '}}', '')",
        "answers {1}, made void {2}, correction {3}",
    )


def closed_days_count_again() -> Iterator[Finding]:
    """A closed day is still what was written down when it was closed."""
    yield from found(
        "closed days count again",
        "SELECT p.code || ' ' || c.day, c.deposit_count, c.total_idr, c.void_count, c.voided_idr,"
        " c.correction_count, c.corrected_idr, d.n, d.total_idr, v.n, v.total_idr,"
        " r.n, r.total_idr FROM wastebank_dayclosing c"
        " JOIN wastebank_place p ON p.id = c.place_id"
        " JOIN (SELECT k.id, COUNT(x.id) AS n, COALESCE(SUM(x.total_idr), 0) AS total_idr,"
        " MIN(x.series_number) AS first, MAX(x.series_number) AS last FROM wastebank_dayclosing k"
        " LEFT JOIN wastebank_deposit x ON x.place_id = k.place_id AND x.book_day = k.day"
        " GROUP BY k.id) d ON d.id = c.id"
        " JOIN (SELECT k.id, COUNT(x.id) AS n, COALESCE(SUM(x.total_idr), 0) AS total_idr"
        " FROM wastebank_dayclosing k LEFT JOIN (SELECT w.id, w.book_day, y.place_id, y.total_idr"
        " FROM wastebank_depositvoid w JOIN wastebank_deposit y ON y.id = w.deposit_id) x"
        " ON x.place_id = k.place_id AND x.book_day = k.day GROUP BY k.id) v ON v.id = c.id"
        " JOIN (SELECT k.id, COUNT(x.id) AS n, COALESCE(SUM(x.change_idr), 0) AS total_idr"
        " FROM wastebank_dayclosing k LEFT JOIN (SELECT w.id, w.book_day, y.place_id,"
        " w.total_after_idr - w.total_before_idr AS change_idr FROM wastebank_depositcorrection w"
        " JOIN wastebank_deposit y ON y.id = w.deposit_id) x"
        " ON x.place_id = k.place_id AND x.book_day = k.day GROUP BY k.id) r ON r.id = c.id"
        " WHERE c.deposit_count <> d.n OR c.total_idr <> d.total_idr OR c.void_count <> v.n"
        " OR c.voided_idr <> v.total_idr OR c.correction_count <> r.n"
        " OR c.corrected_idr <> r.total_idr"
        " OR COALESCE(c.first_series_number, 0) <> COALESCE(d.first, 0)"
        " OR COALESCE(c.last_series_number, 0) <> COALESCE(d.last, 0)",
        "closed with {1}, {2}, {3}, {4}, {5}, {6}; the rows say {7}, {8}, {9}, {10}, {11}, {12}",
    )


def closed_days_stay_closed() -> Iterator[Finding]:
    """The last closing of a place is the day up to which it takes nothing more."""
    yield from found(
        "closed days stay closed",
        "SELECT p.code, s.closed_through, MAX(c.day) FROM wastebank_place p"
        " LEFT JOIN wastebank_receiptseries s ON p.id = s.place_id"
        " LEFT JOIN wastebank_dayclosing c ON c.place_id = p.id"
        " GROUP BY p.code, s.closed_through"
        " HAVING COALESCE(CAST(s.closed_through AS text), '')"
        " <> COALESCE(CAST(MAX(c.day) AS text), '')",
        "closed through {1}, the last closing is {2}",
    )


NOT_SEALED = """
    SELECT p.code, c.day, c.closed_at FROM wastebank_dayclosing c
    JOIN wastebank_place p ON p.id = c.place_id
    WHERE NOT EXISTS (SELECT 1 FROM ledger_sealedrun r JOIN ledger_seal s ON s.id = r.seal_id
        JOIN ledger_documentform f ON f.id = r.form_id
        WHERE f.table_name = 'wastebank_dayclosing' AND c.id BETWEEN r.first_row AND r.last_row)
    ORDER BY c.id
"""
TIME_TO_SEAL = timedelta(days=1)


def closed_days_are_sealed() -> Iterator[Finding]:
    """A closed day stands under a seal: under the next that was made, and within a day.

    Before seals held rows, one that was made after the closing was all that could be asked.
    """
    seals = Seal.objects.order_by("-sealed_at")
    last, last_with_rows = seals.first(), seals.filter(form__gt=Seal.Form.ENTRIES).first()
    for place, day, at in rows(NOT_SEALED):
        closed_at = instant(at)
        passed_by = last_with_rows is not None and last_with_rows.sealed_at > closed_at
        late = clock.now() - closed_at > TIME_TO_SEAL
        if passed_by or (late and (last is None or last.sealed_at < closed_at)):
            yield Finding("closed days are sealed", f"{place} {day}", "has no seal")


def withdrawn_prices_never_held() -> Iterator[Finding]:
    """A price was withdrawn before the instant from which it would have held."""
    yield from found(
        "withdrawn prices never held",
        "SELECT p.id, p.holds_from, w.withdrawn_at FROM wastebank_pricewithdrawal w"
        " JOIN wastebank_price p ON p.id = w.price_id WHERE w.withdrawn_at >= p.holds_from",
        "holds from {1}, withdrawn {2}",
    )


@dataclass(frozen=True, slots=True)
class Listed:
    """What a price says."""

    kind: str
    price_idr: int | None
    sale_idr: int | None

    @classmethod
    def by(cls, price: Price) -> "Listed":
        return cls(price.kind, price.price_idr, price.collector_price_idr)

    def allows(self, price_idr: int) -> bool:
        """An asked price ends at what buyers pay, where the price itself says what that is."""
        if self.kind == Price.Kind.ASK:
            return self.sale_idr is None or price_idr <= self.sale_idr
        return self.kind == Price.Kind.FIXED and price_idr == self.price_idr


def lines_have_their_price() -> Iterator[Finding]:
    """Each line was paid by the price that held where and when it was weighed."""
    prices = price_rows()
    lines = DepositLine.objects.order_by("deposit_id", "line").values_list(
        "deposit_id",
        "line",
        "deposit__number",
        "deposit__place_id",
        "deposit__place__parent_id",
        "material_id",
        "deposit__weighed_at",
        "price_idr",
    )
    for deposit, line, number, place, parent, material, moment, price_idr in lines.iterator():
        if not prices.judges(deposit):
            continue
        held = prices.at((material, place), moment, deposit)
        if parent and (held is None or held.kind == Price.Kind.LIST):
            held = prices.at((material, parent), moment, deposit)
        if held is None or not held.allows(price_idr):
            seen = f"paid {price_idr}, the list says {listed_words(held)}"
            yield Finding("lines have their price", f"{number} line {line}", seen)


def price_rows() -> StandingRows[Listed]:
    gone = set(PriceWithdrawal.objects.values_list("price_id", flat=True))
    return StandingRows(
        (
            (row.material_id, row.place_id),
            standing_row(row, row.after_deposit, gone, Listed.by(row)),
        )
        for row in Price.objects.iterator()
    )


def listed_words(held: Listed | None) -> str:
    if held is None:
        return "nothing"
    return held.kind if held.price_idr is None else str(held.price_idr)


INVARIANTS: list[Invariant] = [
    *AGREED,
    closed_days_count_again,
    closed_days_stay_closed,
    closed_days_are_sealed,
    receipts_have_no_gap,
    deposits_match_lines,
    deposits_match_entries,
    matter_is_on_hand,
    opening_balances_match_entries,
    opening_balances_have_one_day,
    voids_match_entries,
    *CORRECTION_INVARIANTS,
    wallets_are_guarded,
    receipts_tell_the_balance,
    keys_name_what_they_made,
    withdrawn_prices_never_held,
    lines_have_their_price,
    backup_keys_were_kept,
    *COUNTED_CASH,
]
