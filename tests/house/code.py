"""Numbers, sizes, names: what every file of code keeps."""

import ast
import re
from collections.abc import Iterator

from tests.house.tree import (
    File,
    called_name,
    functions,
    is_domain,
    is_migration,
    is_python,
    is_room_python,
    joined,
    rule,
)

FUNCTION_LINES = 70
FILE_LINES = 400
LINE_CHARACTERS = 100
UNITS = ("_idr", "_grams", "_ml", "_pcs", "amount", "price", "total", "rupiah", "debits", "credits")
INEXACT = {"float", "Decimal", "FloatField", "DecimalField"}
UNDONE = re.compile(joined(r"\b(TO", r"DO|FIX", r"ME|HA", r"CK|NotImpl", r"ementedError)\b"))
# Django reads a template tag only if it stands on one line: those that hold tags may be longer.
TAGGED_LINE_CHARACTERS = 200
TAG = re.compile(r"{[{%].*?[}%]}")
CODE = (".py", ".html", ".js", ".ts", ".css")
# As their format has it, a function ends with the first brace that stands where it began.
SCRIPT_FUNCTION = re.compile(
    r"(?P<in>\s*)(?:export )?(?:(?:async|static|get|set) )*(?:function )?(?P<name>\w+)\(.*\) {$"
)
BRANCHES = {"if", "for", "while", "switch", "catch", "with"}


def is_code(path: str) -> bool:
    return path.endswith(CODE)


def is_script(path: str) -> bool:
    return path.endswith(".js")


def is_written_code(path: str) -> bool:
    """Code somebody wrote: Django writes most of a migration."""
    return is_code(path) and not is_migration(path)


@rule(
    where=lambda path: is_domain(path) or (is_migration(path) and is_python(path)),
    catches=[
        ("ledger/amounts.py", "x = 0.5"),
        ("ledger/amounts.py", "def f(total_idr: float) -> None: ..."),
        ("wastebank/models/goods.py", "price = models.DecimalField()"),
        ("wastebank/migrations/0003_x.py", "models.FloatField()"),
        ("clinic/register/tariffs.py", "from decimal import Decimal"),
    ],
    passes=[
        ("ledger/amounts.py", "half_up = (amount * price + 500) // 1000"),
        ("wastebank/papers/card/sheet.py", "width_mm = 53.98"),
    ],
)
def money_and_matter_are_whole_numbers(file: File) -> Iterator[str]:
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            yield file.at(node, f"{node.value} is no whole number")
        elif isinstance(node, ast.Name) and node.id in INEXACT:
            yield file.at(node, node.id)
        elif isinstance(node, ast.Attribute) and node.attr in INEXACT:
            yield file.at(node, node.attr)
        elif isinstance(node, ast.ImportFrom) and node.module == "decimal":
            yield file.at(node, "imports decimal")


@rule(
    where=is_room_python,
    catches=[
        ("wastebank/deposits/record.py", "share = total_idr / 3"),
        ("wastebank/web/pages.py", "kilograms = line.weight_grams / 1000"),
        ("wastebank/materials/prices.py", "x = (amount * price) / 1000"),
    ],
    passes=[
        ("wastebank/settings.py", "path = BASE_DIR / 'templates'"),
        ("wastebank/deposits/record.py", "share = total_idr // 3"),
    ],
)
def money_and_matter_are_never_divided_into_fractions(file: File) -> Iterator[str]:
    for node in ast.walk(file.tree):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
            names = [n.id for n in ast.walk(node) if isinstance(n, ast.Name)]
            names += [n.attr for n in ast.walk(node) if isinstance(n, ast.Attribute)]
            if any(name.endswith(UNITS) for name in names):
                yield file.at(node, "/ gives a fraction: write // and say how it rounds")


@rule(
    where=lambda path: is_python(path) and not is_migration(path),
    catches=[("tests/x.py", "def f():\n" + "    pass\n" * FUNCTION_LINES)],
    passes=[("tests/x.py", "def f():\n" + "    pass\n" * (FUNCTION_LINES - 1))],
)
def functions_fit_on_a_screen(file: File) -> Iterator[str]:
    for function in functions(file):
        lines = (function.end_lineno or function.lineno) - function.lineno + 1
        if lines > FUNCTION_LINES:
            yield file.at(function, f"{function.name} has {lines} lines, {FUNCTION_LINES} at most")


@rule(
    where=is_script,
    catches=[
        ("wastebank/x.js", "function f() {\n" + "  go();\n" * FUNCTION_LINES + "}\n"),
        ("wastebank/x.js", "class A {\n  f(x) {\n" + "    go();\n" * FUNCTION_LINES + "  }\n}\n"),
    ],
    passes=[
        ("wastebank/x.js", "function f() {\n" + "  go();\n" * (FUNCTION_LINES - 2) + "}\n"),
        ("wastebank/x.js", "class A {\n" + "  f() {\n    go();\n  }\n" * FUNCTION_LINES + "}\n"),
    ],
)
def script_functions_fit_on_a_screen(file: File) -> Iterator[str]:
    lines = file.text.splitlines()
    for number, line in enumerate(lines, start=1):
        start = SCRIPT_FUNCTION.match(line)
        if start is None or start["name"] in BRANCHES:
            continue
        end = next(
            (n for n, after in enumerate(lines[number:], 2) if after.startswith(start["in"] + "}")),
            1,
        )
        if end > FUNCTION_LINES:
            yield f"{file.path}:{number}: {end} lines, {FUNCTION_LINES} at most"


