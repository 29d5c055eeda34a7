"""Opening a passbook in a test, as a phone does it."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from tests.cast import SITI_PIN, Cast
from wastebank.models import TryCount


@pytest.fixture(autouse=True)
def nobody_tried_before() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def siti(cast: Cast, client: Client) -> Client:
    """A phone with Siti's passbook open."""
    open_as(client, cast.siti.number, SITI_PIN)
    return client


def let_counts_end() -> None:
    """As if the time of every count had passed."""
    cache.clear()
    TryCount.objects.all().delete()


def open_as(client: Client, who: str, pin: str, **more: Any) -> Any:
    return client.post("/member/", {"who": who, "pin": pin, **more})


def page_of(answer: Any) -> str:
    return str(answer.content.decode())


def refusal_of(answer: Any) -> tuple[int, str]:
    found = re.search(r"<code>(\w+)</code>", page_of(answer))
    return answer.status_code, found[1] if found else ""
