"""The manual: the same chapters in both languages, pictures and links that exist."""

import re
from html import unescape
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import get_resolver
from django.utils import translation
from django.utils.html import escape

from tests.browser.words import CATALOGUE
from tests.permissions import rows
from tests.test_permissions import routes
from wastebank.web.common.manual import ANNEXES, CHAPTERS, DOCS, HELPS, INDEX, help_href, read
from wastebank.web.offline.worker import draw_shell

pytestmark = pytest.mark.once

MANUAL = DOCS / "manual"
SHOTS = DOCS / "shots"
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]*)\)")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)]*)\)")
LANGUAGES = ("id", "en")
EVERY = [(chapter, language) for chapter in CHAPTERS for language in LANGUAGES]
# Small words that no Indonesian sentence has, and hardly an English one goes without.
ENGLISH = re.compile(r"\b(?:the|of|and|is|are|it|this|that|not|with|for|by|what|or|how)\b", re.I)
MAX_SHOT, MAX_SHOTS = 40_000, 2_500_000
MAX_OPENED = 280_000  # what a browser without lazy loading fetches with the longest chapter


def text_of(chapter: str, language: str) -> str:
    return (MANUAL / language / f"{chapter}.md").read_text(encoding="utf-8")


def shape(text: str) -> list[str]:
    """The outline of a chapter: its heads, its steps and its pictures, without their words."""
    found = []
    for line in text.splitlines():
        if mark := re.match(r"(#+ |\d+\. |\* )", line):
            found.append(re.sub(r"\d+", "1", mark[1]))
        found += [Path(picture).name for _, picture in PICTURE.findall(line)]
    return found


@pytest.mark.parametrize("chapter", [*CHAPTERS, "README"])
def test_both_languages_say_the_same(chapter: str) -> None:
    assert shape(text_of(chapter, "id")) == shape(text_of(chapter, "en"))


def test_every_chapter_is_in_the_index() -> None:
    for language in LANGUAGES:
        files = {file.stem for file in (MANUAL / language).glob("*.md")}
        assert files == {*CHAPTERS, "README"}
        linked = {Path(link).stem for link in LINK.findall(text_of("README", language))}
        assert set(CHAPTERS) <= linked


@pytest.mark.parametrize(("chapter", "language"), EVERY)
def test_pictures_exist_and_are_said_in_words(chapter: str, language: str) -> None:
    for words, picture in PICTURE.findall(text_of(chapter, language)):
        file = (MANUAL / language / picture).resolve()
        assert words, picture
        assert file.is_file(), f"{picture}: `make shots` makes it"
        assert file.parent == SHOTS / language, "each language shows its own pages"


@pytest.mark.parametrize(("chapter", "language"), EVERY)
def test_links_lead_somewhere(chapter: str, language: str) -> None:
    for link in LINK.findall(text_of(chapter, language)):
        page, _, part = link.partition("#")
        file = (MANUAL / language / (page or f"{chapter}.md")).resolve()
        assert file.is_file(), link
        assert not part or f"\n## {part}\n" in plain_titles(file), link


def plain_titles(file: Path) -> str:
    """The page, its titles written as an address calls them."""
    return re.sub(
        r"(?m)^## (.*)$",
        lambda title: f"\n## {title[1].lower().replace(' ', '-')}\n",
        file.read_text(encoding="utf-8"),
    )


@pytest.mark.parametrize(("chapter", "language"), EVERY)
def test_each_part_is_a_few_short_steps(chapter: str, language: str) -> None:
    parts = re.split(r"^## ", text_of(chapter, language), flags=re.M)[1:]
    assert parts
    for part in parts:
        steps = re.findall(r"^\d+\. (.*)", part, flags=re.M)
        title = part.splitlines()[0]
        assert 1 <= len(steps) <= 9, title
        assert max(len(PICTURE.sub("", step)) for step in steps) <= 230, title


def test_pictures_are_small_and_all_of_them_are_used() -> None:
    files = {file.relative_to(DOCS).as_posix(): file for file in SHOTS.rglob("*.webp")}
    assert not list(SHOTS.rglob("*.png")), "`make shots` keeps pictures smaller"
    sizes = [file.stat().st_size for file in files.values()]
    assert max(sizes) <= MAX_SHOT
    assert sum(sizes) <= MAX_SHOTS
    readme = (DOCS.parent / "README.md").read_text(encoding="utf-8")
    said = readme + "".join(text_of(*one) for one in EVERY)
    assert {name for name in files if name not in said} == set()


@pytest.mark.parametrize(("chapter", "language"), EVERY)
def test_a_chapter_is_opened_with_few_bytes(chapter: str, language: str) -> None:
    """Lazily, and with their room kept, so that nothing jumps; old browsers fetch them all."""
    body = read(chapter, language).body
    pictures = re.findall(r"<img [^>]*>", body)
    for picture in pictures:
        assert all(f'{name}="' in picture for name in ("width", "height", "loading", "decoding"))
    files = [DOCS / source for source in re.findall(r'src="/static/([^"]*)"', body)]
    assert len(files) == len(pictures)
    assert sum(file.stat().st_size for file in files) <= MAX_OPENED


# --- in the program


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("chapter", [*CHAPTERS, *ANNEXES])
def test_a_chapter_is_a_page(client: Client, chapter: str, language: str) -> None:
    answer = client.get(f"/help/{chapter}/", headers={"accept-language": language})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.count("<h1") == 1
    assert '.md"' not in page.split("</article>")[0].replace("https://", ""), (
        "a link left the house"
    )
    for picture in re.findall(r'<img src="/static/([^"]*)"', page):
        assert (Path(settings.BASE_DIR) / "docs" / picture).is_file()


