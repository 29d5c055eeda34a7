"""Two clerks write down one person in the same second: one record, and the other one is asked."""

import uuid
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import pytest

from tests.cast import Cast
from tests.engines import engine_name
from tests.proof.faults import doubles_sought_early, enrolments_not_held
from tests.proof.prepared import Prepared
from tests.proof.proving import PROVING
from tests.proof.races.racing import both_wait, race
from wastebank.members.enrol import enrol_member
from wastebank.members.refusals import MemberDouble
from wastebank.models import Member, User

ROUNDS = 10 if PROVING else 2
NIK = "3507010101900001"


@pytest.fixture
def cast(prepared_programme: Prepared) -> Iterator[Cast]:
    with prepared_programme.fresh() as people:
        yield people


def enrolling(by: User, **fields: Any) -> Callable[[], Member]:
    return partial(enrol_member, key=uuid.uuid4(), by=by, **({"name": "Ani Ma'ruf"} | fields))


def is_one_record(commands: Sequence[Callable[[], Member]]) -> bool:
    """Race them: whether one of them made a record, and all others were asked."""
    before = Member.objects.count()
    made = race(commands)
    asked = sum(isinstance(one, MemberDouble) for one in made)
    return Member.objects.count() == before + 1 and asked == len(made) - 1


def test_of_all_who_write_down_one_person_at_once_one_does(cast: Cast) -> None:
    for turn in range(ROUNDS):
        phone = f"0812345678{turn:02}"
        names = ["Ani Ma'ruf", "ani  ma’ruf", "ANI MARUF"] * 2
        assert is_one_record([enrolling(cast.sari, name=name, phone=phone) for name in names])


def test_two_units_write_down_one_identity_number(cast: Cast) -> None:
    assert is_one_record([enrolling(by, national_id=NIK) for by in (cast.sari, cast.rudi)])


def test_two_people_are_enrolled_at_once(cast: Cast) -> None:
    made = race([enrolling(by, name=f"Budi {by}") for by in (cast.sari, cast.rudi, cast.maya)])
    assert all(isinstance(one, Member) for one in made), made


# --- the controls: without the lock there are two records


def one_person_twice(cast: Cast) -> list[Callable[[], Member]]:
    return [enrolling(cast.sari, phone="081234567890") for _ in range(2)]


def test_looking_before_the_lock_would_be_noticed(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    doubles_sought_early(monkeypatch, both_wait())
    assert not is_one_record(one_person_twice(cast))


def test_no_lock_would_be_noticed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """On SQLite the transaction is the lock: it has one writer at a time."""
    enrolments_not_held(monkeypatch, both_wait())
    assert is_one_record(one_person_twice(cast)) == (engine_name() == "sqlite")
