"""The log names no one-time link: one that was refused may still be good."""

import io
import logging
import uuid
from collections.abc import Iterator

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
