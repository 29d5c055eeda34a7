"""T3: what is recorded stays, by whatever path, and no start without the triggers."""

from collections.abc import Callable, Iterator
from functools import partial

import pytest
from django.apps import apps
from django.core.management.base import CommandError
from django.db import DatabaseError, connection, models, transaction
from django.db.migrations.operations import AlterField
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import Model, ProtectedError
from django.test import Client

from ledger.db.engine import EngineProblem
from ledger.management.startup import refuse_unsafe_start
from ledger.triggers import (
    InstallTriggers,
    LiftTriggers,
    Trigger,
    all_triggers,
    install,
    lift,
    missing,
    taken,
)
from tests.cast import Cast
from tests.proof.book.full_book import all_bytes, guarded_models, row_bytes, write_full_book
from tests.proof.book.write_paths import (
    Change,
    WritePath,
    change_of,
    insert_or_replace,
    update_or_replace,
    write_paths,
)
from tests.proof.prepared import Prepared

Refusing = (CommandError, DatabaseError, ProtectedError)


class TakenBack(Exception):
    """Ends a trial, so that nothing of it stays."""


@pytest.fixture
def full_book(prepared_programme: Prepared) -> Iterator[Cast]:
    with prepared_programme.fresh() as cast:
        write_full_book(cast)
        yield cast


def trials(write_path: WritePath) -> Iterator[Change]:
    for model in guarded_models():
        if write_path.at and model._meta.db_table != write_path.at:
            continue
        change = change_of(model)
        if change is None and write_path.removes:
            change = Change(model, model._meta.concrete_fields[0], 0)
        if change is not None:
            yield change


def is_refused(write_path: WritePath, change: Change) -> bool:
    try:
        with transaction.atomic():
            write_path.run(change)
    except Refusing:
        return True
    return False


def let_in(table: str = "") -> list[str]:
    """The write paths that were not refused, at one table or at all."""
    return [
        f"{write_path.name} on {change.table}"
        for write_path in write_paths()
        for change in trials(write_path)
        if change.table.startswith(table) and not is_refused(write_path, change)
    ]


@pytest.mark.engine("sqlite")
@pytest.mark.parametrize("by_id", [True, False], ids=["by id", "by what is unique"])
def test_another_program_replaces_no_row(full_book: Cast, by_id: bool) -> None:
    """Whoever opens the file without our settings: a row makes way without a DELETE trigger."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA recursive_triggers = OFF")
    before, tried = all_bytes(guarded_models()), 0
    for model in guarded_models():
        for change in replacing(model, by_id):
            tried += 1
            path = WritePath("INSERT OR REPLACE", partial(insert_or_replace, with_id=by_id))
            assert is_refused(path, change), change.table
            assert is_refused(WritePath("UPDATE OR REPLACE", update_or_replace), change)
    assert all_bytes(guarded_models()) == before
    assert tried >= 20


def replacing(model: type[Model], by_id: bool) -> Iterator[Change]:
    """A row that would take the place of another: of its id, or of whatever else is unique."""
    if by_id or unique_keys(model):
        newest = model._base_manager.order_by("-pk").values_list("pk", flat=True)[0]
        yield Change(model, model._meta.concrete_fields[0], newest)


def unique_keys(model: type[Model]) -> set[str]:
    """What is unique of a model beside its id, by columns."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    keys = {str(field.column) for field in fields if field.unique}
    for one in model._meta.constraints:
        if isinstance(one, models.UniqueConstraint):
            columns = {field.name: str(field.column) for field in fields}
            keys.add(",".join(columns[name] for name in one.fields))
    return keys


def test_every_unique_key_of_a_guarded_table_is_named_by_its_trigger() -> None:
    """So that a key that comes later does not open the road again."""
    wanted = {trigger.table: trigger for trigger in all_triggers() if trigger.event == "REPLACE"}
    for model in guarded_models():
        table = model._meta.db_table
        assert wanted[table].condition == taken(table, sorted_like(wanted[table], model))


def sorted_like(trigger: Trigger, model: type[Model]) -> list[str]:
    """The unique keys in the order in which the trigger names them; those it forgot at the end."""
    first = {key: trigger.condition.find(f"o.{key.split(',')[0]} =") for key in unique_keys(model)}
    return sorted(first, key=lambda key: (first[key] < 0, first[key]))


def test_no_road_changes_a_byte(full_book: Cast, figure: Callable[[str, int], None]) -> None:
    before = all_bytes(guarded_models())
    assert not let_in()
    assert all_bytes(guarded_models()) == before
    tried = sum(1 for write_path in write_paths() for _ in trials(write_path))
    assert tried > 200
    assert len(guarded_models()) >= 18
    figure("T3: write paths tried, 0 bytes changed", tried)


def test_without_the_triggers_every_write_path_is_open(full_book: Cast) -> None:
    """The control: without the triggers, each write path changes something."""
    lift(connection, all_triggers())
    opened = {write_path.name: tables_opened(write_path) for write_path in write_paths()}
    assert not [name for name, tables in opened.items() if not tables]
    everything = {model._meta.db_table for model in guarded_models()}
    assert opened["raw DELETE"] == everything
    assert opened["raw UPDATE"] == {
        change.table for model in guarded_models() if (change := change_of(model))
    }


