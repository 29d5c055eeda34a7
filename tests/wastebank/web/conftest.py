"""Who stands at the counter."""

import pytest

from tests.cast import Cast
from tests.wastebank.web.desk import Desk


@pytest.fixture
def sari(cast: Cast) -> Desk:
    return Desk(cast.sari)
