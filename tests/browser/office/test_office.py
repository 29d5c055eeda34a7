"""The office in a real browser: every page it has, in both languages, without a barrier."""

import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.looking import OpenPage, sign_in
from tests.cast import Cast
from tests.serving import Served
from wastebank.devices.register import register_counter
from wastebank.models import Device, Member

FindBarriers = Callable[[Page], list[str]]
PAGES = (
    "/office/",
    "/office/?place=MLT&span=12&print=1",
    "/office/search/",
    "/office/days/",
    "/office/days/closed/",
    "/office/deposits/",
    "/office/deposits/?state=seen",
    "/office/members/",
    "/office/prices/",
    "/office/prices/materials/",
    "/office/prices/of/pet/",
    "/office/prices/import/",
    "/office/clinics/",
    "/office/clinics/visits/",
    "/office/book/",
    "/office/book/accounts/",
    "/office/book/accounts/stock:MLT:pet/",
    "/office/log/",
    "/office/book/check/",
    "/office/cards/",
    "/office/cards/list/",
    "/office/staff/",
    "/office/staff/devices/",
    "/office/staff/places/",
    "/office/staff/people/sari/",
    "/clinic/tariffs/",
)


@pytest.mark.parametrize(("language", "width"), [("id", 1280), ("en", 360)])
def test_no_page_of_the_office_has_a_barrier(
    cast: Cast, open_page: OpenPage, find_barriers: FindBarriers, language: str, width: int
) -> None:
    odd = cast.deposit(days_ago=3)
    cast.redeem()
    device, _secret = register_counter(key=uuid.uuid4(), by=cast.sari, label="Meja " * 12)
    Device.objects.filter(pk=device.pk).update(issued=2)
    Member.objects.filter(pk=cast.wati.pk).update(kind="group", name="Kelompok " * 9)
    page = open_page(language=language, width=width)
    sign_in(page, cast.maya)
    more = (
        f"/office/staff/devices/{device.pk}/",
        f"/office/days/deposits/{odd.number}/",
        f"/office/members/{cast.siti.number}/",
        f"/office/members/{cast.wati.number}/",
    )
    for address in (*PAGES, *more):
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        assert find_barriers(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") == width, address


def test_the_treasurer_sees_the_trial_balance_at_zero(cast: Cast, open_page: OpenPage) -> None:
    cast.deposit()
    page = open_page()
    sign_in(page, cast.bambang)
    page.goto("/office/book/")
    expect(page.locator("tfoot").first).to_contain_text("25.000")


def test_the_keyboard_alone_finds_a_member_and_a_receipt(cast: Cast, open_page: OpenPage) -> None:
    deposit = cast.deposit()
    page = open_page()
    sign_in(page, cast.bambang)
    page.goto("/office/")
    page.focus("#seek")
    page.keyboard.type(cast.siti.number.lower())
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Siti Rahayu")
    page.focus("#seek")
    page.keyboard.type(deposit.number)
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"/office/days/deposits/{deposit.number}/")
    page.focus("#seek")
    page.keyboard.type("a")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Satu huruf terlalu banyak hasilnya.")


def test_lists_files_and_pictures_need_no_script(
    cast: Cast, chromium: Browser, served: Served, tmp_path: Path
) -> None:
    cast.deposit()
    context = chromium.new_context(base_url=served.url, java_script_enabled=False, locale="id-ID")
    page = context.new_page()
    sign_in(page, cast.bambang)
    page.goto("/office/")
    page.get_by_text("Tempat atau bulan lain").click()
    page.select_option("[name=place]", "MLT")
    page.get_by_role("button", name="Tampilkan").click()
    expect(page.locator(".sentence")).to_contain_text("10,000 kg")
    page.goto("/office/members/")
    page.fill("#ask-text", "siti")
    page.get_by_role("button", name="Tampilkan").click()
    expect(page.locator("main")).to_contain_text("Siti Rahayu")
    expect(page.locator("main")).not_to_contain_text("Wati Lestari")
    assert "siti" not in page.url.lower()
    for form in ("CSV", "XLSX", "PDF"):
        with page.expect_download() as download:
            page.get_by_role("button", name=form, exact=True).click()
        assert download.value.suggested_filename.endswith(f".{form.lower()}")
        kept = tmp_path / form
        download.value.save_as(kept)
        assert kept.stat().st_size > 100
    context.close()


def test_the_first_page_prints_with_its_tables_open(cast: Cast, open_page: OpenPage) -> None:
    cast.deposit()
    page = open_page()
    sign_in(page, cast.maya)
    page.goto("/office/?print=1")
    page.emulate_media(media="print")
    expect(page.locator("main table").first).to_be_visible()
    expect(page.locator("main .take").first).to_be_hidden()
    expect(page.locator("main svg.plot").first).to_be_visible()
