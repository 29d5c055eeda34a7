"""A start under another pepper: refused before its audit would turn the book red for all."""

import pytest
from django.conf import LazySettings

from ledger.db.engine import EngineProblem
from ledger.management.startup import refuse_other_pepper
from tests.cast import Cast
from wastebank.models import Place


def test_a_start_under_another_pepper_is_refused(cast: Cast, settings: LazySettings) -> None:
    refuse_other_pepper()
    settings.LEDGER_DIGEST_KEY = "the pepper of another machine"
    with pytest.raises(EngineProblem, match="same WASTEBANK_PEPPER"):
        refuse_other_pepper()


def test_rows_that_somebody_altered_are_left_to_the_audit(cast: Cast) -> None:
    Place.objects.update(name="by hand")
    refuse_other_pepper()


@pytest.mark.django_db
def test_an_empty_book_takes_any(settings: LazySettings) -> None:
    settings.LEDGER_DIGEST_KEY = "the first of all peppers"
    refuse_other_pepper()
