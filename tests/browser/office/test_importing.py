"""A price list comes in through a real browser: answered to the end, and over a killed server."""

import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ledger.clock import now
from tests.browser.looking import OpenPage, sign_in
from tests.cast import Cast
from tests.serving import Served
from tests.wastebank.materials.coming.lists import dotted, workbook
from wastebank.models import BegunImport, Price
from wastebank.values.calendar import local_day

FindBarriers = Callable[[Page], list[str]]
HEADS: list[str | int] = ["Kode", "Jenis Sampah", "Golongan", "Satuan", "Harga"]
SOON = local_day(now()) + timedelta(days=20)
MONTH = ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"][
    SOON.month - 1
]
TITLES: list[list[str | int]] = [
    ["Daftar Harga"],
    [f"Berlaku mulai {SOON.day} {MONTH} {SOON.year}"],
    [""],
]
GOODS: list[list[str | int]] = [
    ["K01", "Kardus", "Kertas", "kg", 1_300],
    ["K02", "Botol PET bening", "Plastik", "kg", 2_400],
    ["K03", "Gelas bening", "Plastik", "kg", 5_000],
    ["K03", "Gelas sablon dengan nama yang panjang sekali", "Plastik", "kg", 1_300],
    ["K05", "Aki", "Logam", "buah", ""],
    ["K06", "Kecap", "Kaca", "krat", 6_000],
]
WORDS = {
    "id": ("Baca daftar", "Jawab", "Tulis 6", "Tertulis."),
    "en": ("Read the list", "Answer", "Write 6", "Written."),
}


def answer(page: Page, action: Callable[[], object]) -> None:
    """The page is read again after each answer."""
    with page.expect_event("load"):
        action()


def wait_until_some_are_written(page: Page) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        told = page.context.request.get(f"{page.url.partition('#')[0]}progress/").json()
        if told and 0 < told["done"] < told["total"] == 700:
            return
        time.sleep(0.05)
    raise AssertionError("nobody said how far it is")


def choose(page: Page, path: Path, read: str) -> None:
    page.goto("/office/prices/import/")
    page.set_input_files("[name=file]", path)
    page.click(f"button:has-text('{read}')")
    page.wait_for_url("**/import/*-*/")


@pytest.mark.parametrize(("language", "width"), [("id", 1280), ("en", 360), ("id", 320)])
def test_a_list_is_answered_to_the_end(
    cast: Cast,
    open_page: OpenPage,
    find_barriers: FindBarriers,
    tmp_path: Path,
    language: str,
    width: int,
) -> None:
    read, more, write, written = WORDS[language]
    path = tmp_path / "harga-des.xlsx"
    path.write_bytes(workbook([*TITLES, HEADS, *dotted(GOODS)]))
    page = open_page(language=language, width=width)
    sign_in(page, cast.maya)
    choose(page, path, read)
    assert find_barriers(page) == []
    answer(page, lambda: page.select_option("#column-E", "member_price_idr"))
    assert find_barriers(page) == []
    scrolls = page.evaluate("document.documentElement.scrollWidth")
    assert scrolls <= width
    answer(page, lambda: page.check(".ticked [type=checkbox]"))
    answer(page, lambda: page.check("[name='q/day'] >> nth=1"))
    answer(page, lambda: page.check("[name='q/twice:7-8'][value='7']"))
    page.fill("[name='t/unit:10/pcs']", "24")
    page.fill("[name='t/price:9/own']", "15.000")
    answer(page, lambda: page.locator(".go button").click())
    expect(page.locator(".go")).not_to_contain_text(more)
    page.locator("#q-twice-7-8 summary").click()
    page.fill("[name='t/twice:7-8/both']", "K04")
    answer(page, lambda: page.locator(".go button").click())
    expect(page.locator(".go button")).to_contain_text(write)
    assert find_barriers(page) == []
    before = Price.objects.count()
    page.locator(".go button").click()
    expect(page.locator("main")).to_contain_text(written)
    assert Price.objects.count() == before + 6
    assert Price.objects.get(material__name_id="Kecap").price_idr == 250


def test_a_server_that_is_killed_while_it_writes_leaves_file_and_answers(
    cast: Cast, served: Served, open_page: OpenPage, tmp_path: Path
) -> None:
    heads = "name_id,name_en,category,unit,member_price_idr,price_date\n"
    rows = "".join(f"Bahan {n},Ware {n},metal,kg,1500,2024-06\n" for n in range(700))
    path = tmp_path / "banyak.csv"
    path.write_text(heads + rows)
    page = open_page(language="id", expects_faults=True)
    sign_in(page, cast.maya)
    choose(page, path, "Baca daftar")
    before = Price.objects.count()
    page.locator(".go button").click(no_wait_after=True)
    wait_until_some_are_written(page)
    served.kill()
    assert Price.objects.count() == before
    served.start()
    page.goto("/office/prices/import/")
    expect(page.locator("main")).to_contain_text("Belum ada yang ditulis.")
    page.click("text=Lanjutkan")
    page.locator(".go button").click(no_wait_after=True)
    expect(page.locator("main")).to_contain_text("Tertulis.", timeout=60_000)
    assert Price.objects.count() == before + 700
    assert bytes(BegunImport.objects.get().content) == b""
