"""Where a request comes from: behind proxies it is right, and without them nobody can say."""

import os
import subprocess
import sys
from ipaddress import ip_network
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from pytest_django.fixtures import Settings

from tests.cast import Cast
from tests.engines import Database
from tests.serving import Answer, Served
from tests.wastebank.passbook.open_book import nobody_tried_before, page_of
from wastebank import env
from wastebank.web.common.addresses import ClientAddress, client_address

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


@pytest.mark.parametrize("value", ["-1", "one", "10.0.0.0/99", "10.0.0.1/8", "٢"])
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
        told = guess_codes(Client(), f"198.51.100.{number}", 1)
    assert "too_many_tries" in told


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
