"""A browser in the office, and what it sends and reads there."""

import re
import uuid
from typing import Any

from django.test import Client
from django.urls import reverse

from wastebank.models import User


def at(user: User, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(user)
    return client


def key_of(page: str, form: str = "") -> str:
    """The key in the form of a page that posts to an address ending so."""
    inside = page[page.index(f'action="{form}"') :] if form else page
    found = re.search(r'name="key" value="([0-9a-f-]{36})"', inside)
    assert found
    return found[1]


def post(client: Client, view: str, /, *args: Any, **fields: Any) -> Any:
    return client.post(reverse(view, args=args), {"key": str(uuid.uuid4()), **fields})


def main_of(answer: Any) -> str:
    page: str = answer.content.decode()
    return page[page.index("<main") :]
