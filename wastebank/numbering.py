"""Which day is open at a place, and the next number of its receipts.

Both stand in one row of the place, which whoever records anything moves: so no record can slip
into a day while it is being closed.
"""

from datetime import date, datetime, timedelta

from django.db import connection

from ledger import clock
from wastebank.models import Place, ReceiptSeries
from wastebank.values.calendar import local_day, parse_day

# Moved first, and opened only where there is none: no statement that inserts may replace a row.
LOCK_SERIES = """
    UPDATE wastebank_receiptseries SET last = last WHERE place_id = %s
    RETURNING last, closed_through
"""
NEXT_RECEIPT = """
    UPDATE wastebank_receiptseries SET last = last + 1 WHERE place_id = %s
    RETURNING last, closed_through
"""
OPEN_SERIES = """
    INSERT INTO wastebank_receiptseries (place_id, last) VALUES (%s, 0)
    ON CONFLICT (place_id) DO NOTHING
"""


def book_day(closed_through: date | None, moment: datetime) -> date:
    """The day a record of this instant counts in: its own, or the first that is not closed."""
    today = local_day(moment)
    if closed_through is None or closed_through < today:
        return today
    return closed_through + timedelta(days=1)


def open_day(place: Place) -> date:
    """The day that is open at a place now."""
    series = ReceiptSeries.objects.filter(place=place).first()
    return book_day(series.closed_through if series else None, clock.now())


def day_ahead(place: Place) -> date | None:
    """The day that counts what is recorded now, if today is closed already; else None."""
    day = open_day(place)
    return day if day > local_day(clock.now()) else None


def next_receipt_and_day(place: Place, moment: datetime) -> tuple[str, int, date]:
    """The next receipt number of a place, its serial, and the day it counts in."""
    last, closed_through = move_series(NEXT_RECEIPT, place)
    return receipt_number(place, last), last, book_day(closed_through, moment)


def lock_open_day(place: Place, moment: datetime) -> date:
    """The day a record of this instant counts in; it cannot be closed before the commit."""
    return book_day(move_series(LOCK_SERIES, place)[1], moment)


def move_series(sql: str, place: Place) -> tuple[int, date | None]:
    """The last serial of a place's receipts and its last closed day, held until the commit."""
    with connection.cursor() as cursor:
        cursor.execute(sql, [place.pk])
        row = cursor.fetchone()
        if row is None:
            cursor.execute(OPEN_SERIES, [place.pk])
            cursor.execute(sql, [place.pk])
            row = cursor.fetchone()
    last, closed_through = row
    # SQLite gives a date back as text.
    day = parse_day(closed_through) if isinstance(closed_through, str) else closed_through
    return int(last), day


def next_receipt(place: Place) -> tuple[str, int]:
    """The next receipt number of a place; given back if the transaction does not commit."""
    number, _closed_through = move_series(NEXT_RECEIPT, place)
    return receipt_number(place, number), number


def receipt_number(place: Place, serial: int) -> str:
    return f"{place.code}-{serial:06d}"
