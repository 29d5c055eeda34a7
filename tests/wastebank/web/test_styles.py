"""Style sheets: a file for each part, one written order, one sheet for each kind of page."""

import re
from collections import defaultdict
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import Client
from pytest_django.fixtures import Settings

from tests.cast import Cast
from tests.wastebank.web.css_rules import nested, owner, rules, steps
from wastebank.web import styles
from wastebank.web.styles import FOLDER, ORDER, SHEETS, SOURCES, bare, join

# A receipt is paper of its own: whatever stands on it is set where the paper is.
PAPER = ".roll"


def text_of(name: str) -> str:
    return (SOURCES / f"{name}.css").read_text(encoding="utf-8")


def letters() -> set[str]:
    """Classes of values and of plain type, signs and figures: any part may place them."""
    found = {"js", "no-js", "needs-js"}
    for name in styles.TOKENS:
        for rule in rules(text_of(name)):
            found |= {c for selector in rule.selectors for step in steps(selector) for c in step}
    return found


def homes() -> dict[str, set[str]]:
    """By class: the files in which its rules stand."""
    found: dict[str, set[str]] = defaultdict(set)
    atoms = letters()
    for name in (*styles.PARTS, *styles.PAGES):
        for rule in rules(text_of(name)):
            for selector in rule.selectors:
                if not selector.startswith(PAPER):
                    found[owner(selector, atoms)].add(name)
    del found[""]
    return found


def test_every_file_stands_in_the_order_once() -> None:
    files = {path.relative_to(SOURCES).with_suffix("").as_posix() for path in SOURCES.rglob("*.*")}
    assert sorted(ORDER) == sorted(files)
    assert all(sheet <= set(ORDER) for sheet in SHEETS.values())
    assert all(any(name in sheet for sheet in SHEETS.values()) for name in ORDER)


def test_each_part_has_its_rules_in_one_file() -> None:
    found = homes()
    assert found["btn"] == {"parts/button"}
    assert found["line"] == {"parts/line"}
    assert {name: files for name, files in found.items() if len(files) > 1} == {}


def test_no_rule_stands_in_another() -> None:
    for name in ORDER:
        assert nested(text_of(name)) == [], name
    assert nested(".a { color: red; & .b { color: red; } }") == ["& .b"]
    assert nested("@media print { .a { color: red; } }") == []


@pytest.mark.parametrize(
    ("selector", "whose"),
    [
        (".btn .i", "btn"),
        (".who > .btn:active", "btn"),
        (".js .pin > .field", "field"),
        ("body:not(.member) .note.is-stop", "note"),
        (".line > .is-on", "line"),
        ("nav a", ""),
    ],
)
def test_a_rule_belongs_to_what_it_ends_in(selector: str, whose: str) -> None:
    assert owner(selector, {"i", "js"}) == whose


def test_a_sheet_is_joined_in_the_written_order() -> None:
    whole = join("style_guide")
    places = [whole.index(bare(name)) for name in ORDER]
    assert places == sorted(places)
    assert bare("pages/office") not in join("member")
    assert bare("parts/chart") not in join("member")
    assert "/*" not in whole


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_sheet_is_found_and_so_is_all_it_asks_for(sheet: str) -> None:
    found = finders.find(f"{FOLDER}/{sheet}.css")
    assert found
    text = Path(found).read_text(encoding="utf-8")
    assert text == join(sheet)
    for address in re.findall(r"url\(([^)]+)\)", text):
        assert finders.find(f"wastebank/{address.removeprefix('../')}"), address


def test_no_other_sheet_is_found() -> None:
    for path in (f"{FOLDER}/none.css", f"{FOLDER}/public.js", "wastebank/public.css"):
        assert not finders.find(path)


def test_a_joined_sheet_follows_its_files(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.JOINED_STYLES = tmp_path
    styles.written("public")
    monkeypatch.setattr(styles, "join", lambda sheet: "changed")
    assert styles.written("public").read_text() == "changed"
    assert [file.name for file in tmp_path.iterdir()] == ["public.css"]


def test_sheets_are_collected_with_the_rest(settings: Settings, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    call_command("collectstatic", interactive=False, verbosity=0)
    collected = {file.stem for file in (tmp_path / FOLDER).iterdir()}
    assert collected == set(SHEETS)


def test_a_page_asks_for_one_sheet(cast: Cast, client: Client) -> None:
    for path, sheet in (("/", "public"), ("/member/", "member"), ("/help/", "manual")):
        page = re.sub(
            r"<noscript>.*?</noscript>", "", client.get(path).content.decode(), flags=re.S
        )
        asked = re.findall(r'rel="stylesheet" href="([^"]+)"', page)
        assert asked == [f"/static/{FOLDER}/{sheet}.css"]
