"""docs/adding.md: each worked change fits this tree, works, and touches what it says it does."""

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import engines
from tests.house.tree import ROOT

PAGE = ROOT / "docs" / "adding.md"
CATALOGUE = "wastebank/locale/id/LC_MESSAGES/django.po"
HEAD = re.compile(r"^## (?P<title>[^:\n]+): (?P<files>\d+) files", re.MULTILINE)
BLOCK = re.compile(r"^```(?P<kind>diff|po|python)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
TOUCHED = re.compile(r"^\+\+\+ b/(.+)$", re.MULTILINE)
# What the tree must still be after a change: no model without its migration, no text unsaid.
WHOLE = """
import django
django.setup()
from django.core.management import call_command
call_command("makemigrations", check=True, dry_run=True, verbosity=0)
call_command("messages")
call_command("messages", check=True)
"""
# What asserts something of every role and of every payer.
TABLES = (
    "tests/test_permissions.py::test_every_cell_of_the_table[auditor]",
    "tests/clinic/charges/test_payers.py",
)

pytestmark = pytest.mark.once


@dataclass(frozen=True)
class Example:
    """A worked change: its diff, its words, what holds afterwards, and how many files it takes."""

    title: str
    files: int
    diff: str
    words: str
    holds: str

    def touched(self) -> set[str]:
        """The files somebody has to touch. Migrations are counted apart: Django writes them."""
        found = set(TOUCHED.findall(self.diff)) | ({CATALOGUE} if self.words else set())
        return found if self.title == "A role" else {f for f in found if "/migrations/" not in f}


def examples() -> list[Example]:
    page = PAGE.read_text(encoding="utf-8")
    heads = list(HEAD.finditer(page))
    ends = [head.start() for head in heads[1:]] + [len(page)]
    found = []
    for head, end in zip(heads, ends, strict=True):
        blocks = {b["kind"]: b["text"] for b in BLOCK.finditer(page, head.end(), end)}
        words = blocks.get("po", "")
        found.append(
            Example(head["title"], int(head["files"]), blocks["diff"], words, blocks["python"])
        )
    return found


EACH = pytest.mark.parametrize("example", examples(), ids=lambda example: example.title)


def copy_of_the_tree(folder: Path) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file() and not name.startswith("docs/shots/"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)


def run(folder: Path, *command: str, given: str = "") -> None:
    done = subprocess.run(command, cwd=folder, input=given, capture_output=True, text=True)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"


def test_the_page_has_an_example_of_each() -> None:
    assert {example.title: example.files for example in examples()} == {
        "A list in the office": 3,
        "A list that comes in": 9,
        "A payer": 5,
        "A role": 6,
        "A unit": 4,
        "A kind of entry": 2,
    }


@EACH
def test_it_touches_as_many_files_as_it_says(example: Example) -> None:
    assert len(example.touched()) == example.files, sorted(example.touched())


# Together where they can be, since a copy and a start of Django are what takes long: a unit and a
# role each bring the next migration of the same app.
TOGETHER = (
    ("A list in the office", "A list that comes in", "A payer", "A role", "A kind of entry"),
    ("A unit",),
)


@pytest.mark.parametrize("titles", TOGETHER, ids=" + ".join)
def test_they_fit_and_work(
    titles: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = [example for example in examples() if example.title in titles]
    copy_of_the_tree(tmp_path)
    for example in chosen:
        run(tmp_path, "git", "apply", "-C1", "-", given=example.diff)
    with (tmp_path / CATALOGUE).open("a", encoding="utf-8") as catalogue:
        catalogue.writelines(f"\n{example.words}" for example in chosen if example.words)
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "wastebank.settings")
    monkeypatch.setenv("WASTEBANK_HOME", str(tmp_path / "var"))
    for own in ("DATABASE_URL", engines.RUN_FOLDER):  # the databases of the copy are its own
        monkeypatch.delenv(own, raising=False)
    run(tmp_path, sys.executable, "-c", WHOLE + "".join(example.holds for example in chosen))
    if {"A role", "A payer"} <= set(titles):
        run(tmp_path, sys.executable, "-m", "pytest", "-q", "-n0", *TABLES)


def test_each_example_is_tried() -> None:
    assert {title for titles in TOGETHER for title in titles} == {e.title for e in examples()}


def test_a_change_that_does_not_fit_is_found(tmp_path: Path) -> None:
    (tmp_path / "x.py").write_text("a = 1\n", encoding="utf-8")
    stale = "diff --git a/x.py b/x.py\n--- a/x.py\n+++ b/x.py\n@@ -1 +1 @@\n-a = 2\n+a = 3\n"
    with pytest.raises(AssertionError):
        run(tmp_path, "git", "apply", "-C1", "-", given=stale)
