"""Where a request comes from: behind proxies it is right, and without them nobody can say."""

import os
import subprocess
import sys
from ipaddress import ip_network
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from pytest_django.fixtures import Settings

from tests.cast import Cast
from tests.engines import Database
from tests.serving import Answer, Served
from tests.wastebank.passbook.open_book import nobody_tried_before, page_of
from wastebank import env
from wastebank.web.common.addresses import ClientAddress, client_address, say_once
from wastebank.web.serving.checks import declared_proxies

__all__ = ["nobody_tried_before"]
OWN = (ip_network("10.0.0.0/8"), ip_network("::1/128"))


@pytest.mark.parametrize(
    ("nearest", "told", "trusted", "client"),
    [
        # nobody is trusted: what is told is nothing
        ("203.0.113.9", "", 0, "203.0.113.9"),
        ("203.0.113.9", "198.51.100.7", 0, "203.0.113.9"),
        # one proxy adds who came to it; what stood there before is the client's own invention
        ("10.0.0.1", "198.51.100.7", 1, "198.51.100.7"),
        ("10.0.0.1", "1.1.1.1, 198.51.100.7", 1, "198.51.100.7"),
        ("10.0.0.1", "1.1.1.1,2.2.2.2 ,198.51.100.7", 2, "2.2.2.2"),
        ("10.0.0.1", "", 1, "10.0.0.1"),
        ("10.0.0.1", "198.51.100.7", 5, "198.51.100.7"),
        ("10.0.0.1", "garbage", 1, "10.0.0.1"),
        ("10.0.0.1", "garbage, 198.51.100.7", 2, "198.51.100.7"),
        ("10.0.0.1", "198.51.100.7:4711", 1, "198.51.100.7"),
        ("10.0.0.1", "[2001:db8::7]:4711", 1, "2001:db8::7"),
        ("10.0.0.1", "2001:DB8::7", 1, "2001:db8::7"),
        ("", "198.51.100.7", 1, "198.51.100.7"),  # a proxy on a socket
        # networks: whoever does not come through them is believed nothing
        ("203.0.113.9", "198.51.100.7", OWN, "203.0.113.9"),
        ("10.0.0.1", "198.51.100.7", OWN, "198.51.100.7"),
        ("10.0.0.1", "1.1.1.1, 198.51.100.7, 10.2.3.4", OWN, "198.51.100.7"),
        ("10.0.0.1", "10.2.3.4", OWN, "10.2.3.4"),
        ("::1", "198.51.100.7", OWN, "198.51.100.7"),
        ("10.0.0.1", "1.1.1.1, garbage, 10.2.3.4", OWN, "10.2.3.4"),
    ],
)
def test_the_client_is_who_came_to_the_outermost_proxy_we_know(
    nearest: str, told: str, trusted: int | tuple[env.Network, ...], client: str
) -> None:
    assert client_address(nearest=nearest, forwarded=told, trusted=trusted) == client


@pytest.mark.parametrize(
    ("value", "proxies"),
    [
        ("", 0),
        ("0", 0),
        ("2", 2),
        ("127.0.0.1", (ip_network("127.0.0.1/32"),)),
        ("10.0.0.0/8, ::1", (ip_network("10.0.0.0/8"), ip_network("::1/128"))),
    ],
)
def test_the_setting_is_a_number_or_a_list(
    monkeypatch: pytest.MonkeyPatch, value: str, proxies: object
) -> None:
    monkeypatch.setenv("WASTEBANK_TRUSTED_PROXIES", value)
    assert env.proxies("WASTEBANK_TRUSTED_PROXIES") == proxies


@pytest.mark.parametrize(
    "value",
    ["-1", "10", "one", "10.0.0.0/99", "10.0.0.1/8", "٢", "0.0.0.0/0", "::/0", "::1,128.0.0.0/1"],
)
def test_a_setting_that_is_neither_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("WASTEBANK_TRUSTED_PROXIES", value)
    with pytest.raises(env.SettingProblem, match="WASTEBANK_TRUSTED_PROXIES"):
        env.proxies("WASTEBANK_TRUSTED_PROXIES")


def test_what_was_told_is_not_there_any_more_for_anybody_else(settings: Settings) -> None:
    settings.WASTEBANK_TRUSTED_PROXIES = 0
    request = HttpRequest()
    request.META |= {"REMOTE_ADDR": "203.0.113.9", "HTTP_X_FORWARDED_FOR": "1.1.1.1"}
    ClientAddress(lambda _: HttpResponse())(request)
    assert "HTTP_X_FORWARDED_FOR" not in request.META
    assert request.META["REMOTE_ADDR"] == "203.0.113.9"


def guess_codes(client: Client, told: str, count: int = 21) -> str:
    for number in range(count):
        answer = client.post(
            "/check/", {"code": f"AAAAAA{number:02d}"}, headers={"X-Forwarded-For": told}
        )
    return page_of(answer)


