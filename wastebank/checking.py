"""Anybody may check a receipt by the code that is printed on it.

Each room says in its `receipts.py` what may be told of its own receipts (`checked_receipt`).
"""

from collections.abc import Callable, Iterator
from importlib import import_module

from django.apps import apps
from django.utils.module_loading import module_has_submodule

from wastebank.cardcode import MisspeltCode, parse_verify_code
from wastebank.models import ReceiptPrint
from wastebank.papers.receipt import Receipt
from wastebank.refusals import ReceiptCodeMisspelt, ReceiptUnknown

Checker = Callable[..., Receipt | None]


def find_receipt(*, code: str, language: str, check_url: str) -> Receipt:
    """The receipt with this code as far as it may be told; ReceiptUnknown if there is none."""
    try:
        spelt = parse_verify_code(code)
    except MisspeltCode:
        raise ReceiptCodeMisspelt from None
    for check in checkers():
        found = check(code=spelt, language=language, check_url=check_url)
        if found is not None:
            return found
    raise ReceiptUnknown


def checkers() -> Iterator[Checker]:
    for app in apps.get_app_configs():
        if app.module and module_has_submodule(app.module, "receipts"):
            module = import_module(f"{app.name}.receipts")
            if hasattr(module, "checked_receipt"):
                yield module.checked_receipt


def times_printed(number: str) -> int:
    """How many papers there are of a receipt: the original and its copies."""
    counts = ReceiptPrint.objects.filter(receipt_number=number).values_list("count", flat=True)
    return counts.first() or 0
