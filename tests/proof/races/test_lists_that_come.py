"""Members lists that come in really at the same time, and one that is killed in the middle."""

import signal
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from django.conf import settings

from ledger import clock
from ledger.audit import check_book
from ledger.models import Account, JournalEntry
from tests import engines
from tests.cast import Cast
from tests.proof.prepared import Prepared
from tests.proof.races.racing import race
from tests.wastebank.old_book.lists import LIST, checked, file_of
from wastebank.files.list_import import Imported
from wastebank.members.wallets import balance_of
from wastebank.models import ActionLog, Member, OpeningBalance
from wastebank.old_book.member_import import import_members
from wastebank.old_book.openings import OpeningSaid
from wastebank.values.calendar import local_day

ROOT = Path(settings.BASE_DIR)


@pytest.fixture
def cast(prepared_programme: Prepared) -> Iterator[Cast]:
    with prepared_programme.fresh() as people:
        yield people


def bring(cast: Cast, key: uuid.UUID | None = None) -> Imported:
    return import_members(
        key=key or uuid.uuid4(),
        by=cast.maya,
        place="MLT",
        rows=checked(cast, *LIST).sheet.rows,
        said=OpeningSaid(local_day(clock.now()), 205_500, 2),
    )


def test_of_one_list_brought_many_times_at_once_one_is_written(cast: Cast) -> None:
    made = race([partial(bring, cast) for _ in range(4)])
    assert not [one for one in made if isinstance(one, BaseException)], made
    assert sorted(one.added for one in made if isinstance(one, Imported)) == [0, 0, 0, 4]
    assert OpeningBalance.objects.count() == 2
    assert check_book() == []


def test_one_key_is_one_list(cast: Cast) -> None:
    key = uuid.uuid4()
    made = race([partial(bring, cast, key) for _ in range(3)])
    answers = [one for one in made if isinstance(one, Imported)]
    assert sorted(one.replayed for one in answers) == [False, True, True]
    assert Member.objects.filter(old_number="17").count() == 1


def test_a_deposit_at_the_same_time_comes_after_the_opening_or_keeps_it_out(cast: Cast) -> None:
    """Whoever is first: the balance stands first in its wallet, or does not come along at all."""
    row = f"{cast.hasan.name},{cast.hasan.number},50000"
    rows = checked(cast, row, heads="name,number,balance").sheet.rows
    opening = OpeningSaid(local_day(clock.now()), 50_000, 1)
    bring_one = partial(import_members, by=cast.maya, place="MLT", rows=rows, said=opening)
    commands: list[Callable[[], object]] = [
        partial(bring_one, key=uuid.uuid4()),
        partial(cast.deposit, member=cast.hasan),
    ]
    race(commands)
    brought = OpeningBalance.objects.filter(member=cast.hasan).count()
    assert balance_of(cast.hasan).balance_idr == 25_000 + 50_000 * brought
    assert check_book() == []


def test_killed_in_the_middle_nothing_is_written_and_it_can_be_run_again(
    prepared_programme: Prepared, tmp_path: Path
) -> None:
    path, count = tmp_path / "members.csv", 1_000
    path.write_bytes(file_of(*(f"Nasabah {n},{n},,,,,,,500," for n in range(1, count + 1))))
    options = ["--place", "MLT", "--total", str(500 * count), "--count", str(count)]
    command = [sys.executable, "manage.py", "import_members", str(path), *options]
    database = prepared_programme.copy()
    try:
        killed = subprocess.Popen(
            command, cwd=ROOT, env=database.environment, stderr=subprocess.PIPE, text=True
        )
        assert killed.stderr is not None
        for line in killed.stderr:
            if "500 of 1,000" in line:  # enrolled, and nothing committed
                killed.kill()
                break
        assert killed.wait(60) == -signal.SIGKILL
        killed.stderr.close()
        with engines.pointed_at(database):
            assert not Member.objects.exclude(old_number="").exists()
            assert not Account.objects.filter(code="opening:MLT").exists()
            assert not ActionLog.objects.filter(action="import_members").exists()
            assert check_book() == []
        subprocess.run(command, cwd=ROOT, env=database.environment, check=True, capture_output=True)
        with engines.pointed_at(database):
            assert JournalEntry.objects.filter(kind="opening_balance").count() == count
            assert Account.objects.get(code="opening:MLT").balance == -500 * count
            assert check_book() == []
    finally:
        engines.drop_database(database)
