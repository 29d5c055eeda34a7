"""A Chromium with a profile on the disk, whose processes can be killed all at once by their id."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, Playwright

from tests.browser.chromium import FLAGS, chromium_path


class KillableBrowser:
    """Started again and again on one profile, as a phone is that ran out of battery."""

    def __init__(self, playwright: Playwright) -> None:
        self.playwright = playwright
        self.profile = Path(tempfile.mkdtemp(prefix="wastebank-profile-"))
        self.process: subprocess.Popen[bytes] | None = None

    def open(self, address: str) -> Page:
        """Start it and show a page."""
        told = self.profile / "DevToolsActivePort"
        told.unlink(missing_ok=True)
        for lock in self.profile.glob("Singleton*"):  # the killed one could not take them away
            lock.unlink(missing_ok=True)
        options = ["--headless=new", "--remote-debugging-port=0", f"--user-data-dir={self.profile}"]
        self.process = subprocess.Popen(
            [chromium_path(whole=True), *FLAGS, *options, "about:blank"],
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        port = self.port(told)
        browser = self.playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
        page = browser.contexts[0].new_page()
        page.set_default_timeout(30_000)
        page.goto(address)
        return page

    def port(self, told: Path) -> int:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if told.exists() and (lines := told.read_text().split()):
                return int(lines[0])
            time.sleep(0.05)
        raise RuntimeError("the browser did not start")

    def kill(self) -> None:
        """No time to write anything down: every process of it ends in this moment."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(30)
            while is_alive(self.process.pid):
                time.sleep(0.01)  # two browsers on one profile would be another accident
            self.process = None

    def end(self) -> None:
        self.kill()
        shutil.rmtree(self.profile, ignore_errors=True)


def is_alive(group: int) -> bool:
    """Whether any process of a group still runs; those that only wait to be buried do not."""
    for told in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _parent, its_group = told.read_text().rpartition(")")[2].split()[:3]
        except (OSError, ValueError):
            continue  # gone meanwhile
        if int(its_group) == group and state not in "ZX":
            return True
    return False
