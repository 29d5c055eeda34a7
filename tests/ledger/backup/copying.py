"""Backup and restore as their commands do them, on databases of a test."""

import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from tests import engines
from tests.engines import Database


@contextmanager
def standing_on(database: Database) -> Iterator[None]:
    """This process and those it starts stand on a database."""
    told = {"DATABASE_URL": database.url, "WASTEBANK_PG_BIN": engines.postgres_programs()}
    with pytest.MonkeyPatch.context() as patch, engines.pointed_at(database):
        for name, value in told.items():
            patch.setenv(name, value)
        patch.setattr(settings, "HOME", own_home())
        yield


def own_home() -> Path:
    """A data folder of this worker's own: the others make copies on their way, too."""
    home = engines.run_folder() / f"home-{engines.worker_name()}"
    home.mkdir(exist_ok=True)
    return home


@contextmanager
def empty_place() -> Iterator[Database]:
    place = engines.empty_database("restored")
    try:
        with standing_on(place):
            yield place
    finally:
        engines.drop_database(place)


def refusal_of(*command: object) -> str:
    """What a command says that must not go well: one sentence."""
    with pytest.raises(CommandError) as refused:
        call_command(*map(str, command))
    said = str(refused.value)
    assert "\n" not in said, said
    assert "Traceback" not in said, said
    return said


def what_there_is() -> tuple[list[str], set[str], list[Path]]:
    """The tables here, the databases beside, and what was left on the way."""
    return tables(), databases(), left_in_home()


def tables() -> list[str]:
    """Asking makes an empty file on SQLite, where there is none."""
    found = connection.introspection.table_names()
    connection.close()
    return found


def databases() -> set[str]:
    """Ours and those named after it, as they would be left on the way; files on SQLite. Other
    workers of the run have theirs."""
    name = str(connection.settings_dict["NAME"])
    if engines.engine_name() == "sqlite":
        files = Path(name).parent.glob(Path(name).name + "*")
        return {path.name for path in files if path.stat().st_size}
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [name])
        return {found for (found,) in cursor.fetchall()}


def left_in_home() -> list[Path]:
    return list(own_home().glob(".copying-*"))


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)
