"""A device whose clock is wrong is told so, and what was refused for it can be sent again."""

import re
import uuid
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from ledger import clock
from tests.browser.looking import OpenPage, scan, sign_in, until
from tests.browser.offline.pages import SHELL, cut, in_queue, opened, room, set_up, to, weigh
from tests.cast import Cast
from wastebank.cards.lifecycle import bind_card, print_blank_cards
from wastebank.models import Deposit

HOUR_MS = 3600 * 1000
DAY_MS = 24 * HOUR_MS
# The clock of the page, off by what its storage says; a page that is loaded anew keeps it.
OFF = """
    const Real = Date;
    const off = () => Number(localStorage.getItem("clock-off") || 0);
    window.Date = class extends Real {
        constructor(...given) { given.length ? super(...given) : super(Real.now() + off()); }
        static now() { return Real.now() + off(); }
    };
"""
AGE = """async () => {
    const { age } = await import("/static/wastebank/offline/bundle.js");
    return (await age()).age_ms;
}"""
NOW = "new Date(Date.now() - new Date().getTimezoneOffset() * 60000).toISOString()"
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
    bind_card(
        key=uuid.uuid4(), by=cast.sari, code=card.code, member=cast.siti.number, reason="hilang"
    )
    to(page, "record", in_queue(page)[1]["key"])
    again.click()
    expect(room(page, "record").locator("[data-final]")).to_be_visible(timeout=30_000)
    assert Deposit.objects.get().provisional_number == "MLT-A-0001"


@pytest.mark.parametrize("off_ms", [26 * HOUR_MS, -26 * HOUR_MS])
def test_a_clock_that_was_put_right_is_right_with_and_without_a_network(
    cast: Cast, open_page: OpenPage, off_ms: int
) -> None:
    """What was fetched and noted under the wrong clock is kept by the server's."""
    page = open_page(width=360)
    page.add_init_script(OFF)
    set_up(page, cast.sari)
    set_clock(page, off_ms)
    page.reload()
    opened(page)
    notes = room(page, "start").locator("[data-notes]")
    expect(notes).to_contain_text("Alat ini menunjukkan", timeout=30_000)
    page.evaluate("""async () => (await import("/static/wastebank/offline/bundle.js")).refresh()""")
    cut(page)
    set_clock(page, 0)
    page.reload()
    opened(page)
    if off_ms > 0:  # one that ran behind looks older than it is: nothing old counts as fresh
        assert 0 <= page.evaluate(AGE) < HOUR_MS
        expect(room(page, "start").locator("[data-age]")).to_contain_text("hari ini")
        for wrong in ("Alat ini menunjukkan", "Jam alat ini mundur"):
            expect(notes).not_to_contain_text(wrong)
    set_clock(page, 2 * DAY_MS)  # two days later
    assert page.evaluate(AGE) >= 2 * DAY_MS
    set_clock(page, 0)
    back_online(page)
    for wrong in ("Alat ini menunjukkan", "Jam alat ini mundur"):
        expect(notes).not_to_contain_text(wrong, timeout=30_000)
    assert 0 <= page.evaluate(AGE) < HOUR_MS


def test_the_hour_that_is_proposed_can_be_taken_also_where_the_clock_was_right_by_then(
    cast: Cast, open_page: OpenPage
) -> None:
    page = open_page(width=360)
    page.add_init_script(OFF)
    set_up(page, cast.sari)
    set_clock(page, 2 * DAY_MS)
    cut(page)
    scan(page, cast.siti_card.code)
    weigh(page, ("pet", "2"))
    set_clock(page, 0)  # before any network
    back_online(page)
    expect(page.locator("[data-state]")).to_contain_text("perlu dibetulkan", timeout=30_000)
    notes = room(page, "start").locator("[data-notes]")
    expect(notes).not_to_contain_text("Jam alat ini mundur")
    to(page, "record", in_queue(page)[0]["key"])
    mend = room(page, "record").locator("[data-mend]")
    expect(mend.locator("[data-mend-time]")).to_be_visible()
    assert mend.locator("[data-mend-time]").input_value()[:10] == page.evaluate(NOW)[:10]
    mend.locator("[data-mend-note]").fill("Jam HP salah dua hari")
    mend.locator("[type=submit]").click()
    expect(room(page, "record").locator("[data-final]")).to_be_visible(timeout=30_000)
    assert abs(Deposit.objects.get().weighed_at - clock.now()) < timedelta(minutes=10)
