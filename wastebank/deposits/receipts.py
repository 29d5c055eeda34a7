"""Receipts of deposits: what the paper says, and the count of its copies."""

from dataclasses import dataclass, replace
from uuid import UUID

from django.db import connection

from ledger.idempotency import once
from wastebank import actions
from wastebank.cards.renewed import renewal_notes
from wastebank.commands import log
from wastebank.deposits.correcting.shown import corrections_of, repayments_of, what_changed
from wastebank.members.former import called_then
from wastebank.models import Deposit, DepositCorrection, DepositLine, User
from wastebank.papers.drawing.wording import show_day
from wastebank.papers.receipt.slip import Receipt, ReceiptCorrection, ReceiptLine, ReceiptTotal
from wastebank.values.calendar import local, local_day, zone_label
from wastebank.values.language import in_language, named
from wastebank.values.quantities import MINUS, show_amount, show_rupiah, show_unpaid
from wastebank.values.units import TAKEN_UNPAID

# The paper has words of its own, as in papers/drawing/wording.py: a receipt never changes
# its language.
WORDS = {
    "id": {
        "title": "Setoran",
        "booked": "Dihitung pada {day}",
        "repaid": "Potongan koreksi",
        "left": "Sisa koreksi",
        "gross": "bruto",
        "tare": "wadah",
        "wet": "basah",
        "dirty": "kotor",
        "mixed": "tercampur",
        "other": "tidak dibayar",
    },
    "en": {
        "title": "Deposit",
        "booked": "Counted on {day}",
        "repaid": "Part for a correction",
        "left": "Left of it",
        "gross": "gross",
        "tare": "container",
        "wet": "wet",
        "dirty": "dirty",
        "mixed": "mixed",
        "other": "not paid",
    },
}
# Counted first, and opened only where there is none: no statement that inserts may replace a row.
COUNT_PRINT = """
    UPDATE wastebank_receiptprint SET count = count + 1 WHERE receipt_number = %s RETURNING count
"""
OPEN_COUNT = """
    INSERT INTO wastebank_receiptprint (receipt_number, count) VALUES (%s, 0)
    ON CONFLICT (receipt_number) DO NOTHING
"""


def deposit_receipt(
    deposit: Deposit, *, language: str, check_url: str, copy_number: int = 0
) -> Receipt:
    """The receipt of a deposit, from what was kept with it when it was recorded."""
    void = getattr(deposit, "void", None)
    lines = tuple(receipt_line(line, language) for line in deposit.lines.order_by("line"))
    is_unpaid = all(line.unpaid for line in lines)
    then = called_then(deposit.member, deposit.place, deposit.recorded_at)
    return Receipt(
        title=in_language(WORDS, language)["title"],
        place_name=then.place_name,
        place_address=then.place_address,
        number=deposit.number,
        at=local(deposit.weighed_at),
        zone=zone_label(),
        person=then.person,
        member=deposit.member.number,
        lines=lines,
        totals=(
            ReceiptTotal("Total", deposit.total_idr, emphasis=True, unpaid=is_unpaid),
            *repaid_totals(deposit, language),
        ),
        # what was taken back left another balance than this one
        balance_idr=None if void else deposit.balance_after_idr,
        verify_code=deposit.verify_code,
        check_url=check_url,
        staff=deposit.actor_name,
        language=language,
        copy_number=copy_number,
        voided_at=local(void.voided_at) if void else None,
        replaces=deposit.provisional_number,
        notes=(
            *booked_note(deposit, language),
            *renewal_notes(deposit.member, deposit.recorded_at, language),
        ),
    )


def repaid_totals(deposit: Deposit, language: str) -> list[ReceiptTotal]:
    """What of a deposit went into a correction at once, each part with what was left then: the
    deposit itself keeps its whole worth."""
    words = in_language(WORDS, language)
    moves = repayments_of(deposit)
    if not moves:
        return []
    parts = [ReceiptTotal(words["repaid"], -move.amount_idr) for move in moves]
    return [*parts, ReceiptTotal(words["left"], moves[-1].left_of_member_idr)]


def booked_note(deposit: Deposit, language: str) -> tuple[str, ...]:
    """The day it counts in, where that is not the day it was weighed on: both dates are kept."""
    if deposit.book_day == local_day(deposit.weighed_at):
        return ()
    day = show_day(deposit.book_day, language)
    return (in_language(WORDS, language)["booked"].format(day=day),)


def receipt_line(line: DepositLine, language: str) -> ReceiptLine:
    amount = show_amount(line.amount, line.unit, language)
    is_unpaid = line.rounding == TAKEN_UNPAID
    price = show_unpaid(language) if is_unpaid else f"× {show_rupiah(line.price_idr, language)}"
    paid = f"{amount} {price}"
    terms = [paid, weighing(line, language)]
    return ReceiptLine(
        name=named(line, language),
        detail=" · ".join(filter(None, terms)),
        amount_idr=line.rupiah_idr,
        unpaid=is_unpaid,
    )


def weighing(line: DepositLine, language: str) -> str:
    """How the net weight came about, if something was taken off: so that anybody can add it up."""
    if line.gross_amount == line.amount:
        return ""
    words = in_language(WORDS, language)
    parts = [(words["gross"], line.gross_amount), (words["tare"], -line.tare_amount)]
    parts.append((words[line.reject_reason or "other"], -line.rejected_amount))
    return " ".join(
        f"{word} {MINUS if amount < 0 else ''}{show_amount(abs(amount), line.unit, language)}"
        for word, amount in parts
        if amount
    )


def checked_receipt(*, code: str, language: str, check_url: str) -> Receipt | None:
    """What anybody may learn who holds the code of a deposit's receipt: what stands on it, and
    how that was put right."""
    deposits = Deposit.objects.select_related("place", "member", "void")
    deposit = deposits.filter(verify_code=code).first()
    if deposit is None:
        return None
    said = deposit_receipt(deposit, language=language, check_url=check_url)
    return replace(
        said,
        corrections=tuple(receipt_correction(made, language) for made in corrections_of(deposit)),
    )


def receipt_correction(made: DepositCorrection, language: str) -> ReceiptCorrection:
    changed = tuple(what_changed(made, language))
    sums = made.total_before_idr, made.total_after_idr
    return ReceiptCorrection(local(made.corrected_at), changed, *sums)


@dataclass(frozen=True, slots=True)
class Counted:
    """Which copy a print is, 0 for the original; `replayed` if it was counted before."""

    copy_number: int
    replayed: bool


def count_print(*, key: UUID, by: User, receipt: str, paper: str) -> Counted:
    """Count a print of a receipt, whatever prints it. Who printed what is logged."""

    def carry_out() -> dict[str, int]:
        with connection.cursor() as cursor:
            cursor.execute(COUNT_PRINT, [receipt])
            row = cursor.fetchone()
            if row is None:
                cursor.execute(OPEN_COUNT, [receipt])
                cursor.execute(COUNT_PRINT, [receipt])
                row = cursor.fetchone()
            count = int(row[0])
        log(
            by=by, action=actions.PRINT_RECEIPT, subject=f"receipt:{receipt}", key=key, reason=paper
        )
        return {"copy": count - 1}

    request = {"by": by.username, "receipt": receipt, "paper": paper}
    outcome = once(key=key, verb="print_receipt", request=request, carry_out=carry_out)
    return Counted(int(outcome.result["copy"]), outcome.replayed)
