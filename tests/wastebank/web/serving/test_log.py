"""The log names no one-time link, and tells of each request that was refused in a line."""

import io
import logging
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from tests.cast import Cast
from wastebank.staff.access.links import find_link, make_link


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the handler of the settings writes."""
    console = next(h for h in logging.getLogger().handlers if h.name == "console")
    assert isinstance(console, logging.StreamHandler)
    said = io.StringIO()
    before = console.setStream(said)
    yield said
    console.setStream(before or io.StringIO())


@pytest.mark.page
def test_a_link_that_was_refused_is_not_in_the_log(cast: Cast, log: io.StringIO) -> None:
    code = make_link(key=uuid.uuid4(), by=cast.lestari, username="dewi").code
    typed = {"key": str(uuid.uuid4()), "new": "12345678", "again": "12345678"}
    refused = Client().post(f"/link/{code}/", typed)
    assert refused.status_code == 422
    assert Client(enforce_csrf_checks=True).post(f"/link/{code}/", typed).status_code == 403
    assert Client().get(f"/link/{code}/more/").status_code == 404
    assert find_link(code).used_at is None  # good as before
    assert log.getvalue().count("/link/…") == 3
    assert code not in log.getvalue()


@pytest.mark.page
def test_a_request_that_is_wrong_is_one_short_line(cast: Cast, log: io.StringIO) -> None:
    """A wrong name, a body of parts that is none, too many fields, no right: whatever Django would
    tell with the lines of our program."""
    many = {f"field{n}": "x" for n in range(1_100)}
    parts = "multipart/form-data; boundary=\u00e9"
    client = Client()
    tries: dict[str, Callable[[], Any]] = {
        "a wrong name": lambda: client.get("/", headers={"host": "elsewhere.example"}),
        "a long name": lambda: client.get("/", headers={"host": "x" * 20_000}),
        "a name with a line": lambda: client.get("/", headers={"host": "a\nERROR: all is lost"}),
        "no parts": lambda: client.post("/login/", b"x", content_type=parts),
        "many fields": lambda: client.post("/login/", many),
        "a long address": lambda: client.get("/" + "a" * 20_000),
    }
    wrong = []
    for name, ask in tries.items():
        before = len(log.getvalue())
        status = ask().status_code
        said = log.getvalue()[before:]
        lines = said.splitlines()
        if not 400 <= status < 500 or not 1 <= len(lines) <= 2 or len(said) > 350:
            wrong.append(f"{name}: {status}, {len(lines)} lines, {len(said)} letters")
    assert wrong == []


@pytest.mark.page
def test_a_request_that_nobody_sent_is_not_in_the_log(cast: Cast, log: io.StringIO) -> None:
    """The way back is asked of the views themselves, at a wrong method, a sign-in, a language."""
    client = Client()
    refused = client.get("/logout/")
    typed = {"username": "lestari", "password": "no", "next": "/counter/deposit/"}
    client.post("/login/", typed)
    client.post("/language/", {"language": "en", "next": "/office/prices/"})
    assert refused.status_code == 405
    said = log.getvalue()
    assert "Method Not Allowed (GET): /logout/" in said
    assert "OPTIONS" not in said


@pytest.mark.page
def test_a_fault_of_ours_keeps_its_story(
    cast: Cast, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_given: object) -> None:
        raise RuntimeError("ours")

    monkeypatch.setattr("wastebank.web.public.sign_in.login_page", broken)
    assert Client(raise_request_exception=False).get("/login/").status_code == 500
    assert "Traceback" in log.getvalue()
