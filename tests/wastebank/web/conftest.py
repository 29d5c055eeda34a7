"""Who stands at the counter."""

import pytest

from tests.cast import Cast
from tests.wastebank.web.counter.desk import Desk


@pytest.fixture
def sari(cast: Cast) -> Desk:
    return Desk(cast.sari)


@pytest.fixture
def busy(cast: Cast) -> Cast:
    """Something in every list."""
    cast.deposit(("pet", 2_500), ("jelantah", 2_000), ("botol-kecap", 3))
    cast.deposit(("kardus", 4_000), member=cast.wati, by=cast.rudi)
    cast.redeem()
    return cast
