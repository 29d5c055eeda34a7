"""The proxies of Debian with the configurations of docs/install, on loopback."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.postgres import free_port
from tests.proof.installed.certificates import Certified
from tests.serving import ROOT

INSTALL = ROOT / "docs" / "install"
SBIN = "/usr/sbin:/sbin"
START_SECONDS = 30


def found(program: str) -> str:
    """Where Debian put it. Where it must be there and is not, the test fails."""
    path = shutil.which(program, path=f"{os.environ['PATH']}:{SBIN}")
    if path is None and os.environ.get("REQUIRE_INSTALLED"):
        pytest.fail(f"{program} is not installed, and REQUIRE_INSTALLED is set")
    if path is None:
        pytest.skip(f"{program} is not installed")
    return path


def adapted(text: str, changes: Mapping[str, str]) -> str:
    """The example with other ports, names and files; each must stand in it, or nothing is tried."""
    for old, new in changes.items():
        assert old in text, f"{old!r} stands nowhere in the example"
        text = text.replace(old, new)
    return text


class Proxy:
    """One process that stands before the program, and its log."""

    program: str
    address = "127.0.0.1"

    def __init__(self, folder: Path) -> None:
        self.folder, self.path = folder, found(self.program)
        self.http, self.https = free_port(), free_port()
        self.process: subprocess.Popen[Any] | None = None

    def run(self, *arguments: str) -> None:
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [self.path, *arguments],
                cwd=self.folder,
                env={**os.environ, "HOME": str(self.folder), "XDG_DATA_HOME": str(self.folder)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        for port in (self.http, self.https):
            self.wait(self.process, port)

    def wait(self, process: subprocess.Popen[Any], port: int) -> None:
        until = time.monotonic() + START_SECONDS
        while process.poll() is None and time.monotonic() < until:
            try:
                socket.create_connection((self.address, port), 1).close()
            except OSError:
                time.sleep(0.02)
            else:
                return
        raise RuntimeError(f"{self.program} did not start:\n{self.said}")

    @property
    def said(self) -> str:
        return (self.folder / "log").read_text(errors="replace")

    def stop(self) -> None:
        if self.process:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(15)


class Nginx(Proxy):
    program = "nginx"

    def start(
        self, certified: Certified, program_port: int, wrong: Mapping[str, str] | None = None
    ) -> None:
        """`wrong`: what somebody wrote otherwise than the example."""
        changes = {
            "listen 80;": f"listen 127.0.0.1:{self.http};",
            "listen 443 ssl": f"listen 127.0.0.1:{self.https} ssl",
            "/etc/letsencrypt/live/bank.example/fullchain.pem": str(certified.chain),
            "/etc/letsencrypt/live/bank.example/privkey.pem": str(certified.key),
            "127.0.0.1:8000": f"127.0.0.1:{program_port}",
            "client_header_timeout 10s": "client_header_timeout 1s",
            "client_body_timeout 30s": "client_body_timeout 1s",
            **(wrong or {}),
        }
        site = adapted((INSTALL / "nginx.conf").read_text(), changes)
        (self.folder / "site.conf").write_text(site)
        kept = "".join(
            f"{kind}_temp_path {self.folder}/{kind};\n"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        whole = self.folder / "nginx.conf"
        whole.write_text(
            f"daemon off;\npid {self.folder}/pid;\nerror_log stderr;\n"
            + ("user root;\n" if os.geteuid() == 0 else "")
            + "events {}\nhttp {\naccess_log off;\n"
            + kept
            + f"include {self.folder}/site.conf;\n}}\n"
        )
        self.run("-c", str(whole), "-e", "stderr")


class Caddy(Proxy):
    program = "caddy"
    example = "Caddyfile"

    def changes(self, program_port: int) -> dict[str, str]:
        ports = f"http_port {self.http}\n\thttps_port {self.https}\n\tdefault_bind 127.0.0.1"
        return {
            "\tservers {": f"\tadmin off\n\t{ports}\n\tservers {{",
            "127.0.0.1:8000": f"127.0.0.1:{program_port}",
            "read_header 10s": "read_header 1s",
            "read_body 2m": "read_body 2s",
        }

    def begin(self, changes: dict[str, str]) -> None:
        text = adapted((INSTALL / self.example).read_text(), changes)
        (self.folder / "Caddyfile").write_text(text)
        self.run("run", "--config", str(self.folder / "Caddyfile"), "--adapter", "caddyfile")

    def start(self, certified: Certified, program_port: int) -> None:
        own = f"bank.example {{\n\ttls {certified.chain} {certified.key}"
        self.begin({**self.changes(program_port), "bank.example {": own})
