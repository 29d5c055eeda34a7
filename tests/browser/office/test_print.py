"""The first page of the office on paper: all of it lies on A4, and nothing is parted."""

import uuid
from datetime import date

import pytest
from playwright.sync_api import PdfMargins
from pypdfium2 import PdfDocument

from tests.browser.looking import OpenPage, sign_in
from tests.cast import Cast
from wastebank.materials.prices import set_price
from wastebank.models import Material

A4_INSIDE_PX = 718  # 210 mm less 10 mm on either side, at 96 dots an inch
MARGINS = PdfMargins(top="10mm", bottom="10mm", left="10mm", right="10mm")

# What lies beyond the paper, or is hidden inside something that would have to be scrolled.
CUT_OFF = """() => {
  const found = [];
  for (const each of document.querySelectorAll("main *")) {
    const box = each.getBoundingClientRect();
    const name = `${each.tagName} ${each.className.baseVal ?? each.className}: ${each.textContent}`;
    if (box.width && (box.right > innerWidth + 1 || box.left < -1)) {
      found.push(`beyond: ${name.slice(0, 80)}`);
    }
    const flow = getComputedStyle(each).overflowX;
    if (flow !== "visible" && each.scrollWidth > each.clientWidth + 1) {
      found.push(`hidden: ${name.slice(0, 80)}`);
    }
  }
  return found;
}"""


def bring_much(cast: Cast) -> None:
    """Something of every family, and as much of it as a table has to hold."""
    for number, family in enumerate(("logam", "lainnya", "elektronik")):
        Material.objects.create(
            code=f"m{number}", name_id=family, name_en=family, family=family, unit="g"
        )
        set_price(
            key=uuid.uuid4(),
            by=cast.maya,
            material=f"m{number}",
            place="BSI",
            valid_from=date(2020, 1, 1),
            price_idr=1_234,
        )
    goods = (("pet", 998_765), ("kardus", 987_654), ("jelantah", 99_876), ("botol-kecap", 999))
    for _ in range(3):
        cast.deposit(*goods, ("m0", 876_543), ("m1", 765_432), ("m2", 654_321))
    cast.redeem()


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("span", ["6", "12"])
def test_the_first_page_lies_whole_on_a4(
    cast: Cast, open_page: OpenPage, language: str, span: str
) -> None:
    bring_much(cast)
    page = open_page(language=language, width=A4_INSIDE_PX, height=1_047)
    sign_in(page, cast.maya)
    page.goto(f"/office/?print=1&span={span}")
    page.emulate_media(media="print")
    assert page.evaluate(CUT_OFF) == []
    headings = page.locator("figure:visible h2").all_inner_texts()
    captions = page.locator("figure:visible:has(h2) figcaption").all_inner_texts()
    assert len(headings) == len(captions) == 3
    paper = PdfDocument(page.pdf(format="A4", margin=MARGINS))
    pages = [sheet.get_textpage().get_text_range() for sheet in paper]
    for heading, caption in zip(headings, captions, strict=True):
        words = caption[:20]
        assert any(heading in text and words in text for text in pages), heading


def test_without_its_tables_it_lies_whole_on_a4_too(cast: Cast, open_page: OpenPage) -> None:
    bring_much(cast)
    page = open_page(width=A4_INSIDE_PX, height=1_047)
    sign_in(page, cast.maya)
    page.goto("/office/")
    page.emulate_media(media="print")
    assert page.evaluate(CUT_OFF) == []
