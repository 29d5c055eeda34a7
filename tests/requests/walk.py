"""Somebody walks the program: from the start along every link that a page shows them."""

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, resolve

if TYPE_CHECKING:
    from wastebank.models import User

LINK = re.compile(r"<a\b[^>]*?\shref=\"([^\"]*)\"", re.DOTALL)
ASKED = re.compile(r"<form\b[^>]*>", re.DOTALL)
# A library's own pages, what is no page, and what is the same for everybody.
NOT_WALKED = ("/admin/", "/static/", "/api/", "/help/", "/parts/", "/prices/", "/check/")
BACKEND = "django.contrib.auth.backends.AllowAllUsersModelBackend"
EACH_ROUTE = 2  # pages of one kind that are opened, such as the receipts of a day


def signed_in(user: "User", language: str = "id") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(user, backend=BACKEND)
    return client


def walk(client: Client, *ways_in: str) -> Iterator[tuple[str, str, int, str]]:
    """Each page that can be reached: where its link stood, its address, its answer, its text."""
    waiting = [("(typed)", way_in) for way_in in ways_in]
    seen, kinds = set(ways_in), Counter(map(kind_of, ways_in))
    while waiting:
        origin, address = waiting.pop(0)
        answer = client.get(address)
        is_page = answer.headers.get("Content-Type", "").startswith("text/html")
        text = answer.content.decode() if is_page else ""
        yield origin, address, answer.status_code, text
        links = [answer.headers["Location"]] if answer.status_code == 302 else links_of(text)
        for link in links:
            onward = onward_of(address, link)
            if onward is None or onward in seen:
                continue
            seen.add(onward)
            kind = kind_of(onward)
            kinds[kind] += 1
            if kinds[kind] <= EACH_ROUTE:
                waiting.append((address, onward))


def links_of(text: str) -> list[str]:
    return [unescape(link) for link in LINK.findall(text)]


def onward_of(address: str, link: str) -> str | None:
    """The address a link leads to, if it is a page of ours."""
    whole = urlsplit(urldefrag(urljoin(address, link))[0])
    if whole.scheme or whole.netloc or whole.path.startswith(NOT_WALKED):
        return None
    return f"{whole.path}?{whole.query}" if whole.query else whole.path


def kind_of(address: str) -> tuple[str, ...]:
    """Pages that show the same of different things are one kind."""
    whole = urlsplit(address)
    try:
        route = resolve(whole.path).route
    except Resolver404:
        route = whole.path
    asked = sorted(pair.partition("=")[0] for pair in whole.query.split("&"))
    return (route, *asked)


def posts_of(address: str, text: str) -> list[str]:
    """The addresses that the forms of a page send to."""
    found = []
    for form in ASKED.findall(text):
        if re.search(r"\smethod=\"post\"", form):
            action = re.search(r"\saction=\"([^\"]*)\"", form)
            onward = onward_of(address, unescape(action[1]) if action else "")
            found += [urlsplit(onward).path] if onward else []
    return found
