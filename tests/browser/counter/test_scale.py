"""A scale on a cable: what it sends is read in a real browser, and only a weight that stands still
is taken. No port can be opened here: the page gets one that plays the bytes of a scale."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.counter.test_counter import NO_PAPER
from tests.browser.looking import OpenPage, sign_in, until
from tests.cast import Cast
from wastebank.models import DepositLine

FindBarriers = Callable[[Page], list[str]]
FRAMES = Path("wastebank/web/static/wastebank/weigh/frames.js")
READ = """async (chunks) => {
    const { scaleReader } = await import("/frames.js");
    const read = scaleReader();
    return chunks.flatMap((chunk) => read(Uint8Array.from(chunk)));
}"""

STX, CR = 0x02, 0x0D
# Status words of the continuous form: three places, two places; kilograms, and what may be wrong.
THREE_PLACES, TWO_PLACES, ONE_PLACE, TENS = 0x2D, 0x2C, 0x2B, 0x29
KILOS, POUNDS, NET, BELOW, OUT, MOVING = 0x30, 0x20, 0x01, 0x02, 0x04, 0x08
PLAIN, GRAMS, EXPANDED = 0x20, 0x21, 0x30


def toledo(a: int, b: int, c: int, weight: str, *, checked: bool = True) -> bytes:
    frame = bytes([STX, a, b, c]) + weight.encode() + b"000000" + bytes([CR])
    checksum = -sum(byte & 0x7F for byte in frame) & 0x7F
    return frame + bytes([checksum]) if checked else frame


def stable(grams: int) -> dict[str, Any]:
    return {"grams": grams, "stable": True}


def moving(grams: int) -> dict[str, Any]:
    return {"grams": grams, "stable": False}


def refused(why: str) -> dict[str, str]:
    return {"refused": why}


CAS = [
    (b"ST,GS,1@,0001.235 kg\r\n", [stable(1235)]),
    (b"ST,NT,1@,0000.480 kg\r\n", [stable(480)]),
    (b"US,GS,1\xa0,  12.500 kg\r\n", [moving(12500)]),
    (b"OL,GS,1@,         kg\r\n", [refused("over")]),
    (b"ST,GS,1@,-  0.200 kg\r\n", [refused("under")]),
    (b"ST,GS,+  1.235kg\r\n", [stable(1235)]),
    (b"ST,GS,1@,00013.5 lb\r\n", [refused("unit")]),
    (b"ST,GS,1@,00001235  g\r\n", [stable(1235)]),
    (b"ST,GS,1@,   0.012  t\r\n", [stable(12000)]),
    # an unstable lamp byte that looks like the end of a line costs its frame and no other
    (b"US,GS,1\x8d,0001.235 kg\r\nST,GS,1@,0002.000 kg\r\n", [stable(2000)]),
]
AND = [
    (b"ST,+00012.50  kg\r\n", [stable(12500)]),
    (b"US,+00012.48  kg\r\n", [moving(12480)]),
    (b"OL,+9999999E+19\r\n", [refused("over")]),
    (b"ST,+00000000   g\r\n", [stable(0)]),
    (b"ST,-00000.00  kg\r\n", [stable(0)]),
    (b"ST,-00001.20  kg\r\n", [refused("under")]),
    (b"ST,+00027.56  lb\r\n", [refused("unit")]),
    (b"QT,+00000012  PC\r\n", [refused("unit")]),
    (b"ST,+0001.2345 kg\r\n", [refused("unit")]),
    (b"ST,+0001.2340 kg\r\n", [stable(1234)]),
]
TOLEDO = [
    (toledo(THREE_PLACES, KILOS, PLAIN, "001235"), [stable(1235)]),
    (toledo(THREE_PLACES, KILOS, PLAIN, "  1235", checked=False), [stable(1235)]),
    (toledo(TWO_PLACES, KILOS | NET, PLAIN, "001250"), [stable(12500)]),
    (toledo(ONE_PLACE, KILOS | MOVING, PLAIN, "000125"), [moving(12500)]),
    (toledo(TENS, KILOS, PLAIN, "000012"), [stable(120_000)]),
    (toledo(THREE_PLACES, KILOS | BELOW, PLAIN, "000200"), [refused("under")]),
    (toledo(THREE_PLACES, KILOS | OUT, PLAIN, "999999"), [refused("over")]),
    (toledo(THREE_PLACES, POUNDS, PLAIN, "001235"), [refused("unit")]),
    (toledo(0x2A, POUNDS, GRAMS, "001235"), [stable(1235)]),
    (toledo(THREE_PLACES, KILOS, EXPANDED, "001235"), []),
    (b"S S      1.235 kg\r\n", [stable(1235)]),
    (b"S D      1.198 kg\r\n", [moving(1198)]),
    (b"S S      480 g\r\n", [stable(480)]),
    (b"S +\r\n", [refused("over")]),
    (b"S I\r\n", []),
]
GARBLED = [
    b"0001.235 kg\r\n",
    b"ST,GS,1@,00x1.235 kg\r\n",
    b"ST,GS,1@,00ST,GS,1@,0001.235\r\n",
    b"\xff\x00\x13ST,+00012.50  kg\r\n",
    b"ST,+1.2.3 kg\r\n",
    toledo(THREE_PLACES, KILOS, PLAIN, "0x1235", checked=False),
    toledo(THREE_PLACES, KILOS, PLAIN, "001235", checked=False)[3:],
    toledo(THREE_PLACES, KILOS, PLAIN, "001235")[:12] + bytes([CR]),
    b"A" * 5000 + b"\r\n",
]


@pytest.fixture
def reader(chromium: Browser) -> Any:
    """The module itself, in a page that has nothing else."""
    page = chromium.new_page()
    page.route(
        "http://scale.test/*",
        lambda route: (
            route.fulfill(path=FRAMES, content_type="text/javascript")
            if route.request.url.endswith(".js")
            else route.fulfill(body="<html>", content_type="text/html")
        ),
    )
    page.goto("http://scale.test/")
    yield lambda *chunks: page.evaluate(READ, [list(chunk) for chunk in chunks])
    page.close()


def test_each_form_is_read_whole_and_in_pieces(reader: Any) -> None:
    for frame, readings in CAS + AND + TOLEDO:
        assert reader(frame) == readings, frame
        assert reader(*(bytes([byte]) for byte in frame)) == readings, frame
        for cut in range(1, len(frame)):
            assert reader(frame[:cut], frame[cut:]) == readings, (frame, cut)


def test_a_parity_bit_in_front_changes_nothing(reader: Any) -> None:
    for frame, readings in AND + TOLEDO:
        with_parity = bytes(byte | (byte.bit_count() % 2 << 7) for byte in frame)
        assert reader(with_parity) == readings, frame


def test_what_is_garbled_is_left_out_and_the_next_is_read(reader: Any) -> None:
    good = b"ST,GS,1@,0002.000 kg\r\n"
    for noise in GARBLED:
        assert reader(noise) == [], noise
        assert reader(noise, good) == [stable(2000)], noise
    assert reader(b"ST,GS,1@,00", good) == []  # the cable came in halfway: a line was lost
    assert reader(b"ST,GS,1@,00", good, good) == [stable(2000)]


# --- at the desk

FAKE_PORT = """
    const queue = [];
    let wake = () => {};
    window.scaleSays = (text) => { queue.push(new TextEncoder().encode(text)); wake(); };
    const port = {
        async open(settings) { window.scaleSettings = settings; this.readable = stream; },
    };
    const stream = new ReadableStream({
        async pull(controller) {
            while (!queue.length) await new Promise((done) => { wake = done; });
            controller.enqueue(queue.shift());
        },
    });
    const serial = {
        async getPorts() { return window.localStorage.getItem("granted") ? [port] : []; },
        async requestPort() { window.localStorage.setItem("granted", "1"); return port; },
    };
    Object.defineProperty(Navigator.prototype, "serial", { get: () => serial });
