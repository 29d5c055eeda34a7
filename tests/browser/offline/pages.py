"""What every walk through the counter with no network does with its hands."""

from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.looking import sign_in, until
from wastebank.models import User

SHELL = "/counter/offline/"
# Without a screen nobody can close the browser's own dialog, and as long as it is open the browser
# makes no PDF either. This one is closed at once, as where there is no printer.
NO_PRINTER = """() => {
    window.dialogs = 0;
    window.print = () => {
        dispatchEvent(new Event("beforeprint"));
        window.dialogs += 1;
        dispatchEvent(new Event("afterprint"));
    };
}"""


def room(page: Page, name: str) -> Locator:
    return page.locator(f"[data-room={name}]:not([hidden])")


def opened(page: Page) -> None:
    expect(page.locator("[data-shell][data-ready]")).to_be_attached()


def set_up(page: Page, by: User, *, language: str = "id", label: str = "HP Posko") -> None:
    """Sign in, name the device, and wait until it needs us no more."""
    sign_in(page, by)
    page.goto(f"{SHELL}?language={language}")
    page.get_by_label("Nama alat ini" if language == "id" else "Name of this device").fill(label)
    page.locator("[data-setup] button").click()
    expect(room(page, "start")).to_be_visible(timeout=30_000)


def cut(page: Page) -> None:
    """No network, and the page opened anew: what is seen now comes from the device alone."""
    page.context.set_offline(True)
    page.goto("about:blank")
    page.goto(SHELL)
    opened(page)


def ask(page: Page, text: str) -> None:
    page.fill("#code", text)
    page.press("#code", "Enter")


def weigh(page: Page, *lines: tuple[str, str]) -> None:
    """Type the lines at the scale and record; answers when the start stands there again."""
    expect(room(page, "weigh")).to_be_visible()
    expect(page.locator("[data-counter][data-ready]")).to_be_attached()
    for material, amount in lines:
        page.locator(f".tiles [data-material={material}]").click()
        page.locator("[data-weight]").fill(amount)
    page.locator("[data-record]").click()
    expect(room(page, "start")).to_be_visible()


def print_out(page: Page, width: int) -> bytes:
    """Press the key of a roll. When the page has printed it, the same comes as a PDF."""
    page.evaluate(NO_PRINTER)
    page.locator(f"[data-paper='{width}']").click()
    until(page, "window.dialogs === 1")
    return page.pdf(prefer_css_page_size=True)


def to(page: Page, name: str, rest: str = "") -> None:
    page.evaluate("(hash) => { location.hash = hash; }", f"{name}/{rest}" if rest else name)
    expect(room(page, name)).to_be_visible()


def draft_holds(text: str) -> str:
    """The condition that what was typed is kept on the device."""
    return f"""async () => {{
        const {{ draftsOf }} = await import("/static/wastebank/offline/drafts.js");
        return JSON.stringify(await draftsOf("typed:")).includes('"{text}"');
    }}"""


def in_queue(page: Page) -> list[dict[str, Any]]:
    """Every record on the device, in order."""
    found: list[dict[str, Any]] = page.evaluate(
        """async () => (await import("/static/wastebank/offline/queue.js")).list()"""
    )
    return found
