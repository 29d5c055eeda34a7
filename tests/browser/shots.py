"""Screenshots of the running demo: `make shots`.

Every page of the permission table, as the person whose page it is, in both languages, narrow and
wide, is written to var/shots for whoever wants to look at all of them; what the manual and the
README show is written to docs/shots, small. `--only` makes one of the two, or the style guide.
"""

import argparse
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.chromium import FLAGS, chromium_path
from tests.browser.demo import Demo, running_demo
from tests.browser.scenes.setup import take_setup
from tests.browser.visitor import EVERYBODY, MEMBER, open_passbook, pages, sign_in, visiting
from tests.requests.addresses import address
from tests.serving import ROOT

NARROW, WIDE = 360, 1280
STYLE_GUIDE_WIDTHS = (320, 360, 768, 1280)
LANGUAGES = ("id", "en")
KINDS = ("pages", "parts", "manual", "setup")


@dataclass(frozen=True)
class Errand:
    """One person in one language, and the pages to look at."""

    who: str
    language: str
    routes: tuple[str, ...]


def main() -> None:
    parser = argparse.ArgumentParser(prog="make shots", description="Screenshots of the demo.")
    parser.add_argument("--folder", type=Path, default=ROOT / "var" / "shots", help="for all pages")
    parser.add_argument("--only", choices=KINDS, action="append", help="not all of them")
    parser.add_argument("--match", default="", help="only addresses that contain this")
    asked = parser.parse_args()
    kinds, begun = asked.only or KINDS, time.monotonic()
    path = chromium_path(whole=True)
    if not path:
        sys.exit("No Chromium on this machine: install it, or set CHROMIUM to its path.")
    if "setup" in kinds:
        with sync_playwright() as playwright:
            take_setup(
                playwright.chromium.launch(executable_path=path, args=FLAGS),
                ROOT / "docs" / "shots",
            )
    if set(kinds) == {"setup"}:
        return  # these need no demo
    with running_demo() as demo, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        if "parts" in kinds:
            take_parts(browser, demo, asked.folder)
        if "pages" in kinds:
            for errand in errands(asked.match):
                run(browser, demo, errand, asked.folder)
        if "manual" in kinds:
            # Only now: the scenes speak of models, and Django had no settings before the demo.
            from tests.browser.scenes.bank import take_scenes

            take_scenes(browser, demo, ROOT / "docs" / "shots")
        browser.close()
    print(f"{time.monotonic() - begun:.0f} seconds")


def errands(match: str) -> Iterator[Errand]:
    by_person: dict[str, list[str]] = {}
    for route, who in pages():
        if match in route:
            by_person.setdefault(who, []).append(route)
    for who, routes in by_person.items():
        for language in LANGUAGES:
            yield Errand(who, language, tuple(routes))


def run(browser: Browser, demo: Demo, errand: Errand, folder: Path) -> None:
    with visiting(browser, demo.url, errand.language) as page:
        if errand.who == MEMBER:
            open_passbook(page, demo.holders[0].number, demo.holders[0].pin)
        elif errand.who != EVERYBODY:
            sign_in(page, errand.who, demo.password)
        for route in errand.routes:
            look(page, demo, route, f"{errand.language}", folder)


def look(page: Page, demo: Demo, route: str, language: str, folder: Path) -> None:
    """One page, narrow and wide, whole. What downloads is no page, and is passed over."""
    try:
        answer = page.goto(address(route, demo.things.marks()))
    except Exception as problem:
        if "Download is starting" not in str(problem):
            raise
        return
    if answer is None or not answer.headers.get("content-type", "").startswith("text/html"):
        return
    if answer.status != 200:
        print(f"{answer.status}: {route}")
    name = re.sub(r"[^\w]+", "-", re.sub(r"<[^>]*?:?(\w+)>", r"\1", route)).strip("-") or "home"
    for width in (NARROW, WIDE):
        shoot(page, width, folder / f"{name}-{width}-{language}.png")


def take_parts(browser: Browser, demo: Demo, folder: Path) -> None:
    for language in LANGUAGES:
        for light in ("light", "dark", "sun"):
            with visiting(browser, demo.url, language) as page:
                page.goto(f"/parts/?light={light}")
                for width in STYLE_GUIDE_WIDTHS if light == "light" else (NARROW, WIDE):
                    shoot(page, width, folder / f"parts-{light}-{width}-{language}.png")


def shoot(page: Page, width: int, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    page.set_viewport_size({"width": width, "height": 800})
    page.screenshot(path=file, full_page=True)
    across = page.evaluate("document.documentElement.scrollWidth")
    note = f"  SCROLLS {across}" if across > width else ""
    print(f"{file}{note}")


if __name__ == "__main__":
    main()
