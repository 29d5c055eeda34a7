"""A receipt printed from a browser: one page, as wide as the roll and as tall as its text."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Browser, Route

from tests.wastebank.papers.looking import letters, page_sizes_mm, sizes_mm
from tests.wastebank.papers.samples import DEPOSIT, PROVISIONAL, VISIT, VOIDED_COPY
from wastebank.papers.receipt.slip import Receipt
from wastebank.web.styles import join

STATIC = Path(__file__).parents[3] / "wastebank" / "web" / "static" / "wastebank"
SITE = "http://paper.test"
POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'"
STYLES = "joined/counter.css"
KINDS = {".js": "text/javascript", ".svg": "image/svg+xml"}


def document(receipt: Receipt, width: int, *, with_script: bool = True) -> str:
    part = render_to_string("parts/receipt.html", {"receipt": receipt, "width": width})
    styles = f'<link rel="stylesheet" href="/{STYLES}">'
    script = '<script type="module" src="/common/paper.js"></script>' if with_script else ""
    return (
        f"<!doctype html><html lang=id><head><meta charset=utf-8><title>x</title>{styles}{script}"
        f'</head><body><header class="bar"><p>Bar</p></header><main><h1 class="off-paper">Struk'
        f"</h1>{part}</main></body></html>"
    )


def printed(chromium: Browser, html: str) -> bytes:
    """Under the policy of the real pages, from the real style sheets."""
    faults: list[str] = []

    def answer(route: Route) -> None:
        name = route.request.url.removeprefix(f"{SITE}/")
        file = STATIC / name
        if not name:
            headers = {"Content-Security-Policy": POLICY}
            route.fulfill(body=html, content_type="text/html", headers=headers)
        elif name == STYLES:
            route.fulfill(body=join("counter"), content_type="text/css")
        elif file.is_file():
            route.fulfill(body=file.read_bytes(), content_type=KINDS[file.suffix])
        else:
            route.fulfill(status=404)

    context = chromium.new_context()
    try:
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        page.route("**/*", answer)
        page.goto(f"{SITE}/")
        page.wait_for_load_state("networkidle")
        page.evaluate("document.fonts.ready")
        pdf = page.pdf(prefer_css_page_size=True)
    finally:
        context.close()
    assert not [fault for fault in faults if "404" not in fault]
    return pdf


@pytest.mark.parametrize("width", [58, 80])
@pytest.mark.parametrize("receipt", [DEPOSIT, VISIT, VOIDED_COPY, PROVISIONAL])
def test_the_page_is_as_tall_as_the_receipt(
    chromium: Browser, receipt: Receipt, width: int
) -> None:
    pdf = printed(chromium, document(receipt, width))
    ((page_width, page_height),) = page_sizes_mm(pdf)
    assert page_width == pytest.approx(width, abs=0.5)
    found = letters(pdf)
    # the margin below the last line, and nothing that should have fed more paper
    assert 3 < min(letter.bottom_mm for letter in found) < 9
    assert page_height - max(letter.top_mm for letter in found) < 17
    assert min(sizes_mm(pdf)) >= 2.9
    assert min(letter.left_mm for letter in found) > 3.5
    assert max(letter.right_mm for letter in found) < width - 3.5


def test_a_long_visit_is_still_one_page(chromium: Browser) -> None:
    pdf = printed(chromium, document(replace(VISIT, lines=VISIT.lines * 20), 58))
    ((_, height),) = page_sizes_mm(pdf)
    assert height > 400


def test_without_scripts_the_roll_is_still_as_wide_as_the_paper(chromium: Browser) -> None:
    pdf = printed(chromium, document(DEPOSIT, 58, with_script=False))
    ((width, height),) = page_sizes_mm(pdf)
    assert width == pytest.approx(58, abs=0.5)
    assert height == pytest.approx(200, abs=0.5)
