"""Restore: what is whole and green takes the empty place; anything else changes nothing."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.db import connection

from ledger.audit import check_book
from ledger.db.backup import home, postgres, sqlite
from ledger.db.backup import restore as restoring
from ledger.db.backup.locking import new_identity
from ledger.db.backup.problems import CopyProblem
from ledger.db.engine import EngineProblem
from ledger.management.startup import begin, refuse_other_pepper, refuse_unended_restore
from ledger.models import JournalEntry
from ledger.triggers import all_triggers, install, lift
from tests.cast import Cast
from tests.engines import Database
from tests.ledger.backup.copying import (
    empty_place,
    left_in_home,
    mode_of,
    own_home,
    refusal_of,
    standing_on,
    tables,
    what_there_is,
)


@pytest.fixture
def backup(cast: Cast, committed_db: Database, tmp_path: Path) -> Path:
    """A plain backup of the cast's programme."""
    cast.deposit()
    path = tmp_path / "backup"
    with standing_on(committed_db):
        call_command("backup", "--plain", str(path))
    return path


@pytest.fixture
def key(tmp_path: Path, settings: LazySettings) -> Path:
    """The file of an identity, whose recipient stands in the settings."""
    identity, recipient = new_identity()
    settings.LEDGER_BACKUP_RECIPIENTS = (recipient,)
    path = tmp_path / "identity"
    path.write_text(identity)
    return path


@pytest.fixture
def unjudged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two processes of the program less, where the test is not about what they say."""
    for module in (sqlite, postgres):
        monkeypatch.setattr(module, "judge", lambda url, **_how: None)


def test_a_backup_for_a_recipient_comes_back_to_who_has_the_identity(
    cast: Cast, committed_db: Database, tmp_path: Path, key: Path
) -> None:
    cast.deposit()
    path = tmp_path / "backup"
    with standing_on(committed_db):
        call_command("backup", str(path))
    assert path.read_bytes().startswith(b"age-encryption.org/v1")
    assert (mode_of(path), sorted(tmp_path.iterdir())) == (0o600, [path, key])
    with empty_place() as place:
        assert "--identity" in refusal_of("restore", path)
        call_command("restore", str(path), "--identity", str(key))
        assert JournalEntry.objects.count() == 1
        if connection.vendor == "sqlite":
            assert mode_of(Path(place.name)) == 0o600
        assert "holds" in refusal_of("restore", path, "--identity", key)
    assert not left_in_home()


def test_secrets_come_with_the_book_and_not_before(
    cast: Cast,
    committed_db: Database,
    tmp_path: Path,
    key: Path,
    settings: LazySettings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Judging takes minutes: a power cut meanwhile must not leave this book with other secrets."""
    settings.LEDGER_SEALED_FILES = {"settings": "WASTEBANK_HOLD_HOURS=7"}
    cast.deposit()
    with standing_on(committed_db):
        call_command("backup", str(tmp_path / "backup"))
    seen: list[tuple[bool, object, bool]] = []
    kept = own_home() / "settings"

    def judge(url: str, *, other_pepper: bool, home: object = None) -> None:
        seen.append((bool(url), home, kept.exists()))

    for module in (sqlite, postgres):
        monkeypatch.setattr(module, "judge", judge)
    try:
        with empty_place():
            call_command("restore", str(tmp_path / "backup"), "--identity", str(key))
    finally:
        kept.unlink(missing_ok=True)
    assert seen == [(True, settings.LEDGER_SEALED_FILES, False), (False, None, True)]


@pytest.mark.parametrize("replace", [[], ["--replace"]])
def test_a_cut_between_its_steps_is_known_at_the_next_start(
    cast: Cast,
    committed_db: Database,
    backup: Path,
    monkeypatch: pytest.MonkeyPatch,
    replace: list[str],
) -> None:
    """Book and secrets take their places one after the other; a process that is killed says no
    more. The same restore once more brings it to its end."""
    seen: list[str] = []

    def cut(where: str) -> Callable[..., None]:
        def here(*given: object, **_how: object) -> None:
            if where != "judge" or given == ("",):
                with suppress(EngineProblem):
                    refuse_unended_restore()
                    seen.append(f"nobody would know at {where}")

        return here

    for module in (sqlite, postgres):
        monkeypatch.setattr(module, "judge", cut("judge"))
    monkeypatch.setattr(home, "put", cut("put"))
    monkeypatch.setattr(restoring, "ours_of", lambda _files: {"settings": "of the backup"})
    monkeypatch.setattr(home, "ours_of", lambda files: files)
    with standing_on(committed_db) if replace else empty_place():
        call_command("restore", str(backup), *replace)
        connection.close()
        assert seen == []
        refuse_unended_restore()  # it came to its end
        (own_home() / home.NOT_ENDED).touch()  # and so does the one after a cut
        with pytest.raises(EngineProblem, match=r"Run it again .*restore FILE --replace"):
            begin(print)
        call_command("restore", str(backup), "--replace")
        connection.close()
        refuse_unended_restore()


def test_plain_only_when_it_is_said(committed_db: Database, backup: Path, tmp_path: Path) -> None:
    assert mode_of(backup) == 0o600
    with standing_on(committed_db):
        assert "--plain" in refusal_of("backup", tmp_path / "other")
        assert "never overwritten" in refusal_of("backup", "--plain", backup)
        assert "no folder" in refusal_of("backup", "--plain", tmp_path / "absent" / "other")
    assert sorted(tmp_path.iterdir()) == [backup]
    with empty_place():
        assert "no book here" in refusal_of("backup", "--plain", tmp_path / "other")


def flipped(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 16]) + content[middle + 1 :]


