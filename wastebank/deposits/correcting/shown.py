"""What was put right about a deposit, as pages, papers and the check of receipts say it."""

from collections.abc import Sequence

from wastebank.models import Deposit, DepositCorrection, ReceivableMove
from wastebank.values.language import named
from wastebank.values.quantities import show_amount, show_rupiah

NOTHING = {"id": "tidak ada", "en": "nothing"}
MEMBER = {"id": "nasabah lain", "en": "another member"}


def corrections_of(deposit: Deposit) -> Sequence[DepositCorrection]:
    found = deposit.corrections.select_related(
        "member_before", "member_after", "deposit", "approval"
    )
    return list(found.prefetch_related("lines").order_by("step"))


def repayments_of(deposit: Deposit) -> Sequence[ReceivableMove]:
    """What this deposit brought back, as its own rows, in their order."""
    return list(deposit.repayments.select_related("receivable__correction").order_by("pk"))


def repaid_idr(deposit: Deposit) -> int:
    return sum(move.amount_idr for move in repayments_of(deposit))


def what_changed(correction: DepositCorrection, language: str) -> list[tuple[str, str]]:
    """From what to what, line by line: `Botol PET 12,400 kg`, `2,400 kg`. Whom it was moved to is
    nobody's business who holds the paper."""
    if correction.moved_member:
        before = show_rupiah(correction.total_before_idr, language)
        return [(before, MEMBER[language])]
    of_line: dict[int, list[str]] = {}
    for row in correction.lines.all():
        before, after = of_line.setdefault(row.line, ["", ""])
        name = named(row, language)
        if row.amount_before:
            before = f"{name} {show_amount(row.amount_before, row.unit, language)}"
        if row.amount_after:
            amount = show_amount(row.amount_after, row.unit, language)
            after = amount if row.amount_before else f"{name} {amount}"
        of_line[row.line] = [before, after]
    return [(before, after or NOTHING[language]) for before, after in of_line.values()]


def in_short(correction: DepositCorrection, language: str) -> str:
    """`PET 12,400 kg → 2,400 kg`, for one row of a passbook."""
    return ", ".join(f"{before} → {after}" for before, after in what_changed(correction, language))
