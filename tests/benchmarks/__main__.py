"""`make bench`: the speed promises as ratios taken in one run, written to docs/benchmarks.md."""

import argparse
import json
import os
import platform
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from statistics import median

from tests.benchmarks import cards, deposits, sync
from tests.benchmarks.clients import ROOT, Clients, Racer, run
from tests.benchmarks.postgres import PgBench, create, start_server, version
from tests.benchmarks.waiting import waits

PAGE = ROOT / "docs" / "benchmarks.md"
MARK = "<!-- measured -->"


@dataclass(frozen=True)
class Figure:
    """A ratio with its spread over the rounds, and what was promised."""

    promise: str
    what: str
    wanted: float
    ratios: list[float]
    note: str = ""

    def row(self) -> str:
        middle = median(self.ratios)
        verdict = "holds" if middle >= self.wanted else "falls short"
        spread = f"{min(self.ratios):.2f}–{max(self.ratios):.2f}"
        cells = (self.promise, self.what, f"≥ {self.wanted:g}", f"**{middle:.2f}**", spread)
        return f"| {' | '.join(cells)} | {verdict} | {self.note} |"


def race(ours: Racer, theirs: Racer, rounds: int, seconds: float) -> tuple[list[float], str]:
    """Turn by turn, so that a machine that slows down slows both down."""
    ours.rate(seconds / 4), theirs.rate(seconds / 4)  # warm
    pairs = [(ours.rate(seconds), theirs.rate(seconds)) for _ in range(rounds)]
    note = f"{median(a for a, _ in pairs):.0f}/s against {median(b for _, b in pairs):.0f}/s"
    return [a / b for a, b in pairs], note


@contextmanager
def clients(module: str, count: int, environment: Mapping[str, str]) -> Iterator[Clients]:
    started = Clients(module, count, environment)
    try:
        yield started
    finally:
        started.stop()


def environment(url: str) -> dict[str, str]:
    peers = os.environ.get("PEERS", "")
    return {**os.environ, "DATABASE_URL": url, "PYTHONPATH": peers}


def on_postgres(rounds: int, seconds: float) -> Iterator[Figure]:
    server = start_server()
    try:
        book = create(server, "book")
        run("fresh_book", environment(book))
        for count, wanted in ((1, 0.5), (8, 0.35)):
            with clients("ours", count, environment(book)) as ours:
                ratios, note = race(ours, PgBench(server, book, count), rounds, seconds)
            what = f"posting on PostgreSQL {version(server)}, {count} client(s), of the raw limit"
            yield Figure("P1", what, wanted, ratios, note)
        run("green", environment(book))
        if os.environ.get("PEERS"):
            yield from against_hordak(create(server, "hordak"), book, rounds, seconds)
        what = f"PostgreSQL {version(server)}"
        yield over_http(create(server, "site"), what, rounds, seconds)
        yield of_queues(create(server, "queues"), what, rounds)
    finally:
        server.stop()


def against_hordak(theirs: str, book: str, rounds: int, seconds: float) -> Iterator[Figure]:
    run("hordak.fresh", environment(theirs))
    for count in (1, 8):
        with (
            clients("ours", count, environment(book)) as ours,
            clients("hordak.client", count, environment(theirs)) as hordak,
        ):
            ratios, note = race(ours, hordak, rounds, seconds)
        what = f"posting on PostgreSQL, {count} client(s), times django-hordak"
        yield Figure("P1", what, 4, ratios, note)


def over_http(url: str, engine: str, rounds: int, seconds: float) -> Figure:
    with ExitStack() as stack:
        ours, bare = deposits.sites(environment(url))
        stack.callback(ours.stop)
        stack.callback(bare.stop)
        ratios, note = race(ours, bare, rounds, seconds)
    run("green", environment(url))
    what = f"a deposit of three lines over HTTP on {engine}, of a bare endpoint"
    return Figure("P3", what, 0.5, ratios, note)


def of_queues(url: str, engine: str, rounds: int) -> Figure:
    queue = sync.Queue(environment(url))
    try:
        ratios, note = queue.ratios(rounds)
    finally:
        queue.stop()
    run("green", environment(url))
    what = f"{sync.QUEUED} queued deposits in one go on {engine}, times one by one"
    return Figure("P6", what, 3, ratios, note)


def safe_sqlite() -> str:
    """The version the program puts in place of the interpreter's own."""
    from ledger.db.engine import JOURNAL_MODE

    import sqlite3  # isort: skip

    return f"{sqlite3.sqlite_version} ({JOURNAL_MODE})"


