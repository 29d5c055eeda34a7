"""The desk's module works the split out as the server does: over every edge, no other answer."""

import itertools
from typing import Any

from playwright.sync_api import Browser

from clinic.web.desk.splitting import Split, final_split, new_split

SPLITTING = "wastebank/web/static/wastebank/splitting.js"
SPLIT_ALL = """async (asked) => {
    const { splitOf } = await import("/splitting.js");
    return asked.map(([total, free, held, agreed]) => splitOf({ total, free, held, agreed }));
}"""
EDGES = (0, 1, 4_999, 5_000, 5_001, 15_000, 20_000, 20_001)
HELD = (None, 1, 5_000, 15_000)


def split_of(total: int, free: int, held: int | None, agreed: int) -> Split:
    if held is None:
        return new_split(total_idr=total, available_idr=free, agreed_idr=agreed)
    return final_split(total_idr=total, held_idr=held, free_idr=free, agreed_idr=agreed)


def told(split: Split) -> dict[str, Any]:
    return {
        "total": split.total_idr,
        "credit": split.credit_idr,
        "cash": split.cash_idr,
        "missing": split.missing_idr,
        "offer": split.offer_idr,
        "more": split.more_idr,
        "asksPin": split.asks_pin,
    }


def test_the_module_and_the_server_split_alike(chromium: Browser) -> None:
    page = chromium.new_page()
    page.route(
        "http://figures.test/*",
        lambda route: (
            route.fulfill(path=SPLITTING, content_type="text/javascript")
            if route.request.url.endswith(".js")
            else route.fulfill(body="<html>", content_type="text/html")
        ),
    )
    page.goto("http://figures.test/")
    asked = list(itertools.product(EDGES, EDGES, HELD, EDGES))
    read = page.evaluate(SPLIT_ALL, asked)
    page.close()
    assert read == [told(split_of(*one)) for one in asked]
