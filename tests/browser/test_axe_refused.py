"""Every form of every page, sent empty: whatever the answer says, it has no barrier either.

A form that asks for nothing does its act; the database is the test's own. A file that comes back
is no page.
"""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Error, Page

from tests.browser.test_axe_everywhere import SHARES, complaints, enter, share_of
from tests.browser.visitor import visiting
from tests.cast import Cast
from tests.requests.addresses import address, things_of
from tests.serving import Served

WIDTH = 360
ANSWERED_MS = 10_000
ACTIONS = """() => [...document.querySelectorAll("main form[method=post]")]
  .map((form) => form.getAttribute("action") || location.pathname)"""
# The browser would stop at the first empty field; people with old browsers come through.
SEND_EMPTY = """(place) => {
  const form = document.querySelectorAll("main form[method=post]")[place];
  for (const field of form.elements) {
    if (field.type !== "hidden" && "value" in field && field.type !== "file") {
      field.required = false;
      if (field.tagName === "INPUT" && field.type !== "radio") field.value = "";
    }
  }
  form.noValidate = true;
  form.target = "_self";
  setTimeout(() => HTMLFormElement.prototype.submit.call(form));
}"""
# They lead elsewhere and change who is there.
LEAVING = ("/logout/", "/member/leave/", "/language/")


@pytest.mark.parametrize("share", SHARES)
def test_an_empty_form_is_answered_without_a_barrier(
    cast: Cast, chromium: Browser, served: Served, share: str
) -> None:
    marks, axe = things_of(cast).marks(), Axe()
    found: list[str] = []
    sent: set[str] = set()
    for who in dict.fromkeys(who for _, who in share_of(share)):
        with visiting(chromium, served.url, "id") as page:
            page.set_viewport_size({"width": WIDTH, "height": 740})
            enter(page, who, cast)
            for route in [route for route, one in share_of(share) if one == who]:
                for action in answers(page, address(route, marks), sent):
                    found += [f"{action}: {said}" for said in complaints(page, axe, WIDTH, "id")]
    assert sent
    assert not found, "\n" + "\n".join(found)


def answers(page: Page, where: str, sent: set[str]) -> Iterator[str]:
    """Send each form of the page once, and stand on its answer."""
    if not opened(page, where):
        return
    for place, action in enumerate(page.evaluate(ACTIONS)):
        if action in LEAVING or action in sent or action.startswith("#"):
            continue
        sent.add(action)
        opened(page, where)
        try:
            with page.expect_navigation(timeout=ANSWERED_MS) as event:
                page.evaluate(SEND_EMPTY, place)
        except Error:
            continue  # a file came back
        status = getattr(event.value, "status", 0)
        assert status < 500, f"{action}: {status}"
        if status:  # else only the place on the page changed
            yield f"{where} → {action} ({status})"


def opened(page: Page, where: str) -> bool:
    try:
        answer = page.goto(where)
    except Exception as problem:
        if "Download is starting" in str(problem):
            return False
        raise
    return answer is not None and "text/html" in answer.headers.get("content-type", "")
