"""What is decided in one place only: the calendar, the language of the moment, units, letters."""

import ast
import re
from collections.abc import Iterator

from tests.house.tree import (
    File,
    called_name,
    is_migration,
    is_room_python,
    is_template,
    rule,
)

CALENDAR = "wastebank/values/calendar.py"
LANGUAGE = "wastebank/values/language.py"
UNITS = "wastebank/values/units.py"
LETTERS = "wastebank/values/letters.py"
TABLES_OUT = "wastebank/files/tables_out.py"
# Who may name a unit of matter by its code, and why. A new unit is written into the first three,
# and its words into the catalogue: see docs/adding.md.
NAMES_UNITS = {
    UNITS: "describes them",
    "wastebank/web/static/wastebank/common/units.js": "tells scripts of them; a test compares both",
    "ledger/models.py": "the book knows no waste, and has an enum of its own",
    "wastebank/web/static/wastebank/scale/frames.js": "what scales send: g, kg and t of their own",
}
SCRIPTS = "wastebank/web/static/wastebank/"
ANSWERS = f"{SCRIPTS}common/answer.js"
MAY_FETCH = {
    ANSWERS: "knows our answers from others",
    f"{SCRIPTS}offline/sw.js": "hands answers through to the page that asked",
}
ASKS = re.compile(r"\bfetch\s*\(|XMLHttpRequest|sendBeacon|EventSource|WebSocket")
MADE_UP = ("templates/public/style_guide/", "/fixtures/")  # samples
UNIT_CODE = re.compile(r"""(["'])(?:g|ml|pcs)\1""")
UNIT_KEY = re.compile(r"(?<![\w-])(?:ml|pcs):")  # of an object in a script
# The attribute, and what it is taken from.
CALENDAR_CALLS = {
    ("combine", "datetime"),
    ("fromisoformat", "date"),
    ("localdate", "timezone"),
    ("localtime", "timezone"),
    ("make_aware", "timezone"),
}
FALLS_BACK = re.compile(r"([\w.]+)\.get\(\w+, \1\['id'\]\)")
# Who adds as many days to the first of a month is looking for the next one.
DAYS_OF_A_MONTH = (31, 32)


def reads_the_calendar(path: str) -> bool:
    return is_room_python(path) and not is_migration(path) and path != CALENDAR


@rule(
    where=reads_the_calendar,
    catches=[
        ("wastebank/days/sheet.py", "at = timezone.localtime(closing.closed_at)"),
        ("wastebank/days/sheet.py", "from django.utils.timezone import localtime"),
        ("wastebank/web/office/days.py", "day = date.fromisoformat(text)"),
        ("clinic/demo/build.py", "timezone.make_aware(datetime.combine(first, time.min))"),
        ("clinic/management/commands/x.py", "add_argument('--from', type=date.fromisoformat)"),
        ("clinic/charges/limits.py", "first = day.replace(day=1)"),
        ("clinic/charges/limits.py", "ahead = first + timedelta(days=32)"),
    ],
    passes=[
        ("wastebank/days/sheet.py", "at = local(closing.closed_at)"),
        ("ledger/db/values.py", "moment = datetime.fromisoformat(value)"),
        ("wastebank/deposits/record.py", "oldest = now - timedelta(days=30)"),
        ("wastebank/files/tables_out.py", "cell.replace(tzinfo=None)"),
    ],
)
def days_and_months_are_reckoned_in_the_calendar(file: File) -> Iterator[str]:
    names = {name for name, _ in CALENDAR_CALLS}
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if (node.attr, node.value.id) in CALENDAR_CALLS:
                yield file.at(node, f"{node.value.id}.{node.attr}: ask {CALENDAR}")
        elif isinstance(node, ast.ImportFrom) and node.module == "django.utils.timezone":
            if names & {alias.name for alias in node.names}:
                yield file.at(node, f"takes a clock of Django's: ask {CALENDAR}")
        elif isinstance(node, ast.Call) and steps_by_months(node):
            yield file.at(node, f"reckons with months: ask {CALENDAR}")


