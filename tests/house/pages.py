"""Templates, names in the tree, words: what people see of the house."""

import re
from collections.abc import Iterator

from tests.house.tree import File, anywhere, is_template, joined, rule

# Named by who stands in front of the screen.
TEMPLATE_FOLDERS = {"clinic", "counter", "member", "office", "parts", "public"}
# Django looks for these by name, at the top.
TEMPLATE_FILES = {
    "base.html",
    *(f"{name}.html" for name in ("400", "403", "403_csrf", "404", "413", "500")),
}
TOP_LEVEL = {
    *("clinic", "ledger", "manage.py", "templates", "tests", "wastebank"),
    *("CHANGELOG.md", "Makefile", "README.md", "docs", "pyproject.toml"),
    *("requirements.lock", "requirements-dev.lock", ".ci", ".gitignore"),
}
INLINE = {
    "inline script": re.compile(r"<script(?![^>]*(\ssrc=|type=\"application/json\"))", re.I),
    "inline style sheet": re.compile(r"<style\b", re.I),
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "event attribute": re.compile(r"<[^>]*\s(on[a-z]+|hx-on[:\w-]*)\s*=", re.I),
    "script address": re.compile(r"javascript:|hx-(vals|headers|vars)=[\"']js:", re.I),
}
# Words that mean insurance to an Indonesian court; the programme must not use them of itself.
LOADED = re.compile(r"\b(premi|polis|klaim|asuransi)(nya)?\b", re.I)
# What a template may hold beside the words a person reads.
UNREAD = re.compile(
    r"{% comment %}.*?{% endcomment %}|{#.*?#}|{% blocktranslate.*?{% endblocktranslate %}"
    r"|{% block (body_class|light) %}.*?{% endblock %}|{%.*?%}|{{.*?}}"
    r"|<(script|kbd|code)\b.*?</\2>|&\w+;",
    re.S,
)
READ_ALOUD = re.compile(r"\s(?:aria-label|title|placeholder|alt)=\"([^\"]*)\"")
MARKUP = re.compile(r"<[^>]*>|[\w-]+=\"[^\"]*\"", re.S)
# The same in both languages, or the name of a language in itself.
NAMES = {"WhatsApp", "CSV", "XLSX", "PDF", "PIN", "NIK", "CAS", "Toledo", "Total"}
NAMES |= {"English", "Indonesia"}
MACHINES = (
    joined(r"(?<![\w.])/(wor", r"k|far", r"m|roo", r"t|Use", r"rs|tmp/la", r"b)/"),
    joined(r"(?<![\w.])/hom", r"e/\w"),
    joined(r"py", r"pi\.org|pythonho", r"sted|npmj", r"s\.(org|com)|deb\.deb", r"ian"),
    joined(r"jsdel", r"ivr|unp", r"kg\.com|cdn", r"js|googlea", r"pis\.com"),
    joined(r"--(extra-)?index", r"-url|--find", r"-links"),
)
MACHINE = re.compile("|".join(MACHINES))


def is_read_by_people(path: str) -> bool:
    return is_template(path) or path.endswith("/django.po")


@rule(
    where=is_template,
    catches=[
        ("templates/counter/x.html", "<script>alert(1)</script>"),
        ("templates/counter/x.html", "<style>p {}</style>"),
        ("templates/counter/x.html", '<p class="a" style="color: red">'),
        ("templates/counter/x.html", '<button type="button"\n onclick="go()">'),
        ("templates/counter/x.html", '<button hx-on:click="go()">'),
        ("templates/counter/x.html", '<a href="javascript:go()">'),
    ],
    passes=[
        ("templates/counter/x.html", '<script type="module" src="{% static \'x.js\' %}">'),
        ("templates/counter/x.html", '<p class="style" data-on="1">one=2</p>'),
    ],
)
def pages_carry_no_script_and_no_style_inside(file: File) -> Iterator[str]:
    for name, pattern in INLINE.items():
        for found in pattern.finditer(file.text):
            line = file.text.count("\n", 0, found.start()) + 1
            yield f"{file.path}:{line}: {name}"


