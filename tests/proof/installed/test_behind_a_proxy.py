"""N10: Caddy and nginx as docs/install tells, with TLS, and real requests through them."""

import json
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest
from PIL import Image

from tests.cast import PASSWORD, Cast
from tests.engines import Database
from tests.proof.installed.certificates import certify
from tests.proof.installed.proxies import Caddy, Nginx
from tests.requests.heavy_pictures import encoded
from tests.requests.outside import FORM, JSON, Outside
from tests.serving import Served
from tests.wastebank.web.counter.desk import qr_picture

pytestmark = pytest.mark.once

HOST = "bank.example"
BEHIND = {
    "WASTEBANK_HTTPS": "1",
    "WASTEBANK_TRUSTED_PROXIES": "1",
    "ALLOWED_HOSTS": f"{HOST},127.0.0.1",
}
MEGABYTE = 1_000_000
SHUT = b"too_many_tries"


@dataclass(frozen=True)
class Site:
    """The program behind one proxy, as somebody outside meets it."""

    http_port: int
    https_port: int
    trusts: ssl.SSLContext
    cast: Cast
    said: Callable[[], str]

    def visitor(self, at: str = "127.0.0.2") -> Outside:
        return Outside(HOST, self.https_port, self.trusts, at)

    def plain(self) -> Outside:
        return Outside(HOST, self.http_port)


@pytest.fixture(params=[Nginx, Caddy], ids=["nginx", "Caddy"])
def site(
    request: pytest.FixtureRequest, cast: Cast, committed_db: Database, tmp_path: Path
) -> Iterator[Site]:
    proxy = request.param(tmp_path)
    program, certified = Served(committed_db), certify(HOST, tmp_path)
    program.environment = {**program.environment, **BEHIND}
    try:
        program.start()
        proxy.start(certified, program.port)
        yield Site(proxy.http, proxy.https, certified.trusted(), cast, lambda: proxy.said)
    finally:
        proxy.stop()
        program.stop()


def test_all_that_people_do_goes_through(site: Site) -> None:
    faults = [f"{look.__name__}: {fault}" for look in LOOKS for fault in look(site)]
    assert not faults, site.said()[-3_000:]


def leads_to_https(site: Site) -> Iterator[str]:
    answer = site.plain().get("/prices/?on=today")
    if (answer.status, answer.headers.get("location")) != (
        308,
        f"https://{HOST}/prices/?on=today",
    ):
        yield f"{answer.status} {answer.headers}"


def says_https_is_meant_to_stay(site: Site) -> Iterator[str]:
    headers = site.visitor().get("/prices/").headers
    if "max-age=31536000" not in headers.get("strict-transport-security", ""):
        yield str(headers)
    if "default-src 'none'" not in headers.get("content-security-policy", ""):
        yield "the content policy is lost"


def signs_in_and_reads_a_big_picture(site: Site) -> Iterator[str]:
    sari = site.visitor()
    answer = sari.form("/login/", username="sari", password=PASSWORD)
    if answer.status != 302:
        yield f"signing in: {answer.status}"
    if "secure" not in answer.headers["set-cookie"].lower():
        yield "cookies travel in the open"
    photo = big_photo(site.cast.siti_card.code)
    answer = sari.picture("/counter/frames/", "/counter/", photo)
    if answer.status != 200 or answer.json != {"code": site.cast.siti_card.code}:
        yield f"the picture: {answer.status} {answer.body[:300]!r}"


def big_photo(code: str) -> bytes:
    """A card on a grainy table, nearly as large as the program takes."""
    table = Image.effect_noise((1_440, 1_200), 90)
    table.paste(Image.open(qr_picture(code)).convert("L"), (100, 100))
    photo = encoded(table, "JPEG", quality=96)
    assert 1_500_000 < len(photo) < 1_990_000, len(photo)
    return photo


def records_a_deposit(site: Site) -> Iterator[str]:
    lines = [{"material": "pet", "amount": 1_390}]
    body = json.dumps({"card": site.cast.siti_card.code, "lines": lines}).encode()
    answer = site.visitor().record(site.cast.token(site.cast.sari), "/api/v1/deposits", body)
    if answer.status != 201:
        yield f"{answer.status} {answer.body!r}"


