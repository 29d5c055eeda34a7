"""A device at the API, inside the test's own process; `tests.serving` speaks to a real server."""

import json
import uuid
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.test import Client

from tests.serving import Answer

API = "/api/v1/"


@cache
def client() -> Client:
    """One for the whole run: the site's middleware takes its time to start."""
    return Client(raise_request_exception=False)


def raw_json(body: object, **pieces: str) -> bytes:
    """The body as JSON, with each text `@name` replaced by a piece that json would not write."""
    text = json.dumps(body)
    for name, piece in pieces.items():
        text = text.replace(f'"@{name}"', piece)
    return text.encode()


@dataclass(frozen=True)
class Device:
    """Somebody's device; `language` is what it asks for in Accept-Language."""

    token: str = ""
    language: str = "en"

    def get(self, path: str, **question: str | int) -> Answer:
        return answer_of(client().get(API + path, question, headers=self.headers()))

    def post(
        self,
        path: str,
        body: object,
        *,
        key: uuid.UUID | str | None = None,
        keyless: bool = False,
    ) -> Answer:
        """A POST with a key of its own, unless one is given or none is wanted."""
        headers = self.headers()
        if not keyless:
            headers["Idempotency-Key"] = str(key or uuid.uuid4())
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        response = client().post(
            API + path, content, content_type="application/json", headers=headers
        )
        return answer_of(response)

    def headers(self) -> dict[str, str]:
        sent = {"Accept-Language": self.language}
        if self.token:
            sent["Authorization"] = f"Bearer {self.token}"
        return sent


def answer_of(response: Any) -> Answer:
    found = {name.lower(): value for name, value in response.headers.items()}
    return Answer(response.status_code, found, response.content)


def refused(answer: Answer) -> tuple[int, str]:
    """The status and the code of a refusal, which has its three fields and no more."""
    body = answer.json
    assert set(body) == {"code", "message", "facts"}, body
    assert isinstance(body["message"], str)
    assert body["message"]
    assert isinstance(body["facts"], dict)
    return answer.status, body["code"]
