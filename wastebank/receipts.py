"""Receipts of deposits: what the paper says, and the count of its copies."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.utils import timezone

from ledger.keys import once
from wastebank.models import Deposit, DepositLine, User
from wastebank.papers.receipt import Receipt, ReceiptLine, ReceiptTotal
from wastebank.quantities import show_amount, show_rupiah
from wastebank.verbs import log

ZONES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}
TITLES = {"id": "Setoran", "en": "Deposit"}
COUNT_PRINT = """
    INSERT INTO wastebank_receiptprint (receipt_number, count) VALUES (%s, 1)
    ON CONFLICT (receipt_number) DO UPDATE SET count = wastebank_receiptprint.count + 1
    RETURNING count
"""


def zone_label() -> str:
    return ZONES.get(settings.TIME_ZONE, settings.TIME_ZONE)


def short_name(name: str) -> str:
    """`Siti Rahmawati` is `Siti R.` on paper: enough to know one's own."""
    first, *rest = name.split() or [""]
    return f"{first} {rest[-1][0]}." if rest else first


def deposit_receipt(
    deposit: Deposit, *, language: str, check_url: str, copy_number: int = 0
) -> Receipt:
    """The receipt of a deposit, from what was kept with it when it was recorded."""
    void = getattr(deposit, "void", None)
    return Receipt(
        title=TITLES.get(language, TITLES["id"]),
        place_name=deposit.place.name,
        place_address=deposit.place.address,
        number=deposit.number,
        at=timezone.localtime(deposit.weighed_at),
        zone=zone_label(),
        person=short_name(deposit.member.name),
        member=deposit.member.number,
        lines=tuple(receipt_line(line, language) for line in deposit.lines.order_by("line")),
        totals=(ReceiptTotal("Total", deposit.total_idr, emphasis=True),),
        balance_idr=deposit.balance_after_idr,
        verify_code=deposit.verify_code,
        check_url=check_url,
        staff=deposit.actor_name,
        language=language,
        copy_number=copy_number,
        voided_at=timezone.localtime(void.voided_at) if void else None,
    )


def receipt_line(line: DepositLine, language: str) -> ReceiptLine:
    amount = show_amount(line.amount, line.unit, language)
    return ReceiptLine(
        name=line.name_en if language == "en" else line.name_id,
        detail=f"{amount} × {show_rupiah(line.price_idr, language)}",
        amount_idr=line.rupiah_idr,
    )


def checked_receipt(*, code: str, language: str, check_url: str) -> Receipt | None:
    """What anybody may learn who holds the code of a deposit's receipt: what stands on it."""
    deposits = Deposit.objects.select_related("place", "member", "void")
    deposit = deposits.filter(verify_code=code).first()
    if deposit is None:
        return None
    return deposit_receipt(deposit, language=language, check_url=check_url)


@dataclass(frozen=True, slots=True)
class Counted:
    """Which copy a print is, 0 for the original; `replayed` if it was counted before."""

    copy_number: int
    replayed: bool


def count_print(*, key: UUID, by: User, receipt: str, paper: str) -> Counted:
    """Count a print of a receipt, whichever road it takes. Who printed what is logged."""

    def act() -> dict[str, int]:
        with connection.cursor() as cursor:
            cursor.execute(COUNT_PRINT, [receipt])
            count = int(cursor.fetchone()[0])
        log(by=by, act="print_receipt", subject=f"receipt:{receipt}", key=key, reason=paper)
        return {"copy": count - 1}

    request = {"by": by.username, "receipt": receipt, "paper": paper}
    outcome = once(key=key, verb="print_receipt", request=request, act=act)
    return Counted(int(outcome.result["copy"]), outcome.replayed)