def on_sqlite(folder: Path, rounds: int, seconds: float) -> Iterator[Figure]:
    url = f"sqlite://{folder / 'book.sqlite3'}"
    run("fresh_book", environment(url))
    with (
        clients("ours", 1, environment(url)) as ours,
        clients("raw_sqlite", 1, environment(url)) as raw,
    ):
        ratios, note = race(ours, raw, rounds, seconds)
    run("green", environment(url))
    what = f"posting on SQLite {safe_sqlite()}, of the raw limit"
    yield Figure("P2", what, 0.5, ratios, note)
    site = f"sqlite://{folder / 'site.sqlite3'}"
    yield over_http(site, "SQLite", rounds, seconds)
    yield of_queues(f"sqlite://{folder / 'queues.sqlite3'}", "SQLite", rounds)
    yield of_waits(f"sqlite://{folder / 'waits.sqlite3'}", rounds, seconds)


def of_waits(url: str, rounds: int, seconds: float) -> Figure:
    pairs = waits.compared(environment(url), rounds, seconds)
    run("green", environment(url))
    ratios = [control.p99 / ours.p99 for ours, control in pairs]
    ours, control = pairs[ratios.index(sorted(ratios)[len(ratios) // 2])]
    what = f"the longest of 100 waits of {waits.CLIENTS} clients on SQLite, shorter in turn"
    note = f"middle, p99 and worst {ours} against {control} without turns"
    return Figure("T17", what, 2, ratios, note)


def of_cards(rounds: int, count: int) -> Iterator[Figure]:
    ratios = [cards.ratio(count) for _ in range(rounds)]
    found = cards.read_back(cards.faces(count))
    note = f"{found} of {count} codes read back at {cards.READ_DPI} dpi"
    yield Figure("P5", f"{count} cards, times reportlab's QR widget", 10, ratios, note)


# What a page may weigh over the line, in bytes, and when it must be usable, in seconds.
PAGES_ALLOWED = {"member": 60_000, "counter, first": 150_000, "counter, later": 20_000}
USABLE_SECONDS = 3.0


def of_pages(folder: Path, rounds: int) -> Iterator[Figure]:
    """How often each page would fit into what is allowed."""
    settings = environment(f"sqlite://{folder / 'pages.sqlite3'}")
    member, _ = deposits.prepare(settings)
    site = deposits.Site(["manage.py", "serve"], settings, "/")
    try:
        address = f"http://127.0.0.1:{site.port}"
        taken = [json.loads(run("pages", settings, address, member)) for _ in range(rounds)]
    finally:
        site.stop()
    for pages in zip(*taken, strict=True):
        what = pages[0]["what"]
        (allowed,) = [size for name, size in PAGES_ALLOWED.items() if what.startswith(name)]
        weights = [allowed / page["bytes"] for page in pages]
        note = f"{median(page['bytes'] for page in pages) / 1000:.0f} kB of {allowed / 1000:.0f}"
        yield Figure("P7", f"{what}: its weight, into what is allowed", 1, weights, note)
        speeds = [USABLE_SECONDS / page["seconds"] for page in pages]
        note = f"{median(page['seconds'] for page in pages):.1f} s of {USABLE_SECONDS:g}"
        yield Figure("P7", f"{what}: usable on a slow phone, into 3 s", 1, speeds, note)


def processor() -> str:
    """What the machine calls its processor."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def write(figures: list[Figure]) -> None:
    """Put the table into the page, under whatever was written by hand above the mark."""
    kept = PAGE.read_text().split(MARK)[0].rstrip() if PAGE.exists() else "# Benchmarks"
    head = (
        f"Measured {datetime.now(UTC):%Y-%m-%d} on {processor()}, {os.cpu_count()} cores,"
        f" {platform.system()}, Python {platform.python_version()}, Django"
        f" {metadata.version('django')}, psycopg {metadata.version('psycopg')}. At the end"
        f" {os.getloadavg()[1]:.1f} processes wanted to run, on average over five minutes: above"
        " the number of cores other work was in the way."
    )
    table = "| id | what | wanted | median ratio | spread | verdict | rates |\n" + "|---" * 7 + "|"
    rows = "\n".join(figure.row() for figure in figures)
    PAGE.write_text(f"{kept}\n\n{MARK}\n\n{head}\n\n{table}\n{rows}\n")


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer and shorter rounds")
    quick = parser.parse_args().quick
    rounds, seconds, count = (3, 2.0, 200) if quick else (5, 3.0, 1_000)
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="wastebank-bench-") as folder:
        parts: list[Callable[[], Iterator[Figure]]] = [
            lambda: on_postgres(rounds, seconds),
            lambda: on_sqlite(Path(folder), rounds, seconds),
            lambda: of_cards(3, count),
            lambda: of_pages(Path(folder), 3),
        ]
        for part in parts:
            for figure in part():
                print(figure.row(), flush=True)
                figures.append(figure)
    write(figures)


if __name__ == "__main__":
    main()
