"""A device whose clock is wrong is told so, and what was refused for it can be sent again."""

import re
import uuid
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from ledger import clock
from tests.browser.looking import OpenPage, scan, sign_in, until
from tests.browser.offline.pages import SHELL, cut, in_queue, opened, room, set_up, to, weigh
from tests.cast import SITI_PIN, Cast
from wastebank.cards.lifecycle import bind_card, print_blank_cards
from wastebank.models import Deposit

DAY_MS = 24 * 3600 * 1000
# The clock of the page, off by what its storage says; a page that is loaded anew keeps it.
OFF = """
    const Real = Date;
    const off = () => Number(localStorage.getItem("clock-off") || 0);
    window.Date = class extends Real {
        constructor(...given) { given.length ? super(...given) : super(Real.now() + off()); }
        static now() { return Real.now() + off(); }
    };
"""


STATES_ARE = """async () => {
    const queue = await import("/static/wastebank/offline/queue.js");
    return (await queue.list()).map((record) => record.state).join(" ") === "%s";
}"""


def set_clock(page: Page, off_ms: int) -> None:
    page.evaluate("(off) => localStorage.setItem('clock-off', off)", off_ms)


def back_online(page: Page) -> None:
    page.context.set_offline(False)
    page.reload()
    opened(page)


@pytest.mark.parametrize("off_ms", [3 * 3600 * 1000, -45 * 60 * 1000, 400 * DAY_MS])
def test_no_device_is_set_up_with_a_wrong_clock(
    cast: Cast, open_page: OpenPage, off_ms: int
) -> None:
    page = open_page(width=360)
    page.add_init_script(OFF)
    sign_in(page, cast.sari)
    set_clock(page, off_ms)
    page.goto(f"{SHELL}?language=id")
    page.get_by_label("Nama alat ini").fill("HP Posko")
    page.locator("[data-setup] button").click()
    alert = room(page, "setup").locator("[role=alert]")
    expect(alert).to_contain_text(re.compile(r"Alat ini menunjukkan .*\d{4}, \d\d\.\d\d, server "))
    expect(page.get_by_label("Nama alat ini")).to_have_value("HP Posko")
    set_clock(page, 0)
    page.locator("[data-setup] button").click()
    expect(room(page, "start")).to_be_visible(timeout=30_000)


def test_what_was_weighed_with_a_clock_ahead_is_told_and_recorded(
    cast: Cast, open_page: OpenPage
) -> None:
    page = open_page(width=360)
    page.add_init_script(OFF)
    set_up(page, cast.sari)
    set_clock(page, 2 * DAY_MS)
    cut(page)
    scan(page, cast.siti_card.code)
    weigh(page, ("pet", "2"))
    back_online(page)
    expect(page.locator("[data-state]")).to_contain_text("perlu dibetulkan", timeout=30_000)
    notes = room(page, "start").locator("[data-notes]")
    expect(notes).to_contain_text("Alat ini menunjukkan")  # at each sync

    set_clock(page, 0)
    back_online(page)
    expect(notes).not_to_contain_text("Alat ini menunjukkan", timeout=30_000)
    expect(notes).not_to_contain_text("Setoran berhenti")  # the days ahead did not make it old
    to(page, "record", in_queue(page)[0]["key"])
    mend = room(page, "record").locator("[data-mend]")
    when = mend.locator("[data-mend-time]")
    expect(when).to_be_visible()
    hour = page.evaluate(
        "new Date(Date.now() - new Date().getTimezoneOffset() * 60000).toISOString()"
    )
    assert when.input_value()[:10] == hour[:10]  # what the clock ran ahead by is taken off
    mend.locator("[data-mend-note]").fill("Jam HP salah dua hari")
    mend.locator("[type=submit]").click()
    expect(room(page, "record").locator("[data-final]")).to_be_visible(timeout=30_000)
    deposit = Deposit.objects.get()
    assert abs(deposit.weighed_at - clock.now()) < timedelta(minutes=10)
    assert deposit.provisional_number == "MLT-A-0001"


def test_what_was_refused_is_sent_again_as_it_was_once_the_cause_has_gone(
    cast: Cast, open_page: OpenPage
) -> None:
    page = open_page(width=360)
    set_up(page, cast.sari)
    (card,) = print_blank_cards(key=uuid.uuid4(), by=cast.maya, count=1, place=cast.melati.code)
    cut(page)
    scan(page, card.code)
    weigh(page, ("pet", "2"))
    back_online(page)
    expect(page.locator("[data-state]")).to_contain_text("perlu dibetulkan", timeout=30_000)
    again = page.locator("[data-send-again]")
    to(page, "record", in_queue(page)[0]["key"])
    again.click()
    # nothing has changed yet: refused once more, and still there
    until(page, STATES_ARE % "mended parked")
    bind_card(key=uuid.uuid4(), by=cast.sari, code=card.code, member=cast.siti.number, pin=SITI_PIN)
    to(page, "record", in_queue(page)[1]["key"])
    again.click()
    expect(room(page, "record").locator("[data-final]")).to_be_visible(timeout=30_000)
    assert Deposit.objects.get().provisional_number == "MLT-A-0001"
