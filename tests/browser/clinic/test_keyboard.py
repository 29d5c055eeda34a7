"""The clinic desk by keyboard alone: hold, pay at the end, give back. No hand on a mouse."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from playwright.sync_api import Page, expect

from clinic.models import Authorisation, AuthorisationEnd, Redemption
from tests.browser.looking import OpenPage, scan
from tests.cast import PASSWORD, SITI_PIN, Cast

FindBarriers = Callable[[Page], list[str]]
SAYS = {
    "id": {"short": "Kurang Rp50.000.", "held": "Rp25.000 ditahan"},
    "en": {"short": "Rp50,000 short.", "held": "Rp25,000 is held"},
}
# Where the cursor is, asked in the same breath as the command.
CURSOR_AFTER = """(way) => {
    const dialog = document.querySelector("dialog[data-hand]");
    if (way === "Enter") {
        const press = { key: "Enter", bubbles: true, cancelable: true };
        dialog.querySelector("[name=pin]").dispatchEvent(new KeyboardEvent("keydown", press));
    } else {
        dialog.querySelector(way).click();
    }
    return Object.keys(document.activeElement.dataset).join();
}"""
# Whether the PIN is in the dialog when the browser has said that the first one is closed.
SHUT_AND_OPEN = """() => new Promise((done) => {
    const dialog = document.querySelector("dialog[data-hand]");
    const told = () => done(dialog.open && dialog.contains(document.querySelector("[name=pin]")));
    dialog.addEventListener("close", told, { once: true });
    dialog.querySelector("[data-hand-back]").click();
    document.querySelector("[data-hand-over]").click();
})"""
LANGUAGES = pytest.mark.parametrize("language", ["id", "en"])


class Hands:
    """Ten fingers: whatever happens to the page comes through them."""

    def __init__(self, page: Page) -> None:
        self.page, self.presses = page, 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.presses += 1

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def tab_to(self, selector: str) -> None:
        """As far as it takes, forwards."""
        for _ in range(80):
            if self.page.evaluate("s => document.activeElement.matches(s)", selector):
                return
            self.press("Tab")
        raise AssertionError(f"no Tab reaches {selector}")


def signed_in(page: Page, cast: Cast) -> Hands:
    hands = Hands(page)
    page.goto("/login/")
    hands.tab_to("[name=username]")
    hands.type(cast.dewi.username)
    hands.tab_to("[name=password]")
    hands.type(PASSWORD)
    hands.press("Enter")
    page.wait_for_url("**/clinic/")
    return hands


def meet(hands: Hands, cast: Cast) -> None:
    """The patient's card is scanned."""
    scan(hands.page, cast.siti_card.code)
    expect(hands.page.locator("[data-clinic][data-ready] h1")).to_have_text(cast.siti.name)


def key_of(page: Page, service: str) -> str:
    """The letter on a service's tile."""
    found = page.get_attribute(f".tiles [data-service={service}]", "data-hotkey")
    assert found
    return found


def open_visit(hands: Hands, cast: Cast, language: str, look: Callable[[], None]) -> Authorisation:
    """A consultation and a filling for 75,000, of which credit reaches 25,000."""
    page = hands.page
    meet(hands, cast)
    for service in ("konsultasi", "tambal-gigi"):
        hands.press(key_of(page, service))
    expect(page.locator("[data-short]")).to_contain_text(SAYS[language]["short"])
    expect(page.locator("[data-record]")).to_be_disabled()
    look()
    hands.press("t")
    expect(page.locator("[data-payer=tunai] output")).to_have_text(
        {"id": "50.000", "en": "50,000"}[language]
    )
    look()
    hands.type(SITI_PIN)
    hands.press("Shift+Enter")
    page.wait_for_url("**/clinic/?opened=*")
    expect(page.locator(".note.is-good")).to_contain_text(SAYS[language]["held"])
    look()
    return Authorisation.objects.get()


@LANGUAGES
def test_a_visit_is_held_and_paid_by_keyboard_alone(
    cast: Cast, open_page: OpenPage, find_barriers: FindBarriers, language: str
) -> None:
    cast.deposit()  # 25,000
    page = open_page(language=language)
    hands = signed_in(page, cast)

    def look() -> None:
        assert find_barriers(page) == []

    look()
    visit = open_visit(hands, cast, language, look)
    assert (visit.credit_idr, visit.cash_idr) == (25_000, 50_000)
    hands.tab_to(".waiting a.line")
    hands.press("Enter")
    page.wait_for_selector("[data-clinic][data-ready][data-held]")
    look()
    # the filling was not needed after all, but a second consultation was
    hands.tab_to("[data-index='1'] [data-fewer]")
    hands.press("Enter")
    expect(page.locator("[data-lines] > li")).to_have_count(1)
    expect(page.locator(":focus")).to_have_count(1)  # focus went to a line that is there
    hands.press(key_of(page, "konsultasi"))
    # 5,000 on top of what was held: less than the cash that was agreed to
    expect(page.locator("[data-payer=tunai] output")).to_have_text(
        {"id": "5.000", "en": "5,000"}[language]
    )
    expect(page.locator("[data-short]")).to_be_hidden()
    expect(page.locator("[data-pin-part]")).to_be_hidden()
    look()
    hands.tab_to("[data-record]")
    hands.press("Enter")
    page.wait_for_url("**/clinic/visits/**")
    paid = Redemption.objects.get()
    assert (paid.total_idr, paid.credit_idr, paid.cash_idr) == (30_000, 25_000, 5_000)
    expect(page.locator("main")).to_contain_text(paid.number)
    look()


