"""What every page brings along: readable by day and night, light, and understood by old phones."""

import re
from pathlib import Path

import pytest
from django.test import Client

from wastebank.web.common.gzip import COMMENT, bare
from wastebank.web.styles import join

STATIC = Path("wastebank/web/static/wastebank")

# What Chromium learnt only after the phones that stand at many counters were last updated.
TOO_NEW = {
    ".css": re.compile(
        r":has\(|:is\(|:where\(|clamp\(|\binset:|aspect-ratio|-(inline|block)(-(start|end))?:"
        r"|(?<![-\w])gap:|@layer|@container|color-mix\("
    ),
    ".js": re.compile(r"\?\.[a-z[(]|\?\?|\.replaceAll\(|\.at\(|structuredClone|\|\|=|#\w+\s*[=(;]"),
}


def files(ending: str) -> list[Path]:
    return sorted(STATIC.rglob(f"*{ending}"))


@pytest.mark.parametrize("ending", [".css", ".js"])
def test_old_phones_understand_it(ending: str) -> None:
    assert len(files(ending)) > 4
    for file in files(ending):
        code = re.sub(r"/\*.*?\*/|^\s*//.*$", "", file.read_text(), flags=re.S | re.M)
        found = TOO_NEW[ending].search(code)
        assert not found, f"{file.name}: {found[0]}"


def test_our_scripts_travel_without_their_comments(client: Client) -> None:
    answer = client.get("/static/wastebank/scanner/burst.js")
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "scanned" in text
    assert not re.search(r"^\s*(?://|/?\*\*? )", text, re.MULTILINE)
    asked_again = client.get(
        "/static/wastebank/scanner/burst.js", headers={"if-none-match": answer.headers["Etag"]}
    )
    assert asked_again.status_code == 304


def test_what_looks_like_a_comment_stands_in_no_text() -> None:
    """No text of a script runs over the beginning of a line that would be left out, and no code
    stands behind a comment that is."""
    assert bare("/** a */ (b).c();\n/** d\n * e */\n  // f\ng(); // h\n") == (
        "/** a */ (b).c();\ng(); // h\n"
    )
    for file in [*files(".js"), *sorted(Path("clinic/static").rglob("*.js"))]:
        for comment in COMMENT.findall(file.read_text()):
            assert comment.count("*/") <= 1, f"{file.name}: {comment}"
        kept = ""
        for part in COMMENT.split(file.read_text()):
            kept += part.replace("['`", "")  # an apostrophe that people type
            assert kept.count("`") % 2 == 0, f"{file.name}: {kept[-80:]}"


def test_nothing_is_asked_of_anybody_else() -> None:
    for file in filter(Path.is_file, STATIC.rglob("*")):
        addresses = set(re.findall(r"https?://[\w./]+", file.read_text()))
        assert addresses <= {"http://www.w3.org/2000/svg"}, file.name


def test_the_counter_weighs_little_on_its_first_load() -> None:
    """150 kB with the page itself, which test_counter.py holds under 20 kB."""
    files = [file.stat().st_size for file in STATIC.iterdir() if file.is_file()]
    assert sum(files) + len(join("counter").encode()) < 130_000
