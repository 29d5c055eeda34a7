"""What the code says and a page of the documents or a translation must say, too."""

import ast
import io
import re
import tokenize
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping

from django.conf import settings

from tests.house.tree import ROOMS, File, called_name, is_python, is_room_python

ENVIRONMENT_READERS = {"text", "switch", "secret", "number", "getenv"}
REGISTRY_QUESTIONS = {"declared", "offered", "offered_by"}
DECISION = re.compile(r"docs/decisions/(\d+)-.+\.md")
NAMED_FILE = re.compile(r"(?<![\w./<>*{}-])((?:[\w-]+/)+[\w-]+\.(?:py|js|css|html|md))\b")
# Its lines begin with a/ and b/, and tests/house/test_adding.py applies each to a copy of the tree.
DIFF = re.compile(r"^```diff\n.*?^```$", re.MULTILINE | re.DOTALL)
SCRIPT_COMMENT = re.compile(r"/\*.*?\*/|^\s*//.*?$", re.MULTILINE | re.DOTALL)
# Django or the shell asks for these by name, and `refusals` lies in nearly every package.
EVERYWHERE = {
    *("admin", "apps", "field_names", "management", "migrations", "models", "refusals"),
    *("static", "urls"),
}
TOLD_FOLDER = re.compile(r"^(?: {2})?(\w+/) {2,}", re.MULTILINE)
HAS_DOCSTRING = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def settings_read(files: Iterable[File]) -> Iterator[tuple[str, str]]:
    """Every environment variable the program reads, and where."""
    for file in files:
        if is_room_python(file.path) or file.path == "manage.py":
            for node in ast.walk(file.tree):
                name = setting_name(node)
                if name:
                    yield name, file.path


def setting_name(node: ast.AST) -> str:
    argument: ast.expr | None = None
    if isinstance(node, ast.Subscript) and is_environ(node.value):
        argument = node.slice
    elif isinstance(node, ast.Call) and node.args:
        function = node.func
        of_environ = isinstance(function, ast.Attribute) and is_environ(function.value)
        of_environ = of_environ and called_name(node) != "setdefault"  # that one is told, not asked
        if called_name(node) in ENVIRONMENT_READERS or of_environ:
            argument = node.args[0]
    if not (isinstance(argument, ast.Constant) and isinstance(argument.value, str)):
        return ""
    return argument.value if argument.value.isupper() else ""


def is_environ(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "environ"


def undocumented(names: Iterable[tuple[str, str]], page: str) -> list[str]:
    """Names that do not stand in the page as code, with where they come from."""
    return sorted({f"{name} ({where})" for name, where in names if f"`{name}`" not in page})


def refusals_documented(page: str) -> dict[str, list[tuple[str, str]]]:
    """Code and words of each row of the page, by the category whose part it stands in."""
    _head, *parts = re.split(r"^## ", page, flags=re.MULTILINE)
    return {
        part.split(" (")[0].lower().replace(" ", "_"): re.findall(
            r"^\| `(\w+)`°? \| (.*) \|$", part, flags=re.MULTILINE
        )
        for part in parts
    }


def unspoken(texts: Mapping[str, str], translated: Mapping[str, str]) -> list[str]:
    """Codes whose text has no translation."""
    return sorted(code for code, text in texts.items() if not translated.get(text))


def python_files(files: Iterable[File]) -> list[File]:
    return [file for file in files if is_python(file.path)]


def apps_written_here() -> Iterator[str]:
    """The dotted names of our own apps in Django's settings."""
    for name in settings.INSTALLED_APPS:
        if name.split(".")[0] in ROOMS and "Config" not in name:
            yield name


def offers_asked_for(files: Iterable[File]) -> Iterator[str]:
    """The names under which the program asks the registry what the rooms offer."""
    for file in files:
        for node in ast.walk(file.tree) if is_room_python(file.path) else ():
            if isinstance(node, ast.Call) and called_name(node) in REGISTRY_QUESTIONS:
                last = node.args[-1]
                if isinstance(last, ast.Constant):
                    yield str(last.value)


def lists_written(files: Iterable[File], names: Collection[str]) -> set[str]:
    """The dotted paths of the rooms' top-level lists with one of these names."""
    return {
        f"{module_name(file.path)}.{target.id}"
        for file in files
        if is_room_python(file.path)
        for node in file.tree.body
        for target in assigned(node)
        if target.id in names
    }


def module_name(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def assigned(node: ast.stmt) -> list[ast.Name]:
    targets = node.targets if isinstance(node, ast.Assign) else []
    if isinstance(node, ast.AnnAssign):
        targets = [node.target]
    return [target for target in targets if isinstance(target, ast.Name)]


# --- what prose names


def numbers_given_twice(paths: Iterable[str]) -> list[str]:
    """Numbers that two decisions bear: whoever is told of one would not know which is meant."""
    found = Counter(match[1] for match in map(DECISION.fullmatch, paths) if match)
    return sorted(number for number, count in found.items() if count > 1)


def files_gone(files: Collection[File], paths: Collection[str]) -> list[str]:
    """Files that a page, a comment or a docstring names by their folder and that are not there.

    A name may leave out the folders in front: `web/urls.py` is any file whose path ends so.
    """
    ends = {path[cut:] for path in paths for cut in beginnings(path)}
    return sorted(
        f"{file.path} names {name}"
        for file in files
        for note in notes(file)
        for name in NAMED_FILE.findall(note)
        if name not in ends
    )


def beginnings(path: str) -> list[int]:
    """Where a path or one of its folders begins."""
    return [0, *(match.end() for match in re.finditer("/", path))]


def notes(file: File) -> Iterator[str]:
    """What a file says to its readers and to no machine."""
    if file.path.endswith(".md"):
        yield DIFF.sub("", file.text)
    elif file.path.endswith((".js", ".css")):
        yield from SCRIPT_COMMENT.findall(file.text)
    elif is_python(file.path):
        for token in tokenize.generate_tokens(io.StringIO(file.text).readline):
            if token.type == tokenize.COMMENT:
                yield token.string
        for node in ast.walk(file.tree):
            if isinstance(node, HAS_DOCSTRING):
                yield ast.get_docstring(node) or ""


def told_packages(page: str) -> dict[str, set[str]]:
    """What the tree of rooms.md names in each package; what follows a colon or a gap is prose."""
    told: dict[str, set[str]] = {}
    room = package = ""
    for line in page[page.index("\nledger/ ") :].split("```", maxsplit=1)[0].splitlines():
        if begin := TOLD_FOLDER.match(line):
            room = room if line.startswith(" ") else begin[1]
            package = room if room == begin[1] else room + begin[1]
        said = line[begin.end() :] if begin else line
        names = re.split(r":| {3,}", said.strip())[0]
        told.setdefault(package, set()).update(re.findall(r"[\w/]+", names))
    return {name.rstrip("/"): told[name] for name in told if told[name]}


def untold_modules(page: str, paths: Iterable[str]) -> list[str]:
    """Modules the page does not name in the package where they lie, and names without a module."""
    told = told_packages(page)
    there: dict[str, set[str]] = {package: set() for package in told}
    for path in filter(is_python, paths):
        folder, _slash, name = path.rpartition("/")
        if folder in there and not name.startswith("_"):
            there[folder].add(name.removesuffix(".py"))
        parent, _slash, inner = folder.rpartition("/")
        if parent in there and folder not in told:
            there[parent].add(f"{inner}/")
    found = [f"{package}/{name}" for package in told for name in told[package] ^ there[package]]
    return sorted(name for name in found if name.rstrip("/").rpartition("/")[2] not in EVERYWHERE)
