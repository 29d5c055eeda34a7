"""The manual inside the program: the same Markdown that is read in `docs/manual/`.

Only headings get an anchor of their own, by their place and not by their words, so that a help key
leads to the same part in both languages.
"""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override
from markdown_it import MarkdownIt
from markdown_it.token import Token
from PIL import Image

from wastebank.values.prose import MARKDOWN, in_own_words

DOCS = Path(settings.CARRIED_DIR) / "docs"
CHAPTERS = ("counter", "offline", "clinic", "member", "office", "administrator", "installation")
# Pages of the documents that chapters point at: one file, said in the reader's words.
ANNEXES = ("settings", "refusals", "doctor")
INDEX = "README"
HANDED_OUT = DOCS / "install"


# What a page with no network cannot show or follow.
ELSEWHERE = ("image", "link_open", "link_close", "softbreak")


# Which part helps at which address: the longest beginning wins.
HELPS = {
    "/counter/": ("counter", 0),
    "/counter/enrol/": ("counter", 2),
    "/counter/members/": ("counter", 2),
    "/counter/weigh/": ("counter", 3),
    "/counter/receipts/": ("counter", 4),
    "/counter/group/": ("counter", 5),
    "/counter/offline/": ("offline", 0),
    "/counter/day/": ("counter", 6),
    "/clinic/": ("clinic", 0),
    "/clinic/visits/": ("clinic", 5),
    "/clinic/tariffs/": ("clinic", 6),
    "/member/": ("member", 0),
    "/password/": ("counter", 1),
    "/office/": ("office", 0),
    "/office/members/": ("office", 2),
    "/office/prices/": ("office", 4),
    "/office/prices/import/": ("office", 5),
    "/office/members/import/": ("office", 6),
    "/office/approvals/": ("office", 7),
    "/office/book/": ("office", 8),
    "/setup/": ("office", 9),
    "/office/setup/": ("office", 9),
    "/office/staff/": ("administrator", 2),
    "/office/staff/devices/": ("administrator", 3),
    "/office/staff/places/": ("administrator", 4),
}


@dataclass(frozen=True, slots=True)
class Section:
    anchor: str
    title: str


@dataclass(frozen=True, slots=True)
class Chapter:
    slug: str
    title: str
    body: SafeString
    parts: Sequence[Section]


def help_href(path: str) -> str:
    """Where the help key of a page leads."""
    matching = [begin for begin in HELPS if path.startswith(begin)]
    if not matching:
        return reverse("public:help")
    chapter, part = HELPS[max(matching, key=len)]
    return reverse("public:chapter", args=[chapter]) + (f"#part-{part}" if part else "")


def file_of(slug: str, spoken: str) -> Path:
    if slug in ANNEXES:
        return DOCS / f"{slug}.md"
    return DOCS / "manual" / spoken / f"{slug}.md"


@cache
def read(slug: str, spoken: str) -> Chapter:
    """A chapter, made into a page once: it cannot change while the program runs."""
    file = file_of(slug, spoken)
    tokens = MARKDOWN.parse(file.read_text(encoding="utf-8"))
    if slug in ANNEXES:
        with override(spoken):
            in_own_words(tokens)
    title, parts = take_headings(tokens)
    for token in tokens:
        for child in token.children or ():
            lead_inside(child, file)
    body = MARKDOWN.renderer.render(tokens, MARKDOWN.options, {})
    return Chapter(slug, title, mark_safe(body), parts)  # noqa: S308 - our own text, no HTML


@cache
def plain_chapter(slug: str, spoken: str) -> SafeString:
    """A chapter in words alone, one head lower: for the page that works with no network."""
    markdown = MarkdownIt("commonmark", {"html": False})
    tokens = markdown.parse(file_of(slug, spoken).read_text(encoding="utf-8"))
    for token in tokens:
        if token.type.startswith("heading_"):
            token.tag = f"h{int(token.tag[1:]) + 1}"
        token.children = [child for child in token.children or () if child.type not in ELSEWHERE]
    body = str(markdown.renderer.render(tokens, markdown.options, {}))
    return mark_safe(body)  # noqa: S308 - our own text, no HTML


def take_headings(tokens: list[Token]) -> tuple[str, list[Section]]:
    """The title, taken out of the text, and an anchor on the head of every part."""
    assert tokens[0].tag == "h1", "a chapter begins with its title"
    title = tokens[1].content
    del tokens[:3]
    parts: list[Section] = []
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open" and opening.tag == "h2":
            parts.append(Section(f"part-{len(parts) + 1}", inline.content))
            opening.attrSet("id", parts[-1].anchor)
    return title, parts


def lead_inside(token: Token, file: Path) -> None:
    """Links between chapters lead to help pages, pictures to where the program serves them."""
    if token.type == "link_open":
        token.attrSet("href", address_of(str(token.attrGet("href")), file))
    elif token.type == "image":
        picture = (file.parent / str(token.attrGet("src"))).resolve()
        token.attrSet("src", static(picture.relative_to(DOCS).as_posix()))
        token.attrSet("loading", "lazy")
        token.attrSet("decoding", "async")
        if picture.is_file():  # else its words say it alone
            keep_room(token, picture)


def keep_room(token: Token, picture: Path) -> None:
    """Its size beforehand, so that the steps do not jump when it comes."""
    with Image.open(picture) as opened:
        for name, size in zip(("width", "height"), opened.size, strict=True):
            token.attrSet(name, str(size))


def address_of(href: str, file: Path) -> str:
    """`offline.md` is a help page, what lies in docs/install is handed out; else it stays."""
    name, _hash, anchor = href.partition("#")
    if HANDED_OUT in (lies_at := (file.parent / name).resolve()).parents:
        return static(lies_at.relative_to(DOCS).as_posix())
    stem = posixpath.basename(name).removesuffix(".md")
    if not name.endswith(".md") or stem not in (*CHAPTERS, *ANNEXES, INDEX):
        return href
    if stem == INDEX:
        return reverse("public:help")
    return reverse("public:chapter", args=[stem]) + (f"#{anchor}" if anchor else "")
