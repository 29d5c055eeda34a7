"""A PostgreSQL of the benchmarks' own, on disk and fully durable, and pgbench against it."""

import os
import re
import subprocess
import tempfile
from pathlib import Path

import psycopg

from tests.postgres import PostgresServer

RAW_SCRIPT = Path(__file__).with_name("raw_postgres.sql")
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}


def start_server() -> PostgresServer:
    """On disk, where a commit really waits for it; in memory it would cost nothing."""
    server = PostgresServer(parent=Path(tempfile.gettempdir()))
    with psycopg.connect(server.url) as connection:
        for name, wanted in DURABLE.items():
            row = connection.execute("SELECT current_setting(%s)", [name]).fetchone()
            if row != (wanted,):
                raise RuntimeError(f"{name} is {row}: nothing measured here would count")
    return server


def version(server: PostgresServer) -> str:
    with psycopg.connect(server.url) as connection:
        row = connection.execute("SHOW server_version").fetchone()
    return str(row and row[0])


def create(server: PostgresServer, name: str, template: str = "template1") -> str:
    """A database with this name; answers its address."""
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'.encode())
    return server.url.removesuffix("postgres") + name


class PgBench:
    """The raw limit on PostgreSQL: prepared statements from a program in C."""

    def __init__(self, server: PostgresServer, url: str, clients: int) -> None:
        threads = min(clients, os.cpu_count() or 1)
        self.command = [str(server.programs / "pgbench"), "--no-vacuum", "--protocol=prepared"]
        self.command += [f"--client={clients}", f"--jobs={threads}", f"--file={RAW_SCRIPT}", url]

    def rate(self, seconds: float) -> float:
        command = [*self.command, f"--time={max(1, round(seconds))}"]
        done = subprocess.run(command, capture_output=True, text=True)
        found = re.search(r"^tps = ([\d.]+)", done.stdout, re.MULTILINE)
        if done.returncode or not found:
            raise RuntimeError(f"pgbench failed:\n{done.stdout}{done.stderr}")
        return float(found[1])