def refuses_too_much_in_our_words(site: Site) -> Iterator[str]:
    token = site.cast.token(site.cast.sari)
    for size in (2 * MEGABYTE + 1, 3 * MEGABYTE, 12 * MEGABYTE):
        answer = site.visitor().record(token, "/api/v1/deposits", b" " * size)
        if answer.status != 422 or answer.json["code"] != "body_too_large":
            yield f"{size:,} bytes: {answer.status} {answer.body[:200]!r}"
    answer = site.visitor().ask("POST", "/check/", b"x" * 3 * MEGABYTE, Content_Type=FORM)
    if b"body_too_large" not in answer.body:
        yield f"a page: {answer.status} {answer.body[:200]!r}"
    with socket.socket() as _nobody:
        try:
            beyond = site.visitor().record(token, "/api/v1/deposits", b" " * 17 * MEGABYTE)
        except OSError:  # the proxy ended the connection before it had all
            return
        if beyond.status != 413:
            yield f"17 MB: {beyond.status}"


def believes_nobody_about_the_own_address(site: Site) -> Iterator[str]:
    """Twenty wrong codes shut an address, whatever it calls itself; another one goes on."""
    last = b""
    for guess in range(21):
        liar = f"198.51.100.{guess}"
        last = wrong_code(site, guess, X_Forwarded_For=liar, Forwarded=f"for={liar}")
    if SHUT not in last:
        yield f"whoever names other addresses guesses on: {last!r}"
    if SHUT in wrong_code(site, 99, at="127.0.0.3"):
        yield "all people share one address"


def wrong_code(site: Site, guess: int, at: str = "127.0.0.2", **headers: str) -> bytes:
    visitor = site.visitor(at)
    said = {"csrfmiddlewaretoken": visitor.token("/check/"), "code": f"AAAAAA{guess:02}"}
    typed = visitor.typed("/check/", FORM)
    return visitor.ask("POST", "/check/", urlencode(said).encode(), **typed, **headers).body


def speaks_no_websocket(site: Site) -> Iterator[str]:
    asked = {"Upgrade": "websocket", "Sec_WebSocket_Version": "13", "Sec_WebSocket_Key": "a" * 22}
    answer = site.visitor().get("/prices/", Connection="Upgrade", **asked)
    if answer.status != 200:
        yield str(answer.status)


def brings_the_worker_of_the_offline_counter(site: Site) -> Iterator[str]:
    answer = site.visitor().get("/sw.js")
    if answer.status != 200 or "javascript" not in answer.headers["content-type"]:
        yield f"{answer.status} {answer.headers}"
    if "no-store" not in answer.headers["cache-control"]:
        yield f"an old one stays: {answer.headers}"
    packed = site.visitor().get("/static/wastebank/common/ready.js", Accept_Encoding="gzip")
    if packed.headers.get("content-encoding", "gzip") != "gzip":
        yield "scripts are packed in a way that nobody asked for"


def answers_only_to_its_name(site: Site) -> Iterator[str]:
    stranger = site.visitor()
    connection = ssl.create_default_context()
    connection.check_hostname, connection.verify_mode = False, ssl.CERT_NONE
    stranger.host, stranger.trusts = "other.example", connection
    try:
        answer = stranger.get("/prices/", **JSON)
    except OSError:
        return  # no certificate for it: not even a greeting
    if answer.status == 200 and b"Rp" in answer.body:
        yield "it answers to a name of somebody else"


def waits_for_nobody_without_end(site: Site) -> Iterator[str]:
    """A second in the tests' copy of the configuration, where the example says ten."""
    beginnings = {
        "head": b"GET /prices/ HTTP/1.1\r\nHost: bank",
        "body": b"POST /check/ HTTP/1.1\r\nHost: bank.example\r\nContent-Length: 900\r\n\r\ncode",
    }
    for name, beginning in beginnings.items():
        with site.visitor().connect() as connection:
            connection.settimeout(20)
            connection.sendall(beginning)
            began = time.monotonic()
            try:
                while connection.recv(4_096):
                    pass
            except TimeoutError:
                yield f"{name}: still waiting after {time.monotonic() - began:.0f} s"
            except OSError:
                pass


LOOKS = (
    *(leads_to_https, says_https_is_meant_to_stay, signs_in_and_reads_a_big_picture),
    *(records_a_deposit, refuses_too_much_in_our_words, speaks_no_websocket),
    *(brings_the_worker_of_the_offline_counter, answers_only_to_its_name),
    *(waits_for_nobody_without_end, believes_nobody_about_the_own_address),
)
