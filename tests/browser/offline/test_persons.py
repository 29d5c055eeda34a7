"""Whatever is filed under a person is filed under the one who is signed in."""

import json

from playwright.sync_api import expect

from tests.browser.looking import OpenPage, scan, sign_in, until
from tests.browser.offline.engine import QUIET_PAGE
from tests.browser.offline.pages import SHELL, in_queue, opened, room, set_up, to, weigh
from tests.cast import Cast
from wastebank.models import Deposit

KNOWN = """async () => {
    const { meta } = await import("/static/wastebank/offline/store.js");
    const [device, snapshot] = [await meta("device"), await meta("snapshot")];
    return `${device.operator} ${snapshot.operator}` === "%s";
}"""


def test_a_deposit_is_filed_under_who_is_signed_in_now(cast: Cast, open_page: OpenPage) -> None:
    """The queue is empty when the colleague comes: nothing else asks the server who it is."""
    page = open_page(width=360)
    set_up(page, cast.sari)
    cast.maya.place = cast.melati
    cast.maya.save(update_fields=["place"])
    page.context.clear_cookies(name="sessionid")
    sign_in(page, cast.maya)
    page.goto(SHELL)
    opened(page)
    page.context.set_offline(True)
    scan(page, cast.siti_card.code)
    weigh(page, ("pet", "2"))
    [record] = in_queue(page)
    assert (record["operator"], record["shown"]["staff"]) == ("maya", str(cast.maya))
    page.context.set_offline(False)
    expect(page.locator("[data-state]")).to_be_hidden(timeout=30_000)
    assert Deposit.objects.get().actor == "maya"
    until(page, KNOWN % "maya maya")  # the own household is hers, too


def test_one_who_signs_in_elsewhere_is_learnt_when_the_page_is_looked_at_again(
    cast: Cast, open_page: OpenPage
) -> None:
    page = open_page(width=360)
    set_up(page, cast.sari)
    cast.maya.place = cast.melati
    cast.maya.save(update_fields=["place"])
    page.context.clear_cookies(name="sessionid")
    other = page.context.new_page()
    sign_in(other, cast.maya)
    for news in ("online", "visibilitychange"):
        other.goto(QUIET_PAGE)
        page.evaluate(
            """async (news) => {
                const { meta, putMeta } = await import("/static/wastebank/offline/store.js");
                await putMeta("device", { ...(await meta("device")), operator: "sari" });
                (news === "online" ? window : document).dispatchEvent(new Event(news));
            }""",
            news,
        )
        to(page, "start")
        scan(page, cast.siti_card.code)
        weigh(page, ("pet", "2"))
    assert [record["operator"] for record in in_queue(page)] == ["maya", "maya"], news


def test_what_is_typed_for_a_group_is_offered_to_who_typed_it(
    cast: Cast, open_page: OpenPage
) -> None:
    page = open_page(width=1280)
    set_up(page, cast.sari)
    cast.maya.place = cast.melati
    cast.maya.save(update_fields=["place"])
    to(page, "group")
    page.locator("[data-room=group] a[href^='#crowd/']").first.click()
    weights = room(page, "crowd").locator("[data-crowd-weight]")
    weights.first.fill("77")
    page.wait_for_timeout(600)  # typed, and no more
    page.context.clear_cookies(name="sessionid")
    sign_in(page, cast.maya)
    page.goto(f"{SHELL}#group")
    opened(page)
    page.locator("[data-room=group] a[href^='#crowd/']").first.click()
    expect(weights.first).to_have_value("")
    kept = page.evaluate(
        """async () => {
            const { answer, read } = await import("/static/wastebank/offline/store.js");
            return JSON.stringify(await read(["meta"], (transaction) =>
                answer(transaction.objectStore("meta").getAll())));
        }"""
    )
    assert '"77"' in json.dumps(json.loads(kept))
