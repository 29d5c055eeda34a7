"""Every address of the site, asked in every way, and what a whole answer is.

The addresses come from the permission table, which a test holds to the URL conf: a new address is
swept from the day it is there.
"""

import re
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.test import Client

from tests.permissions import rows
from wastebank.models import User

BACKEND = "django.contrib.auth.backends.AllowAllUsersModelBackend"
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
ENDS_THE_SESSION = {"logout/", "member/leave/"}
# Asked by programs and scripts: they answer in JSON whoever asks.
FOR_SCRIPTS = ("api/", "healthz", "readyz")
WORDS = {"id": "Ke awal", "en": "To the start"}


def pages() -> list[str]:
    """Every address that people open or send a form to."""
    found = {route for _, route, _ in rows() if not route.startswith(FOR_SCRIPTS)}
    return sorted(found)


def api() -> list[str]:
    return sorted({route for _, route, _ in rows() if route.startswith("api/")})


def taken_by(route: str) -> set[str]:
    return {method for method, known, _ in rows() if known == route}


def forms() -> Iterator[tuple[str, str]]:
    """Every address of a page that takes a form, and who may send it."""
    for method, route, who in rows():
        if method == "POST" and not route.startswith(FOR_SCRIPTS):
            yield route, who


def visitor(user: User | None = None, **more: Any) -> Client:
    client = Client(raise_request_exception=False, **more)
    if user is not None:
        client.force_login(user, backend=BACKEND)
    return client


def faults_of(answer: Any, *, is_head: bool = False) -> str:
    """What is missing for a person who reads this answer; nothing if it is whole."""
    if answer.status_code in (301, 302, 307):
        return "" if answer.headers.get("Location") else "a redirect to nowhere"
    if answer.status_code >= 500:
        return f"a fault, {answer.status_code}"
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if is_head:
        return "a body that was not asked for" if body else ""
    kind = answer.headers.get("Content-Type", "")
    if not body:
        return f"nothing at all, {answer.status_code}"
    if kind.startswith("application/json"):
        is_coded = answer.status_code < 400 or "code" in answer.json() or "doubts" in answer.json()
        return "" if is_coded or "message" in answer.json() else "a refusal without a code"
    if kind.startswith("text/html"):
        return faults_of_page(body.decode(), answer.status_code)
    return "" if answer.status_code == 200 else f"{kind} with {answer.status_code}"


def faults_of_page(page: str, status: int) -> str:
    wanted = {
        "no title": r"<title>[^<]*\w",
        "no heading": r'<h1\b[^>]*>|role="heading" aria-level="1"',
        "no way on": r'<(a [^>]*href="/|form\b)',
        "no language": r'<html lang="(id|en)"',
    }
    if status >= 400:
        wanted["no words about it"] = r'class="note|<code>|class="[^"]*(error|wrong|is-stop)'
    return ", ".join(why for why, pattern in wanted.items() if not re.search(pattern, page))


def tokens_of(page: str) -> list[str]:
    return re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)


def hidden_of(page: str) -> list[tuple[str, str]]:
    """The hidden fields of the form that is sent again, without its token."""
    form = page.partition("<main")[2].partition("</main>")[0]
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', form)
    return [(name, value) for name, value in found if name not in ("csrfmiddlewaretoken", "person")]


LANGUAGES = tuple(code for code, _ in settings.LANGUAGES)
