"""N10: `doctor --url` names what is wrong between people and the program, each made really."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.utils import translation

from tests.cast import Cast
from tests.engines import Database
from tests.postgres import free_port
from tests.proof.installed.certificates import Certified, certify
from tests.proof.installed.proxies import Nginx
from tests.serving import Served
from wastebank.management.health.kinds import CONDITIONS
from wastebank.management.health.visit import visit

pytestmark = pytest.mark.once

HOST = "localhost"
SCHEME_FORGOTTEN = {"        proxy_set_header X-Forwarded-Proto $scheme;\n": ""}
LED_ON = "    return 308 https://bank.example$request_uri;\n"
BY_NAME = {LED_ON: LED_ON.replace("bank.example", HOST)}
BESIDE = "127.0.0.2"  # for the program another machine: nothing there is only of this one


def not_led_on(program_port: int, port: int) -> dict[str, str]:
    """Somebody took out the line that leads to https, and hands on what comes."""
    handed_on = f"location / {{ proxy_pass http://127.0.0.1:{program_port};"
    handed_on += " proxy_set_header Host $host; }"
    return {LED_ON: f"listen {BESIDE}:{port};\n    {handed_on}\n"}


@pytest.fixture
def programs(cast: Cast, committed_db: Database) -> Iterator[tuple[int, int, int]]:
    """Ports of three: one as it should be behind a proxy, one that knows of none, and one that
    answers to other names."""
    behind = {"WASTEBANK_HTTPS": "1", "WASTEBANK_TRUSTED_PROXIES": "1"}
    kinds = [
        {**behind, "ALLOWED_HOSTS": f"{HOST},127.0.0.1"},
        {"ALLOWED_HOSTS": f"{HOST},127.0.0.1,{BESIDE}"},
        {**behind, "ALLOWED_HOSTS": "127.0.0.1"},
    ]
    running = []
    try:
        for kind in kinds:
            program = Served(committed_db)
            program.environment = {**program.environment, **kind}
            program.start()
            running.append(program)
        right, unaware, elsewhere = (program.port for program in running)
        yield right, unaware, elsewhere
    finally:
        for program in running:
            program.stop()


@contextmanager
def nginx(
    folder: Path, certified: Certified, port: int, wrong: dict[str, str] | None = None
) -> Iterator[Nginx]:
    folder.mkdir(exist_ok=True)
    proxy = Nginx(folder)
    try:
        proxy.start(certified, port, wrong)
        yield proxy
    finally:
        proxy.stop()


def found(url: str, authority: Path | None) -> str:
    with translation.override("en"):
        (one,) = visit(url, str(authority or ""))
    return one.code


def test_what_stands_between_is_named(programs: tuple[int, int, int], tmp_path: Path) -> None:
    right, unaware, elsewhere = programs
    own, other = certify(HOST, tmp_path), tmp_path / "other"
    trusted = own.authority
    codes = {}
    with nginx(other, own, right, BY_NAME) as proxy:
        site = f"https://{HOST}:{proxy.https}"
        codes["well"] = found(site, trusted)
        codes["not trusted"] = found(site, None)
        codes["led to https"] = found(f"http://{HOST}:{proxy.http}", trusted)
    codes["stopped"] = found(site, trusted)
    cases = {
        "undeclared": (unaware, None),
        "no scheme": (right, SCHEME_FORGOTTEN),
        "other name": (elsewhere, None),
        "other port": (free_port(), None),
    }
    for name, (port, wrong) in cases.items():
        with nginx(other, own, port, wrong) as proxy:
            codes[name] = found(f"https://{HOST}:{proxy.https}", trusted)
    port = free_port()
    with nginx(other, own, unaware, not_led_on(unaware, port)):
        codes["in the open"] = found(f"http://{BESIDE}:{port}", None)
    assert codes == {
        "well": "visited",
        "not trusted": "visit_certificate",
        "led to https": "visited",
        "stopped": "visit_nobody",
        "undeclared": "visit_proxy",
        "no scheme": "visit_circle",
        "other name": "visit_host",
        "other port": "visit_other",
        "in the open": "visit_in_the_open",
    }
    visits = {code for code in CONDITIONS if code.startswith("visit_")}
    assert visits <= set(codes.values())
