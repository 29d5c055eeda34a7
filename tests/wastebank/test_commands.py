"""Two who make the same in one instant: one makes it, the other is refused in words."""

import uuid
from collections.abc import Callable
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from django.db.models import Model, QuerySet

from clinic.register.clinics import open_clinic
from tests.cast import Cast
from wastebank.commands import make_first
from wastebank.deposits.refusals import AlreadyReviewed
from wastebank.deposits.review import review_deposit
from wastebank.models import ActionLog, DepositReview, Place, User
from wastebank.refusals import NameTaken
from wastebank.staff.accounts import add_staff
from wastebank.staff.places import open_place


def staff(cast: Cast) -> object:
    return add_staff(
        key=uuid.uuid4(),
        by=cast.tono,
        username="ratna",
        first_name="Ratna",
        role="operator",
        place="MLT",
    )


def unit(cast: Cast) -> object:
    terms = {"code": "ANG", "name": "Unit Anggrek", "kind": "unit", "parent": "BSI"}
    return open_place(key=uuid.uuid4(), by=cast.tono, **terms)


def clinic(cast: Cast) -> object:
    return open_clinic(
        key=uuid.uuid4(),
        by=cast.tono,
        code="KLA",
        name="Klinik Anggrek",
        parent="BSI",
        valid_from=date(2026, 1, 1),
    )


def blind_at_first(monkeypatch: pytest.MonkeyPatch, model: type[Model]) -> None:
    """The first look finds nothing: whoever is first has not committed yet."""
    look = QuerySet.exists
    blind = [model]

    def exists(rows: "QuerySet[Model]") -> bool:
        if rows.model in blind:
            blind.remove(rows.model)
            return False
        return look(rows)

    monkeypatch.setattr(QuerySet, "exists", exists)


@pytest.mark.parametrize(("make", "model"), [(staff, User), (unit, Place), (clinic, Place)])
def test_the_same_name_at_once_is_taken_once(
    cast: Cast,
    monkeypatch: pytest.MonkeyPatch,
    make: Callable[[Cast], object],
    model: type[Model],
) -> None:
    make(cast)
    before = (model._base_manager.count(), ActionLog.objects.count())
    blind_at_first(monkeypatch, model)
    with pytest.raises(NameTaken):
        make(cast)
    assert (model._base_manager.count(), ActionLog.objects.count()) == before


def test_a_deposit_is_reviewed_once_at_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    odd = cast.deposit(days_ago=2)
    look: dict[str, Any] = {"by": cast.maya, "deposit": odd.number, "note": "seen"}
    review_deposit(key=uuid.uuid4(), **look)
    blind_at_first(monkeypatch, DepositReview)
    with pytest.raises(AlreadyReviewed):
        review_deposit(key=uuid.uuid4(), **look)
    assert DepositReview.objects.count() == 1


def test_the_command_says_it_in_a_sentence(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    staff(cast)
    blind_at_first(monkeypatch, User)
    with pytest.raises(CommandError, match="name_taken"):
        call_command("add_staff", "--user", "ratna", "--name", "Ratna", stdout=StringIO())


def test_what_breaks_another_rule_is_not_called_taken(cast: Cast) -> None:
    nobody = User.objects.filter(username="nobody")

    def make() -> User:
        return User.objects.create(username=cast.sari.username)

    with pytest.raises(IntegrityError):
        make_first(nobody, NameTaken(name="nobody"), make)
