"""Modules name what they import, so that a browser asks for all of it at once."""

import re
from pathlib import Path

from django.contrib.staticfiles import finders

from wastebank.web.templatetags.modules import imported_by, module


def test_a_module_comes_with_all_it_imports() -> None:
    told = str(module("wastebank/counter/weigh.js"))
    assert told.endswith('<script type="module" src="/static/wastebank/counter/weigh.js"></script>')
    assert '<link rel="modulepreload" href="/static/wastebank/weigh/desk.js">' in told
    # Imported by what it imports.
    assert '<link rel="modulepreload" href="/static/wastebank/common/locale.js">' in told
    assert told.count("locale.js") == 1


def test_a_module_that_imports_nothing_stands_alone() -> None:
    assert str(module("wastebank/common/ready.js")).strip().startswith("<script")


def test_every_import_is_found_and_is_there() -> None:
    """Each line that imports is one the tag can read, and names a file."""
    own = [Path(str(finders.find(room))) for room in ("wastebank", "clinic")]
    assert all(list(folder.rglob("*.js")) for folder in own)
    for file in (file for folder in own for file in folder.rglob("*.js")):
        text = file.read_text(encoding="utf-8")
        path = str(file.relative_to(next(f for f in own if f in file.parents).parent))
        written = re.findall(r"""^(?:import|export)\b[^;]*\bfrom\s*["']""", text, re.MULTILINE)
        for needed in imported_by(path):
            assert finders.find(needed), f"{path} imports {needed}"
        assert not written or imported_by(path), path