def steps_by_months(call: ast.Call) -> bool:
    """`replace(day=1)`, or a step of so many days that it must mean a month."""
    given = {
        word.arg: word.value.value for word in call.keywords if isinstance(word.value, ast.Constant)
    }
    if called_name(call) == "replace":
        return "day" in given
    return called_name(call) == "timedelta" and given.get("days") in DAYS_OF_A_MONTH


@rule(
    where=lambda path: is_room_python(path) and path != LANGUAGE,
    catches=[
        ("wastebank/refusals.py", "from django.utils.translation import get_language"),
        ("wastebank/refusals.py", "spoken = (translation.get_language() or 'id')[:2]"),
        ("clinic/models.py", "return self.name_en if language() == 'en' else self.name_id"),
        ("wastebank/papers/x.py", "return _ENGLISH if language.startswith('en') else _INDONESIAN"),
        ("clinic/charges/receipts.py", "words = WORDS.get(language, WORDS['id'])"),
    ],
    passes=[
        ("wastebank/refusals.py", "from wastebank.values.language import language"),
        ("clinic/models.py", "return named(self)"),
        ("clinic/charges/receipts.py", "words = in_language(WORDS, language)"),
        ("wastebank/reports/search.py", "text = f'{row.name_id} {row.name_en}'"),
    ],
)
def the_language_of_the_moment_is_asked_in_one_place(file: File) -> Iterator[str]:
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Attribute) and node.attr == "get_language":
            yield file.at(node, f"get_language: ask {LANGUAGE}")
        elif isinstance(node, ast.ImportFrom):
            if "get_language" in {alias.name for alias in node.names}:
                yield file.at(node, f"get_language: ask {LANGUAGE}")
        elif isinstance(node, ast.IfExp):
            sides = {getattr(side, "attr", "") for side in (node.body, node.orelse)}
            words = {getattr(side, "id", "").strip("_") for side in (node.body, node.orelse)}
            if sides == {"name_id", "name_en"} or words == {"ENGLISH", "INDONESIAN"}:
                yield file.at(node, f"chooses a language: ask {LANGUAGE}")
        elif isinstance(node, ast.Call) and FALLS_BACK.fullmatch(ast.unparse(node)):
            yield file.at(node, f"falls back on a language: ask {LANGUAGE}")


@rule(
    where=lambda path: path.endswith(".js") and "/static/" in path and path not in MAY_FETCH,
    catches=[
        (f"{SCRIPTS}weigh/row_post.js", 'const answer = await fetch(address, { method: "POST" });'),
        ("clinic/static/clinic/quoting.js", "return window.fetch (form.action);"),
        (f"{SCRIPTS}counter/weigh.js", "const request = new XMLHttpRequest();"),
        (f"{SCRIPTS}counter/weigh.js", "navigator.sendBeacon(address, body);"),
    ],
    passes=[
        (f"{SCRIPTS}weigh/row_post.js", "const { json } = await post(root, address, form);"),
        (f"{SCRIPTS}offline-ui/shell.js", "await fetchAgain(room); // then fetched"),
        (ANSWERS, "const response = await fetch(path);"),
    ],
)
def scripts_ask_the_server_in_one_place(file: File) -> Iterator[str]:
    """Whoever asks by themselves takes a hotspot's page for an answer."""
    for number, line in enumerate(file.text.splitlines(), start=1):
        code = line.split("//")[0]
        if found := ASKS.search(code):
            yield f"{file.path}:{number}: {found[0]}: ask through {ANSWERS}"


def counts_matter(path: str) -> bool:
    is_script = path.startswith("wastebank/") and path.endswith(".js")
    if is_migration(path) or path in NAMES_UNITS or any(part in path for part in MADE_UP):
        return False
    return is_room_python(path) or is_template(path) or is_script


