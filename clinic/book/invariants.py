"""Invariants of the clinic, checked by the audit from its records and the postings alone."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from clinic.book.settled import SETTLED
from clinic.models import (
    AuthorisationLine,
    ClinicPayee,
    RedemptionLine,
    Service,
    Tariff,
    TariffWithdrawal,
)
from ledger.findings import Finding, Invariant, found
from wastebank.book.invariants import keys_answer
from wastebank.book.standing_prices import StandingRows, standing_row


def receipts_have_no_gap() -> Iterator[Finding]:
    """A clinic's receipt numbers run from 1 to the last one given, each used once."""
    yield from found(
        "clinic receipts have no gap",
        "SELECT p.code, COALESCE(s.last, 0), COUNT(r.id), MIN(r.series_number),"
        " MAX(r.series_number) FROM clinic_clinic c JOIN wastebank_place p ON c.place_id = p.id"
        " LEFT JOIN wastebank_receiptseries s ON p.id = s.place_id"
        " LEFT JOIN clinic_redemption r ON r.clinic_id = c.id"
        " GROUP BY p.code, s.last HAVING COUNT(r.id) <> COALESCE(s.last, 0)"
        " OR MIN(r.series_number) <> 1 OR MAX(r.series_number) <> s.last",
        "last is {1}, {2} receipts from {3} to {4}",
    )


def redemptions_match_lines() -> Iterator[Finding]:
    """A visit's total is the sum of its lines."""
    yield from found(
        "visits match lines",
        "SELECT r.number, r.total_idr, SUM(l.rupiah_idr) FROM clinic_redemption r"
        " LEFT JOIN clinic_redemptionline l ON l.redemption_id = r.id"
        " GROUP BY r.id, r.number, r.total_idr"
        " HAVING COALESCE(SUM(l.rupiah_idr), -1) <> r.total_idr",
        "total {1}, lines {2}",
    )


def payments_add_up() -> Iterator[Finding]:
    """A visit's total is the sum of its payments, which stand in one order from 1 on."""
    yield from found(
        "payments add up",
        "SELECT r.number, r.total_idr, COALESCE(SUM(p.amount_idr), 0) FROM clinic_redemption r"
        " LEFT JOIN clinic_redemptionpayment p ON p.redemption_id = r.id"
        " GROUP BY r.id, r.number, r.total_idr"
        " HAVING COALESCE(SUM(p.amount_idr), 0) <> r.total_idr"
        " OR COALESCE(MAX(p.position), 0) <> COUNT(p.id)",
        "total {1}, payments {2}",
    )


def redemptions_match_entries() -> Iterator[Finding]:
    """Each payment out of the book is a posting of its visit's entry, from its own account to the
    clinic; credit is the member's own; and the entry says nothing beside its payments."""
    yield from found(
        "visits match entries",
        "SELECT r.number, y.position, y.amount_idr, p.amount FROM clinic_redemptionpayment y"
        " JOIN clinic_redemption r ON r.id = y.redemption_id"
        " JOIN wastebank_member m ON m.id = r.member_id"
        " JOIN clinic_clinic c ON c.id = r.clinic_id"
        " JOIN wastebank_place w ON w.id = c.place_id"
        " LEFT JOIN ledger_account a ON a.id = y.account_id"
        " LEFT JOIN ledger_account b ON b.code = 'clinic:' || w.code"
        " LEFT JOIN ledger_posting p ON p.id = y.posting_id"
        " WHERE (y.payer = 'cash') <> (y.posting_id IS NULL)"
        " OR (y.payer = 'cash') <> (y.account_id IS NULL)"
        " OR (y.payer = 'credit' AND COALESCE(a.code, '') <> 'member:' || m.number)"
        " OR (y.posting_id IS NOT NULL AND (COALESCE(p.amount, -1) <> y.amount_idr"
        " OR COALESCE(p.entry_id, -1) <> COALESCE(r.entry_id, -2)"
        " OR COALESCE(p.debit_id, -1) <> y.account_id"
        " OR COALESCE(p.credit_id, -1) <> COALESCE(b.id, -2)))",
        "payment {1} of {2}, its posting says {3}",
    )
    yield from found(
        "visits match entries",
        "SELECT r.number, COUNT(p.id), COUNT(y.id) FROM clinic_redemption r"
        " LEFT JOIN ledger_posting p ON p.entry_id = r.entry_id"
        " LEFT JOIN clinic_redemptionpayment y"
        " ON y.posting_id = p.id AND y.redemption_id = r.id"
        " GROUP BY r.id, r.number, r.entry_id HAVING COUNT(p.id) <> COUNT(y.id)"
        " OR (r.entry_id IS NOT NULL AND COUNT(p.id) = 0)",
        "its entry has {1} postings, and {2} payments are among them",
    )


