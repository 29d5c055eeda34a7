"""S10: what a stranger may send without signing in, each kind as dear as it gets. The suite counts
what comes of it; `python -m tests.proof.strangers` measures what it costs."""

import gzip
import json
import socket
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from tests.requests.heavy_pictures import bomb, finders, many_scans
from tests.serving import Program

ANSWERED = (200, 302, 400, 401, 403, 404, 409, 413, 415, 422, 429, 431)
FORM = "application/x-www-form-urlencoded"
BOUNDARY = "----stranger"


@dataclass(frozen=True)
class Stranger:
    """One kind of request, as bytes, and how many of them are one try."""

    name: str
    make: Callable[[Mapping[str, str]], bytes]
    times: int = 1


def request(
    method: str, path: str, body: bytes = b"", kind: str = FORM, **headers: str
) -> Callable[[Mapping[str, str]], bytes]:
    """A whole request; a page's form carries the token that its page gave."""

    def make(token: Mapping[str, str]) -> bytes:
        named = {
            "Host": "127.0.0.1",
            "Connection": "close",
            "Cookie": f"csrftoken={token['cookie']}",
            "X-CSRFToken": token["form"],
            **({"Content-Length": str(len(body)), "Content-Type": kind} if body else {}),
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        lines = "".join(f"{name}: {value}\r\n" for name, value in named.items())
        return f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode() + body

    return make


def posted(
    path: str, fields: Mapping[str, object] | list[tuple[str, object]]
) -> Callable[..., bytes]:
    return request("POST", path, urlencode(fields).encode())


def parts(count: int, size: int, path: str = "/member/frames/") -> Callable[..., bytes]:
    """So many files of a form."""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="photo"; filename="x"\r\n\r\n'
    part = head.encode() + b"x" * size + b"\r\n"
    body = part * count + f"--{BOUNDARY}--\r\n".encode()
    return request("POST", path, body, f"multipart/form-data; boundary={BOUNDARY}")


def picture(content: bytes) -> Callable[..., bytes]:
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="photo"; filename="x.jpg"\r\n'
    body = f"{head}Content-Type: image/jpeg\r\n\r\n".encode() + content
    body += f"\r\n--{BOUNDARY}--\r\n".encode()
    kind = f"multipart/form-data; boundary={BOUNDARY}"
    return request("POST", "/member/frames/", body, kind)


def in_chunks(body: bytes, size: int) -> Callable[..., bytes]:
    chunked = b"".join(
        f"{len(body[i : i + size]):x}\r\n".encode() + body[i : i + size] + b"\r\n"
        for i in range(0, len(body), size)
    )
    return lambda _token: (
        b"POST /check/ HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n"
        + chunked
        + b"0\r\n\r\n"
    )


JSON = "application/json"
API = "/api/v1/members"
SIGN_IN = {"username": "sari", "password": "salah-sekali"}
STRANGERS = (
    Stranger("picture of many scans", picture(many_scans(600))),
    Stranger("picture of finder squares", picture(finders(1_500, 2, 1))),
    Stranger("picture that swells", picture(bomb(b"\x02", 20_000))),
    Stranger("24 wrong passwords", posted("/login/", SIGN_IN), 24),
    Stranger("24 wrong PINs", posted("/member/", {"who": "1001-J", "pin": "000000"}), 24),
    Stranger("24 wrong receipt codes", posted("/check/", {"code": "AAAAAA23"}), 24),
    Stranger("a password of a megabyte", posted("/login/", SIGN_IN | {"password": "x" * 10**6})),
    Stranger("a code of a megabyte", posted("/check/", {"code": "A" * 10**6})),
    Stranger("long address", request("GET", "/" + "a" * 30_000)),
    Stranger("long question", request("GET", "/prices/?q=" + "%41" * 10_000)),
    Stranger("many questions", request("GET", "/prices/?" + "a=&" * 10_000)),
    Stranger("head without end", request("GET", "/", Filler="x" * 200_000)),
    Stranger("many languages", request("GET", "/", Accept_Language="id,en;q=0.1," * 2_000)),
    Stranger("many cookies", request("GET", "/", X_Cookie="a", Cookie="a=b;" * 7_000)),
    Stranger("big body", request("POST", "/check/", b"code=" + b"x" * 3_000_000)),
    Stranger("huge body", request("POST", "/check/", b"code=" + b"x" * 17_000_000)),
    Stranger("many fields", request("POST", "/check/", b"a=&" * 600_000)),
    Stranger("many files", parts(15_000, 1)),
    Stranger("one huge file", parts(1, 1_900_000)),
    Stranger("deep JSON", request("POST", API, b"[" * 1_900_000, JSON)),
    Stranger("wide JSON", request("POST", API, b"[" + b"0," * 900_000 + b"0]", JSON)),
    Stranger(
        "long number",
        request(
            "POST", API, json.dumps({"name": "x"}).encode()[:-1] + b',"a":' + b"9" * 10**6, JSON
        ),
    ),
    Stranger(
        "gzip that swells",
        request("POST", API, gzip.compress(b" " * 50_000_000), JSON, Content_Encoding="gzip"),
    ),
    Stranger("body in many chunks", in_chunks(b"x" * 200_000, 1)),
    Stranger("big body in chunks", in_chunks(b"x" * 3_000_000, 60_000)),
    Stranger("short body", lambda t: request("POST", "/check/", b"x" * 99)(t)[:-9]),
    Stranger(
        "token of a megabyte",
        request("GET", "/api/v1/members/1", Authorization="Bearer " + "x" * 30_000),
    ),
    Stranger(
        "a hundred requests in one",
        lambda t: request("GET", "/check/")(t).replace(b"close", b"keep-alive") * 100,
    ),
)


def token_of(program: Program) -> dict[str, str]:
    """What the page with a form gives to whoever opens it."""
    page = program.call("GET", "/login/", headers={"Accept": "text/html"})
    cookie = SimpleCookie(page.headers["set-cookie"])["csrftoken"].value
    return {"cookie": cookie, "form": cookie}


def answer_to(program: Program, sent: bytes, seconds: float = 20) -> int:
    """The status of the answer; 0 where the line was cut without one."""
    with socket.create_connection(("127.0.0.1", program.port), timeout=seconds) as line:
        head = b""
        with suppress(OSError):  # whoever is refused early is not read to the end
            line.sendall(sent)
            line.shutdown(socket.SHUT_WR)
        with suppress(OSError):
            head = line.recv(64)
            while line.recv(65_536):
                pass
        return int(head.split()[1]) if head.startswith(b"HTTP/") else 0