@rule(
    where=counts_matter,
    catches=[
        ("wastebank/deposits/lines.py", 'MAX_AMOUNT = {"g": 1_000_000}'),
        ("wastebank/deposits/void.py", "if unit == 'pcs':"),
        ("wastebank/web/static/wastebank/weigh/line/open.js", 'const unit = "ml";'),
        ("wastebank/web/static/wastebank/weigh/reading.js", "const MOST = { pcs: 10000 };"),
        ("templates/office/home/flow.html", '{% amount family.grams "g" %}'),
    ],
    passes=[
        ("wastebank/deposits/lines.py", "limit = UNITS[material.unit].max_amount"),
        ("wastebank/reports/figures.py", "kilos = family.grams // GRAM.per_large"),
        ("templates/office/home/flow.html", "{% weight family.grams %}"),
        ("wastebank/migrations/0002_unit.py", 'unit__in=["g", "ml"]'),
        ("templates/public/style_guide/type.html", '{% amount 1390 "g" %}'),
        ("wastebank/models/deposits.py", "amount = models.BigIntegerField()  # g, ml or pcs: net"),
    ],
)
def units_of_matter_are_described_in_one_place(file: File) -> Iterator[str]:
    for number, line in enumerate(file.text.splitlines(), start=1):
        found = UNIT_CODE.search(line) or (file.path.endswith(".js") and UNIT_KEY.search(line))
        if found:
            yield f"{file.path}:{number}: names the unit {found[0]}: ask {UNITS}"


@rule(
    where=lambda path: is_room_python(path) and path != LETTERS,
    catches=[
        ("wastebank/web/counter/desk.py", r'code = asked.replace("\0", "").strip()'),
        ("wastebank/reports/search.py", "''.join(sign for sign in text if sign.isprintable())"),
        ("wastebank/reports/search.py", "asked = ' '.join(text.split())"),
        ("wastebank/files/tables_in.py", "unicodedata.category(letter).startswith('C')"),
        ("wastebank/web/api/common.py", r"UNREADABLE = re.compile('[\x00\ud800-\udfff]')"),
    ],
    passes=[
        ("wastebank/web/counter/desk.py", "code = as_typed(asked, 100)"),
        ("wastebank/members/enrol.py", "digits = ''.join(phone.split()).replace('-', '')"),
        ("wastebank/files/tables_in.py", "unicodedata.normalize('NFKD', name)"),
        ("ledger/seals.py", r'hashlib.sha256(b"\x00" + data)'),
    ],
)
def letters_are_judged_in_one_place(file: File) -> Iterator[str]:
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Attribute) and node.attr in {"isprintable", "category"}:
            if node.attr == "isprintable" or ast.unparse(node.value) == "unicodedata":
                yield file.at(node, f"{node.attr}: ask {LETTERS}")
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            if re.search("[\0\ud800-\udfff]", node.value):
                yield file.at(node, f"letters that cannot be kept: ask {LETTERS}")
        elif isinstance(node, ast.Call) and called_name(node) == "join":
            if re.fullmatch(r"' '\.join\(.*\.split\(\)\)", ast.unparse(node), re.S):
                yield file.at(node, f"makes one line of a text: ask {LETTERS}")


@rule(
    where=lambda path: is_room_python(path) and path != TABLES_OUT,
    catches=[
        ("wastebank/web/office/lists.py", "csv.writer(file)"),
        ("clinic/web/office/x.py", "from csv import DictWriter"),
        ("wastebank/reports/x.py", "import xlsxwriter"),
    ],
    passes=[("wastebank/files/tables_in.py", "csv.reader(file)")],
)
def a_table_leaves_by_one_way(file: File) -> Iterator[str]:
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.Attribute):
            names = [node.attr]
        else:
            continue
        if {"writer", "DictWriter", "xlsxwriter"} & set(names):
            yield file.at(node, f"a file that a spreadsheet opens: {TABLES_OUT} keeps text as text")