def test_a_guesser_cannot_get_a_new_address_by_saying_so(cast: Cast) -> None:
    for number in range(21):
        told = guess_codes(Client(REMOTE_ADDR="203.0.113.9"), f"198.51.100.{number}", 1)
    assert "too_many_tries" in told


def sees(nearest: str, trusted: object, headers: dict[str, str]) -> tuple[int, dict[str, Any]]:
    """What the site answers at its edge, and what the pages behind it are told."""
    request = RequestFactory().get("/check/")
    request.META |= {"REMOTE_ADDR": nearest, **headers}
    with override_settings(WASTEBANK_TRUSTED_PROXIES=trusted):
        answer = ClientAddress(lambda _: HttpResponse())(request)
    return answer.status_code, request.META


TOLD_BY = {
    "HTTP_X_FORWARDED_FOR": "198.51.100.7",
    "HTTP_FORWARDED": "for=198.51.100.7",
    "HTTP_X_REAL_IP": "198.51.100.7",
    "HTTP_X_FORWARDED_HOST": "evil.example",
    "HTTP_X_FORWARDED_PORT": "444",
    "HTTP_X_FORWARDED_SERVER": "evil.example",
    "HTTP_VIA": "1.1 hall",
    "HTTP_X_CLIENT_IP": "198.51.100.7",
    "HTTP_TRUE_CLIENT_IP": "198.51.100.7",
    "HTTP_X_CLUSTER_CLIENT_IP": "198.51.100.7",
    "HTTP_CF_CONNECTING_IP": "198.51.100.7",
    "HTTP_FLY_CLIENT_IP": "198.51.100.7",
}


@pytest.mark.once
@pytest.mark.parametrize("header", TOLD_BY)
@pytest.mark.parametrize(
    ("nearest", "trusted", "status"),
    [
        # nobody declared a proxy, and one stands there: on this machine, beside it, on a socket
        *((near, none, 503) for near in ("127.0.0.1", "::1", "10.1.2.3") for none in (0, ())),
        ("172.17.0.1", 0, 503),
        ("192.168.1.9", 0, 503),
        ("fd00::7", 0, 503),
        ("::ffff:172.17.0.1", 0, 503),
        ("", 0, 503),
        # another one than was declared
        ("172.17.0.1", OWN, 503),
        ("", OWN, 503),
        # a stranger who tells stories is served under the own address
        ("203.0.113.9", 0, 200),
        ("203.0.113.9", OWN, 200),
        ("2001:db8::9", 0, 200),
        # the one that was declared
        ("10.1.2.3", 1, 200),
        ("10.1.2.3", OWN, 200),
        ("::ffff:10.1.2.3", OWN, 200),
    ],
)
def test_nobody_counts_all_who_come_through_a_proxy_as_one(
    header: str, nearest: str, trusted: object, status: int
) -> None:
    told = {header: TOLD_BY[header], "HTTP_X_FORWARDED_PROTO": "https"}
    answered, seen = sees(nearest, trusted, told)
    assert answered == status
    assert not set(seen) & set(TOLD_BY), "nothing of what was told is left for others to believe"
    declared = trusted == 1 or (trusted == OWN and nearest.endswith("10.1.2.3"))
    assert ("HTTP_X_FORWARDED_PROTO" in seen) == declared
    if status == 200 and not declared:
        assert seen["REMOTE_ADDR"] == nearest


@pytest.mark.once
def test_a_proxy_that_tells_the_scheme_alone_is_one() -> None:
    assert sees("127.0.0.1", 0, {"HTTP_X_FORWARDED_PROTO": "https"})[0] == 503
    assert sees("203.0.113.9", 0, {"HTTP_X_FORWARDED_PROTO": "https"})[0] == 200
    assert sees("10.1.2.3", 1, {"HTTP_X_FORWARDED_PROTO": "https"})[0] == 200