@LANGUAGES
def test_more_than_was_held_takes_the_pin_again_by_keyboard_alone(
    cast: Cast, open_page: OpenPage, find_barriers: FindBarriers, language: str
) -> None:
    cast.deposit(("pet", 40_000))  # 100,000
    page = open_page(language=language)
    hands = signed_in(page, cast)
    meet(hands, cast)
    hands.press(key_of(page, "konsultasi"))
    hands.type(SITI_PIN)
    hands.press("Shift+Enter")
    page.wait_for_url("**/clinic/?opened=*")
    hands.tab_to(".waiting a.line")
    hands.press("Enter")
    page.wait_for_selector("[data-clinic][data-ready][data-held]")
    hands.press(key_of(page, "tambal-gigi"))
    expect(page.locator("[data-short-more]")).to_contain_text("60")
    expect(page.locator("[data-pin-part]")).to_be_visible()
    assert find_barriers(page) == []
    hands.type("000000")
    hands.press("Enter")
    expect(page.locator(".note.is-stop")).to_contain_text("pin_wrong")
    page.wait_for_selector("[data-clinic][data-ready][data-held]")
    assert find_barriers(page) == []
    hands.type(SITI_PIN)
    hands.press("Enter")
    page.wait_for_url("**/clinic/visits/**")
    assert Redemption.objects.get().credit_idr == 75_000


@LANGUAGES
def test_a_patient_who_leaves_gets_everything_back_by_keyboard_alone(
    cast: Cast, open_page: OpenPage, find_barriers: FindBarriers, language: str
) -> None:
    cast.deposit()
    page = open_page(language=language)
    hands = signed_in(page, cast)
    open_visit(hands, cast, language, lambda: None)
    hands.tab_to(".waiting .key")
    hands.press("Enter")
    page.wait_for_url("**/clinic/open/**")
    hands.tab_to("#reason")
    assert find_barriers(page) == []
    hands.type("pasien pulang")
    hands.press("Enter")
    page.wait_for_url("**/clinic/?released=1")
    assert find_barriers(page) == []
    assert AuthorisationEnd.objects.get().reason == "pasien pulang"


def test_the_pin_is_turned_to_the_patient_and_never_shown(
    cast: Cast, open_page: OpenPage, find_barriers: FindBarriers
) -> None:
    cast.deposit()
    page = open_page(language="id")
    hands = signed_in(page, cast)
    meet(hands, cast)
    hands.press(key_of(page, "konsultasi"), "p")
    dialog = page.locator("dialog[data-hand]")
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text("15.000")
    assert find_barriers(page) == []
    hands.type(SITI_PIN)
    expect(page.locator("[data-pin-says]")).to_have_text("6 angka")
    for digits in (SITI_PIN, SITI_PIN[:4]):
        assert digits not in page.locator("body").inner_text()
        assert digits not in page.content()
    hands.press("Escape")  # another thought: nothing of it is kept
    expect(dialog).to_be_hidden()
    expect(page.locator("[name=pin]")).to_have_value("")
    hands.press("p")
    hands.type(SITI_PIN)
    hands.press("Enter")
    expect(dialog).to_be_hidden()
    expect(page.locator("[data-record]")).to_be_focused()
    hands.press("Enter")
    page.wait_for_url("**/clinic/visits/**")
    assert Redemption.objects.get().credit_idr == 15_000


# Another payer as the server would put it: a row before the others, and its share in each quote.
ONE_MORE_PAYER = """(sum) => {
    const row = document.querySelector("[data-hand-payer]");
    const other = row.cloneNode(true);
    other.dataset.handPayer = "kelompok";
    row.before(other);
    const json = Response.prototype.json;
    Response.prototype.json = async function () {
        const quote = await json.call(this);
        return { ...quote, shares: [["kelompok", sum], ...quote.shares] };
    };
}"""