"""


def says(page: Page, *lines: str) -> None:
    for line in lines:
        page.evaluate("(text) => window.scaleSays(text)", line + "\r\n")


@pytest.mark.parametrize("width", [360, 1280])
def test_a_weight_is_taken_once_it_stands_still(
    cast: Cast, open_page: OpenPage, find_barriers: FindBarriers, width: int
) -> None:
    page = open_page(width=width, height=740)
    page.add_init_script(NO_PAPER)
    page.add_init_script(FAKE_PORT)
    sign_in(page, cast.sari)
    page.goto(f"/counter/weigh/{cast.siti.number}/")
    key, weight = page.locator('[data-key="scale"]'), page.locator("[data-weight]")
    words, warning = page.locator("[data-words]"), page.locator("[data-warning-says]")

    page.click(".tiles [data-material=pet]")
    key.click()  # asks once which scale it is
    assert find_barriers(page) == []
    page.click('[data-scale-kind="and"]')
    until(page, "Boolean(window.scaleSettings)")
    assert page.evaluate("window.scaleSettings.baudRate") == 2400

    says(page, "US,+0001.198  kg", "US,+0001.231  kg")
    key.click()
    expect(warning).to_be_visible()
    expect(weight).to_have_value("")
    says(page, "ST,+0001.234  kg", "ST,+0001.235  kg")
    expect(weight).to_have_value("")  # it stood, but not twice at the same
    says(page, "ST,+0001.235  kg")
    expect(weight).to_have_value("1,235")
    expect(words).to_have_text("1 kilo 235 gram · dari timbangan")
    expect(warning).to_be_hidden()

    page.click(".tiles [data-material=kardus]")
    key.click()
    says(page, "ST,+0001.235  kg", "ST,+0001.235  kg")
    expect(warning).to_have_text("Ini sudah diambil. Taruh yang berikutnya.")
    expect(weight).to_have_value("")  # one sack is not paid twice
    says(page, "ST,+0002.756  lb")
    expect(warning).to_contain_text("tidak memakai kilogram")
    expect(weight).to_have_value("")
    page.keyboard.type("2,5")
    page.click(".tiles [data-material=jelantah]")
    terms = page.locator("[data-lines] [data-terms]")
    expect(terms.nth(0)).to_have_text("1,235 kg × Rp2.500 · dari timbangan")
    expect(terms.nth(1)).to_have_text("2,500 kg × Rp1.200 · diketik")
    page.click("[data-record]")
    page.wait_for_url("**/counter/receipts/**")
    kept = DepositLine.objects.order_by("line").values_list("amount", "weight_source")
    assert json.dumps(list(kept)) == json.dumps([(1235, "scale"), (2500, "typed")])


def test_a_weight_that_a_hand_changed_is_typed(cast: Cast, open_page: OpenPage) -> None:
    page = open_page()
    page.add_init_script(NO_PAPER)
    page.add_init_script(FAKE_PORT)
    sign_in(page, cast.sari)
    page.evaluate("localStorage.setItem('granted', '1')")
    page.goto(f"/counter/weigh/{cast.siti.number}/")
    until(page, "Boolean(window.scaleSettings)")  # known from last time: connected at once
    page.keyboard.type("q")
    says(page, "ST,GS,1@,0001.235 kg", "ST,GS,1@,0001.235 kg")
    page.keyboard.press("Space")
    expect(page.locator("[data-weight]")).to_have_value("1,235")
    page.keyboard.type("4")
    expect(page.locator("[data-weight]")).to_have_value("4")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.wait_for_url("**/counter/receipts/**")
    line = DepositLine.objects.get()
    assert (line.amount, line.weight_source) == (4000, "typed")