@rule(
    where=is_written_code,
    catches=[("templates/office/x.html", "<br>\n" * (FILE_LINES + 1))],
    passes=[("templates/office/x.html", "<br>\n" * FILE_LINES)],
)
def files_are_short(file: File) -> Iterator[str]:
    lines = len(file.text.splitlines())
    if lines > FILE_LINES:
        yield f"{file.path}: {lines} lines, {FILE_LINES} at most"


@rule(
    where=is_written_code,
    catches=[
        ("wastebank/web/static/wastebank/x.css", "a" * (LINE_CHARACTERS + 1)),
        ("templates/parts/x.html", "<p>" * 40),
        ("templates/parts/x.html", "{% if a %}" * 25),
    ],
    passes=[
        ("wastebank/web/static/wastebank/x.css", "a" * LINE_CHARACTERS),
        ("templates/parts/x.html", "<p>{% include 'a.html' with b=" + "c" * 100 + " %}</p>"),
    ],
)
def lines_are_short(file: File) -> Iterator[str]:
    for number, line in enumerate(file.text.splitlines(), start=1):
        is_page = file.path.endswith(".html")
        is_tagged = is_page and len(TAG.sub("", line)) <= LINE_CHARACTERS
        most = TAGGED_LINE_CHARACTERS if is_tagged else LINE_CHARACTERS
        if len(line) > most:
            yield f"{file.path}:{number}: {len(line)} characters, {most} at most"


@rule(
    where=lambda path: is_migration(path) and is_python(path),
    catches=[("ledger/migrations/0002_auto_20260101_0101.py", "")],
    passes=[("ledger/migrations/0002_guards.py", "")],
)
def migrations_say_what_they_do(file: File) -> Iterator[str]:
    if re.search(r"/\d+_(auto|alter_|\w*_and_more)", file.path):
        yield f"{file.path}: name it after what changes in the business"


@rule(
    where=is_room_python,
    catches=[
        ("wastebank/materials/prices.py", "Price.objects.bulk_create(rows, ignore_conflicts=True)")
    ],
    passes=[("wastebank/materials/prices.py", "Price.objects.bulk_create(rows)")],
)
def no_row_is_dropped_without_a_word(file: File) -> Iterator[str]:
    for node in ast.walk(file.tree):
        if isinstance(node, ast.keyword) and node.arg == "ignore_conflicts":
            yield file.at(node, "ignore_conflicts drops rows that fail a CHECK, too")


@rule(
    where=is_code,
    catches=[
        ("wastebank/materials/prices.py", joined("# TO", "DO: later")),
        ("wastebank/web/static/wastebank/x.js", joined("// FIX", "ME")),
        ("wastebank/materials/prices.py", joined("raise NotImpl", "ementedError")),
    ],
    passes=[("wastebank/materials/prices.py", "# What is to be done: nothing.")],
)
def nothing_is_left_undone(file: File) -> Iterator[str]:
    for number, line in enumerate(file.text.splitlines(), start=1):
        if found := UNDONE.search(line):
            yield f"{file.path}:{number}: {found[0]}"


@rule(
    where=lambda path: path.startswith("tests/") and is_python(path),
    catches=[
        ("tests/x.py", "pytest.skip()"),
        ("tests/x.py", "@pytest.mark.skip\ndef test_x(): ..."),
        ("tests/x.py", "assert True"),
    ],
    passes=[
        ("tests/x.py", "pytest.skip('no Chromium here')"),
        ("tests/x.py", "@pytest.mark.skipif(x, reason='y')\ndef test_x(): ..."),
        ("tests/x.py", "assert found is True"),
    ],
)
def tests_can_fail_and_say_why_they_do_not_run(file: File) -> Iterator[str]:
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Assert) and isinstance(node.test, ast.Constant):
            yield file.at(node, "asserts nothing")
        if isinstance(node, ast.Call) and called_name(node) in {"skip", "xfail"}:
            if not (node.args or node.keywords):
                yield file.at(node, "skips without a reason")
        for decorator in getattr(node, "decorator_list", ()):
            if isinstance(decorator, ast.Attribute) and decorator.attr in {"skip", "xfail"}:
                yield file.at(decorator, "skips without a reason")


@rule(
    where=is_room_python,
    catches=[
        ("clinic/reports/x.py", "from django.utils.translation import gettext as _now"),
        ("clinic/reports/x.py", "from django.utils.translation import gettext_lazy as lazy"),
    ],
    passes=[
        ("clinic/reports/x.py", "from django.utils.translation import gettext as _, ngettext"),
        ("clinic/reports/x.py", "from django.utils.translation import gettext_lazy"),
    ],
)
def texts_are_marked_by_names_that_are_collected(file: File) -> Iterator[str]:
    """A text behind any other name stands in no catalogue, and stays English."""
    for node in ast.walk(file.tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            for name in node.names:
                if "gettext" in name.name and name.asname not in (None, "_"):
                    yield file.at(node, f"{name.asname}: only gettext's own names and _ are found")
