"""One person at one screen: signed in once, then led from page to page, width to width."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page

from tests.permissions import LETTERS, rows

LOCALES = {"id": "id-ID", "en": "en-GB"}
EVERYBODY, MEMBER = "", "member"
# Pages are looked at by the first of these who may: the one whose desk it is.
DESKS = "OCLTMUA"
# What programs ask, and what is there in a new bank alone: test_new_bank.py looks at it.
NO_PAGES = ("healthz", "readyz", "api/", "setup/")


def pages() -> list[tuple[str, str]]:
    """(route, who looks at it): every page of the permission table, with its own person."""
    return [
        (route, visitor_of(route, who))
        for method, route, who in rows()
        if method == "GET" and not route.startswith(NO_PAGES)
    ]


def visitor_of(route: str, who: str) -> str:
    if who in ("all", "staff", "member"):
        return {"all": EVERYBODY, "staff": LETTERS["M"], "member": MEMBER}[who]
    if "/import/<uuid" in route and route.startswith("office/"):
        return LETTERS["M"]  # a file is open to whoever brought it
    desks = "TMAULCOR" if route.startswith("office/") else DESKS
    return LETTERS[next(letter for letter in desks if letter in who)]


@contextmanager
def visiting(browser: Browser, url: str, language: str, *, dark: bool = False) -> Iterator[Page]:
    """A page of a fresh browser that stands in Indonesia and has nothing in its pockets."""
    context = browser.new_context(
        base_url=url,
        locale=LOCALES[language],
        viewport={"width": 1280, "height": 800},
        timezone_id="Asia/Jakarta",
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
    )
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def sign_in(page: Page, username: str, password: str) -> None:
    page.goto("/login/")
    page.fill("[name=username]", username)
    page.fill("[name=password]", password)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda url: "/login" not in url)


def open_passbook(page: Page, number: str, pin: str) -> None:
    page.goto("/member/")
    page.fill("[name=who]", number)
    page.fill("[name=pin]", pin)
    with page.expect_navigation():
        page.press("[name=pin]", "Enter")
