"""Anybody may check a receipt by the code that is printed on it.

Each room declares what may be told of its own receipts (`receipt_check`).
"""

from ledger import registry
from wastebank.codes.card_code import MisspeltCode, parse_verify_code
from wastebank.models import ReceiptPrint
from wastebank.papers.receipt.slip import Receipt
from wastebank.printing.refusals import ReceiptCodeMisspelt, ReceiptUnknown


def find_receipt(*, code: str, language: str, check_url: str) -> Receipt:
    """The receipt with this code as far as it may be told; ReceiptUnknown if there is none."""
    try:
        spelt = parse_verify_code(code)
    except MisspeltCode:
        raise ReceiptCodeMisspelt from None
    for check in registry.offered("receipt_check"):
        found: Receipt | None = check(code=spelt, language=language, check_url=check_url)
        if found is not None:
            return found
    raise ReceiptUnknown


def times_printed(number: str) -> int:
    """How many papers there are of a receipt: the original and its copies."""
    counts = ReceiptPrint.objects.filter(receipt_number=number).values_list("count", flat=True)
    return counts.first() or 0
