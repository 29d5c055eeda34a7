"""P7: what the pages weigh, and when they can be used on a slow phone with a slow line.

Chromium's own tools slow it down: the processor four times, the line to 400 kbit/s with 100 ms
there and back. A page can be used when it is drawn and its own modules say so.

    python -m tests.benchmarks.pages ADDRESS MEMBER

prints what it measured at a served program that has the tests' cast in it.
"""

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.chromium import FLAGS, chromium_path

SLOWER = 4
BYTES_A_SECOND = 400_000 // 8
LATENCY_MS = 100


@dataclass
class Line:
    """A page on a slow line; `sent` counts what came over it, as it came."""

    page: Page
    tools: Any
    sent: list[int] = field(default_factory=list)

    def begin(self) -> None:
        self.sent.clear()

    @property
    def bytes(self) -> int:
        return sum(self.sent)


@contextmanager
def slow_line(browser: Browser, url: str) -> Iterator[Line]:
    context = browser.new_context(
        base_url=url, viewport={"width": 360, "height": 740}, locale="id-ID", has_touch=True
    )
    page = context.new_page()
    tools = context.new_cdp_session(page)
    tools.send("Network.enable")
    tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    line = Line(page, tools)
    tools.on("Network.loadingFinished", lambda told: line.sent.append(told["encodedDataLength"]))
    speed = {"downloadThroughput": BYTES_A_SECOND, "uploadThroughput": BYTES_A_SECOND}
    tools.send(
        "Network.emulateNetworkConditions", {"offline": False, "latency": LATENCY_MS, **speed}
    )
    yield line
    context.close()


@dataclass(frozen=True)
class Weighed:
    """Bytes over the line, and seconds until the page can be used."""

    what: str
    bytes: int
    seconds: float


def timed(line: Line, what: str, command: Any, ready: str) -> Weighed:
    line.begin()
    began = time.perf_counter()
    command()
    line.page.wait_for_selector(ready, state="attached", timeout=60_000)
    took = time.perf_counter() - began
    line.page.wait_for_load_state("networkidle")
    return Weighed(what, line.bytes, took)


def measure(url: str, member: str, pin: str, password: str) -> list[Weighed]:
    """The member's page and the counter on an empty cache, then the counter again."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(whole=True), args=FLAGS)
        found = [
            *of_member(browser, url, member, pin),
            *of_counter(browser, url, member, password),
        ]
        browser.close()
    return found


def of_member(browser: Browser, url: str, member: str, pin: str) -> Iterator[Weighed]:
    with slow_line(browser, url) as line:
        page = line.page
        entry = timed(line, "member's sign-in", lambda: page.goto("/member/"), "[name=who]")
        page.fill("[name=who]", member)
        page.fill("[name=pin]", pin)
        home = timed(line, "passbook", lambda: page.click("form.pane button.is-big"), ".sum .rp")
    yield Weighed("member page, sign-in and passbook", entry.bytes + home.bytes, home.seconds)


def of_counter(browser: Browser, url: str, member: str, password: str) -> Iterator[Weighed]:
    """The desk and the weighing page right after signing in, and the next member after that."""
    address = f"/counter/weigh/{member}/"
    with slow_line(browser, url) as line:
        page = line.page
        page.goto("/login/")
        page.fill("[name=username]", "sari")
        page.fill("[name=password]", password)
        page.press("[name=password]", "Enter")
        page.wait_for_url("**/counter/")
        line.tools.send("Network.clearBrowserCache")
        start = timed(line, "counter", lambda: page.goto("/counter/"), "[name=code]")
        weigh = timed(line, "weighing", lambda: page.goto(address), "[data-ready=yes]")
        both = start.bytes + weigh.bytes
        yield Weighed("counter, first load", both, max(start.seconds, weigh.seconds))
        yield timed(line, "counter, later load", lambda: page.goto(address), "[data-ready=yes]")


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "wastebank.settings"
    import django

    django.setup()
    from tests.cast import PASSWORD, SITI_PIN

    found = measure(sys.argv[1], sys.argv[2], SITI_PIN, PASSWORD)
    print(json.dumps([asdict(page) for page in found]))