def cancels_match_entries() -> Iterator[Finding]:
    """A cancelled visit stands for the reversal of its entry, and every reversal for a cancel."""
    yield from found(
        "cancels match entries",
        "SELECT r.number, x.id, e.id FROM clinic_redemption r"
        " LEFT JOIN clinic_redemptioncancel x ON x.redemption_id = r.id"
        " LEFT JOIN ledger_journalentry e ON e.reverses_id = r.entry_id"
        " WHERE COALESCE(x.entry_id, -1) <> COALESCE(e.id, -1)",
        "cancel {1}, reversal {2}",
    )


def keys_name_what_they_made() -> Iterator[Finding]:
    """A key that was answered with a visit paid by credit, or with a payment of a clinic, still
    answers with that very one."""
    yield from keys_answer("redeem", "clinic_redemption")
    yield from keys_answer("close_visit", "clinic_redemption")
    yield from keys_answer("cancel_redemption", "clinic_redemptioncancel")
    yield from keys_answer("pay_statement", "clinic_clinicpayment")
    yield from keys_answer("end_payment", "clinic_clinicpaymentend")


def authorisations_match_holds() -> Iterator[Finding]:
    """What is held of a member's wallet is what it is to pay of the lines expected there."""
    yield from found(
        "open visits match holds",
        "SELECT v.id, v.total_idr, h.amount, a.code FROM clinic_visit v"
        " JOIN wastebank_member m ON m.id = v.member_id"
        " LEFT JOIN ledger_hold h ON h.id = v.hold_id"
        " LEFT JOIN ledger_account a ON a.id = h.account_id"
        " WHERE COALESCE(h.amount, -1) <> (SELECT COALESCE(SUM(p.amount_idr), 0)"
        " FROM clinic_visitpayment p WHERE p.visit_id = v.id AND p.account_id = h.account_id)"
        " OR COALESCE(a.code, '') <> 'member:' || m.number"
        " OR v.total_idr <> (SELECT COALESCE(SUM(l.rupiah_idr), -1) FROM clinic_visitline l"
        " WHERE l.visit_id = v.id)"
        " OR v.total_idr <> (SELECT COALESCE(SUM(p.amount_idr), 0) FROM clinic_visitpayment p"
        " WHERE p.visit_id = v.id)",
        "total {1}, held {2} on {3}",
    )


def authorisations_end_as_their_holds() -> Iterator[Finding]:
    """A visit that was paid captured its hold by that payment; one released released it; one
    that nobody ended is still held, or ran out of time."""
    yield from found(
        "visits end as their holds",
        "SELECT v.id, x.how, e.id, e.redemption_id FROM clinic_visit v"
        " LEFT JOIN ledger_holdend x ON x.hold_id = v.hold_id"
        " LEFT JOIN clinic_visitend e ON e.visit_id = v.id"
        " LEFT JOIN clinic_redemption r ON r.id = e.redemption_id"
        " WHERE COALESCE(x.how, '') <> CASE WHEN e.id IS NULL AND x.id IS NULL THEN ''"
        " WHEN e.id IS NULL THEN 'expired' WHEN r.entry_id IS NULL THEN 'released'"
        " ELSE 'captured' END"
        " OR (r.entry_id IS NOT NULL AND x.entry_id <> r.entry_id)"
        " OR (r.id IS NOT NULL AND (r.member_id <> v.member_id OR r.clinic_id <> v.clinic_id))",
        "its hold ended by {1}, the visit by {2} with payment {3}",
    )


def withdrawn_tariffs_never_held() -> Iterator[Finding]:
    """A tariff was withdrawn before the instant from which it would have held."""
    yield from found(
        "withdrawn tariffs never held",
        "SELECT t.id, t.holds_from, w.withdrawn_at FROM clinic_tariffwithdrawal w"
        " JOIN clinic_tariff t ON t.id = w.tariff_id WHERE w.withdrawn_at >= t.holds_from",
        "holds from {1}, withdrawn {2}",
    )


