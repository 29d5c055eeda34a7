"""One PIN cannot be tried at number after number from one address."""

import pytest
from django.test import Client

from tests.cast import SITI_PIN, Cast
from tests.wastebank.passbook.open_book import nobody_tried_before, open_as, refusal_of
from wastebank.codes.member_number import make_number
from wastebank.models import TryCount
from wastebank.passbook import sign_in
from wastebank.rate_limit import name_of

pytestmark = pytest.mark.page

__all__ = ["nobody_tried_before"]


def test_one_pin_at_many_numbers_ends_for_a_day(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sign_in, "WRONG_MILLISECONDS", 0)
    answers = []
    for number in range(15):
        # as if a quarter of an hour lay between them
        TryCount.objects.filter(name=name_of("opening", "127.0.0.1")).delete()
        answers.append(refusal_of(open_as(client, make_number(70_000 + number), "123456")))
    assert answers == [(403, "opening_wrong")] * 10 + [(403, "too_many_tries")] * 5
    assert open_as(client, cast.siti.number, SITI_PIN).status_code == 302  # another PIN opens
