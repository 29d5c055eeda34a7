"""Receipts: one dataclass, and what it can be turned into.

The page is the third renderer: `templates/parts/receipt.html` takes the same
`Receipt` and shows the same `said`.
"""

from __future__ import annotations

from wastebank.papers.escpos import escpos
from wastebank.papers.roll import roll_pdf
from wastebank.papers.slip import Receipt, ReceiptLine, ReceiptTotal
from wastebank.papers.strip import columns

__all__ = ["Receipt", "ReceiptLine", "ReceiptTotal", "columns", "escpos", "roll_pdf"]
