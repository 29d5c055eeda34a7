"""From the code in the program's window to the office of a new bank, in both languages."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import OpenPage
from tests.serving import Served
from wastebank.bank.known import bank_facts
from wastebank.models import Place, StepDraft, User

FindBarriers = Callable[[Page], list[str]]
SECRET = "gerobak-hijau-tua"
SAID = {
    "id": ("Kode ini salah.", "Apa nama bank ini?", "Belum ada orang kedua.", "tiga langkah"),
    "en": ("This code is wrong.", "What is the bank called?", "no second person", "three steps"),
}


def code_of(served: Served) -> str:
    """The last one that the window shows."""
    return str(re.findall(r"[2-9A-Z]{4}-[2-9A-Z]{4}", served.log.read_text())[-1])


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(("language", "width"), [("id", 360), ("en", 1280)])
def test_a_new_bank_is_opened(
    served: Served, open_page: OpenPage, find_barriers: FindBarriers, language: str, width: int
) -> None:
    wrong, question, alone, left = SAID[language]
    page = open_page(language=language, width=width)
    page.goto("/")
    expect(page.locator("[name=code]")).to_be_focused()
    fits(page)
    barriers = find_barriers(page)
    page.keyboard.type("abcd 2345")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text(wrong)
    expect(page.locator("[name=code]")).to_have_value("abcd 2345")
    page.fill("[name=code]", code_of(served).lower().replace("-", " "))
    page.keyboard.press("Enter")
    for name, value in (("first_name", "Rahma"), ("username", "rahma"), ("password", SECRET)):
        page.fill(f"[name={name}]", value)
    page.fill("[name=again]", SECRET)
    fits(page)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text(question)
    fits(page)
    barriers += find_barriers(page)
    step_bank(page)
    page.goto("/office/setup/staff/")
    expect(page.get_by_text(alone)).to_be_visible()
    page.fill("[name=name]", "Dewi Lestari")
    page.locator("button.is-big[form=step]").click()
    expect(page.locator("svg.qr")).to_be_visible()
    fits(page)
    barriers += find_barriers(page)
    page.goto("/office/")
    expect(page.locator("h1")).to_contain_text(left)
    expect(page.locator(".path > .is-on")).to_have_count(1)
    fits(page)
    assert barriers + find_barriers(page) == []


def step_bank(page: Page) -> None:
    """What is typed is kept on leaving a field, and the head of a receipt shows it."""
    page.fill("[name=name]", "Mekar Sari")
    with page.expect_response(lambda answer: answer.url.endswith("/keep/")):
        page.press("[name=name]", "Tab")
    assert StepDraft.objects.get().fields["name"] == "Mekar Sari"
    expect(page.locator("[data-shows=name]")).to_have_text("Mekar Sari")
    page.goto("/office/")
    page.goto("/office/setup/bank/")
    expect(page.locator("[name=name]")).to_have_value("Mekar Sari")
    page.fill("[name=phone]", "0812-0000-4410")
    page.select_option("[name=time_zone]", "Asia/Makassar")
    page.fill("[name=code]", "ms")
    page.locator("button.is-big[form=step]").click()
    page.wait_for_url("**/office/setup/materials/")
    facts = bank_facts()
    assert (facts.name, facts.time_zone) == ("Mekar Sari", "Asia/Makassar")
    standing = User.objects.filter(username="rahma").values_list("place__code", flat=True)
    assert list(standing) == [Place.objects.get().code] == ["MS"]
