"""T14: a counter's browser is killed while it weighs and while it sends.

Whatever was shown as saved is in the queue when the browser is started again, unless it arrived
already, and is recorded once. (A browser that lost its cookie to the kill registers anew, and takes
over only what is not settled.) The control says "saved" before the transaction is over, as many a
page does: it must be caught losing some.
"""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import Error, Page, Playwright

from ledger.audit import audit
from tests.browser.offline.engine import QUIET_PAGE, Engine
from tests.cast import PASSWORD, Cast
from tests.proof.killable import KillableBrowser
from tests.proof.proving import PROVING
from tests.serving import Served
from wastebank.models import Deposit

pytestmark = [pytest.mark.prove, pytest.mark.once, pytest.mark.browser]

KILLS = 10 if PROVING else 3
QUEUED = 200 if PROVING else 45
SAID = "saved "
# Weighs on and on; says each key aloud once the queue has said that it is kept.
WEIGH_ON = """
  for (let number = 0; number < 1000; number += 1) {
    const kept = await m.queue.add(argument);
    console.log("saved " + kept.key);
  }
"""
# The control: says it aloud while the transaction is still under way.
SAY_AT_ONCE = """
  for (let number = 0; number < 1000; number += 1) {
    void m.queue.add(argument);
    console.log("saved " + number);
    if (number % 10 === 0) {
      await new Promise((done) => setTimeout(done));
    }
  }
"""


@pytest.fixture
def killable(playwright: Playwright) -> Iterator[KillableBrowser]:
    browser = KillableBrowser(playwright)
    try:
        yield browser
    finally:
        browser.end()


def weigh_until_killed(
    browser: KillableBrowser, page: Page, source: str, member: str, count: int
) -> list[str]:
    """Let the page weigh on until it has said `count` times that something is saved."""
    said: list[str] = []

    def hear(text: str) -> None:
        if text.startswith(SAID):
            said.append(text.removeprefix(SAID))

    page.on("console", lambda message: hear(message.text))
    body = {"member": member, "lines": [{"material": "pet", "amount": 100}]}
    argument = {"body": body, "shown": {"total_idr": 250}}
    start = f"setTimeout(async () => {{ {source} }})"
    Engine(page).run(start, argument)
    deadline = time.monotonic() + 60
    while len(said) < count and time.monotonic() < deadline:
        with suppress(Error):
            page.wait_for_timeout(5)
    browser.kill()
    return said


def start_counter(browser: KillableBrowser, served: Served, cast: Cast) -> Page:
    """Signed in, also if the last kill came before the browser had written its cookies down."""
    page = browser.open(served.url + QUIET_PAGE)
    if not Engine(page).run("return m.device.session()")["signed_in"]:
        page.fill("[name=username]", cast.sari.username)
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url(lambda url: "/login" not in url)
        page.goto(served.url + QUIET_PAGE)
    return page


def registered(browser: KillableBrowser, served: Served, cast: Cast) -> Page:
    page = start_counter(browser, served, cast)
    engine = Engine(page)
    assert engine.run("return m.device.register('HP')")["letter"] == "A"
    assert engine.run("return m.bundle.refresh()")["stale"] is False
    return page


def recorded() -> set[str]:
    """The keys of the deposits that arrived."""
    return set(Deposit.objects.values_list("entry__key", flat=True))


def test_nothing_that_was_shown_as_saved_is_lost(
    served: Served, cast: Cast, killable: KillableBrowser, figure: Callable[[str, int], None]
) -> None:
    dice = random.Random(14)
    page = registered(killable, served, cast)
    said: list[str] = []
    for kill in range(KILLS):
        if kill % 2:  # half of the kills find it sending as well
            Engine(page).run("setTimeout(() => m.sync.soon())")
        share = QUEUED // KILLS
        most = share if kill else share + QUEUED % KILLS
        said += weigh_until_killed(
            killable, page, WEIGH_ON, cast.siti.number, most + dice.randrange(3)
        )
        page = start_counter(killable, served, cast)
        held = {record["key"] for record in Engine(page).run("return m.queue.list()")}
        lost = set(said) - held - recorded()
        assert not lost, f"kill {kill}: {len(lost)} lost"
    assert len(said) >= QUEUED
    records = Engine(page).run("return m.queue.list()")
    assert [record["sequence"] for record in records] == list(range(1, len(records) + 1))
    assert len({record["provisional"] for record in records}) == len(records)
    state = Engine(page).run("return m.sync.soon()")
    assert (state["phase"], state["waiting"], state["parked"]) == ("idle", 0, 0), state
    assert set(said) <= recorded()
    assert Deposit.objects.count() == len(recorded()) >= len(records)
    assert not audit()
    figure("deposits shown as saved in browsers that were killed, none lost (T14)", len(said))
    figure("browsers killed (T14)", KILLS)


def test_the_control_that_says_saved_too_early_loses_some(
    served: Served, cast: Cast, killable: KillableBrowser
) -> None:
    page = registered(killable, served, cast)
    said = weigh_until_killed(killable, page, SAY_AT_ONCE, cast.siti.number, 100)
    page = start_counter(killable, served, cast)
    kept = Engine(page).run("return (await m.queue.list()).length")
    assert kept < len(said), "a page that says so too early was not caught"
