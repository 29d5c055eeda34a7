"""What a page asks is answered on purpose: never by the key that enters, wherever the cursor is."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from ledger import clock
from tests.browser.looking import OpenPage, sign_in
from tests.browser.offline.pages import cut, in_queue, room, set_up, to
from tests.browser.offline.test_sittings import USUAL
from tests.cast import Cast
from tests.house.tree import is_template, project_files
from wastebank.deposits.lines import LineAsked
from wastebank.deposits.outliers import FEWEST
from wastebank.deposits.record import record_deposit
from wastebank.models import Deposit

# Every key that says yes to what a page asks. A new one belongs here, and into the table below.
ANSWERS = re.compile(
    r"<button\b(?:{%.*?%}|[^>])*(?:data-sure|data-row-right|data-take-cash|name=\"sure\")"
)
FAR = "250"
ASKED_IDR = 625_000


def usually_five_kilos(cast: Cast) -> None:
    with clock.at(clock.now() - timedelta(days=8)):
        for _ in range(FEWEST):
            lines = [LineAsked("pet", 5_000)]
            record_deposit(key=uuid4(), by=cast.sari, lines=lines, member=cast.hasan.number)


def recorded_idr() -> list[int]:
    later = Deposit.objects.filter(weighed_at__gt=clock.now() - timedelta(days=1))
    return sorted(later.values_list("total_idr", flat=True))


def weigh(page: Page, cast: Cast) -> Locator:
    page.goto(f"/counter/weigh/{cast.hasan.number}/")
    expect(page.locator("[data-counter][data-ready]")).to_be_attached()
    return page.locator("[data-sure]")


def test_at_the_scale(cast: Cast, open_page: OpenPage) -> None:
    usually_five_kilos(cast)
    page = open_page()
    sign_in(page, cast.sari)
    answer = weigh(page, cast)
    page.keyboard.type(f"q{FAR}")
    for _ in range(4):
        page.keyboard.press("Enter")
    expect(answer).to_be_visible()
    answer.focus()  # whoever goes there with Tab presses Space
    page.keyboard.press("Enter")
    assert recorded_idr() == []
    page.keyboard.type("w3")  # nothing that is typed is swallowed
    expect(page.locator("[data-weight]")).to_have_value("3")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(answer).to_be_visible()
    with page.expect_navigation(url="**/counter/receipts/**"):
        page.keyboard.press("y")
    assert len(recorded_idr()) == 1


def test_at_the_scale_when_the_server_asks(cast: Cast, open_page: OpenPage) -> None:
    page = open_page()
    sign_in(page, cast.sari)
    weigh(page, cast)
    usually_five_kilos(cast)  # the page does not know of it
    page.keyboard.type(f"q{FAR}")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    answer = page.locator("[data-deliberate]:visible")
    for _ in range(3):
        expect(answer.first).to_be_visible()
        page.keyboard.press("Enter")
    assert recorded_idr() == []
    answer.last.focus()
    with page.expect_navigation(url="**/counter/receipts/**"):
        page.keyboard.press("Space")
    assert recorded_idr() == [ASKED_IDR]


def test_an_answer_that_comes_while_it_is_asked_again_is_heard(
    cast: Cast, open_page: OpenPage
) -> None:
    """Enter sends once more; whoever answers before the server does is not asked a third time."""
    page = open_page()
    sign_in(page, cast.sari)
    sure = weigh(page, cast)
    usually_five_kilos(cast)
    page.keyboard.type(f"q{FAR}")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(sure).to_be_visible()
    held: list[Route] = []

    def hold(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    page.route("**/counter/weigh/**", hold)
    page.locator("[data-record]").click()
    until_held(page, held)
    sure.click()
    held[0].continue_()
    page.wait_for_url("**/counter/receipts/**")
    assert recorded_idr() == [ASKED_IDR]


def until_held(page: Page, held: list[Route]) -> None:
    while not held:
        page.wait_for_timeout(20)


@pytest.mark.parametrize("knows", [True, False], ids=["the page asks", "the server asks"])
def test_in_a_table_of_many(cast: Cast, open_page: OpenPage, knows: bool) -> None:
    page = open_page()
    sign_in(page, cast.sari)
    if knows:
        usually_five_kilos(cast)
    page.goto("/counter/group/weigh/")
    expect(page.locator("[data-group][data-ready]")).to_be_attached()
    if not knows:
        usually_five_kilos(cast)
    page.select_option("[data-common]", "pet")
    weights = page.locator("[data-crowd-weight]")
    weights.first.focus()
    page.keyboard.type(FAR)
    page.keyboard.press("Enter")
    page.keyboard.type("3")
    page.keyboard.press("Enter")
    first = page.locator("[data-row]").first
    expect(first).to_have_class("is-odd")
    expect(page.locator("tr.is-done")).to_have_count(1)
    expect(weights.first).to_have_value(FAR)
    page.locator("[data-record-all]").click()
    expect(first).to_have_class("is-odd")
    weights.first.focus()
    page.keyboard.press("Enter")
    expect(first).to_have_class("is-odd")
    first.locator("[data-row-right]").focus()
    page.keyboard.press("Enter")
    expect(first).to_have_class("is-odd")
    assert recorded_idr() == [7_500]
    weights.first.focus()
    page.keyboard.press("y")
    expect(first).to_have_class("is-done")
    assert recorded_idr() == [7_500, ASKED_IDR]


def test_with_no_network(cast: Cast, open_page: OpenPage) -> None:
    page = open_page()
    set_up(page, cast.sari)
    page.evaluate(USUAL, ["pet", 5000])
    cut(page)
    to(page, "weigh", cast.siti.number)
    expect(page.locator("[data-counter][data-ready]")).to_be_attached()
    page.locator(".tiles [data-material=pet]").click()
    page.keyboard.type(FAR)
    for _ in range(4):
        page.keyboard.press("Enter")
    expect(room(page, "weigh").locator("[data-sure]")).to_be_visible()
    assert in_queue(page) == []
    page.keyboard.press("y")
    expect(room(page, "start")).to_be_visible()
    to(page, "crowd", "all")
    expect(page.locator("[data-group][data-ready]")).to_be_attached()
    page.select_option("[data-common]", "pet")
    page.locator("[data-crowd-weight]").first.focus()
    for text in (FAR, "3"):
        page.keyboard.type(text)
        page.keyboard.press("Enter")
    expect(page.locator("tr.is-done")).to_have_count(1)
    assert [record["shown"]["total_idr"] for record in in_queue(page)] == [ASKED_IDR, 7_500]


def test_what_is_typed_behind_a_doubt_changes_no_weight(cast: Cast, open_page: OpenPage) -> None:
    """However often Enter is pressed, in the last row too; and who comes back replaces it."""
    usually_five_kilos(cast)
    page = open_page()
    sign_in(page, cast.sari)
    page.goto("/counter/group/weigh/")
    expect(page.locator("[data-group][data-ready]")).to_be_attached()
    page.select_option("[data-common]", "pet")
    row = page.locator("[data-row]").last
    weight = row.locator("[data-crowd-weight]")
    for presses in range(1, 6):
        weight.focus()
        weight.fill(FAR)
        for _ in range(presses):
            page.keyboard.press("Enter")
        page.keyboard.type("7")
        expect(weight).to_have_value(FAR)
        expect(row).to_have_class("is-odd")
    row.locator("[data-row-record]").click()
    page.keyboard.type("8")
    expect(weight).to_have_value(FAR)
    page.locator("[data-filter]").fill(row.locator("[data-row-number]").inner_text())
    page.locator("[data-filter]").press("Enter")
    page.keyboard.type("3")
    expect(weight).to_have_value("3")
    for by_key in (False, True):
        weight.fill(FAR)
        row.locator("[data-line-more]").focus()
        if by_key:
            page.keyboard.press("Shift+Tab")
        else:
            weight.click()
        page.keyboard.type("4")
        expect(weight).to_have_value("4")
    assert recorded_idr() == []


@pytest.mark.parametrize("offline", [False, True], ids=["online", "no network"])
def test_a_doubted_weight_on_the_scale_is_closed(
    cast: Cast, open_page: OpenPage, offline: bool
) -> None:
    """Recorded by a tap while it is still open: the next figure begins another line."""
    page = open_page()
    if offline:
        set_up(page, cast.sari)
        page.evaluate(USUAL, ["pet", 5000])
        cut(page)
        to(page, "weigh", cast.siti.number)
        expect(page.locator("[data-counter][data-ready]")).to_be_attached()
    else:
        usually_five_kilos(cast)
        sign_in(page, cast.sari)
        weigh(page, cast)
    weight = page.locator("[data-weight]:visible")
    lines = page.locator("[data-lines]:visible > li")
    page.locator(".tiles [data-material=pet]:visible").click()
    page.keyboard.type("900")
    page.locator("[data-record]:visible").click()
    expect(page.locator("[data-sure]:visible")).to_be_visible()
    page.keyboard.type("1")
    expect(weight).to_have_value("1")
    expect(lines).to_have_count(1)
    expect(lines.first).to_contain_text("900")
    page.keyboard.press("Backspace")
    lines.first.locator("[data-open]").click()
    expect(weight).to_have_value("900")
    page.locator("[data-key='5']:visible").click()  # it is chosen as a whole
    expect(weight).to_have_value("5")
    assert recorded_idr() == []


def unmarked(paths_and_texts: list[tuple[str, str]]) -> list[str]:
    """Keys that answer a doubt and that Enter could press."""
    return [
        path
        for path, text in paths_and_texts
        for found in ANSWERS.finditer(text)
        if "data-deliberate" not in text[found.start() : text.index("</button>", found.start())]
    ]


def test_every_key_that_answers_is_pressed_on_purpose() -> None:
    files = [(file.path, file.text) for file in project_files() if is_template(file.path)]
    assert len([path for path, text in files if ANSWERS.search(text)]) >= 3
    assert unmarked(files) == []
    assert unmarked([("x.html", '<button type="button" data-sure>Right</button>')]) == ["x.html"]
