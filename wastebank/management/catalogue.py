"""The texts of the program and their Indonesian: collect, compare, compile. Needs no gettext."""

import ast
import io
import re
import tokenize
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import polib
from django.utils.translation.template import templatize

from wastebank.values.prose import sentences

ROOMS = ("clinic", "ledger", "wastebank")
# Documents that the program shows in the reader's language; see web/common/manual.py.
DOCUMENTS = ("docs/doctor.md", "docs/refusals.md", "docs/settings.md")
# The calls that mark a text, with where their texts stand: (context, singular, plural).
CALLS: dict[str, tuple[int | None, int, int | None]] = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
TEMPLATE_CALL = re.compile(r"\b(?:_|gettext|ngettext|pgettext|npgettext)\(")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
HEADER = {
    "Project-Id-Version": "wastebank",
    "Language": "id",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}


@dataclass(frozen=True, order=True)
class Text:
    """One text to translate."""

    singular: str
    context: str | None = None
    plural: str | None = None


def texts_of_call(call: ast.Call) -> Text | None:
    """The text a call marks; None for any other call, and for a text known only at run time."""
    function = call.func
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    if name not in CALLS:
        return None
    found: list[str | None] = []
    for position in CALLS[name]:
        if position is None:
            found.append(None)
            continue
        argument = call.args[position] if position < len(call.args) else None
        if not (isinstance(argument, ast.Constant) and isinstance(argument.value, str)):
            return None
        found.append(argument.value)
    context, singular, plural = found
    return Text(singular, context, plural) if singular else None


def texts_of_python(source: str) -> Iterator[Text]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            text = texts_of_call(node)
            if text:
                yield text


def texts_of_template(source: str) -> Iterator[Text]:
    """Django rewrites the translation tags as calls; each call found there is read as Python."""
    calls = templatize(source)
    for match in TEMPLATE_CALL.finditer(calls):
        yield from texts_of_python(whole_call(calls[match.start() :]))


def texts_of_document(source: str) -> Iterator[Text]:
    return map(Text, sentences(source))


TEXTS_OF = {".py": texts_of_python, ".md": texts_of_document}


def whole_call(text: str) -> str:
    """The call at the beginning of the text, up to the bracket that closes it."""
    depth = 0
    lines = text.splitlines(keepends=True)
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        depth += {"(": 1, ")": -1}.get(token.string, 0) if token.type == tokenize.OP else 0
        if token.string == ")" and depth == 0:
            row, column = token.end
            return "".join(lines[: row - 1]) + lines[row - 1][:column]
    raise SyntaxError("a translated text is not closed")


def collect(root: Path) -> dict[Text, list[str]]:
    """Every text of the program, with the files it stands in."""
    found: dict[Text, set[str]] = {}
    for path in source_files(root):
        source = path.read_text(encoding="utf-8")
        texts = TEXTS_OF.get(path.suffix, texts_of_template)
        try:
            for text in texts(source):
                found.setdefault(text, set()).add(path.relative_to(root).as_posix())
        except SyntaxError as problem:
            raise SyntaxError(f"{path.relative_to(root)}: {problem}") from problem
    join_plurals(found)
    return {text: sorted(found[text]) for text in sorted(found, key=sort_key)}


def join_plurals(found: dict[Text, set[str]]) -> None:
    """A text used alone and with a plural is one entry of the catalogue, the one with both."""
    for text in [text for text in found if text.plural is not None]:
        found[text] |= found.pop(Text(text.singular, text.context), set())


def sort_key(text: Text) -> tuple[str, str]:
    return text.singular, text.context or ""


def source_files(root: Path) -> Iterator[Path]:
    for room in ROOMS:
        for path in sorted((root / room).rglob("*")):
            in_templates = "templates" in path.parts and path.suffix in {".html", ".txt"}
            if path.suffix == ".py" or in_templates:
                yield path
    yield from sorted((root / "templates").rglob("*.html"))
    yield from sorted((root / "templates").rglob("*.txt"))
    yield from (page for name in DOCUMENTS if (page := root / name).is_file())


def merged(
    texts: dict[Text, list[str]], known: Iterable[polib.POEntry], *, prune: bool
) -> polib.POFile:
    """The catalogue for these texts. A translation no longer asked for stays, marked obsolete."""
    translations: dict[tuple[str, str | None], polib.POEntry] = {
        (entry.msgid, entry.msgctxt): entry for entry in known
    }
    catalogue = polib.POFile(wrapwidth=96)
    catalogue.metadata = dict(HEADER)
    for text, files in texts.items():
        entry = new_entry(text, files)
        before = translations.pop((text.singular, text.context), None)
        if before:
            take_over(entry, before)
        catalogue.append(entry)
    if not prune:
        for _, left in sorted(translations.items(), key=lambda item: item[0][0]):
            if is_translated(left):
                left.obsolete = True
                left.occurrences = []
                catalogue.append(left)
    return catalogue


def new_entry(text: Text, files: list[str]) -> polib.POEntry:
    entry = polib.POEntry(msgid=text.singular, msgctxt=text.context, msgstr="")
    # Line numbers would change the file with every edit elsewhere.
    entry.occurrences = [(file, "") for file in files]
    if text.plural is not None:
        entry.msgid_plural = text.plural
        entry.msgstr_plural = {0: ""}
    return entry


def take_over(entry: polib.POEntry, before: polib.POEntry) -> None:
    """The translation that was there; Indonesian has one form where English has two."""
    kept = before.msgstr_plural.get(0, "") if before.msgid_plural else before.msgstr
    if entry.msgid_plural:
        entry.msgstr_plural = {0: kept}
    else:
        entry.msgstr = kept
    entry.tcomment = before.tcomment
    entry.flags = [flag for flag in before.flags if flag == "fuzzy"]


def is_translated(entry: polib.POEntry) -> bool:
    return bool(entry.msgstr_plural.get(0) if entry.msgid_plural else entry.msgstr)


def problems(catalogue: polib.POFile) -> list[str]:
    """What keeps this catalogue from being whole: one line for each text."""
    found: list[str] = []
    for entry in catalogue:
        if entry.obsolete:
            found.append(f"no longer used: {entry.msgid!r}")
        elif not is_translated(entry):
            found.append(f"not translated: {entry.msgid!r} ({entry.occurrences[0][0]})")
        elif entry.fuzzy:
            found.append(f"marked fuzzy: {entry.msgid!r}")
        elif lost := lost_placeholders(entry):
            found.append(f"placeholders differ ({', '.join(sorted(lost))}): {entry.msgid!r}")
    return found


def lost_placeholders(entry: polib.POEntry) -> set[str]:
    """Placeholders the translation has and the text has not, or the other way."""
    if not entry.msgid_plural:
        return set(PLACEHOLDER.findall(entry.msgid)) ^ set(PLACEHOLDER.findall(entry.msgstr))
    # The singular may leave the number out ("one card"); the one Indonesian form serves both.
    offered = set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
    return offered ^ set(PLACEHOLDER.findall(entry.msgstr_plural[0]))
