"""What the manual and the README show: desks in the middle of their work, by the demo's people."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.demo import Demo, Holder
from tests.browser.looking import scan
from tests.browser.pictures import Snap, camera
from tests.browser.scenes.clinic import at_the_clinic
from tests.browser.scenes.offline import without_network
from tests.browser.visitor import open_passbook, sign_in, visiting

LANGUAGES = ("id", "en")
PHONE: ViewportSize = {"width": 360, "height": 740}
LAPTOP: ViewportSize = {"width": 1024, "height": 720}
DESK: ViewportSize = {"width": 1280, "height": 800}
Scene = Callable[[Page, Demo, Snap], None]


def take_scenes(browser: Browser, demo: Demo, folder: Path) -> None:
    for language in LANGUAGES:
        for scene, user, size in SCENES:
            with visiting(browser, demo.url, language) as page:
                page.set_viewport_size(size)
                if user:
                    sign_in(page, user, demo.password)
                scene(page, demo, camera(page, folder / language))
    take_front(browser, demo, folder)


def scan_anywhere(page: Page, code: str) -> None:
    """The cursor stands nowhere, and a scanner types."""
    page.locator("h1").first.click()
    scan(page, code)


def at_the_scale(page: Page, holder: Holder) -> None:
    page.goto("/counter/")
    scan_anywhere(page, holder.card)
    expect(page.locator("[data-counter][data-ready]")).to_be_attached()


def weigh_two(page: Page) -> None:
    for hotkey, amount in (("q", "1,39"), ("a", "0,48")):
        page.locator(f'.tiles [data-hotkey="{hotkey.upper()}"]').click()
        page.locator("[data-weight]").fill(as_typed(page, amount))


def counter_scenes(page: Page, demo: Demo, snap: Snap) -> None:
    page.goto("/counter/")
    page.evaluate("localStorage.setItem('print-at-once', 'no')")  # the receipt, not its paper
    snap("counter-start")
    page.goto("/counter/enrol/")
    page.fill("[name=name]", "Nurhayati")
    snap("counter-enrol")
    page.goto(f"/counter/members/{demo.holders[2].number}/")
    page.evaluate(HAND_OVER)
    snap("counter-card")
    at_the_scale(page, demo.holders[0])
    weigh_two(page)
    snap("counter-weigh")
    page.click("[data-record]")
    page.wait_for_url("**/counter/receipts/**")
    snap("counter-saved")
    page.evaluate("document.querySelector('#papers').scrollIntoView()")
    snap("counter-print")
    page.locator("details:has(#reason) summary").click()
    page.fill("#reason", "Salah timbang" if demo_speaks(page) == "id" else "Weighed wrongly")
    page.evaluate("document.querySelector('#reason').closest('details').scrollIntoView()")
    snap("counter-void")


# The form at the side of the sheet, which a phone has further down.
HAND_OVER = """() => {
  const field = document.querySelector("form [name=code], form [name=card]");
  (field.closest("section") || field.closest("form")).scrollIntoView();
}"""


def as_typed(page: Page, amount: str) -> str:
    return amount if demo_speaks(page) == "id" else amount.replace(",", ".")


def demo_speaks(page: Page) -> str:
    return str(page.evaluate("document.documentElement.lang"))


def group_scenes(page: Page, demo: Demo, snap: Snap) -> None:
    page.goto("/counter/group/weigh/")
    expect(page.locator("[data-group][data-ready]")).to_be_attached()
    for index, amount in enumerate(("1,2", "0,8", "3,45")):
        page.locator("[data-crowd-weight]").nth(index).fill(as_typed(page, amount))
        page.locator("[data-crowd-weight]").nth(index).dispatch_event("change")
    snap("counter-group")


def day_scenes(page: Page, demo: Demo, snap: Snap) -> None:
    page.goto("/counter/day/")
    snap("counter-day")


def member_scenes(page: Page, demo: Demo, snap: Snap) -> None:
    page.goto("/member/")
    snap("member-sign-in")
    open_passbook(page, demo.holders[0].number, demo.holders[0].pin)
    snap("member-home")
    page.goto("/member/passbook/")
    snap("member-passbook")


def office_scenes(page: Page, demo: Demo, snap: Snap) -> None:
    for name, path in (
        ("office-home", "/office/"),
        ("office-members", "/office/members/"),
        ("office-prices", "/office/prices/"),
        ("office-book", "/office/book/"),
    ):
        page.goto(path)
        snap(name)


def administrator_scenes(page: Page, demo: Demo, snap: Snap) -> None:
    page.goto("/office/staff/")
    snap("office-staff")
    page.goto("/office/staff/devices/")
    snap("office-devices")


def take_front(browser: Browser, demo: Demo, folder: Path) -> None:
    """The four pictures at the head of the README."""
    for name, user, desk in (
        ("counter-1280", "operator", front_counter),
        ("clinic-1280", "clerk", front_clinic),
        ("office-1280", "manager", front_office),
    ):
        with visiting(browser, demo.url, "id") as page:
            page.set_viewport_size(DESK)
            sign_in(page, user, demo.password)
            desk(page, demo)
            camera(page, folder)(name)
    with visiting(browser, demo.url, "id") as page:
        page.set_viewport_size({"width": 360, "height": 1200})
        open_passbook(page, demo.holders[0].number, demo.holders[0].pin)
        camera(page, folder)("member-360")


def front_counter(page: Page, demo: Demo) -> None:
    at_the_scale(page, demo.holders[0])
    for letter, amount in (("q", "1,39"), ("s", "3,25"), ("v", "1,5"), ("c", "0,48")):
        page.keyboard.press(letter)
        page.keyboard.type(amount)


def front_clinic(page: Page, demo: Demo) -> None:
    page.goto("/clinic/")
    scan_anywhere(page, demo.holders[0].card)
    expect(page.locator("[data-clinic][data-ready]")).to_be_attached()
    for index in (0, 4, 6):
        page.locator(".tiles [data-service]").nth(index).click()
    page.click("[data-take-cash]")


def front_office(page: Page, demo: Demo) -> None:
    page.goto("/office/")


SCENES: tuple[tuple[Scene, str, ViewportSize], ...] = (
    (counter_scenes, "operator", PHONE),
    (group_scenes, "operator", PHONE),
    (member_scenes, "", PHONE),
    (at_the_clinic, "clerk", LAPTOP),  # before one of its patients loses the card
    (without_network, "operator", PHONE),
    (day_scenes, "operator", PHONE),
    (office_scenes, "manager", LAPTOP),
    (administrator_scenes, "admin", LAPTOP),
)
