"""The shape of the house: no folder too full, no ring, no late import to hide one."""

import ast
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from tests.house.tree import File, imports, is_migration, is_python, is_room_python, rule

MOST_MODULES = 15
# A command loads what it needs when it runs, so that the others start fast.
QUICK_TO_START = ("/management/",)
OURS = ("clinic", "ledger", "wastebank")


def modules_per_folder(paths: Iterable[str]) -> Counter[str]:
    """How many modules lie in each folder, of Python or of script.

    `__init__.py` and migrations are none.
    """
    modules = [
        path
        for path in paths
        if path.endswith(".js")
        or (is_python(path) and not is_migration(path) and not path.endswith("__init__.py"))
    ]
    return Counter(str(PurePosixPath(path).parent) for path in modules)


def full_folders(paths: Iterable[str]) -> list[str]:
    found = modules_per_folder(paths)
    return [f"{folder}: {count} modules" for folder, count in found.items() if count > MOST_MODULES]


# What Django looks for under one name in every module of its kind; and a refusal of the waste bank
# is one of the book that also speaks.
TWICE_ON_PURPOSE = ("Command", "Migration", "Refusal")


def names_with_two_meanings(files: Iterable[File]) -> list[str]:
    """Classes at the head of two modules of the rooms under one name."""
    found: dict[str, list[str]] = {}
    for file in files:
        if is_room_python(file.path):
            for node in file.tree.body:
                if isinstance(node, ast.ClassDef) and node.name not in TWICE_ON_PURPOSE:
                    found.setdefault(node.name, []).append(file.path)
    return [f"{name}: {', '.join(paths)}" for name, paths in found.items() if len(paths) > 1]


@rule(
    where=lambda path: is_room_python(path) and not any(part in path for part in QUICK_TO_START),
    catches=[
        ("wastebank/deposits/void.py", "def f():\n    from wastebank.api import status_of"),
        ("ledger/holds.py", "def f():\n    import ledger.models"),
    ],
    passes=[
        ("wastebank/deposits/void.py", "from wastebank.deposits.find import find_deposit"),
        ("ledger/db/engine.py", "def f():\n    import pysqlite3"),
        ("wastebank/x.py", "if TYPE_CHECKING:\n    from wastebank.models import User"),
    ],
)
def no_import_of_ours_comes_late(file: File) -> Iterator[str]:
    """A late import of our own hides a ring. Others are late to start quickly, or on purpose."""
    inside = {
        id(node)
        for outer in ast.walk(file.tree)
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(outer)
    }
    for node, module in imports(file):
        if id(node) in inside and module.split(".")[0] in OURS:
            yield file.at(node, f"imports {module} late")
