"""Every form of every page, sent empty: whatever the answer says, it has no barrier either.

A form that asks for nothing sends just that; the database is the test's own. A file that comes back
is no page.
"""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Response

from tests.browser.looking import until
from tests.browser.test_axe_everywhere import SHARES, complaints, enter, share_of
from tests.browser.visitor import visiting
from tests.cast import Cast
from tests.requests.addresses import address, things_of
from tests.serving import Served

WIDTH = 360
# The counter with no network sends none of its forms: there the device answers.
FORMS = "main form[method=post]:not([data-shell] form)"
ACTIONS = f"""() => [...document.querySelectorAll("{FORMS}")]
  .map((form) => form.getAttribute("action") || location.pathname)"""
# The browser would stop at the first empty field; people with old browsers come through.
SEND_EMPTY = """([forms, action]) => {
  const form = [...document.querySelectorAll(forms)]
    .find((each) => (each.getAttribute("action") || location.pathname) === action);
  window.hasSent = true;
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
ANSWER_STANDS = "!window.hasSent && document.readyState === 'complete'"
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
    for action in page.evaluate(ACTIONS):
        if action in LEAVING or action in sent or action.startswith("#"):
            continue
        sent.add(action)
        opened(page, where)
        if action not in page.evaluate(ACTIONS):
            continue  # the one before it has done something that takes this one away
        answer = answer_to(page, action)
        assert answer.status < 500, f"{action}: {answer.status}"
        if is_page(answer):  # a file leaves the old page standing
            until(page, ANSWER_STANDS)
            yield f"{where} → {action} ({answer.status})"


def answer_to(page: Page, action: str) -> Response:
    """What the server says at last, after it has led the form elsewhere; be it a file or a page."""
    with page.expect_response(ends_a_form) as event:
        page.evaluate(SEND_EMPTY, [FORMS, action])
    return event.value


def ends_a_form(answer: Response) -> bool:
    first = answer.request
    while first.redirected_from:
        first = first.redirected_from
    leads_on = 300 <= answer.status < 400
    return first.method == "POST" and first.is_navigation_request() and not leads_on


def opened(page: Page, where: str) -> bool:
    try:
        answer = page.goto(where)
    except Exception as problem:
        if "Download is starting" in str(problem):
            return False
        raise
    return answer is not None and is_page(answer)


def is_page(answer: Response) -> bool:
    kept = answer.headers.get("content-disposition", "").startswith("attachment")
    return not kept and "text/html" in answer.headers.get("content-type", "")
