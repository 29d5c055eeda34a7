"""Files that several starts or threads write at the same moment are whole for each of them."""

import os
from functools import partial
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from tests.proof.races.racing import race
from wastebank import env
from wastebank.web import styles

pytestmark = pytest.mark.once
AT_ONCE, TURNS = 8, 20


def test_starts_at_once_keep_one_secret_and_never_read_half_of_one(tmp_path: Path) -> None:
    for turn in range(TURNS):
        ask = partial(env.secret, "NONE_GIVEN", f"pepper-{turn}", tmp_path)
        kept = race([ask] * AT_ONCE)
        assert {type(one) for one in kept} == {str}, kept
        assert len(set(kept)) == 1
        assert (tmp_path / f"pepper-{turn}").stat().st_mode & 0o077 == 0
    assert len(list(tmp_path.iterdir())) == TURNS


def test_a_secret_is_kept_where_files_have_one_name_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_second_name(*_args: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", no_second_name)
    kept = env.secret("NONE_GIVEN", "pepper", tmp_path)
    assert env.secret("NONE_GIVEN", "pepper", tmp_path) == kept
    assert [file.name for file in tmp_path.iterdir()] == ["pepper"]


def test_a_sheet_asked_for_at_once_is_whole_for_each(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = "a" * 1_000_000  # long enough that they cross while they write
    monkeypatch.setattr(styles, "join", lambda _name: sheet)

    def ask() -> str:
        return styles.written("public").read_text(encoding="utf-8")

    for turn in range(TURNS):
        settings.JOINED_STYLES = tmp_path / str(turn)
        assert set(race([ask] * AT_ONCE)) == {sheet}
        assert [file.name for file in (tmp_path / str(turn)).iterdir()] == ["public.css"]