def test_who_is_not_counted_is_told_why(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    say_once.cache_clear()
    told = {"X-Forwarded-For": "198.51.100.7"}
    for _time in range(3):
        page = Client().get("/check/", headers={**told, "Accept-Language": "en"})
        assert page.status_code == 503
        assert "proxy_undeclared" in page.text
        assert "WASTEBANK_TRUSTED_PROXIES" in page.text
        assert "Content-Security-Policy" in page.headers
    answer = Client().post("/api/v1/cards/lookup", {}, headers=told)
    assert (answer.status_code, answer.json()["code"]) == (503, "proxy_undeclared")
    assert answer.headers["Retry-After"]
    # machines that ask about this machine, and the style of the page that refuses
    for path in ("/healthz", "/static/wastebank/joined/public.css"):
        probe = Client().get(path, headers=told)
        probe.close()
        assert probe.status_code == 200, path
    said = [record for record in caplog.records if record.name == "wastebank.proxies"]
    assert len(said) == 1
    assert "WASTEBANK_TRUSTED_PROXIES" in said[0].getMessage()


def test_a_declared_proxy_that_tells_nobody_is_said_once(
    cast: Cast, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    say_once.cache_clear()
    settings.WASTEBANK_TRUSTED_PROXIES = 1
    for _time in range(2):
        assert Client().get("/check/").status_code == 200
    assert [record.name for record in caplog.records].count("wastebank.proxies") == 1


@pytest.mark.once
@pytest.mark.parametrize("value", ["", "0", " ", ","])
def test_behind_tls_the_proxies_must_be_said(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("WASTEBANK_TRUSTED_PROXIES", value)
    with pytest.raises(env.SettingProblem, match="WASTEBANK_TRUSTED_PROXIES is not set"):
        env.proxies("WASTEBANK_TRUSTED_PROXIES", needed=True)
    assert not env.proxies("WASTEBANK_TRUSTED_PROXIES")


@pytest.mark.once
def test_a_site_that_was_not_told_of_its_proxy_does_not_start() -> None:
    bare = {name: value for name, value in os.environ.items() if "TRUSTED_PROXIES" not in name}
    for command in (["manage.py", "serve"], ["-c", "import wastebank.wsgi"]):
        result = subprocess.run(
            [sys.executable, *command],
            env={**bare, "WASTEBANK_HTTPS": "1"},
            capture_output=True,
            text=True,
        )
        assert result.returncode != 0
        assert "WASTEBANK_TRUSTED_PROXIES is not set" in result.stderr


@pytest.mark.once
def test_the_check_before_going_live_asks_about_proxies(settings: Settings) -> None:
    settings.WASTEBANK_TRUSTED_PROXIES = 0
    assert [found.id for found in declared_proxies(None)] == ["wastebank.W001"]
    settings.WASTEBANK_TRUSTED_PROXIES = 1
    assert declared_proxies(None) == []


def test_behind_a_proxy_each_client_has_tries_of_its_own(cast: Cast, settings: Settings) -> None:
    settings.WASTEBANK_TRUSTED_PROXIES = 1
    assert "too_many_tries" in guess_codes(Client(), "198.51.100.7")
    assert "receipt_unknown" in guess_codes(Client(), "198.51.100.8", 1)
    # and what the guesser writes before the proxy's own word changes nothing
    assert "too_many_tries" in guess_codes(Client(), "198.51.100.8, 198.51.100.7", 1)


def test_five_wrong_passwords_lock_the_client_and_not_the_proxy(
    cast: Cast, settings: Settings
) -> None:
    settings.WASTEBANK_TRUSTED_PROXIES = 1
    client = Client()

    def sign_in(told: str) -> str:
        wrong = {"username": "sari", "password": "salah"}
        return page_of(client.post("/login/", wrong, headers={"X-Forwarded-For": told}))

    for _ in range(5):
        sign_in("198.51.100.7")
    assert "sign_in_locked" in sign_in("198.51.100.7")
    assert "sign_in_wrong" in sign_in("198.51.100.8")


class BehindTls(Served):
    """The program with a proxy before it that ends TLS and tells both scheme and client."""

    told = "198.51.100.7"

    def call(self, method: str, path: str, body: object = None, **more: Any) -> Answer:
        added = {"X-Forwarded-Proto": "https", "X-Forwarded-For": self.told}
        sent = {**added, **(more.pop("headers", None) or {})}
        return super().call(method, path, body, headers=sent, **more)


def test_the_served_program_hears_its_proxy(committed_db: Database) -> None:
    """Through the real server: what a proxy tells arrives, else every page would lead to itself."""
    program = BehindTls(committed_db)
    program.environment = {
        **program.environment,
        "WASTEBANK_HTTPS": "1",
        "WASTEBANK_TRUSTED_PROXIES": "1",
    }
    try:
        program.start()
        assert program.get("/check/").status == 200
        plain = program.call("GET", "/check/", headers={"X-Forwarded-Proto": "http"})
        assert (plain.status, plain.headers["location"][:8]) == (301, "https://")
        for probe in ("/healthz", "/readyz"):
            assert program.call("GET", probe, headers={"X-Forwarded-Proto": "http"}).status == 200
    finally:
        program.stop()


def test_the_program_does_not_start_with_a_setting_it_cannot_read() -> None:
    environment = {**os.environ, "WASTEBANK_TRUSTED_PROXIES": "the one in the hall"}
    result = subprocess.run(
        [sys.executable, "manage.py", "check"], env=environment, capture_output=True, text=True
    )
    assert result.returncode != 0
    assert "WASTEBANK_TRUSTED_PROXIES" in result.stderr