@rule(
    where=lambda path: (
        is_template(path) and "/style_guide/" not in path
    ),  # where people are made up
    catches=[
        ("templates/counter/x.html", "<p>Save</p>"),
        ("templates/counter/x.html", '<button aria-label="Close">{% icon "x" %}</button>'),
        ("templates/counter/x.html", "<p>{{ count }} deposits</p>"),
    ],
    passes=[
        ("templates/counter/x.html", '<p class="soft">{% translate "Save" %} (PDF)</p>'),
        ("templates/counter/x.html", "{% blocktranslate %}{{ n }} deposits{% endblocktranslate %}"),
        ("templates/counter/x.html", "{# a note #}<kbd>Enter</kbd>&nbsp;{{ name }} Rp"),
    ],
)
def every_word_of_a_page_is_in_the_catalogue(file: File) -> Iterator[str]:
    text = UNREAD.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), file.text)
    for said in (MARKUP.sub(" ", text), " ".join(READ_ALOUD.findall(text))):
        for word in re.findall(r"[^\W\d_]{3,}", said):
            if word not in NAMES:
                yield f"{file.path}: “{word}” is said in one language only"


# Sheets of style know a field beside its key by the element around it, which carries its label.
BARE_FIELD = re.compile(
    r"<(?:p|div|form) class=\"ask\"[^>]*>\s*(?:(?:\{%[^%]*%\}|<input type=\"hidden\"[^>]*>)\s*)*"
    r"<(?:input|select|textarea)\b(?! type=\"hidden\")"
)


@rule(
    where=is_template,
    catches=[
        ("templates/counter/x.html", '<p class="ask">\n  <input name="reason">'),
        (
            "templates/counter/x.html",
            '<form class="ask">{% csrf_token %}\n<input type="hidden" name="a"><select>',
        ),
    ],
    passes=[
        ("templates/counter/x.html", '<div class="ask">\n  <div class="field"><label>'),
        ("templates/counter/x.html", '<form class="ask"><input type="hidden" name="a"><p>'),
    ],
)
def a_field_beside_its_key_has_its_frame(file: File) -> Iterator[str]:
    for found in BARE_FIELD.finditer(file.text):
        line = file.text.count("\n", 0, found.start()) + 1
        yield f"{file.path}:{line}: a field in .ask stands in a .field, with its label"


@rule(
    where=lambda path: path.startswith("templates/"),
    catches=[("templates/widgets/x.html", ""), ("templates/home.html", "")],
    passes=[("templates/counter/x.html", ""), ("templates/404.html", "")],
)
def templates_are_named_by_who_looks_at_them(file: File) -> Iterator[str]:
    _, _, inside = file.path.partition("/")
    top, slash, _ = inside.partition("/")
    if top not in (TEMPLATE_FOLDERS if slash else TEMPLATE_FILES):
        yield f"{file.path}: one of {', '.join(sorted(TEMPLATE_FOLDERS))}"


@rule(
    where=anywhere,
    catches=[("scripts/x.sh", ""), ("uv.lock", ""), ("helpers.py", "")],
    passes=[("ledger/x.py", ""), ("README.md", "")],
)
def the_top_level_stays(file: File) -> Iterator[str]:
    top = file.path.split("/", 1)[0]
    if top not in TOP_LEVEL:
        yield f"{file.path}: {top} does not belong at the top"


@rule(
    where=anywhere,
    catches=[
        ("docs/x.md", joined("see /wor", "k/main")),
        ("Makefile", joined("pip --extra-index", "-url x")),
        ("README.md", joined("https://py", "pi.org/project/x")),
        ("templates/public/x.html", joined('<script src="https://cdn', 'js.cloudflare.com/x.js">')),
    ],
    passes=[
        ("docs/x.md", "the counter's /work is done; see templates/office/"),
        ("docs/x.md", "GET /member/, /home and /api/v1"),
    ],
)
def nothing_names_a_machine_or_a_registry(file: File) -> Iterator[str]:
    for number, line in enumerate(file.text.splitlines(), start=1):
        if found := MACHINE.search(line):
            yield f"{file.path}:{number}: {found[0]}"


@rule(
    where=is_read_by_people,
    catches=[("templates/member/x.html", "<p>Premi bulanan"), ("l/django.po", 'msgstr "Klaim"')],
    passes=[("templates/member/x.html", "<p>Iuran bulanan, laporan polisi")],
)
def no_word_promises_insurance(file: File) -> Iterator[str]:
    for number, line in enumerate(file.text.splitlines(), start=1):
        if found := LOADED.search(line):
            yield f"{file.path}:{number}: {found[0]}: say saldo, iuran, dana sehat, layanan"
