"""N10: a phone in the bank's own network, by an address, with a certificate the laptop makes."""

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cast import PASSWORD, Cast
from tests.engines import Database
from tests.proof.installed.proxies import Caddy
from tests.requests.outside import Outside
from tests.serving import Served

pytestmark = pytest.mark.once

LAPTOP = "127.0.0.9"  # which stands for 192.168.1.20; the phone is another address


class LocalCaddy(Caddy):
    example = "Caddyfile-local"

    def start_at(self, address: str, program_port: int) -> None:
        authority = self.folder / "caddy" / "pki" / "authorities" / "local"
        changes = self.changes(program_port)
        changes["/var/lib/caddy/.local/share/caddy/pki/authorities/local"] = str(authority)
        changes["192.168.1.20"] = address
        changes["default_bind 127.0.0.1"] = f"default_bind {address}"
        self.address = address
        self.begin(changes)


@pytest.fixture
def laptop(cast: Cast, committed_db: Database, tmp_path: Path) -> Iterator[LocalCaddy]:
    program, proxy = Served(committed_db), LocalCaddy(tmp_path)
    behind = {"WASTEBANK_HTTPS": "1", "WASTEBANK_TRUSTED_PROXIES": "1"}
    program.environment |= {**behind, "ALLOWED_HOSTS": f"{LAPTOP},127.0.0.1"}
    try:
        program.start()
        proxy.start_at(LAPTOP, program.port)
        yield proxy
    finally:
        proxy.stop()
        program.stop()


def test_a_phone_learns_the_certificate_once_and_works(cast: Cast, laptop: LocalCaddy) -> None:
    plain = Outside(LAPTOP, laptop.http, to=LAPTOP)
    assert plain.get("/counter/").headers["location"] == f"https://{LAPTOP}/counter/"
    told = plain.get("/ca.crt")
    assert told.headers["content-type"] == "application/x-x509-ca-cert"
    with pytest.raises(ssl.SSLCertVerificationError):
        Outside(LAPTOP, laptop.https, ssl.create_default_context(), to=LAPTOP).get("/")
    trusting = ssl.create_default_context(cadata=told.body.decode())
    phone = Outside(LAPTOP, laptop.https, trusting, to=LAPTOP)
    assert phone.form("/login/", username="sari", password=PASSWORD).status == 302
    assert phone.get("/counter/").status == 200
    assert phone.get("/sw.js").status == 200
