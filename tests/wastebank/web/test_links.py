"""Every page of every role, walked: no way on is closed to its reader, and all is in words."""

import re
from html import unescape
from uuid import uuid4

import pytest
from django.urls import resolve

from tests.cast import CARE, GOODS, Cast
from tests.permissions import LETTERS, rows
from tests.requests.addresses import address, things_of
from tests.requests.walk import posts_of, signed_in, walk
from wastebank.deposits.void import void_deposit
from wastebank.models import Role, User
from wastebank.reports.audits import run_audit

pytestmark = pytest.mark.once


# Sent by the page's own scripts, each to an address of its own.
BY_SCRIPT = "/counter/offline/"
# A file that was brought is open to whoever brought it alone, and says what stands in it.
OF_A_FILE = re.compile(r"/import/[0-9a-f-]{36}/")
BROUGHT_BY = {"tariffs/import/": "lead", "/import/": "manager"}
# A page on its own, with the path instead of the ways of the office.
OF_A_STEP = "/office/setup/"
# There a user name is shown as one.
OF_ACCOUNTS = "/office/staff/"
USER_NAMES = re.compile(r"\b(?:sari|rudi|dewi|lestari|bambang|maya|yusuf|tono)\b")


def roles_of(who: str) -> set[str]:
    if who in ("all", "member", "staff"):
        return set() if who == "member" else set(LETTERS.values())
    return {LETTERS[letter] for letter in who}


def senders() -> dict[str, set[str]]:
    """For each address that takes a form, the roles that may send one."""
    return {route: roles_of(who) for method, route, who in rows() if method == "POST"}


def ways_in(cast: Cast, role: str) -> list[str]:
    """The start, and every page this role may open, for whoever typed its address."""
    marks = things_of(cast).marks()
    own = [
        address(route, marks)
        for method, route, who in rows()
        if method == "GET" and who != "all" and role in roles_of(who)
    ]
    own = [page for page in own if bringer(page) in ("", role)]
    return ["/", *(way_in for way_in in own if not way_in.startswith(("/api/", BY_SCRIPT)))]


def bringer(page: str) -> str:
    """The role of the person who brought the file of a page; empty for any other page."""
    if not OF_A_FILE.search(page):
        return ""
    return next(role for part, role in BROUGHT_BY.items() if part in page)


def somebody(cast: Cast, role: str) -> User:
    return cast.of_role(role)


@pytest.mark.parametrize("role", Role.values)
def test_every_link_and_form_is_open_to_whoever_sees_it(cast: Cast, role: str) -> None:
    dead, may_send = list[str](), senders()
    for origin, page, status, text in walk(signed_in(somebody(cast, role)), *ways_in(cast, role)):
        if page.startswith(BY_SCRIPT):
            continue  # it lies on the device and is about nobody
        if status not in (200, 302):
            dead.append(f"{page} from {origin}: {status}")
        for sent in posts_of(page, text):
            if role not in may_send.get(resolve(sent).route, set()):
                dead.append(f"{page} offers a form for {sent}")
    assert not dead, "\n".join(dead)


def seen_text(page: str) -> str:
    """What a reader sees of a page, and no code that stands in it as a code."""
    shown = re.sub(r"<(script|style|template|code)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return unescape(re.sub(r"<[^>]+>", " ", shown))


@pytest.mark.parametrize("role", ["operator", "lead", "manager"])
def test_an_english_page_names_things_in_english_and_people_by_name(cast: Cast, role: str) -> None:
    """Prices, services, voids, checks: whatever a record keeps, a person reads who and what."""
    gone = cast.deposit(("pet", 900))
    void_deposit(key=uuid4(), by=cast.sari, deposit=gone.number, reason="Wrong member")
    run_audit(key=uuid4(), by=cast.bambang)
    indonesian = [row[1] for row in (*GOODS, *CARE) if row[1].casefold() != row[2].casefold()]
    wrong, opened = list[str](), ways_in(cast, role)
    if role != "lead":
        opened += [f"/counter/receipts/{gone.number}/", f"/office/days/deposits/{gone.number}/"]
    for _origin, page, _status, text in walk(signed_in(somebody(cast, role), "en"), *opened):
        said = seen_text(text)
        if OF_A_FILE.search(page):
            continue
        wrong += [f"{page}: {name}" for name in indonesian if f" {name} " in f" {said} "]
        if not page.startswith(OF_ACCOUNTS):
            wrong += [f"{page}: {name}" for name in USER_NAMES.findall(said)]
    assert not wrong, "\n".join(wrong)


def test_each_page_of_the_office_marks_one_way(cast: Cast) -> None:
    """Where one stands: the search is a page of its own, and has its own sign."""
    client, wrong = signed_in(cast.maya), list[str]()
    for way_in in ways_in(cast, "manager"):
        if way_in.startswith(OF_A_STEP) or way_in.endswith("/progress/"):
            continue
        if (way_in.startswith("/office/") and way_in != "/office/search/") or "/tariffs/" in way_in:
            text = client.get(way_in).content.decode()
            nav = text[text.index('<nav class="ways"') :].partition("</nav>")[0]
            if nav.count("aria-current") != 1:
                wrong.append(f"{way_in}: {nav.count('aria-current')}")
    assert not wrong, "\n".join(wrong)


def test_a_refusal_says_its_sentence_once(cast: Cast) -> None:
    page = signed_in(cast.sari, "en").get("/nowhere/")
    assert page.status_code == 404
    main = page.content.decode().partition("<main")[2]
    assert main.count("There is nothing at this address") == 1
    assert 'role="heading" aria-level="1"' in main