Prices = tuple[int, int | None]  # the price, or the least and the most

# Between the reading of the list and the writing of a payment an announced tariff may begin.
PAYEE_WAITS = timedelta(days=1)
WHILE_PAYING = timedelta(minutes=1)


def care_has_its_tariff() -> Iterator[Finding]:
    """Each line of care with a fixed price costs what held when the visit began; of a service that
    had no tariff then, what came first. What the desk priced lies between the least and the most
    that held then."""
    began = "redemption__authorisation_end__authorisation__opened_at"
    given = RedemptionLine.objects.order_by("redemption_id", "line")
    expected = AuthorisationLine.objects.order_by("authorisation_id", "line")
    for what, after, lines, moments in (
        ("payment", "after_redemption", given, ("redemption__redeemed_at", began)),
        ("visit", "after_authorisation", expected, ("authorisation__opened_at",)),
    ):
        record = f"{after.removeprefix('after_')}_id"
        for where, seen in lines_beside_tariffs(tariff_rows(after), lines, record, moments):
            yield Finding("care has its tariff", f"{what} {where}", seen)


def lines_beside_tariffs(
    tariffs: StandingRows[Prices], lines: QuerySet[Any], record: str, moments: tuple[str, ...]
) -> Iterator[tuple[str, str]]:
    """`moments` are when the price was asked for: about then, or exactly at the last, if told."""
    columns = (record, "line", "service_id", "service__pricing", "price_idr", *moments)
    for number, line, service, pricing, price_idr, *when in lines.values_list(*columns).iterator():
        if not tariffs.judges(number):
            continue
        known = [moment for moment in when if moment is not None]
        about = known[-1:] if len(known) > 1 else [known[0], known[0] - WHILE_PAYING]
        if pricing == Service.Pricing.VARIABLE:
            right = {tariffs.at(service, moment, number) for moment in about}
        elif pricing == Service.Pricing.FREE:
            right = {(0, None)}
        else:
            right = {tariff_at(tariffs, service, moment, number) for moment in about}
        at_desk = pricing == Service.Pricing.VARIABLE
        if not any(is_right(price_idr, prices, at_desk=at_desk) for prices in right):
            said = " or ".join(sorted(map(said_prices, right)))
            yield f"{number} line {line}", f"costs {price_idr}, the tariff says {said}"


def said_prices(prices: Prices | None) -> str:
    if prices is None:
        return "nothing"
    return " to ".join(str(figure) for figure in prices if figure is not None)


def is_right(price_idr: int, prices: Prices | None, *, at_desk: bool) -> bool:
    if prices is None or prices[1] is None:
        return at_desk or (prices is not None and price_idr == prices[0])
    return prices[0] <= price_idr <= prices[1]


def tariff_rows(after: str) -> StandingRows[Prices]:
    gone = set(TariffWithdrawal.objects.values_list("tariff_id", flat=True))
    return StandingRows(
        (row.service_id, standing_row(row, getattr(row, after), gone, prices_of(row)))
        for row in Tariff.objects.iterator()
    )


def prices_of(tariff: Tariff) -> Prices:
    return tariff.price_idr, tariff.most_idr


def tariff_at(
    tariffs: StandingRows[Prices], service: int, moment: datetime, record: int
) -> Prices | None:
    held = tariffs.at(service, moment, record)
    return tariffs.first_after(service, moment, record) if held is None else held


def payees_wait_a_day() -> Iterator[Finding]:
    """An account of a clinic can be paid a day after it was agreed to, and no sooner."""
    for payee in ClinicPayee.objects.order_by("pk").iterator():
        if payee.holds_from - payee.set_at < PAYEE_WAITS:
            seen = f"agreed {payee.set_at}, paid from {payee.holds_from}"
            yield Finding("payees wait a day", f"clinic {payee.clinic_id}", seen)


INVARIANTS: list[Invariant] = [
    receipts_have_no_gap,
    redemptions_match_lines,
    payments_add_up,
    redemptions_match_entries,
    cancels_match_entries,
    keys_name_what_they_made,
    authorisations_match_holds,
    authorisations_end_as_their_holds,
    withdrawn_tariffs_never_held,
    care_has_its_tariff,
    payees_wait_a_day,
    *SETTLED,
]
