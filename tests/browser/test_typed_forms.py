"""What is typed into a form and not sent outlives every way a page is left, for its person alone.

The desks that weigh and charge keep drafts of their own, tried beside them.
"""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.looking import OpenPage, sign_in
from tests.cast import PASSWORD, Cast
from wastebank.models import Member, User

TYPED = "Ketikan 7"
# What may be written into, in the forms that record something.
WRITABLE = (
    "main form[method=post]:not([data-person]):has(> [name=key], [name=key])"
    " :is(input:not([type]), input[type=text], textarea):not([name=national_id])"
)
NAME, PHONE, CONSENT = "form.desk [name=name]", "form.desk [name=phone]", "[name=consent]"
NOTE = "main .note.is-wait:has([data-drop])"


def places(cast: Cast) -> list[tuple[User, str]]:
    receipt = cast.deposit().number
    return [
        (cast.sari, "/counter/enrol/"),
        (cast.sari, f"/counter/receipts/{receipt}/"),
        (cast.sari, f"/counter/members/{cast.hasan.number}/"),
        (cast.maya, "/office/staff/new/"),
        (cast.maya, "/office/staff/places/"),
        (cast.maya, "/office/prices/new/"),
        (cast.maya, "/office/prices/of/pet/"),
    ]


def written(page: Page) -> list[str]:
    return [field.input_value() for field in page.locator(WRITABLE).all()]


def write_everywhere(page: Page) -> list[str]:
    page.evaluate("document.querySelectorAll('main details').forEach((fold) => (fold.open = true))")
    for field in page.locator(WRITABLE).all():
        if field.is_visible() and field.is_editable():
            field.fill(TYPED)
    return written(page)


def reload(page: Page) -> None:
    page.reload()


def other_language(page: Page) -> None:
    with page.expect_navigation():
        page.locator("[name=language]").click()


def another_page_and_back(page: Page) -> None:
    page.goto("/prices/")
    page.go_back()


def another_page_and_here(page: Page) -> None:
    here = page.url
    page.goto("/prices/")
    page.goto(here)


WAYS = (reload, other_language, another_page_and_back, another_page_and_here)


def test_no_form_loses_what_is_typed(cast: Cast, open_page: OpenPage) -> None:
    page, person = open_page(), None
    for user, where in places(cast):
        if user != person:
            page.context.clear_cookies()
            sign_in(page, user)
            person = user
        page.goto(where)
        typed = write_everywhere(page)
        assert TYPED in typed, where
        for leave in WAYS:
            leave(page)
            expect(page.locator(NOTE).first).to_be_visible()
            assert written(page) == typed, f"{where} after {leave.__name__}"


@pytest.fixture
def enrolling(cast: Cast, open_page: OpenPage) -> Page:
    page = open_page(expects_faults=True)
    sign_in(page, cast.sari)
    page.goto("/counter/enrol/")
    page.fill(NAME, "Ani Wijaya")
    page.fill(PHONE, "081234567890")
    page.check(CONSENT)
    return page


def sign_in_again(page: Page, user: User) -> None:
    page.fill("[name=username]", user.username)
    page.fill("[name=password]", PASSWORD)
    with page.expect_navigation():
        page.press("[name=password]", "Enter")


def test_a_line_that_breaks_on_the_way_loses_nothing_and_records_once(
    cast: Cast, enrolling: Page
) -> None:
    page, before = enrolling, Member.objects.count()

    def arrive_and_break(route: Route) -> None:
        if route.request.method == "POST":
            route.fetch(max_redirects=0)
            route.abort()
        else:
            route.continue_()

    page.route("**/counter/enrol/", arrive_and_break)
    page.locator("form.desk .btn.is-big").click()
    page.wait_for_url("chrome-error://**")
    assert Member.objects.count() == before + 1
    page.unroute_all()
    page.goto("/counter/")
    page.goto("/counter/enrol/")
    expect(page.locator(NAME)).to_have_value("Ani Wijaya")
    with page.expect_navigation():
        page.locator("form.desk .btn.is-big").click()
    expect(page.locator("h1").first).to_contain_text("Ani Wijaya")
    assert Member.objects.count() == before + 1
    page.goto("/counter/enrol/")
    expect(page.locator(NAME)).to_have_value("")


def test_it_is_there_for_its_own_person_after_signing_in_and_for_nobody_else(
    cast: Cast, enrolling: Page
) -> None:
    page = enrolling
    page.context.clear_cookies()
    page.reload()
    sign_in_again(page, cast.rudi)
    expect(page.locator(NAME)).to_have_value("")
    page.context.clear_cookies()
    page.reload()
    sign_in_again(page, cast.sari)
    expect(page.locator(NAME)).to_have_value("Ani Wijaya")
    with page.expect_navigation():
        page.locator("[action='/logout/'] button").click()
    sign_in(page, cast.sari)
    page.goto("/counter/enrol/")
    expect(page.locator(NAME)).to_have_value("")


def test_a_refused_form_is_typed_and_not_recorded_until_it_is_dropped(enrolling: Page) -> None:
    page = enrolling
    page.fill("form.desk [name=rt]", "tujuh")
    with page.expect_navigation():
        page.locator("form.desk .btn.is-big").click()
    expect(page.locator("form.desk [name=rt][aria-invalid=true]")).to_be_visible()
    another_page_and_here(page)
    expect(page.locator(NAME)).to_have_value("Ani Wijaya")
    with page.expect_navigation():
        page.locator(f"{NOTE} [data-drop]").click()
    expect(page.locator(NAME)).to_have_value("")
    expect(page.locator(NOTE)).to_have_count(0)


def test_no_secret_is_kept(cast: Cast, enrolling: Page) -> None:
    page = enrolling
    page.fill("[name=national_id]", "3507010101900001")
    assert "3507010101900001" not in page.evaluate("JSON.stringify(sessionStorage)")
    page.goto("/password/")
    for name in ("old", "new", "again"):
        page.fill(f"[name={name}]", "rahasia sekali")
    assert "rahasia" not in page.evaluate("JSON.stringify(sessionStorage)")
