"""What the device says in the end is what the server answered: sums, prices, and who may send."""

from playwright.sync_api import Page, expect

from tests.browser.looking import OpenPage, scan, sign_in
from tests.browser.offline.pages import (
    SHELL,
    cut,
    in_queue,
    opened,
    print_out,
    room,
    set_up,
    to,
    weigh,
)
from tests.cast import Cast
from tests.wastebank.papers.looking import text_of
from wastebank.models import Deposit

OTHER_PRICES = """async () => {
    const { answer, write } = await import("/static/wastebank/offline/store.js");
    await write(["materials"], async (transaction) => {
        const store = transaction.objectStore("materials");
        for (const row of await answer(store.getAll())) {
            const prices = row.prices.map((price) => ({ ...price, price_idr: 3650 }));
            store.put({ ...row, prices });
        }
    });
}"""
WEIGHED_DAYS_AGO = """async (days) => {
    const { answer, write } = await import("/static/wastebank/offline/store.js");
    const at = new Date(Date.now() - days * 24 * 3600 * 1000);
    await write(["queue"], async (transaction) => {
        const store = transaction.objectStore("queue");
        for (const row of await answer(store.getAll())) {
            row.body.weighed_at = at.toISOString();
            store.put({ ...row, shown: { ...row.shown, weighed_at: at.getTime() } });
        }
    });
}"""


def waiting_one(page: Page, cast: Cast) -> None:
    """One that was weighed with no network by a list of prices that is not the book's."""
    cut(page)
    page.evaluate(OTHER_PRICES)
    page.reload()
    opened(page)
    scan(page, cast.siti_card.code)
    weigh(page, ("pet", "2"))


def test_the_final_word_is_the_books(cast: Cast, open_page: OpenPage) -> None:
    page = open_page(width=360)
    set_up(page, cast.sari)
    waiting_one(page, cast)
    saved = room(page, "start").locator("[data-saved]")
    expect(saved).to_contain_text("Rp7.300")
    page.context.set_offline(False)
    expect(page.locator("[data-state]")).to_be_hidden(timeout=30_000)
    assert Deposit.objects.get().total_idr == 5_000
    expect(saved).to_contain_text("Rp5.000")
    expect(room(page, "start").locator("[data-latest]")).to_contain_text("Rp5.000")
    to(page, "stored")
    expect(room(page, "stored").locator("[data-lists]")).to_contain_text("Rp5.000")
    to(page, "record", in_queue(page)[0]["key"])
    shown = room(page, "record")
    expect(shown.locator("[data-notes]")).to_contain_text("Rp5.000")
    expect(shown.locator("[data-total]")).to_contain_text("5.000")
    expect(shown.locator("[data-lines]")).to_contain_text("2.500")
    expect(shown.locator("[data-facts]")).to_contain_text("Rp7.300")  # what was told, once
    assert "7.300" not in text_of(print_out(page, 58))


def test_a_manager_sends_what_was_too_old_on_the_device_of_a_colleague(
    cast: Cast, open_page: OpenPage
) -> None:
    page = open_page(width=360)
    set_up(page, cast.sari)
    cut(page)
    scan(page, cast.siti_card.code)
    weigh(page, ("pet", "2"))
    page.evaluate(WEIGHED_DAYS_AGO, 40)
    page.context.set_offline(False)
    expect(page.locator("[data-state]")).to_contain_text("perlu dibetulkan", timeout=30_000)
    cast.maya.place = cast.melati
    cast.maya.save(update_fields=["place"])
    page.context.clear_cookies(name="sessionid")
    sign_in(page, cast.maya)
    page.goto(f"{SHELL}#stored")
    opened(page)
    expect(room(page, "stored").locator("[data-send]")).to_be_enabled()
    page.locator("[data-send]").click()
    expect(page.locator("[data-said]")).to_contain_text("perlu")
    to(page, "record", in_queue(page)[0]["key"])
    page.locator("[data-send-again]").click()
    expect(room(page, "record").locator("[data-final]")).to_be_visible(timeout=30_000)
    made = Deposit.objects.get()
    assert (made.actor, made.review_flags) == ("maya", "late")


def test_what_waits_for_a_colleague_does_not_wait_for_the_network(
    cast: Cast, open_page: OpenPage
) -> None:
    page = open_page(width=360)
    set_up(page, cast.sari)
    cut(page)
    scan(page, cast.siti_card.code)
    weigh(page, ("pet", "2"))
    key = in_queue(page)[0]["key"]
    page.reload()
    opened(page)
    to(page, "record", key)
    notes = room(page, "record").locator("[data-notes]")
    expect(notes).to_contain_text("Menunggu jaringan.")
    page.goto("about:blank")
    page.context.clear_cookies(name="sessionid")
    page.context.set_offline(False)
    page.goto(f"{SHELL}#record/{key}")
    expect(notes).to_contain_text("Masuk untuk mengirim.", timeout=30_000)
    cast.maya.place = cast.melati
    cast.maya.save(update_fields=["place"])
    sign_in(page, cast.maya)
    page.goto(f"{SHELL}#record/{key}")
    expect(notes).to_contain_text("petugas lain", timeout=30_000)
    expect(notes).not_to_contain_text("Menunggu jaringan.")