def tables_opened(write_path: WritePath) -> set[str]:
    """The tables whose bytes the write path changes; nothing of it stays."""
    opened = set()
    for change in trials(write_path):
        before = row_bytes(change.table)
        try:
            with transaction.atomic():
                write_path.run(change)
                if row_bytes(change.table) != before:
                    opened.add(change.table)
                raise TakenBack
        except (TakenBack, *Refusing):
            continue
    return opened


# --- cascades


def unguarded_parents() -> list[type[Model]]:
    """Tables without triggers that guarded rows point at: people, places, cards, goods."""
    guarded = set(guarded_models())
    return list(
        dict.fromkeys(
            field.related_model
            for model in guarded
            for field in model._meta.concrete_fields
            if field.related_model and field.related_model not in guarded
        )
    )


def test_no_cascade_reaches_a_recorded_row(full_book: Cast) -> None:
    before = all_bytes(guarded_models())
    parents = unguarded_parents()
    assert {"Member", "Place", "Card", "Material", "Service"} <= {p.__name__ for p in parents}
    for parent in parents:
        for write_path in ("ORM", "raw", "TRUNCATE"):
            with pytest.raises(Refusing), transaction.atomic():
                remove_all(parent, write_path)
    assert all_bytes(guarded_models()) == before


def remove_all(parent: type[Model], write_path: str) -> None:
    if write_path == "ORM":
        parent._base_manager.all().delete()
    elif write_path == "TRUNCATE" and connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {parent._meta.db_table} CASCADE")
    else:
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {parent._meta.db_table}")


# --- the administrator


def test_the_administrator_cannot_change_a_byte(full_book: Cast) -> None:
    before = all_bytes(guarded_models())
    client = Client()
    client.force_login(full_book.tono)
    for model in guarded_models():
        row = model._base_manager.order_by("-pk").first()
        assert row is not None
        place = f"/admin/{model._meta.app_label}/{model._meta.model_name}/{row.pk}"
        for page, sent in (("change", {"memo": "x"}), ("delete", {"post": "yes"})):
            assert client.post(f"{place}/{page}/", sent).status_code in (403, 404, 405)
    assert all_bytes(guarded_models()) == before


# --- no start without the triggers


def test_migrated_from_nothing_all_triggers_stand(full_book: Cast) -> None:
    assert missing(connection) == []
    refuse_unsafe_start()


def test_no_start_without_any_one_trigger(full_book: Cast) -> None:
    for trigger in all_triggers():
        written = trigger.sqlite() if connection.vendor == "sqlite" else trigger.postgres()
        if not written:  # says nothing on this engine
            continue
        lift(connection, [trigger])
        assert missing(connection) == [trigger.name]
        with pytest.raises(EngineProblem, match=trigger.name):
            refuse_unsafe_start()
        install(connection, [trigger])
    refuse_unsafe_start()


def test_no_start_with_a_trigger_that_says_less(full_book: Cast) -> None:
    weak = Trigger(
        "ledger_posting", "UPDATE", "NEW.amount > 1000000", "append-only: ledger_posting"
    )
    install(connection, [weak])
    with pytest.raises(EngineProblem, match=weak.name):
        refuse_unsafe_start()


@pytest.mark.engine("postgres")
@pytest.mark.parametrize(
    "how",
    [
        "ALTER TABLE ledger_posting DISABLE TRIGGER guard_ledger_posting_update",
        "ALTER TABLE ledger_posting ENABLE REPLICA TRIGGER guard_ledger_posting_update",
        "SET session_replication_role = replica",
    ],
)
def test_no_start_with_a_trigger_switched_off(full_book: Cast, how: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(how)
    with pytest.raises(EngineProblem):
        refuse_unsafe_start()
    connection.close()  # and with it what was set for the session


# --- after migrations


def migrate(*operations: Operation) -> None:
    """Carry operations out as a migration of the ledger does."""
    state = ProjectState.from_apps(apps)
    with connection.schema_editor(atomic=True) as editor:
        for operation in operations:
            before = state.clone()
            operation.state_forwards("ledger", state)
            operation.database_forwards("ledger", editor, before, state)


LONGER_ACTOR = AlterField("Hold", "actor", models.CharField(max_length=500))
LONGER_MEMO = AlterField("JournalEntry", "memo", models.CharField(max_length=500))


@pytest.mark.engine("sqlite")
def test_a_rebuilt_table_loses_its_triggers_and_the_start_says_so(full_book: Cast) -> None:
    """What Django's AlterField does to a table on SQLite if a migration forgets the triggers."""
    migrate(LONGER_ACTOR)
    assert missing(connection) == [
        "guard_ledger_hold_update",
        "guard_ledger_hold_delete",
        "guard_ledger_hold_replace",
    ]
    with pytest.raises(EngineProblem, match="guard_ledger_hold_update"):
        refuse_unsafe_start()
    assert let_in("ledger_hold")


def test_a_migration_that_lifts_and_installs_the_triggers_keeps_them(full_book: Cast) -> None:
    migrate(LiftTriggers("ledger"), LONGER_ACTOR, LONGER_MEMO, InstallTriggers("ledger"))
    refuse_unsafe_start()
    before = all_bytes(guarded_models())
    assert not let_in()
    assert all_bytes(guarded_models()) == before
