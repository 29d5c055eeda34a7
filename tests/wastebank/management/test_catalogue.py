"""The texts of the program are found, and a translation that would break a page is named."""

from pathlib import Path

import polib
import pytest

from wastebank.management import catalogue
from wastebank.management.catalogue import Text


def test_texts_in_python_are_found() -> None:
    source = (
        'a = _("One " "two")\n'
        'b = translation.gettext_lazy("Lazy")\n'
        'c = ngettext("%(n)s card", "%(n)s cards", n)\n'
        'd = pgettext("month", "May")\n'
        "e = _(message)\n"
        'f = other("No text")\n'
    )
    assert set(catalogue.texts_of_python(source)) == {
        Text("One two"),
        Text("Lazy"),
        Text("%(n)s card", plural="%(n)s cards"),
        Text("May", context="month"),
    }


def test_texts_in_templates_are_found() -> None:
    source = (
        '{% translate "100% cotton" %} {{ _("Shown") }} {{ x|default:_("none (of) it") }}'
        '{% translate "May" context "month" %} {% include "x.html" with title=_("Title") %}'
        "{% blocktranslate trimmed %}\n  Dear {{ name }},\n  it's late\n{% endblocktranslate %}"
        "{% blocktranslate count n=x %}{{ n }} card{% plural %}{{ n }} cards"
        "{% endblocktranslate %}"
    )
    assert set(catalogue.texts_of_template(source)) == {
        Text("100%% cotton"),
        Text("Shown"),
        Text("none (of) it"),
        Text("May", context="month"),
        Text("Title"),
        Text("Dear %(name)s, it's late"),
        Text("%(n)s card", plural="%(n)s cards"),
    }


def test_texts_in_documents_are_found_by_head_paragraph_and_cell() -> None:
    source = (
        "# Limits\n\nWhat is fixed,\nand `what` is not.\n\n"
        "| name | default |\n|---|---|\n| `PORT`° | `8000`, `9000` |\n| one line | 40 `kg` |\n"
    )
    assert set(catalogue.texts_of_document(source)) == {
        Text("Limits"),
        Text("What is fixed, and `what` is not."),
        *map(Text, ("name", "default", "one line", "40 `kg`")),
    }


@pytest.fixture
def program(tmp_path: Path) -> Path:
    (tmp_path / "ledger").mkdir()
    (tmp_path / "templates").mkdir()
    (tmp_path / "ledger" / "a.py").write_text('_("card")\n_("Pay {total}")\n')
    (tmp_path / "templates" / "b.html").write_text(
        '{% translate "card" %}{% blocktranslate count n=x %}card{% plural %}{{ n }} cards'
        "{% endblocktranslate %}"
    )
    return tmp_path


def test_a_text_used_alone_and_with_a_plural_is_one_entry(program: Path) -> None:
    assert catalogue.collect(program) == {
        Text("Pay {total}"): ["ledger/a.py"],
        Text("card", plural="%(n)s cards"): ["ledger/a.py", "templates/b.html"],
    }


def entry(msgid: str, msgstr: str, *, fuzzy: bool = False) -> polib.POEntry:
    return polib.POEntry(msgid=msgid, msgstr=msgstr, flags=["fuzzy"] if fuzzy else [])


def found(program: Path, *known: polib.POEntry) -> list[str]:
    texts = catalogue.collect(program)
    return catalogue.problems(catalogue.merged(texts, known, prune=False))


CARDS = polib.POEntry(msgid="card", msgid_plural="%(n)s cards", msgstr_plural={0: "%(n)s kartu"})
PAY = entry("Pay {total}", "Bayar {total}")


def test_a_whole_catalogue_has_no_problems(program: Path) -> None:
    assert not found(program, CARDS, PAY)


@pytest.mark.parametrize(
    ("known", "problem"),
    [
        ([CARDS], "not translated"),
        ([CARDS, entry("Pay {total}", "")], "not translated"),
        ([CARDS, entry("Pay {total}", "Bayar {jumlah}")], "placeholders differ"),
        ([CARDS, entry("Pay {total}", "Bayar {total}", fuzzy=True)], "marked fuzzy"),
        ([CARDS, PAY, entry("Gone", "Hilang")], "no longer used"),
    ],
)
def test_what_would_show_on_a_page_is_named(
    program: Path, known: list[polib.POEntry], problem: str
) -> None:
    problems = found(program, *known)
    assert len(problems) == 1
    assert problems[0].startswith(problem)


def test_the_same_texts_make_the_same_bytes(program: Path) -> None:
    texts = catalogue.collect(program)
    one, other = (
        catalogue.merged(texts, known, prune=True) for known in ((CARDS, PAY), (PAY, CARDS))
    )
    assert str(one) == str(other)
    assert one.to_binary() == other.to_binary()
