"""N10: the site reached from another address, as a phone beside the laptop reaches it."""

import socket
from collections.abc import Iterator

import pytest
from django.test import override_settings

from tests.cast import Cast
from tests.engines import Database
from tests.requests.outside import Outside
from tests.serving import Served
from wastebank.web.serving.neighbours import own_addresses, tell_ways

pytestmark = pytest.mark.once

LAPTOP, PHONE = "127.0.0.8", "127.0.0.2"


def told(host: str) -> list[str]:
    lines: list[str] = []
    tell_ways(lines.append, host, 8000)
    return lines


def test_on_this_machine_alone_nothing_else_is_said() -> None:
    for host in ("127.0.0.1", "localhost", "127.0.0.8"):
        assert told(host) == [f"http://{host}:8000/"]
    assert told("::1") == ["http://[::1]:8000/"]


def test_in_a_network_it_says_what_to_type_on_a_phone_and_what_is_missing() -> None:
    address = "192.168.1.20"
    with override_settings(ALLOWED_HOSTS=["localhost"]):
        here, there, warned = told(address)
        assert here == f"http://{address}:8000/"
        assert there.endswith(f"until you start with ALLOWED_HOSTS=localhost,{address}")
    with override_settings(ALLOWED_HOSTS=["localhost", address]):
        assert told(address)[1].endswith("from other devices in this network")
    with override_settings(ALLOWED_HOSTS=[address], HTTPS=True):
        assert warned not in told(address)


def test_bound_to_all_addresses_it_names_those_that_it_has() -> None:
    lines = told("0.0.0.0")
    assert lines[0] == "http://127.0.0.1:8000/"
    for address in own_addresses():
        with socket.socket() as own:
            own.bind((address, 0))  # which only an own address lets us
        assert any(line.startswith(f"http://{address}:8000/ ") for line in lines)


@pytest.fixture
def laptop(cast: Cast, committed_db: Database) -> Iterator[Served]:
    program = Served(committed_db)
    program.command = (*program.command, "--host", "0.0.0.0")
    names = ",".join(["127.0.0.1", LAPTOP, *own_addresses()])
    program.environment = {**program.environment, "ALLOWED_HOSTS": names}
    try:
        program.start()
        yield program
    finally:
        program.stop()


def test_a_phone_opens_the_site_by_the_address_of_the_laptop(laptop: Served) -> None:
    for address in (LAPTOP, *own_addresses()):
        at = PHONE if address == LAPTOP else address
        phone = Outside(address, laptop.port, at=at, to=address)
        assert phone.get("/prices/").status == 200, address
        assert f"http://{address}:{laptop.port}/" in laptop.log.read_text() or address == LAPTOP
    by_another_name = Outside("laptop-ibu", laptop.port, at=PHONE, to=LAPTOP)
    refused = by_another_name.get("/prices/")
    assert refused.status == 400
    assert b"host_unknown" in refused.body
