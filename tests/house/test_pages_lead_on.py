"""Every page of docs/ is led to: whoever begins at README.md finds it by links alone."""

import re
from pathlib import Path

import pytest

from tests.house.tree import ROOT

pytestmark = pytest.mark.once

LINK = re.compile(r"\]\(([^)#:\s]+)")


def reached(start: Path) -> set[Path]:
    found, waiting = {start}, [start]
    while waiting:
        page = waiting.pop()
        for link in LINK.findall(page.read_text(encoding="utf-8")):
            onward = (page.parent / link).resolve()
            onward_pages = sorted(onward.glob("*.md")) if onward.is_dir() else [onward]
            fresh = [one for one in onward_pages if one.suffix == ".md" and one not in found]
            assert all(one.is_file() for one in fresh), f"{page}: {link}"
            found.update(fresh)
            waiting += fresh
    return found


def test_every_page_of_the_docs_is_led_to() -> None:
    led_to = reached(ROOT / "README.md")
    pages = {page.resolve() for page in (ROOT / "docs").rglob("*.md")}
    assert not sorted(page.relative_to(ROOT).as_posix() for page in pages - led_to)
