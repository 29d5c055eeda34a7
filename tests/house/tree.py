"""The project's own files, as the house rules look at them, and the form of a rule."""

import ast
import subprocess
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS = ("clinic", "ledger", "wastebank")
TEXT_ENDINGS = {
    "",
    ".css",
    ".csv",
    ".html",
    ".js",
    ".md",
    ".po",
    ".py",
    ".svg",
    ".toml",
    ".ts",
    ".txt",
}
# They know HTTP by their trade, or only name things: they mount, configure and start.
EDGES = ("admin", "api", "apps", "settings", "urls", "wsgi")


@dataclass(frozen=True)
class File:
    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def room(self) -> str:
        return self.path.split("/", 1)[0]

    def at(self, node: ast.expr | ast.stmt | ast.keyword, complaint: str) -> str:
        return f"{self.path}:{node.lineno}: {complaint}"


Where = Callable[[str], bool]
Find = Callable[[File], Iterable[str]]
Example = tuple[str, str]


@dataclass(frozen=True)
class Rule:
    """One rule of the house, with what it must catch and what it must let pass."""

    name: str
    where: Where
    find: Find
    catches: tuple[Example, ...]
    passes: tuple[Example, ...]

    def complaints(self, file: File) -> list[str]:
        return list(self.find(file)) if self.where(file.path) else []


RULES: list[Rule] = []


def rule(
    *, where: Where, catches: Iterable[Example], passes: Iterable[Example]
) -> Callable[[Find], Find]:
    """Makes a rule of a function that yields complaints about one file."""

    def keep(find: Find) -> Find:
        name = find.__name__.replace("_", " ")
        RULES.append(Rule(name, where, find, tuple(catches), tuple(passes)))
        return find

    return keep


@cache
def project_files() -> tuple[File, ...]:
    """Every text file of the project that is, or is about to be, in the repository."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return tuple(read_files(sorted(filter(None, listed.stdout.split("\0")))))


def read_files(paths: Iterable[str]) -> Iterator[File]:
    for path in paths:
        full = ROOT / path
        if not full.is_file():
            continue  # taken away, and not committed yet
        if full.suffix in TEXT_ENDINGS and not path.endswith(".lock"):
            yield File(path, full.read_text(encoding="utf-8"))
        else:
            yield File(path, "")


def joined(*parts: str) -> str:
    """A text that must not stand in this tree whole, since the rules read their own files too."""
    return "".join(parts)


# --- places a rule may apply to


def anywhere(path: str) -> bool:
    return True


def is_python(path: str) -> bool:
    return path.endswith(".py")


def is_room_python(path: str) -> bool:
    return is_python(path) and path.startswith(tuple(f"{room}/" for room in ROOMS))


def is_migration(path: str) -> bool:
    return "/migrations/" in path


def is_web(path: str) -> bool:
    return is_room_python(path) and "/web/" in path


def is_papers(path: str) -> bool:
    return is_room_python(path) and "/papers/" in path


def is_domain(path: str) -> bool:
    """What the business is and does: no pages, no papers, no commands, nothing that mounts."""
    outside = ("/web/", "/papers/", "/management/", "/migrations/")
    stem = Path(path).stem
    return is_room_python(path) and stem not in EDGES and not any(p in path for p in outside)


def is_template(path: str) -> bool:
    return path.startswith("templates/") and path.endswith(".html")


# --- what rules read in Python


def imports(file: File) -> Iterator[tuple[ast.stmt, str]]:
    """Every module a file imports, and every name it takes out of one."""
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node, alias.name
        elif isinstance(node, ast.ImportFrom):
            yield node, node.module or ""
            for alias in node.names:
                yield node, f"{node.module}.{alias.name}"


def is_inside(module: str, parents: Iterable[str]) -> bool:
    return any(module == parent or module.startswith(parent + ".") for parent in parents)


def called_name(call: ast.Call) -> str:
    function = call.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def functions(file: File) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(file.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
