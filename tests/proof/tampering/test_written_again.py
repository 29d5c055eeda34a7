"""What an owner of the database changed stays found, whatever the program writes afterwards.

An operator is made an administrator behind the program's back, and chooses a new password: that
writes the row down again, and would write the role down with it.
"""

from collections.abc import Callable
from functools import partial

from django.db import connection, transaction

from ledger.written.standing import rows_as_written_down
from tests.cast import Cast
from tests.proof.prepared import Prepared
from tests.proof.races.racing import race
from wastebank.models import User
from wastebank.models.places import Role

NAME = "sulastri"


def save(user: User) -> None:
    user.first_name = "Other"
    user.save()


def save_one_field(user: User) -> None:
    user.password = "!"  # none that anybody could type, and quick to make
    user.save(update_fields=["password"])


WRITES: dict[str, Callable[[User], object]] = {
    "saved": save,
    "saved in part": save_one_field,
    "saved as if it were new": lambda user: User(
        pk=user.pk, username=NAME, role=user.role, place=user.place, date_joined=user.date_joined
    ).save(),
    "updated": lambda user: User.objects.filter(pk=user.pk).update(first_name="Other"),
    "updated with all others": lambda user: User.objects.update(last_name="Other"),
    "deleted": lambda user: user.delete(),
    "deleted by a question": lambda user: User.objects.filter(pk=user.pk).delete(),
}
EDITS = {
    "altered": "UPDATE wastebank_user SET role = 'admin' WHERE username = %s",
    "number of another": "UPDATE wastebank_user SET id = id + 1000 WHERE username = %s",
}


def trial(cast: Cast, sql: str, write: Callable[[User], object]) -> list[str]:
    """Which rows are found, after somebody edited one and the program wrote it."""
    try:
        with transaction.atomic():
            User.objects.create(username=NAME, role=Role.OPERATOR, place=cast.melati)
            with connection.cursor() as cursor:
                cursor.execute(sql, [NAME])
            write(User.objects.get(username=NAME))
            raise TakenBack([finding.where for finding in rows_as_written_down()])
    except TakenBack as told:
        return list(told.args[0])


class TakenBack(Exception):
    """Ends a trial, so that nothing of it stays."""


def test_what_the_program_writes_does_not_make_it_right(cast: Cast) -> None:
    for what, sql in EDITS.items():
        for how, write in WRITES.items():
            assert trial(cast, sql, write), f"{what}, {how}"


def test_what_nobody_edited_is_written_down_each_time(cast: Cast) -> None:
    untouched = "UPDATE wastebank_user SET role = role WHERE username = %s"
    for how, write in WRITES.items():
        assert trial(cast, untouched, write) == [], how


def test_whoever_writes_one_row_at_one_moment_leaves_it_as_written_down(
    prepared_programme: Prepared,
) -> None:
    with prepared_programme.fresh() as cast:

        def write(number: int) -> None:
            for turn in range(5):
                User.objects.filter(pk=cast.sari.pk).update(last_name=f"{number} {turn}")
                save_one_field(User.objects.get(pk=cast.sari.pk))

        assert race([partial(write, number) for number in range(4)]) == [None] * 4
        assert list(rows_as_written_down()) == []