def test_the_patient_sees_whoever_pays_in_their_order(cast: Cast, open_page: OpenPage) -> None:
    cast.deposit()  # 25,000
    page = open_page(language="id")
    hands = signed_in(page, cast)
    meet(hands, cast)
    page.evaluate(ONE_MORE_PAYER, 4_000)
    hands.press(key_of(page, "konsultasi"), "p")
    shown = page.locator("dialog [data-hand-payer]:visible output")
    expect(shown).to_have_text(["4.000", "15.000"])  # who pays nothing is not shown
    hands.press("Escape")
    expect(page.locator("dialog[data-hand]")).to_be_hidden()
    hands.press(key_of(page, "tambal-gigi"))
    expect(page.locator("[data-short]")).to_be_visible()
    hands.press("t")
    expect(page.locator("[data-payer=tunai] output")).to_have_text("50.000")
    hands.press("p")
    expect(shown).to_have_text(["4.000", "25.000", "50.000"])


def test_a_visit_takes_two_keys_beside_the_card_and_the_pin(
    cast: Cast, open_page: OpenPage
) -> None:
    cast.deposit()
    page = open_page(language="id")
    hands = signed_in(page, cast)
    meet(hands, cast)
    before = hands.presses
    hands.press(key_of(page, "konsultasi"))
    hands.type(SITI_PIN)
    hands.press("Enter")
    page.wait_for_url("**/clinic/visits/**")
    assert Redemption.objects.get().credit_idr == 15_000
    assert hands.presses - before == 2


def test_enter_ends_a_pin_that_was_clicked(cast: Cast, open_page: OpenPage) -> None:
    """A patient points at the keys, and the clerk presses Enter: no figure is typed twice."""
    cast.deposit()
    page = open_page(language="id")
    hands = signed_in(page, cast)
    meet(hands, cast)
    hands.press(key_of(page, "konsultasi"), "p")
    for figure in SITI_PIN:
        page.locator(f'dialog [data-key="{figure}"]').click()
    hands.press("Enter")
    expect(page.locator("dialog[data-hand]")).to_be_hidden()
    hands.press("Enter")
    page.wait_for_url("**/clinic/visits/**")
    assert Redemption.objects.get().credit_idr == 15_000


@pytest.mark.parametrize("way", ["Enter", "[data-hand-done]", "[data-hand-back]"])
def test_the_cursor_is_home_in_the_moment_the_pin_is_done(
    cast: Cast, open_page: OpenPage, way: str
) -> None:
    """The next key may come before the browser has said that the dialog is closed."""
    cast.deposit()
    page = open_page(language="id")
    hands = signed_in(page, cast)
    meet(hands, cast)
    hands.press(key_of(page, "konsultasi"), "p")
    expect(page.locator("[name=pin]")).to_be_focused()
    assert page.evaluate(CURSOR_AFTER, way) == "record"


def test_the_pin_stays_in_a_dialog_that_was_opened_again_at_once(
    cast: Cast, open_page: OpenPage
) -> None:
    cast.deposit()
    page = open_page(language="id")
    hands = signed_in(page, cast)
    meet(hands, cast)
    hands.press(key_of(page, "konsultasi"), "p")
    expect(page.locator("[name=pin]")).to_be_focused()
    assert page.evaluate(SHUT_AND_OPEN) is True


def test_enter_on_a_short_sum_takes_no_cash(cast: Cast, open_page: OpenPage) -> None:
    cast.deposit()
    page = open_page(language="id")
    hands = signed_in(page, cast)
    meet(hands, cast)
    hands.press(key_of(page, "tambal-gigi"))
    hands.type(SITI_PIN)
    hands.press("Enter", "Enter")
    hands.tab_to("[data-take-cash]")
    hands.press("Enter")
    expect(page.locator("[name=cash]")).to_have_value("0")
    assert not Redemption.objects.exists()
    hands.press("t")
    expect(page.locator("[name=pin]")).to_be_focused()
    hands.press("Enter")
    page.wait_for_url("**/clinic/visits/**")
    assert Redemption.objects.get().cash_idr == 35_000


def test_a_service_is_found_by_its_name_and_counted_by_keyboard(
    cast: Cast, open_page: OpenPage
) -> None:
    cast.deposit(("pet", 40_000))
    page = open_page(language="id")
    hands = signed_in(page, cast)
    meet(hands, cast)
    hands.press("/", "Escape")
    expect(page.locator("[data-find-open]")).to_be_focused()
    hands.press("/")
    hands.type("obat")
    hands.press("Enter")
    expect(page.locator("[name=price]")).to_be_focused()  # its price is written at the desk
    hands.type("7.500")
    hands.press("Shift+Tab")
    hands.tab_to("[data-more]")
    hands.press("Enter", "Enter")
    expect(page.locator("[data-more]")).to_be_focused()
    expect(page.locator("[data-total]")).to_have_text("Rp22.500")
    hands.tab_to(".categories summary")
    hands.press("Enter")
    expect(page.locator(".categories [data-service]").first).to_be_visible()
    hands.press("Tab", "Enter")
    expect(page.locator("[data-lines] > li")).to_have_count(2)
    with suppress(AssertionError):
        hands.tab_to("[name=pin]")
    hands.type(SITI_PIN)
    hands.press("Enter")
    page.wait_for_url("**/clinic/visits/**")
    assert Redemption.objects.get().lines.count() == 2
