"""Somebody out in the network, who knows the site by its name alone."""

import http.client
import re
import socket
import ssl
import uuid
from dataclasses import dataclass, field
from urllib.parse import urlencode

from tests.serving import Answer

BOUNDARY = "a-line-that-no-picture-has"


@dataclass
class Outside:
    """A browser with its cookies, or a program: from which address it comes, and to which."""

    host: str
    port: int
    trusts: ssl.SSLContext | None = None
    at: str = "127.0.0.2"
    to: str = "127.0.0.1"
    cookies: dict[str, str] = field(default_factory=dict)

    def connect(self) -> socket.socket:
        plain = socket.create_connection((self.to, self.port), 60, (self.at, 0))
        if self.trusts is None:
            return plain
        return self.trusts.wrap_socket(plain, server_hostname=self.host)

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        connection = http.client.HTTPConnection(self.host, timeout=60)
        connection.sock = self.connect()
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            connection.request(method, path, body, sent)
            response = connection.getresponse()
            self.keep(response)
            found = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, found, response.read())
        finally:
            connection.close()

    def keep(self, response: http.client.HTTPResponse) -> None:
        for cookie in response.headers.get_all("Set-Cookie") or ():
            name, _is, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, None, **headers)

    def form(self, path: str, page: str = "", **fields: str) -> Answer:
        """Fill in the form of a page (the one at the same address, if no other is named)."""
        sent = {"csrfmiddlewaretoken": self.token(page or path), **fields}
        return self.ask("POST", path, urlencode(sent).encode(), **self.typed(path, FORM))

    def picture(self, path: str, page: str, content: bytes) -> Answer:
        parts = [("csrfmiddlewaretoken", self.token(page).encode()), ("photo", content)]
        body = b"".join(
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"'.encode()
            + (b'; filename="card.png"' if name == "photo" else b"")
            + b"\r\n\r\n"
            + value
            + b"\r\n"
            for name, value in parts
        )
        body += f"--{BOUNDARY}--\r\n".encode()
        kind = f"multipart/form-data; boundary={BOUNDARY}"
        return self.ask("POST", path, body, **self.typed(path, kind))

    def typed(self, path: str, kind: str) -> dict[str, str]:
        """What a browser says of a form that it sends from a page of ours."""
        referer = f"https://{self.host}{path}"
        return {"Content_Type": kind, "Referer": referer, "Origin": f"https://{self.host}"}

    def token(self, page: str) -> str:
        found = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', self.get(page).body)
        assert found, f"{page} has no form"
        return found[1].decode()

    def record(self, token: str, path: str, body: bytes, **headers: str) -> Answer:
        """What a program sends to the API, with a key of its own."""
        said = {"Authorization": f"Bearer {token}", "Idempotency_Key": str(uuid.uuid4())}
        return self.ask("POST", path, body, **JSON, **said, **headers)


FORM = "application/x-www-form-urlencoded"
JSON = {"Content_Type": "application/json", "Accept": "application/json"}
