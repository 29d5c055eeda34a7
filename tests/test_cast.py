"""The cast itself: if it cannot act, no story can be told with it."""

from tests.cast import Cast
from tests.engines import Database


def test_siti_brings_waste_and_pays_for_care(cast: Cast) -> None:
    assert cast.deposit(("pet", 10_000), ("jelantah", 2_000)).total_idr == 35_000
    assert cast.redeem().available_after_idr == 20_000


def test_the_cast_also_stands_on_a_database_that_commits(
    cast: Cast, committed_db: Database
) -> None:
    assert cast.deposit(days_ago=1).total_idr == 25_000
