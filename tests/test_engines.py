"""The ground the tests stand on: databases of their own, that commit, on the engine asked for."""

import threading

import pytest
from django.db import connection, connections

from tests.engines import Database, engine_name
from wastebank.models import Place


def make_place(code: str) -> None:
    Place.objects.create(code=code, name="Melati", kind="main")


@pytest.mark.django_db
def test_the_run_stands_on_the_engine_that_was_asked_for() -> None:
    assert connection.vendor == {"sqlite": "sqlite", "postgres": "postgresql"}[engine_name()]


@pytest.mark.django_db
@pytest.mark.parametrize("turn", [1, 2])
def test_what_an_ordinary_test_writes_is_rolled_back(turn: int) -> None:
    assert not Place.objects.exists()
    make_place("M1")


@pytest.mark.parametrize("turn", [1, 2])
def test_each_committing_test_begins_with_an_empty_database(
    committed_db: Database, turn: int
) -> None:
    assert not Place.objects.exists()
    make_place("M1")


def test_other_threads_see_what_was_committed(committed_db: Database) -> None:
    make_place("M1")
    seen: list[str] = []

    def look() -> None:
        seen.extend(Place.objects.values_list("code", flat=True))
        connections.close_all()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert seen == ["M1"]


def test_the_databases_of_tests_are_left_behind_by_none(committed_db: Database) -> None:
    assert connection.settings_dict["NAME"] == committed_db.name
    assert "wastebank" not in committed_db.name.rpartition("/")[2]
