"""By keyboard alone: past the bar with one key, every stop seen, none twice, none a trap."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import OpenPage, sign_in
from tests.browser.offline.pages import cut, room, set_up
from tests.cast import Cast
from tests.requests.addresses import address, things_of

# A desk, and whose it is; the public pages and the help are nobody's.
DESKS = (
    ("/", ""),
    ("/prices/", ""),
    ("/member/", ""),
    ("/help/counter/", ""),
    ("/counter/", "sari"),
    ("/counter/weigh/<member>/", "sari"),
    ("/counter/day/", "sari"),
    ("/clinic/", "dewi"),
    ("/office/", "maya"),
    ("/office/members/", "maya"),
    ("/office/prices/import/", "maya"),
)
MOST_STOPS = 150
FindBarriers = Callable[[Page], list[str]]

# What has the focus: its place among all elements, what it is, and whether a ring shows it.
STOP = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  // a file's field is hidden and seen by its key
  const isSeen = !at.matches("[type=file]");
  const file = at.closest(".own-file");
  const key = file ? file.querySelector(".file-key") : at.closest("label.btn");
  const rings = [isSeen ? at : key || document.head];
  rings.push(...[at.closest(".scale, .pin")].filter(Boolean));
  const dots = at.closest(".pin");
  if (dots) rings.push(...dots.querySelectorAll(".dots"));
  const ringed = rings.some((one) => {
    const style = getComputedStyle(one);
    const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    return outlined || style.boxShadow.includes("rgb(245, 184, 51)");
  });
  const place = [...document.querySelectorAll("*")].indexOf(at);
  return { place, ringed, what: at.outerHTML.slice(0, 120), skip: at.matches(".skip") };
}"""


@pytest.mark.parametrize(("desk", "whose"), DESKS)
def test_every_stop_is_seen_and_none_is_a_trap(
    cast: Cast, open_page: OpenPage, desk: str, whose: str
) -> None:
    page = open_page()
    if whose:
        sign_in(page, getattr(cast, whose))
    page.goto(address(desk.removeprefix("/"), things_of(cast).marks()))
    page.evaluate("document.activeElement.blur()")
    begin_at_the_top(page)
    stops = list(walk(page))
    assert stops[0]["skip"], "the first key leads past the bar"
    assert 3 < len(stops) < MOST_STOPS
    assert [stop["what"] for stop in stops if not stop["ringed"]] == []
    places = [stop["place"] for stop in stops]
    assert len(set(places)) == len(places), "a stop came twice before the page was through"
    assert page.locator("[tabindex]:not([tabindex='-1']):not([tabindex='0'])").count() == 0


def begin_at_the_top(page: Page) -> None:
    """As after the page was opened: no field has taken the cursor, and nothing was clicked."""
    page.evaluate(
        """() => {
          const top = document.createElement("span");
          top.tabIndex = -1;
          document.body.prepend(top);
          top.focus();
          top.remove();
        }"""
    )


def walk(page: Page) -> list[dict[str, object]]:
    stops: list[dict[str, object]] = []
    for _step in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop is None or (stops and stop["place"] == stops[0]["place"]):
            break
        if stops and stop["place"] == stops[-1]["place"]:
            continue  # day, month and year of one date
        stops.append(stop)
    return stops


def test_the_skip_link_leads_into_the_page(cast: Cast, open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/prices/")
    begin_at_the_top(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('main')")


@pytest.mark.parametrize("desk", ["/counter/", "/clinic/", "/office/"])
def test_help_is_one_key_of_the_desk(cast: Cast, open_page: OpenPage, desk: str) -> None:
    whose = {"/counter/": cast.sari, "/clinic/": cast.dewi, "/office/": cast.maya}[desk]
    for width in (360, 1280):
        page = open_page(language="en", width=width)
        sign_in(page, whose)
        page.goto(desk)
        page.get_by_role("link", name="Help").locator("visible=true").first.click()
        page.wait_for_url(f"**/help{desk}**")
        assert page.locator("article ol li").count() > 3


@pytest.mark.parametrize(("language", "width"), [("id", 360), ("en", 1280)])
def test_help_is_on_the_device_when_there_is_no_network(
    cast: Cast, open_page: OpenPage, find_barriers: FindBarriers, language: str, width: int
) -> None:
    page = open_page(language=language, width=width)
    set_up(page, cast.sari, language=language)
    cut(page)
    page.locator("a.help").locator("visible=true").first.click()
    told = room(page, "help")
    expect(told.locator("ol li").first).to_be_visible()
    assert find_barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_the_foot_of_a_small_phone_breaks_its_row(cast: Cast, open_page: OpenPage) -> None:
    page = open_page(language="id", width=320)
    sign_in(page, cast.maya)
    page.goto("/office/")
    ways = page.locator(".foot a")
    assert ways.count() > 1
    for way in ways.all():
        box = way.bounding_box()
        assert box
        assert box["x"] >= 0, way
        assert box["x"] + box["width"] <= 320, way
    page.locator(".foot").evaluate(
        "foot => foot.insertAdjacentHTML('beforeend', '<a>' + 'satu lagi '.repeat(9) + '</a>')"
    )
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    tops = {round((way.bounding_box() or {"y": 0})["y"]) for way in ways.all()}
    assert len(tops) > 1, "one row was cut instead of broken"