BROKEN: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "one bit": (flipped, "damaged"),
    "cut short": (lambda content: content[:-4_000], "damaged"),
    "its head": (lambda content: content[:10], "damaged"),
    "empty": (lambda _content: b"", "empty"),
    "foreign": (lambda _content: b"PK\x03\x04" * 900, "no backup of this program"),
    "of another engine": (
        lambda content: content.replace(b'"engine": "', b'"engine": "not ', 1),
        "the backup is of not ",
    ),
}


def test_what_is_no_whole_backup_of_ours_changes_nothing(backup: Path, tmp_path: Path) -> None:
    with empty_place():
        before = what_there_is()
        for name, (breaking, said) in BROKEN.items():
            path = tmp_path / name
            path.write_bytes(breaking(backup.read_bytes()))
            assert said in refusal_of("restore", path), name
            assert what_there_is() == before, name
        assert "no such file" in refusal_of("restore", tmp_path)
        assert "no such file" in refusal_of("restore", tmp_path / "absent")


def test_another_pepper_is_said_and_may_be_taken_knowingly(
    backup: Path, settings: LazySettings, unjudged: None
) -> None:
    settings.LEDGER_DIGEST_KEY = "another pepper altogether"
    with empty_place():
        assert "another pepper" in refusal_of("restore", backup)
        assert not tables()
        call_command("restore", str(backup), "--other-pepper")
        assert JournalEntry.objects.count() == 1


def test_a_book_whose_pepper_is_lost_can_be_written_in_again(
    backup: Path, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every row that may change was written down with the old one."""
    settings.LEDGER_DIGEST_KEY = "a pepper that was made when the first was lost"
    monkeypatch.setenv("WASTEBANK_PEPPER", settings.LEDGER_DIGEST_KEY)
    with empty_place():
        call_command("restore", str(backup), "--other-pepper")
        assert check_book() == []
        refuse_other_pepper()


def test_a_red_book_is_judged_aside_and_leaves_nothing(
    cast: Cast, committed_db: Database, tmp_path: Path
) -> None:
    cast.deposit()
    path = tmp_path / "red"
    with standing_on(committed_db):
        own = [each for each in all_triggers() if each.table == "ledger_posting"]
        lift(connection, own)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE ledger_posting SET amount = amount + 1")
        install(connection, own)
        connection.close()
        call_command("backup", "--plain", str(path))
    with empty_place():
        before = what_there_is()
        assert "must not be used" in refusal_of("restore", path)
        assert what_there_is() == before


def test_what_is_red_in_its_place_is_taken_away_again(
    backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Judged well aside, and not where it will be used: such as beside a WAL of other pages."""

    def only_aside(url: str, **_how: object) -> None:
        if not url:
            raise CopyProblem("the copy must not be used: seen in its place")

    monkeypatch.setattr(sqlite, "judge", only_aside)
    monkeypatch.setattr(postgres, "judge", only_aside)
    with empty_place():
        before = what_there_is()
        assert "seen in its place" in refusal_of("restore", backup)
        assert what_there_is() == before


@pytest.mark.engine("sqlite")
@pytest.mark.parametrize("end", ["-wal", "-journal"])
def test_what_is_left_of_the_file_moved_away_is_not_touched(
    backup: Path, end: str, unjudged: None
) -> None:
    with empty_place() as place:
        left = Path(place.name + end)
        left.write_bytes(b"rows of the other file")
        assert "move it to where" in refusal_of("restore", backup)
        assert left.read_bytes() == b"rows of the other file"
        assert not Path(place.name).exists()
        left.unlink()
        Path(place.name + "-wal").touch()  # what an empty database leaves
        Path(place.name + "-shm").write_bytes(b"an index of nothing")
        call_command("restore", str(backup))
        assert JournalEntry.objects.count() == 1


@pytest.mark.engine("sqlite")
def test_control_without_the_refusal_what_was_left_is_gone(
    backup: Path, unjudged: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "refuse_occupied", lambda target: None)
    with empty_place() as place:
        left = Path(place.name + "-wal")
        left.write_bytes(b"rows of the other file")
        call_command("restore", str(backup))
        connection.close()
        assert not (left.exists() and left.read_bytes() == b"rows of the other file")


def test_a_book_is_replaced_when_that_is_said_and_kept_beside(
    cast: Cast, backup: Path, committed_db: Database
) -> None:
    cast.deposit()
    with standing_on(committed_db):
        before = set(own_home().glob("replaced-*"))
        assert "holds" in refusal_of("restore", backup)
        assert JournalEntry.objects.count() == 2
        connection.close()
        call_command("restore", str(backup), "--replace")
        assert (JournalEntry.objects.count(), check_book()) == (1, [])
        connection.close()
        if connection.vendor == "sqlite":
            (kept,) = Path(committed_db.name).parent.glob(f"{Path(committed_db.name).name}.repl*")
            assert mode_of(kept) == 0o600
        else:
            (kept,) = set(own_home().glob("replaced-*")) - before
            assert mode_of(kept) == 0o600
        assert kept.stat().st_size > 0


def test_what_must_not_replace_a_book_leaves_it(
    cast: Cast, backup: Path, committed_db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where it is found only in its place."""
    cast.deposit()

    def red_in_its_place(url: str, **_how: object) -> None:
        if not url:
            raise CopyProblem("red")

    for module in (sqlite, postgres):
        monkeypatch.setattr(module, "judge", red_in_its_place)
    with standing_on(committed_db):
        assert "red" in refusal_of("restore", backup, "--replace")
        assert (JournalEntry.objects.count(), check_book()) == (2, [])
        connection.close()
