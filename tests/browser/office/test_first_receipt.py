"""From the code in the program's window to the first receipt, by clicks and keys alone."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ledger.models import Posting
from tests.browser.looking import OpenPage
from tests.browser.office.test_new_bank import SECRET, code_of, fits
from tests.serving import Served
from tests.wastebank.materials.coming.lists import workbook
from wastebank.models import Deposit, Price

LIST: Sequence[Sequence[str]] = [
    ["BANK SAMPAH INDUK KENANGA"],
    ["Daftar harga"],
    [""],
    ["No", "Kode", "Jenis Sampah", "Satuan", "Harga"],
    ["1", "P01", "Botol PET bersih", "kg", "4.500"],
    ["2", "P02", "Kardus", "kg", "1.800"],
    ["3", "K01", "Botol kecap", "biji", "900"],
    ["4", "K01", "Botol sirup", "biji", "500"],
    ["5", "A01", "Aki", "kg", ""],
]
WORDS = {
    "id": {
        "file": "Dari berkas",
        "read": "Baca daftar",
        "from": "Dari nasabah",
        "written": "Tertulis.",
        "here": "Alamat ini hanya terbuka di mesin ini.",
        "show": "Tampilkan katanya",
        "kept": "Kertasnya sudah disimpan",
        "enrol": "Daftarkan",
        "card": "Buat kartu",
        "office": "Ke kantor",
        "first": "Tinggal satu langkah",
        "hint": "Struknya tercetak bersamanya",
        "board": "Kardus",
        "weigh": "Timbang",
        "save": "Simpan",
        "runs": "Struk pertama sudah ada.",
    },
    "en": {
        "show": "Show the words",
        "kept": "The paper is kept",
        "enrol": "Enrol",
        "card": "Make the card",
        "office": "To the office",
        "first": "Only one step",
        "hint": "The receipt comes with it",
        "here": "This address opens on this machine alone.",
        "board": "Cardboard",
        "weigh": "Weigh",
        "save": "Record",
        "runs": "The first receipt is there.",
    },
}


def press(page: Page, text: str) -> None:
    """The last key or way of these words that can be seen."""
    page.locator("main").locator(f"a:has-text('{text}'), button:has-text('{text}')").locator(
        "visible=true"
    ).last.click()


def read_again(page: Page, selector: str) -> None:
    with page.expect_event("load"):
        page.locator(selector).click()


def go_to_step(page: Page, step: str) -> None:
    """By the path, or on a wide screen by the list of the steps."""
    page.locator(f"a[href$='/setup/{step}/']").locator("visible=true").first.click()


def open_bank(page: Page, code: str) -> None:
    page.goto("/")
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    for name, text in (("first_name", "Siti"), ("username", "siti"), ("password", SECRET)):
        page.fill(f"[name={name}]", text)
    page.fill("[name=again]", SECRET)
    page.keyboard.press("Enter")
    for name, text in (("name", "Mawar"), ("phone", "0812 3456 7890"), ("code", "MW")):
        page.fill(f"[name={name}]", text)
    page.keyboard.press("Enter")
    page.wait_for_url("**/setup/materials/")


def by_file(page: Page, words: dict[str, str], folder: Path) -> None:
    """Somebody else's list: title rows, plain "Harga", `biji`, dots, a code twice, no price."""
    path = folder / "kenanga.xlsx"
    path.write_bytes(workbook(LIST))
    press(page, words["file"])
    page.set_input_files("[name=file]", path)
    press(page, words["read"])
    with page.expect_event("load"):
        page.select_option("#column-E", label=words["from"])
    read_again(page, ".ticked [type=checkbox]")
    read_again(page, "[name='q/day'][value=today]")
    read_again(page, "[name='q/price:9'][value=ask]")
    page.fill("[name='t/twice:7-8/both']", "K02")
    with page.expect_event("load"):
        page.keyboard.press("Enter")
    fits(page)
    page.locator(".go button").click()
    expect(page.locator("main")).to_contain_text(words["written"])
    assert Price.objects.count() == len(LIST) - 4
    go_to_step(page, "staff")  # the path leads on from here, too


def by_starters(page: Page, _words: dict[str, str], _folder: Path) -> None:
    page.fill("[name=price-s-botol-pet-bersih-kg]", "4500")
    page.keyboard.press("Enter")
    page.fill("main [type=search]", "dus")  # as people call it
    page.fill("[name=price-s-kardus-kg]", "1800")
    page.locator("[data-save]").click()
    page.wait_for_url("**/setup/member/")
    go_to_step(page, "staff")


def let_somebody_in(page: Page, words: dict[str, str]) -> None:
    page.fill("[name=name]", "Budi Santoso")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text(words["here"])
    fits(page)


def keep_the_key(page: Page, words: dict[str, str]) -> None:
    """Four words are read from the paper; then the set-up goes on."""
    go_to_step(page, "backup")
    press(page, words["show"])
    expect(page.locator("[name^=word_]")).to_have_count(4)
    paper = re.findall(r"[a-z]+", page.locator("ol.words").inner_text())
    for field in page.locator("[name^=word_]").all():
        place = str(field.get_attribute("name")).removeprefix("word_")
        field.fill(paper[int(place) - 1])
    press(page, words["kept"])
    page.wait_for_url("**/setup/member/")


def first_member(page: Page, words: dict[str, str]) -> None:
    press(page, words["enrol"])
    page.fill("[name=name]", "Aminah")
    page.locator("[name=consent]").check()
    press(page, words["enrol"])
    press(page, words["card"])
    expect(page.locator("svg.qr")).to_be_visible()
    fits(page)


def first_receipt(page: Page, words: dict[str, str], width: int) -> None:
    page.locator(f"a:has-text('{words['office']}')").locator("visible=true").click()
    expect(page.locator("h1")).to_contain_text(words["first"])
    expect(page.locator(".now-do")).to_contain_text(words["hint"])
    press(page, words["weigh"])
    page.locator("a.is-big").click()
    page.keyboard.type("aminah")
    page.keyboard.press("Enter")
    page.click("a:has-text('Aminah')")
    page.click(f"button:has-text('{words['board']}')")
    if width < 800:
        page.click("button:text-is('2')")
    else:
        page.keyboard.type("2")
    press(page, words["save"])
    expect(page.locator("main")).to_contain_text(words["runs"])
    fits(page)


@pytest.mark.parametrize(
    ("language", "width", "prices"), [("id", 360, by_file), ("en", 1280, by_starters)]
)
def test_the_first_receipt_is_reached_by_clicks_alone(
    served: Served, open_page: OpenPage, tmp_path: Path, language: str, width: int, prices: object
) -> None:
    assert callable(prices)
    words = WORDS[language]
    page = open_page(language=language, width=width)
    open_bank(page, code_of(served))
    prices(page, words, tmp_path)
    let_somebody_in(page, words)
    keep_the_key(page, words)
    first_member(page, words)
    first_receipt(page, words, width)
    assert [(one.number, one.total_idr) for one in Deposit.objects.all()] == [("MW-000001", 3600)]
    assert Posting.objects.exists()
