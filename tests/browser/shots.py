"""Screenshots of the running demo: `make shots`, or `python -m tests.browser.shots --every FOLDER`.

Without `--every`, the few that the documents show. With it, every page in both languages, narrow
and wide, for whoever wants to look at all of them.
"""

import argparse
import os
import re
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.chromium import FLAGS, chromium_path
from tests.postgres import fast_folder
from tests.serving import ROOT, Program

NARROW, WIDE = 360, 1280
PASSWORD = secrets.token_urlsafe(12)


@dataclass(frozen=True)
class Shot:
    name: str
    path: str
    user: str = ""  # whose demo login, if any; "member" opens the passbook of the first card
    shown: int = WIDE  # the width the documents show, 0 for none


SHOTS = (
    Shot("welcome", "/", shown=0),
    Shot("prices", "/prices/", shown=0),
    Shot("check", "/check/", shown=0),
    Shot("counter", "/counter/", "operator"),
    Shot("clinic", "/clinic/", "clerk"),
    Shot("member-door", "/member/", shown=0),
    Shot("member", "/member/", "member", shown=NARROW),
    Shot("office", "/office/", "treasurer"),
    Shot("office-manager", "/office/", "manager", shown=0),
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="make shots", description="Screenshots of the demo.")
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "docs" / "shots")
    parser.add_argument("--every", action="store_true", help="every width and language")
    asked = parser.parse_args()
    path = chromium_path()
    if not path:
        sys.exit("No Chromium on this machine: install it, or set CHROMIUM to its path.")
    asked.folder.mkdir(parents=True, exist_ok=True)
    with running_demo() as demo, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        for shot in SHOTS:
            for width, language in views(shot, every=asked.every):
                end = f"-{width}-{language}" if asked.every else f"-{width}"
                take(browser, demo, shot, width, language, asked.folder / f"{shot.name}{end}.png")
        browser.close()


def views(shot: Shot, *, every: bool) -> Iterator[tuple[int, str]]:
    if every:
        yield from ((width, language) for width in (NARROW, WIDE) for language in ("id", "en"))
    elif shot.shown:
        yield shot.shown, "id"


@dataclass(frozen=True)
class Demo:
    url: str
    card: str
    pin: str


@contextmanager
def running_demo() -> Iterator[Demo]:
    """The demo in a folder of its own, served as a person would see it."""
    home = fast_folder("wastebank-shots-")
    environment = {**os.environ, "WASTEBANK_HOME": str(home), "WASTEBANK_DEMO_PASSWORD": PASSWORD}
    environment.pop("DATABASE_URL", None)
    program = Program(environment, home / "serve.log")
    try:
        command = [sys.executable, "manage.py", "demo"]
        told = subprocess.run(
            command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True
        )
        first = re.search(r"(W1[0-9A-Z]{27})\s+PIN (\d+)", told.stdout)
        if not first:
            sys.exit(f"The demo told of no card:\n{told.stdout}")
        program.start()
        yield Demo(program.url, first[1], first[2])
    finally:
        program.stop()
        shutil.rmtree(home, ignore_errors=True)


def take(browser: Browser, demo: Demo, shot: Shot, width: int, language: str, file: Path) -> None:
    context = browser.new_context(
        base_url=demo.url,
        locale={"id": "id-ID", "en": "en-GB"}[language],
        viewport={"width": width, "height": 800},
        timezone_id="Asia/Jakarta",
    )
    page = context.new_page()
    if shot.user == "member":
        open_passbook(page, demo)
    elif shot.user:
        enter(page, shot.user)
    page.goto(shot.path)
    page.wait_for_load_state("networkidle")
    if shot.name in BUSY:
        page.keyboard.type(demo.card, delay=3)  # a USB scanner
        page.keyboard.press("Enter")
        page.wait_for_selector("[data-counter][data-ready], [data-clinic]")
        BUSY[shot.name](page)
    page.screenshot(path=file, full_page=width == NARROW)
    context.close()
    print(file)


def weigh(page: Page) -> None:
    """Four materials on the slip, the last one still on the scale."""
    for letter, amount in (("q", "1,39"), ("s", "3,25"), ("v", "1,5"), ("c", "0,48")):
        page.keyboard.press(letter)
        page.keyboard.type(amount)


def choose(page: Page) -> None:
    """A consultation and a filling: more than the credit, so that the split shows both."""
    for name in ("konsultasi", "komposit"):
        page.keyboard.press("/")
        page.keyboard.type(name)
        page.wait_for_timeout(300)
        page.keyboard.press("Enter")
        page.wait_for_timeout(300)


BUSY = {"counter": weigh, "clinic": choose}


def open_passbook(page: Page, demo: Demo) -> None:
    page.goto("/member/")
    page.fill("[name=who]", demo.card)
    page.fill("[name=pin]", demo.pin)
    page.press("[name=pin]", "Enter")
    page.wait_for_load_state("networkidle")


def enter(page: Page, user: str) -> None:
    page.goto("/login/")
    page.fill("[name=username]", user)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda url: "/login" not in url)


if __name__ == "__main__":
    main()
