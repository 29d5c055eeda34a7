"""A counter's browser as a test speaks for it: the cookie, the session, the JSON addresses."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.test import Client

from wastebank.models import User

Operation = dict[str, Any]


def signed_in(user: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


@dataclass
class Counter:
    """A browser at a counter, signed in by somebody."""

    client: Client
    made: int = 0

    @classmethod
    def registered(cls, user: User, *, label: str = "HP") -> "Counter":
        counter = cls(signed_in(user))
        counter.post("register", {"key": str(uuid4()), "label": label})
        return counter

    def ask(self, what: str, body: Any = None) -> Any:
        address = f"/counter/offline/{what}/"
        if body is None:
            return self.client.get(address)
        return self.client.post(address, json.dumps(body), content_type="application/json")

    def post(self, what: str, body: Any) -> Any:
        answer = self.ask(what, body)
        assert answer.status_code < 300, answer.content
        return answer.json()

    def session(self) -> Any:
        return self.ask("session").json()

    def snapshot(self) -> Any:
        answer = self.ask("snapshot")
        assert answer.status_code == 200, answer.content
        return answer.json()

    def weighing(self, *, operator: str = "sari", amount: Any = 1000, **body: Any) -> Operation:
        """The next record of this device."""
        self.made += 1
        lines = body.pop("lines", [{"material": "pet", "amount": amount}])
        return {
            "key": str(uuid4()),
            "kind": "deposit",
            "operator": operator,
            "provisional": f"MLT-A-{self.made:04d}",
            "shown_total": None,
            "device_sequence": self.made,
            "body": {**body, "lines": lines},
        }

    def send(self, *operations: Operation) -> list[dict[str, Any]]:
        told: list[dict[str, Any]] = self.post(
            "sync", {"issued": self.made, "operations": operations}
        )["outcomes"]
        assert len(told) == len(operations)
        return told
