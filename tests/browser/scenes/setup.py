"""What the manual shows of a bank that begins: an empty home, served for these pictures alone."""

import os
import re
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.browser.pictures import Snap, camera
from tests.browser.visitor import visiting
from tests.serving import Program

LANGUAGES = ("id", "en")
CODE = re.compile(r"[2-9A-Z]{4}-[2-9A-Z]{4}")
LIST = """BANK SAMPAH INDUK

Kode;Jenis Sampah;Satuan;Harga nasabah
P01;Botol PET bersih;kg;4.500
P02;Kardus;kg;1.800
A01;Aki;kg;
X01;Sepatu bekas;pasang;2.000
"""


@contextmanager
def an_empty_home() -> Iterator[Program]:
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "WASTEBANK_HOME": home}
        environment.pop("DATABASE_URL", None)
        program = Program(environment, Path(home) / "serve.log")
        program.start()
        try:
            yield program
        finally:
            program.stop()


def take_setup(browser: Browser, folder: Path) -> None:
    for language in LANGUAGES:
        with an_empty_home() as program, visiting(browser, program.url, language) as page:
            page.set_viewport_size({"width": 1024, "height": 720})
            setup_scenes(page, program, camera(page, folder / language))


def setup_scenes(page: Page, program: Program, snap: Snap) -> None:
    page.goto("/")
    snap("setup-code")
    page.fill("[name=code]", CODE.findall(program.log.read_text())[-1])
    page.keyboard.press("Enter")
    secret = secrets.token_urlsafe(12)
    who = {"first_name": "Rahma", "username": "rahma", "password": secret, "again": secret}
    for name, text in who.items():
        page.fill(f"[name={name}]", text)
    snap("setup-person")
    page.keyboard.press("Enter")
    for name, text in {"name": "Mekar Sari", "phone": "0812-0000-4410", "code": "MS"}.items():
        page.fill(f"[name={name}]", text)
    snap("setup-bank")
    page.keyboard.press("Enter")
    page.wait_for_url("**/materials/")
    page.fill("[name=price-s-botol-pet-bersih-kg]", "4500")
    page.keyboard.press("Enter")
    snap("setup-materials")
    with tempfile.TemporaryDirectory() as home:
        path = Path(home) / "harga.csv"
        path.write_text(LIST)
        page.goto("/office/prices/import/")
        page.set_input_files("[name=file]", path)
        page.locator("form[enctype] button").click()
        page.wait_for_url("**/import/*-*/")
    expect(page.locator(".question").first).to_be_visible()
    snap("office-import")
    for step in ("staff", "backup"):  # the words of the key are not shown yet
        page.goto(f"/office/setup/{step}/")
        snap(f"setup-{step}")