def words_of(chapter: str, language: str) -> list[str]:
    """What a page of the manual says, piece by piece, without what stands there as code."""
    body = re.sub(r"<code>.*?</code>", "", read(chapter, language).body, flags=re.S)
    pieces = [read(chapter, language).title, *re.split(r"<[^>]+>", body)]
    return [unescape(piece).strip() for piece in pieces if piece.strip()]


@pytest.mark.parametrize("chapter", [*CHAPTERS, *ANNEXES, INDEX])
def test_no_page_speaks_english_to_an_indonesian_reader(chapter: str) -> None:
    said = [piece for piece in words_of(chapter, "id") if ENGLISH.search(piece)]
    assert not said
    sentences = {piece for piece in words_of(chapter, "en") if piece.count(" ") > 2}
    assert sentences, "or nothing was looked at"
    assert not sentences & set(words_of(chapter, "id"))


def test_an_english_sentence_would_be_found() -> None:
    for chapter in (*CHAPTERS, *ANNEXES, INDEX):
        assert [piece for piece in words_of(chapter, "en") if ENGLISH.search(piece)], chapter


@pytest.mark.django_db
def test_a_table_of_the_documents_is_said_in_the_readers_words(client: Client) -> None:
    page = client.get("/help/refusals/", headers={"accept-language": "id"}).content.decode()
    assert "<td>Kartu ini bukan kartu kami.</td>" in page
    assert 'lang="en"' not in page.split("<article")[1].split("</article>")[0]
    with translation.override("id"):  # what asks for English gets it, whoever reads beside it
        assert "This card is not one of ours." in read.__wrapped__("refusals", "en").body


@pytest.mark.django_db
def test_the_index_leads_to_every_chapter(client: Client) -> None:
    page = client.get("/help/").content.decode()
    for chapter in CHAPTERS:
        assert f'href="/help/{chapter}/"' in page


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_task_is_two_clicks_away(client: Client, language: str) -> None:
    """The help key, which also leads to its own part at once, then the task in the index."""
    page = client.get("/help/", headers={"accept-language": language}).text
    for chapter in CHAPTERS:
        for part in read(chapter, language).parts:
            link = f'<a href="/help/{chapter}/#{part.anchor}">{escape(part.title)}</a>'
            assert link in page, part.title


@pytest.mark.django_db
def test_the_files_of_an_installation_are_handed_out(client: Client) -> None:
    page = client.get("/help/installation/").text
    named = re.findall(r'href="/static/(install/[^"]*)"', page)
    files = {f"install/{file.name}" for file in (DOCS / "install").iterdir()}
    assert set(named) == files
    assert all(finders.find(name) for name in named)


@pytest.mark.django_db
def test_an_unknown_chapter_is_not_found(client: Client) -> None:
    assert client.get("/help/nothing/").status_code == 404


def test_a_help_key_leads_to_a_part_that_exists_in_both_languages() -> None:
    for chapter, part in HELPS.values():
        for language in LANGUAGES:
            assert chapter in CHAPTERS
            assert part <= len(read(chapter, language).parts), (chapter, part)


def test_help_begins_at_addresses_that_exist() -> None:
    served = {"/" + route for route in routes(get_resolver().url_patterns)}
    for begin in HELPS:
        assert any(address.startswith(begin) for address in served), begin


@pytest.mark.parametrize(
    ("path", "leads"),
    [
        ("/counter/", "/help/counter/"),
        ("/counter/weigh/1001-J/", "/help/counter/#part-3"),
        ("/clinic/visits/KS-1/", "/help/clinic/#part-5"),
        ("/office/staff/places/", "/help/administrator/#part-4"),
        ("/office/staff/devices/", "/help/administrator/#part-3"),
        ("/office/approvals/7/", "/help/office/#part-7"),
        ("/office/staff/", "/help/administrator/#part-2"),
        ("/prices/", "/help/"),
    ],
)
def test_where_the_help_key_leads(path: str, leads: str) -> None:
    assert help_href(path) == leads


@pytest.mark.django_db
def test_markup_in_the_manual_stays_text() -> None:
    with translation.override("en"):
        assert "<script" not in read("counter", "en").body


def test_every_page_of_the_help_is_for_everybody() -> None:
    assert {who for _, route, who in rows() if route.startswith("help/")} == {"all"}


@pytest.mark.parametrize(("chapter", "language"), EVERY)
def test_every_key_the_manual_names_is_in_the_program(chapter: str, language: str) -> None:
    """Bold words are what stands on the screen, letter by letter."""
    said = texts_of(language)
    named = re.findall(r"\*\*([^*]+)\*\*", text_of(chapter, language))
    assert not [words for words in named if words not in said]


def texts_of(language: str) -> set[str]:
    entries = [entry for entry in polib.pofile(str(CATALOGUE)) if not entry.obsolete]
    if language == "en":
        return {" ".join(entry.msgid.split()) for entry in entries}
    return {" ".join(entry.msgstr.split()) for entry in entries}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_counter_with_no_network_has_its_chapters_in_words(language: str) -> None:
    page = draw_shell(language)
    room = page.split('data-room="help"')[1].split("</section>")[0]
    for chapter in ("counter", "offline"):
        assert f"<h2>{read(chapter, language).title}</h2>" in room
        for part in read(chapter, language).parts:
            assert f"<h3>{part.title}</h3>" in room
    assert "<img" not in room
    assert "<a " not in room
