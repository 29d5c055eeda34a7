"""Somebody without scripts: pages are opened, their forms filled in and sent, nothing more."""

import re
from html import unescape
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, Request, build_opener

Fields = list[tuple[str, str]]
LEFT = "\0"  # a box that nobody ticked
NOT_SENT = ("submit", "button", "file", "image", "reset")


class Forms(HTMLParser):
    """The forms of a page: where each goes, and what it would send as it stands."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, Fields]] = []
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append((has.get("action", ""), []))
        elif not self.found:
            return
        elif tag == "input" and has.get("name"):
            kind = has.get("type", "text")
            if kind in ("checkbox", "radio"):  # to be ticked by whoever sends it
                self.put(has["name"], has.get("value", "on") if "checked" in has else LEFT)
            elif kind not in NOT_SENT:
                self.put(has["name"], has.get("value", ""))
        elif tag == "select":
            self.select = has.get("name", "")
            self.put(self.select, "")
        elif tag == "option" and self.select and ("selected" in has or self.is_empty()):
            self.found[-1][1][-1] = (self.select, has.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.select = ""

    def put(self, name: str, value: str) -> None:
        self.found[-1][1].append((name, value))

    def is_empty(self) -> bool:
        return self.found[-1][1][-1] == (self.select, "")


class FormVisitor:
    """One person with one browser. Each step leads to the page that was answered."""

    def __init__(self, url: str) -> None:
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()))
        self.address, self.page = url, ""

    def go(self, path: str) -> None:
        self.ask(Request(urljoin(self.address, path)))

    def ask(self, request: Request) -> None:
        request.add_header("Accept-Language", "id")
        with self.opener.open(request, timeout=60) as answer:
            self.address, self.page = answer.url, answer.read().decode()

    def send(self, **typed: str) -> None:
        """Fill in the form that has all these fields, and send it."""
        forms = Forms()
        forms.feed(self.page)
        wanted = set(typed) - {"step"}
        fitting = [one for one in forms.found if wanted <= {name for name, _value in one[1]}]
        assert fitting, f"{self.address} has no form with {sorted(wanted)}"
        action, fields = fitting[0]
        kept = [(name, value) for name, value in fields if name not in typed and value != LEFT]
        body = urlencode([*kept, *typed.items()]).encode()
        headers = {"Referer": self.address}
        self.ask(Request(urljoin(self.address, action or self.address), body, headers))

    def follow(self, pattern: str) -> None:
        """The first way of the page whose address fits."""
        found = re.search(rf'href="({pattern})"', self.page)
        assert found, (self.address, pattern)
        self.go(unescape(found[1]))
