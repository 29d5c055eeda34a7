"""The secrets that a backup brings: they take their place, or everything stays as it was."""

from pathlib import Path

import pytest
from django.conf import LazySettings

from ledger.db.backup.home import taken_up
from tests.ledger.backup.copying import mode_of

pytestmark = pytest.mark.once

NAMES = ("pepper", "secret_key", "settings")
BROUGHT = {name: f"{name} of the backup" for name in NAMES}


@pytest.fixture
def home(tmp_path: Path, settings: LazySettings) -> Path:
    settings.HOME = tmp_path
    settings.LEDGER_SEALED_FILES = dict.fromkeys(NAMES, "")
    for name in NAMES[:2]:
        (tmp_path / name).write_text(f"{name} of here")
    return tmp_path


def what_lies_in(home: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in home.iterdir() if path.is_file()}


def test_they_take_their_place_and_what_was_there_is_kept(home: Path) -> None:
    with taken_up(BROUGHT):
        pass
    kept = {f"{name}.replaced": f"{name} of here" for name in NAMES[:2]}
    assert what_lies_in(home) == BROUGHT | kept
    assert {mode_of(home / name) for name in what_lies_in(home)} == {0o600}


@pytest.mark.parametrize("name", NAMES)
def test_where_one_cannot_be_written_all_are_as_before(home: Path, name: str) -> None:
    """Such as on a full disk: a pepper that is lost takes every card and PIN along."""
    before = what_lies_in(home)
    (home / f"{name}.new").mkdir()
    with pytest.raises(IsADirectoryError), taken_up(BROUGHT):
        pass
    assert what_lies_in(home) == before


def test_what_goes_wrong_afterwards_puts_them_back(home: Path) -> None:
    before = what_lies_in(home)
    (home / "settings.replaced").write_text("of an earlier time")
    with pytest.raises(LookupError), taken_up(BROUGHT):
        raise LookupError
    assert what_lies_in(home) == before
