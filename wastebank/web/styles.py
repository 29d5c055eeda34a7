"""Style sheets: one file for each part, joined into one sheet for each kind of page.

The files lie in static/wastebank/styles. A page asks for /static/wastebank/joined/NAME.css, which
stands in no folder: it is joined here, from the files that SHEETS gives it, in the order of ORDER.
So a phone asks once, and whoever looks for `.btn` finds all of it in parts/button.css. See
docs/decisions/0025-one-sheet-for-each-desk.md.
"""

import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.utils import matches_patterns
from django.core.files.storage import FileSystemStorage

SOURCES = Path(__file__).parent / "static" / "wastebank" / "styles"
FOLDER = "wastebank/joined"

# What comes later wins: values, plain elements, parts from the room to what stands in it, pages.
TOKENS = ("tokens", "base")
PARTS = (
    *("parts/layout", "parts/bar", "parts/nav", "parts/key", "parts/foot"),
    *("parts/button", "parts/badge", "parts/lead", "parts/person", "parts/slip", "parts/line"),
    *("parts/stepper", "parts/tiles", "parts/scale", "parts/keypad", "parts/sum", "parts/split"),
    *("parts/table", "parts/facts", "parts/field", "parts/note", "parts/pager", "parts/progress"),
    *("parts/pin", "parts/finder", "parts/camera", "parts/goal", "parts/empty", "parts/card"),
    *("parts/path", "parts/words", "parts/screen", "parts/chart", "parts/receipt", "parts/desk"),
    *("parts/family", "parts/money", "parts/toggle", "parts/ware", "parts/strip", "parts/sign"),
    *("parts/match", "parts/question", "parts/go", "parts/stay", "parts/file"),
    *("parts/ladder", "parts/trail", "parts/choice", "parts/bill"),
    *("parts/agree", "parts/mend"),
)
PAGES = (
    *("pages/public", "pages/member", "pages/clinic", "pages/weighing", "pages/group_weighing"),
    *("pages/office", "pages/offline", "pages/manual", "pages/style_guide"),
)
ORDER = (*TOKENS, *PARTS, *PAGES)

# Parts that only some pages show.
OF_DESKS = {"parts/stepper", "parts/tiles", "parts/scale", "parts/split", "parts/finder"}
OF_DESKS |= {"parts/desk", "parts/card", "parts/receipt", "parts/progress"}
OF_OFFICE = {"parts/agree", "parts/path", "parts/words"}
MENDING = {"parts/mend"}
TAKING = {"parts/family", "parts/money", "parts/toggle", "parts/ware"}
OF_OPENING = {"parts/screen"}
OF_FILES = {"parts/strip", "parts/sign", "parts/match", "parts/question", "parts/go", "parts/stay"}
OF_FILES |= {"parts/file"}
OF_STATEMENTS = {"parts/chart", "parts/ladder", "parts/trail", "parts/choice", "parts/bill"}
NOT_EVERYWHERE = OF_DESKS | OF_OFFICE | OF_OPENING | TAKING | OF_FILES | OF_STATEMENTS | MENDING
EVERYWHERE = set(TOKENS) | set(PARTS) - NOT_EVERYWHERE
AT_DESKS = EVERYWHERE | OF_DESKS
WEIGHING = AT_DESKS | {"pages/weighing", "pages/group_weighing"}
SHEETS: dict[str, set[str]] = {
    "public": EVERYWHERE | {"pages/public", "parts/desk"},
    "member": EVERYWHERE | {"pages/public", "pages/member"},
    "file": {"parts/file"},  # beside the member's, where a photo is sent without scripts
    "opening": EVERYWHERE | OF_OPENING | {"pages/public", "parts/desk"},
    "manual": EVERYWHERE | {"pages/public", "pages/manual", "parts/desk"},
    "counter": WEIGHING,
    "mending": AT_DESKS | MENDING,
    "clinic": AT_DESKS | TAKING | OF_FILES | OF_STATEMENTS | {"pages/clinic"},
    "office": AT_DESKS | OF_OFFICE | TAKING | OF_FILES | OF_STATEMENTS | MENDING | {"pages/office"},
    "offline": WEIGHING | {"pages/offline", "pages/manual"},
    "style_guide": set(ORDER),
}


def join(sheet: str) -> str:
    """The text of one sheet, without the comments: an old phone pays for each kilobyte."""
    return "\n".join(bare(name) for name in ORDER if name in SHEETS[sheet])


def bare(name: str) -> str:
    text = (SOURCES / f"{name}.css").read_text(encoding="utf-8")
    return re.sub(r"\s*/\*.*?\*/\n*", "\n", text, flags=re.S)


def written(sheet: str) -> Path:
    """The joined sheet as a file of this installation, whose text is always today's."""
    folder = Path(settings.JOINED_STYLES)
    folder.mkdir(parents=True, exist_ok=True)
    file, text = folder / f"{sheet}.css", join(sheet)
    if not file.exists() or file.read_text(encoding="utf-8") != text:
        # Several may ask at once, threads and processes: each writes its own, and the last stays.
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", dir=folder, prefix=f"{sheet}.", suffix=".part", delete=False
        ) as fresh:
            fresh.write(text)
        Path(fresh.name).replace(file)
    return file


class JoinedStyles(BaseFinder):
    """Finds joined sheets for whoever serves or collects static files."""

    # Flags by position: that is how Django calls it.
    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002
        sheet = path.removeprefix(f"{FOLDER}/").removesuffix(".css")
        if path != f"{FOLDER}/{sheet}.css" or sheet not in SHEETS:
            return []
        found = str(written(sheet))
        return [found] if find_all or kwargs.get("all") else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Any]]:
        storage = FileSystemStorage(location=settings.JOINED_STYLES)
        storage.prefix = FOLDER  # type: ignore[attr-defined]  # what finders tell collectstatic
        for sheet in SHEETS:
            if not matches_patterns(f"{sheet}.css", list(ignore_patterns or ())):
                yield written(sheet).name, storage
