"""The page of the API's description: it stands under the same content policy as every page."""

import re

from playwright.sync_api import expect

from tests.browser.looking import OpenPage


def test_the_description_opens_under_the_content_policy(open_page: OpenPage) -> None:
    page = open_page(language="en")
    page.goto("/api/v1/docs")
    deposit = page.get_by_text("Record waste that was weighed, and credit it")
    expect(deposit).to_be_visible()
    deposit.click()
    expect(page.get_by_text("Idempotency-Key").first).to_be_visible()
    elsewhere = [
        request
        for request in page.evaluate("performance.getEntriesByType('resource').map(e => e.name)")
        if not re.match(r"(http://127\.0\.0\.1:|data:|blob:)", request)
    ]
    assert not elsewhere
