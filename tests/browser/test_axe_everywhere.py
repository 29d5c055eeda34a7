"""Every page of the permission table, as the person whose page it is, in both languages.

No barrier that axe knows, nothing wider than the screen, no text of the other language, one main
heading, a title, the way past the bar and the way to the other language. Each page is seen in each
language in one of the four looks (narrow or wide, by day or by night), the opposite one in the
other language; `EVERY_LOOK=1` takes all of them.
"""

import os
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.offline.pages import opened
from tests.browser.visitor import EVERYBODY, MEMBER, open_passbook, pages, sign_in, visiting
from tests.browser.words import foreign, foreign_texts
from tests.cast import PASSWORD, SITI_PIN, Cast, hire
from tests.requests.addresses import address, things_of
from tests.serving import Served
from wastebank.models import User

LOOKS = ((360, "light"), (1280, "dark"), (1280, "light"), (360, "dark"))
LANGUAGES = ("id", "en")
# Shared out over tests of about the same length.
SHARES = ("counter", "office", "clinic", "office-more", "public")
AXE = {"resultTypes": ["violations"]}
# What a page keeps folded is looked at, too.
OPEN_ALL = "for (const folded of document.querySelectorAll('details')) folded.open = true"
FACTS = """() => ({
  across: document.documentElement.scrollWidth,
  heads: [...document.querySelectorAll('h1, [role=heading][aria-level="1"]')]
    .filter((h) => !h.closest("[hidden]")).length,
  aside: [...document.querySelectorAll("main .scroll")] // a folded chart's figures may be wider
    .filter((each) => !each.closest("details") && each.scrollWidth > each.clientWidth + 1)
    .map((each) => each.getAttribute("aria-label") || each.innerText.slice(0, 40)).join(", "),
  mains: document.querySelectorAll("main").length,
  spoken: document.documentElement.lang,
  title: document.title.split(" – ")[0].trim(),
  skip: document.querySelector("a[href]").classList.contains("skip"),
  languages: document.querySelectorAll("form [name=language], a[href*='language=']").length,
})"""


def share_of(share: str) -> list[tuple[str, str]]:
    """The pages of one test: `office-more` is every other page of the office."""
    desk, _, more = share.partition("-")
    named = {"counter", "office", "clinic"}
    found = [
        (route, who)
        for route, who in pages()
        if (head := route.split("/", 1)[0]) == desk or (desk == "public" and head not in named)
    ]
    return found[1 if more else 0 :: 2] if desk == "office" else found


def looks_at(place: int, language: str) -> Iterator[tuple[int, str]]:
    if os.environ.get("EVERY_LOOK"):
        yield from LOOKS
    else:
        yield LOOKS[(place + 2 * LANGUAGES.index(language)) % len(LOOKS)]


def complaints(page: Page, axe: Axe, width: int, language: str) -> Iterator[str]:
    facts = page.evaluate(FACTS)
    wanted = {
        "across": width,
        "heads": 1,
        "aside": "",
        "mains": 1,
        "spoken": language,
        "skip": True,
    }
    for name, value in wanted.items():
        if facts[name] != value:
            yield f"{name} is {facts[name]}, not {value}"
    if not facts["title"]:
        yield "no title"
    if not facts["languages"]:
        yield "no way to the other language"
    yield from (f"speaks the other language: {text}" for text in foreign_texts(page, language))
    for barrier in axe.run(page, options=AXE).response["violations"]:
        for node in barrier["nodes"]:
            yield f"{barrier['id']}: {barrier['help']} ({node['html'][:140]})"


def enter(page: Page, who: str, cast: Cast) -> None:
    if who == MEMBER:
        open_passbook(page, cast.siti.number, SITI_PIN)
    elif who != EVERYBODY:
        known = [user.username for user in cast.staff() if user.role == who]
        sign_in(page, known[0] if known else hired(who, cast), PASSWORD)


def hired(role: str, cast: Cast) -> str:
    """Somebody of a role that nobody of the cast has."""
    found = User.objects.filter(username=role).first() or hire(role, role, cast.melati)
    return str(found.username)


@pytest.mark.parametrize("share", SHARES)
def test_no_page_has_a_barrier(cast: Cast, chromium: Browser, served: Served, share: str) -> None:
    marks, axe = things_of(cast).marks(), Axe()
    found, seen = [], 0
    by_person: dict[str, list[tuple[int, str]]] = {}
    for index, (route, who) in enumerate(share_of(share)):
        by_person.setdefault(who, []).append((index, route))
    for who, routes in by_person.items():
        for language in LANGUAGES:
            with visiting(chromium, served.url, language) as page:
                enter(page, who, cast)
                for index, route in routes:
                    where = address(route, marks)
                    if not is_page(page, where):
                        continue
                    for width, light in looks_at(index, language):
                        page.set_viewport_size({"width": width, "height": 740})
                        page.emulate_media(color_scheme="dark" if light == "dark" else "light")
                        page.evaluate(OPEN_ALL)
                        seen += 1
                        found += [
                            f"{where} ({language}, {width}, {light}): {complaint}"
                            for complaint in complaints(page, axe, width, language)
                        ]
    assert seen > len(LANGUAGES)
    assert not found, "\n" + "\n".join(found)


def is_page(page: Page, where: str) -> bool:
    """Whether this address shows something: not a file to keep, not an answer to a program."""
    try:
        answer = page.goto(where)
    except Exception as problem:
        if "Download is starting" in str(problem):
            return False
        raise
    assert answer is not None
    if not answer.headers.get("content-type", "").startswith("text/html"):
        return False
    assert answer.status == 200, f"{where}: {answer.status}"
    if page.locator("[data-shell]").count():
        opened(page)  # its rooms are lit by the script
    return True


def test_every_page_belongs_to_a_share() -> None:
    shared = [page for share in SHARES for page in share_of(share)]
    assert sorted(shared) == sorted(pages())
    assert len(shared) > 40


def test_a_text_of_the_other_language_is_noticed() -> None:
    assert foreign("id").among(["Sign in", "Masuk", "Siti"]) == ["Sign in"]
    assert foreign("en").among(["Sign in", "Masuk", "Siti"]) == ["Masuk"]
