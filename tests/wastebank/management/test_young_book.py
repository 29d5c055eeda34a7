"""What the doctor says of a book that is younger than the time between two audits."""

from datetime import timedelta

from ledger import clock
from tests.cast import Cast
from wastebank.management.health.book import red_flag


def test_a_young_book_is_not_called_unchecked_for_a_month(cast: Cast) -> None:
    cast.deposit()
    assert [found.code for found in red_flag()] == ["book_young"]
    with clock.at(clock.now() + timedelta(days=40)):
        assert [found.code for found in red_flag()] == ["audit_old"]
