"""Words that were given up, because each meant several things or nothing; docs/glossary.md has
those that took their places."""

import ast
import re
from collections.abc import Iterator

from tests.house.tree import File, is_migration, rule

# The word that is gone, and what is said for it. It is gone from names: of files, functions,
# classes, variables, styles. Prose may use it where it means what everybody means by it.
RETIRED = {
    "act": "command, action, permission or button",
    "acts": "commands, actions, permissions or buttons",
    "arrivals": "journal of a device",
    "arrow": "transfer",
    "arrows": "transfers",
    "door": "sign-in, or way in",
    "doors": "sign-in, or ways in",
    "laws": "invariants",
    "oddities": "outliers",
    "oddity": "outlier",
    "planted": "prepared",
    "shelf": "store",
    "verbs": "commands",
}
# In the program's own names; a test may say what it was told.
RETIRED_IN_ROOMS = {"told": "what it is: an outcome, a record, a sentence"}
# `place` is a main bank, a unit or a clinic.
INDEX_CALLED_PLACE = re.compile(
    r"\((?:\w+, )place\) =>|\bplace [+-] 1\b|\[place\]|dataset\.place\b"
)
# In the words that a person reads, in English.
RETIRED_IN_TEXTS = re.compile(r"\b(doors?|set(s|ting)? aside|log of acts)\b", re.I)
WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
IN_SCRIPTS = re.compile(
    r"""//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|([A-Za-z_$][\w$]*)""", re.S
)
IN_STYLES = re.compile(r"/\*.*?\*/|(?<![\w)])(\.[a-z][\w-]*|--[a-z][\w-]*)", re.S)
IN_PAGES = re.compile(r'class="([^"]*)"')


def names_in(file: File) -> Iterator[tuple[str, int]]:
    """The names that a file gives, with their lines."""
    yield file.path, 1
    if file.path.endswith(".py"):
        yield from names_in_python(file)
        return
    found = {".css": IN_STYLES, ".html": IN_PAGES, ".js": IN_SCRIPTS, ".ts": IN_SCRIPTS}
    ending = file.path[file.path.rfind(".") :]
    if ending in found:
        for match in found[ending].finditer(file.text):
            if match[1]:
                yield match[1], file.text.count("\n", 0, match.start()) + 1


def names_in_python(file: File) -> Iterator[tuple[str, int]]:
    for node in ast.walk(file.tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name, node.lineno
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id, node.lineno
        elif isinstance(node, ast.arg):
            yield node.arg, node.lineno


@rule(
    where=lambda path: not is_migration(path) and not path.startswith("docs/decisions/"),
    catches=[
        ("wastebank/web/api/acts.py", ""),
        ("ledger/posting.py", "class Arrow: ..."),
        ("wastebank/cards/pins.py", "def carry(act): ..."),
        ("wastebank/cards/pins.py", "planted = 1"),
        ("tests/ledger/test_x.py", "def test_the_book_obeys_its_laws(): ..."),
        ("wastebank/web/static/wastebank/x.js", "function showActs() {}"),
        ("wastebank/web/static/wastebank/x.css", ".doors .line {"),
        ("wastebank/web/static/wastebank/x.css", "a { color: var(--act-deep) }"),
        ("templates/public/home.html", '<nav class="slip doors">'),
        ("wastebank/web/api/sync.py", "told = []"),
    ],
    passes=[
        ("wastebank/web/api/commands.py", "def exact(active): actor = 1"),
        ("wastebank/models/places.py", 'action = CharField(db_column="act")'),
        ("wastebank/web/static/wastebank/x.js", "// one more act\nconst sign = 'act';"),
        ("wastebank/web/static/wastebank/x.css", "/* the doors */ a { color: red }"),
        ("tests/clinic/test_x.py", "told = post()"),
        ("wastebank/migrations/0001_x.py", "act = 1"),
    ],
)
def words_that_were_given_up_stay_gone(file: File) -> Iterator[str]:
    is_test = file.path.startswith("tests/")
    gone = RETIRED if is_test else RETIRED | RETIRED_IN_ROOMS
    for name, line in names_in(file):
        for word in WORD.findall(name):
            if word.lower() in gone:
                yield f"{file.path}:{line}: {name}: say {gone[word.lower()]}"


@rule(
    where=lambda path: path.endswith((".js", ".ts")),
    catches=[
        ("clinic/static/clinic/desk.js", "lines.forEach((line, place) => draw(line));"),
        ("clinic/static/clinic/desk.js", "const line = lines[place];"),
        ("clinic/static/clinic/services.js", "item.dataset.place = String(index);"),
    ],
    passes=[
        ("clinic/static/clinic/desk.js", "lines.forEach((line, index) => draw(line));"),
        ("wastebank/web/static/wastebank/offline/queue.js", "`${device.place}-${number}`"),
    ],
)
def an_index_is_called_an_index(file: File) -> Iterator[str]:
    for number, line in enumerate(file.text.splitlines(), start=1):
        if INDEX_CALLED_PLACE.search(line):
            yield f"{file.path}:{number}: an index: say index; a place is a bank, unit or clinic"


@rule(
    where=lambda path: path.endswith("/django.po"),
    catches=[
        ("wastebank/locale/id/LC_MESSAGES/django.po", 'msgid "Doors"'),
        ("wastebank/locale/id/LC_MESSAGES/django.po", '"The credit is set aside."'),
    ],
    passes=[("wastebank/locale/id/LC_MESSAGES/django.po", 'msgid "Credit is held."')],
)
def texts_use_no_word_that_was_given_up(file: File) -> Iterator[str]:
    for number, line in enumerate(file.text.splitlines(), start=1):
        if line.startswith(("msgid", '"')) and RETIRED_IN_TEXTS.search(line):
            yield f"{file.path}:{number}: a word of docs/glossary.md stands for this: {line}"
