"""S5: whatever is sent, the API answers as its own description says, and never by a fault."""

import pytest

from ledger.audit import audit
from tests.cast import Cast


@pytest.mark.once  # where the engines differ, in NULs and in large numbers, other tests ask both
def test_the_api_answers_anything_as_it_says(cast: Cast, subtests: pytest.Subtests) -> None:
    from tests.requests.fuzzing import probes

    for name, probe in probes(cast):
        with subtests.test(name):
            probe()
    assert not audit()
