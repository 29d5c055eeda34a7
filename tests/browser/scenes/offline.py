"""The counter with no network for the manual: set up, weigh, list, and one deposit to mend."""

import os
import uuid
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.demo import Demo, Holder
from tests.browser.looking import scan
from tests.browser.offline.pages import SHELL, opened, room, to, weigh


def without_network(page: Page, demo: Demo, snap: Callable[[str], None]) -> None:
    language = str(page.evaluate("document.documentElement.lang"))
    page.goto(f"{SHELL}?language={language}")
    opened(page)
    page.fill("#device-label", {"id": "HP loket", "en": "Phone of the counter"}[language])
    snap("offline-setup")
    page.locator("[data-setup] button").click()
    expect(room(page, "start")).to_be_visible(timeout=30_000)

    page.context.set_offline(True)
    page.goto("about:blank")
    page.goto(SHELL)
    opened(page)
    snap("offline-start")
    lost = demo.holders[2 if language == "id" else 1]
    for holder in (demo.holders[0], lost):
        scan(page, holder.card)
        tile = page.locator("[data-room=weigh] .tiles [data-material]").first
        weigh(page, (str(tile.get_attribute("data-material")), "2,4"))
    snap("offline-saved")
    to(page, "stored")
    snap("offline-stored")

    block(lost)
    page.context.set_offline(False)
    said = {"id": "1 setoran perlu dibetulkan.", "en": "1 deposit needs"}[language]
    expect(page.locator("[data-state]")).to_contain_text(said, timeout=30_000)
    page.locator("[data-lists] a").first.click()
    expect(room(page, "record")).to_be_visible()
    snap("offline-mend")


def block(holder: Holder) -> None:
    """The card is lost while the device is away; the demo is served from this same database."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    from django.db import connection

    from wastebank.cards.lifecycle import block_card, issue_card
    from wastebank.models import Card, User

    try:
        by = User.objects.get(username="operator")
        card = Card.objects.filter(member__number=holder.number, state="active").first()
        assert card is not None
        block_card(key=uuid.uuid4(), by=by, card_id=card.pk, reason="Hilang di pasar")
        issue_card(key=uuid.uuid4(), by=by, member=holder.number)
    finally:
        connection.close()
