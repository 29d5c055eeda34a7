"""The camera, a photo, a scanner and a hand: one code, one check, however it is read."""

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.browser.chromium import FLAGS, chromium_path
from tests.browser.looking import OpenPage, scan, sign_in
from tests.browser.offline.pages import ask, cut, room, set_up
from tests.cast import Cast
from tests.serving import Served
from tests.wastebank.web.counter.desk import qr_picture

WIDTH, HEIGHT = 640, 480
PAYMENT = "QRIS.ID-1020030040050060"
Filmed = Callable[..., Page]

# What a browser that reads codes by itself offers; this one does not on every machine.
OWN_EYE = """
    window.BarcodeDetector = class {
        static async getSupportedFormats() { return ["qr_code"]; }
        async detect(video) {
            if (!video.videoWidth) return [];
            return [{ rawValue: window.inFrontOfIt }];
        }
    };
"""


def film(card: bytes, file: Path) -> None:
    """A still card in front of the lens, as a raw film: smaller than the frame, off the middle."""
    scene = Image.new("L", (WIDTH, HEIGHT), 150)
    with Image.open(BytesIO(card)) as picture:
        scene.paste(picture.convert("L").resize((300, 300)), (190, 70))
    frame = b"FRAME\n" + scene.tobytes() + bytes([128]) * (WIDTH * HEIGHT // 2)
    head = f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420jpeg\n".encode()
    file.write_bytes(head + frame * 3)


@pytest.fixture
def filmed(chromium: Browser, served: Served, tmp_path: Path) -> Iterator[Filmed]:
    """A phone whose camera sees a card: `filmed(code)`; without a code the camera is forbidden."""
    browsers = []

    def open_phone(code: str = "", *, init: str = "") -> Page:
        file = tmp_path / "card.y4m"
        film(qr_picture(code or PAYMENT).read(), file)
        eye = ["--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={file}"]
        browser = chromium.browser_type.launch(
            executable_path=chromium_path(whole=True), args=[*FLAGS, *eye]
        )
        browsers.append(browser)
        phone = browser.new_context(
            base_url=served.url,
            locale="id-ID",
            viewport={"width": 360, "height": 740},
            permissions=["camera"] if code else [],
        )
        page = phone.new_page()
        if init:
            page.add_init_script(init)
        return page

    yield open_phone
    for browser in browsers:
        browser.close()


def look(page: Page, cast: Cast) -> None:
    sign_in(page, cast.sari)
    page.goto("/counter/")
    page.click("[data-camera]")


def test_the_camera_reads_a_card_through_the_server(cast: Cast, filmed: Filmed) -> None:
    page = filmed(cast.siti_card.code, init="delete window.BarcodeDetector")
    frames = []
    page.on("request", lambda asked: frames.append(asked) if "/frames/" in asked.url else None)
    look(page, cast)
    expect(page.locator("h1")).to_have_text(cast.siti.name)
    assert 1 <= len(frames) <= 5
    assert cast.siti_card.code not in page.url


def test_a_browser_that_reads_by_itself_asks_nobody(cast: Cast, filmed: Filmed) -> None:
    page = filmed(cast.siti_card.code, init=OWN_EYE)
    frames = []
    page.on("request", lambda asked: frames.append(asked) if "/frames/" in asked.url else None)
    sign_in(page, cast.sari)
    page.goto("/counter/")
    page.evaluate("(code) => { window.inFrontOfIt = code; }", PAYMENT)
    page.click("[data-camera]")
    expect(page.locator("[data-scan-says]")).to_have_text("Ini bukan kartu kita.")
    expect(page.locator("video")).to_be_visible()  # it goes on looking
    page.evaluate("(code) => { window.inFrontOfIt = code; }", cast.siti_card.code)
    expect(page.locator("h1")).to_have_text(cast.siti.name)
    assert not frames


def test_without_a_camera_the_other_ways_are_named(cast: Cast, filmed: Filmed) -> None:
    page = filmed()
    look(page, cast)
    expect(page.locator("[data-scan-says]")).to_contain_text("Ambil foto, atau ketik nomornya.")
    expect(page.locator("[data-camera]")).to_have_attribute("aria-pressed", "false")


def test_the_camera_is_closed_by_a_second_press(cast: Cast, filmed: Filmed) -> None:
    page = filmed(PAYMENT)
    look(page, cast)
    expect(page.locator("[data-scan-says]")).to_have_text("Ini bukan kartu kita.")
    page.click("[data-camera]")
    expect(page.locator("video")).to_be_hidden()


def test_one_check_for_scanner_photo_and_hand(cast: Cast, open_page: OpenPage) -> None:
    code = cast.siti_card.code
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    page = open_page(width=360)
    sign_in(page, cast.sari)
    refused = page.locator("main .note.is-stop[role=alert] code")

    page.goto("/counter/")
    scan(page, wrong)
    expect(refused).to_have_text("card_misspelt")
    page.fill("[data-code]", f"{wrong[:10]} {wrong[10:]}".lower())
    with page.expect_navigation():
        page.press("[data-code]", "Enter")
    expect(refused).to_have_text("card_misspelt")
    for text, told in ((wrong, "card_misspelt"), (PAYMENT, "")):
        page.goto("/counter/")
        photo = qr_picture(text).read()
        picture: FilePayload = {"name": "card.jpg", "mimeType": "image/jpeg", "buffer": photo}
        page.set_input_files("[name=photo]", picture)
        if told:
            expect(refused).to_have_text(told)
        else:
            expect(page.locator("[data-scan-says]")).to_have_text("Ini bukan kartu kita.")


def test_the_camera_reads_the_card_that_is_handed_over(cast: Cast, filmed: Filmed) -> None:
    """The code stands in its field then, and waits for the PIN that its holder chooses."""
    page = filmed(cast.hasan_card.code, init="delete window.BarcodeDetector")
    sign_in(page, cast.sari)
    page.goto(f"/counter/members/{cast.hasan.number}/")
    form = page.locator("form[data-scan]")
    form.locator("[data-camera]").click()
    expect(form.locator("[data-code]")).to_have_value(cast.hasan_card.code)
    expect(form.locator("video")).to_be_hidden()
    for pin in (form.locator(".pin").nth(0), form.locator(".pin").nth(1)):
        for figure in "482913":
            pin.locator(f'[data-key="{figure}"]').click()
    form.locator("[type=submit]").click()
    expect(page.locator(".badge.is-good")).to_be_visible()
    cast.hasan_card.refresh_from_db()
    assert cast.hasan_card.state == "active"
    assert cast.hasan_card.pin_hash


# --- with no network


def test_with_no_network_the_browsers_own_eye_reads_the_card(cast: Cast, filmed: Filmed) -> None:
    page = filmed(cast.siti_card.code, init=OWN_EYE)
    set_up(page, cast.sari)
    cut(page)
    start = room(page, "start")
    page.evaluate("(code) => { window.inFrontOfIt = code; }", PAYMENT)
    start.locator("[data-camera]").click()
    expect(start.locator("[data-eye-says]")).to_have_text("Ini bukan kartu kita.")
    expect(start.locator("video")).to_be_visible()  # it goes on looking
    page.evaluate("(code) => { window.inFrontOfIt = code; }", cast.siti_card.code)
    expect(room(page, "weigh")).to_be_visible()
    expect(page.locator("main")).to_contain_text(cast.siti.number)


def test_with_no_network_and_no_own_eye_the_page_says_what_to_do(
    cast: Cast, filmed: Filmed
) -> None:
    page = filmed(cast.siti_card.code, init="delete window.BarcodeDetector")
    set_up(page, cast.sari)
    cut(page)
    start = room(page, "start")
    expect(start.locator("[data-camera]")).to_be_hidden()
    expect(start.locator("[data-eye-says]")).to_contain_text("Ketik nomor di samping kode")
    ask(page, cast.siti.number)
    expect(room(page, "weigh")).to_be_visible()
    expect(page.locator("main")).to_contain_text(cast.siti.number)
