"""A network as bad as one likes, and counters that send their queues through it.

The proxy is our own, on the loopback: it reads whole requests, and then does with each what its
dice say. The counters keep the protocol of `offline/sync.js`: the key before the first sending,
one upload at a time, the same keys again until the server has answered for each.
"""

import http.client
import json
import random
import socket
import threading
import time
from collections import Counter as Tally
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.test import Client

from wastebank.models import User

# What may happen to a request, and how often in a hundred.
DICE = {
    "pass": 38,
    "delay": 12,
    "drop the request": 10,
    "drop the answer": 12,
    "cut the answer": 8,
    "answer as a hotspot": 4,
    "twice at once": 6,
    "twice in turn": 4,
    "late": 6,
}
HOTSPOT = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<p>Sign in!"
LONGEST_DELAY = 0.05  # seconds; a late request comes up to four of these after it was given up


class BadNetwork:
    """Listens on a port of its own; what comes in may or may not reach `port`, and the answer
    may or may not come back."""

    def __init__(self, port: int, seed: int) -> None:
        self.port = port
        self.dice = random.Random(seed)
        self.thrown: Tally[str] = Tally()
        self.flying: list[threading.Thread] = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.own_port = int(self.listener.getsockname()[1])
        self.accepting = threading.Thread(target=self.accept, daemon=True)
        self.accepting.start()

    def accept(self) -> None:
        while True:
            try:
                caller, _ = self.listener.accept()
            except OSError:
                return
            self.start(self.carry, caller)

    def start(self, work: Any, *arguments: Any) -> threading.Thread:
        thread = threading.Thread(target=work, args=arguments, daemon=True)
        self.flying.append(thread)
        thread.start()
        return thread

    def carry(self, caller: socket.socket) -> None:
        with caller:
            caller.settimeout(20)
            request = read_request(caller)
            fate = self.dice.choices(list(DICE), list(DICE.values()))[0]
            self.thrown[fate] += 1
            answer = self.meet(fate, request)
            if answer:
                try:
                    caller.sendall(answer)
                except OSError:
                    return  # the counter gave up waiting

    def meet(self, fate: str, request: bytes) -> bytes:
        """What comes back of a request with this fate; nothing at all is a line that broke."""
        match fate:
            case "drop the request":
                return b""
            case "late":
                self.start(self.deliver_late, request)
                return b""
            case "answer as a hotspot":
                return HOTSPOT
            case "delay":
                time.sleep(self.dice.random() * LONGEST_DELAY)
            case "twice at once":
                self.start(self.deliver, request)
            case "twice in turn":
                self.deliver(request)
        answer = self.deliver(request)
        if fate == "drop the answer":
            return b""
        return answer[: self.dice.randrange(len(answer))] if fate == "cut the answer" else answer

    def deliver_late(self, request: bytes) -> None:
        time.sleep(self.dice.random() * 4 * LONGEST_DELAY)
        self.deliver(request)

    def deliver(self, request: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", self.port), timeout=60) as server:
            server.sendall(request)
            answer = b""
            while piece := server.recv(65_536):
                answer += piece
            return answer

    def close(self) -> None:
        """Let what is still under way arrive, and take no more."""
        self.listener.close()
        for thread in self.flying:
            thread.join(60)


def read_request(caller: socket.socket) -> bytes:
    request = b""
    while b"\r\n\r\n" not in request:
        request += caller.recv(65_536)
    head, _, body = request.partition(b"\r\n\r\n")
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            while len(body) < int(value):
                body += caller.recv(65_536)
    return head + b"\r\n\r\n" + body


@dataclass
class Record:
    operation: dict[str, Any]
    state: str = "waiting"
    answers: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class SimulatedCounter:
    """A counter with its queue. `forgetful` is the control: "keys" draws a new key for each try,
    "keys and numbers" a new place in the order as well."""

    cookies: dict[str, str]
    operator: str
    letter: str
    network: BadNetwork
    forgetful: str = ""
    at_once: int = 5
    queue: list[Record] = field(default_factory=list)
    tries: int = 0
    numbers: int = 1_000

    @classmethod
    def registered(cls, user: User, network: BadNetwork, **more: Any) -> "SimulatedCounter":
        """Signed in and registered while the network was good."""
        client = Client()
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
        body = json.dumps({"key": str(uuid4()), "label": "HP"})
        answer = client.post("/counter/offline/register/", body, content_type="application/json")
        cookies = {name: morsel.value for name, morsel in client.cookies.items()}
        letter = answer.json()["device"]["letter"]
        return cls(cookies, user.username, letter, network, **more)

    def weigh(self, amount: int, **who: str) -> None:
        """The key is drawn before anything is sent."""
        sequence = len(self.queue) + 1
        self.queue.append(
            Record(
                {
                    "key": str(uuid4()),
                    "kind": "deposit",
                    "operator": self.operator,
                    "provisional": f"MLT-{self.letter}-{sequence:04d}",
                    "device_sequence": sequence,
                    "body": {**who, "lines": [{"material": "pet", "amount": amount}]},
                }
            )
        )

    def waiting(self) -> list[Record]:
        return [record for record in self.queue if record.state == "waiting"]

    def send_all(self) -> None:
        while self.waiting() and self.tries < 2_000:
            self.tries += 1
            try:
                self.send(self.waiting()[: self.at_once])
            except (OSError, http.client.HTTPException, ValueError):
                time.sleep(0.002)  # no answer of ours: the same again

    def send(self, records: list[Record]) -> None:
        session = self.ask("session")
        if self.forgetful:
            self.forget(records)
        body = {"issued": len(self.queue), "operations": [one.operation for one in records]}
        told = self.ask("sync", body, csrf=session["csrf"])["outcomes"]
        by_key = {one["key"]: one for one in told}
        for record in records:
            record.answers.append(by_key[record.operation["key"]])
            settle(record)

    def forget(self, records: list[Record]) -> None:
        """What a program does that keeps no keys: everything is new to it each time."""
        for record in records:
            self.numbers += 1
            record.operation["key"] = str(uuid4())
            if self.forgetful == "keys and numbers":
                record.operation["device_sequence"] = self.numbers

    def ask(self, what: str, body: object = None, *, csrf: str = "") -> Any:
        headers = {"Connection": "close", "Accept": "application/json"}
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if body is not None:
            headers |= {"Content-Type": "application/json", "X-CSRFToken": csrf}
        connection = http.client.HTTPConnection("127.0.0.1", self.network.own_port, timeout=30)
        try:
            content = None if body is None else json.dumps(body)
            method = "GET" if body is None else "POST"
            connection.request(method, f"/counter/offline/{what}/", content, headers)
            answer = connection.getresponse()
            text = answer.read()
            if answer.status >= 500 or "json" not in answer.headers.get("Content-Type", ""):
                raise ValueError("no answer of ours")
            for cookie in answer.headers.get_all("Set-Cookie") or ():
                name, _, value = cookie.partition(";")[0].partition("=")
                self.cookies[name] = value
            told = json.loads(text)
            assert answer.status == 200, told
            return told
        finally:
            connection.close()


def settle(record: Record) -> None:
    outcome = record.answers[-1]["outcome"]
    if outcome != "kept":
        record.state = "parked" if outcome == "refused" else "done"
