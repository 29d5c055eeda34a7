"""The member's pages on an old phone, without scripts: open, read, leave."""

import re
import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from ledger import clock
from tests.cast import SITI_PIN, WATI_PIN, Cast
from wastebank.cards import block_card, issue_card, replace_card
from wastebank.deposits import void_deposit
from wastebank.membernumber import make_number
from wastebank.members import enrol_member
from wastebank.models import Member, PinTries

MOST_BYTES = 60_000


@pytest.fixture(autouse=True)
def nobody_tried_before() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def open_as(client: Client, who: str, pin: str) -> Any:
    return client.post("/member/", {"who": who, "pin": pin})


@pytest.fixture
def siti(cast: Cast, client: Client) -> Client:
    open_as(client, cast.siti.number, SITI_PIN)
    return client


def page_of(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.mark.parametrize("spelling", ["{}", " {} ", "lower", "no dash"])
def test_a_number_and_its_pin_open_the_passbook(cast: Cast, client: Client, spelling: str) -> None:
    number = cast.siti.number
    who = {"lower": number.lower(), "no dash": number.replace("-", "")}.get(
        spelling, spelling.format(number)
    )
    assert open_as(client, who, SITI_PIN)["Location"] == "/member/"
    page = page_of(client.get("/member/"))
    assert "Siti Rahayu" in page


def test_a_card_and_its_pin_open_the_passbook(cast: Cast, client: Client) -> None:
    answer = open_as(client, cast.siti_card.code.lower(), SITI_PIN)
    assert answer.status_code == 302
    assert cast.siti_card.code not in str(dict(client.session))


def test_the_session_holds_the_members_id_and_nothing_else(cast: Cast, client: Client) -> None:
    client.force_login(cast.sari)
    before = client.session.session_key
    open_as(client, cast.siti.number, SITI_PIN)
    held = {name: value for name, value in client.session.items() if name[0] != "_"}
    assert held == {"member": cast.siti.pk}
    assert "_auth_user_id" not in client.session
    assert client.session.session_key != before
    assert client.session.get_expiry_age() <= 30 * 60
    assert not Session.objects.filter(session_key=before).exists()


def test_leaving_closes_the_passbook(cast: Cast, siti: Client) -> None:
    assert siti.get("/member/leave/").status_code == 405
    assert siti.post("/member/leave/")["Location"] == "/member/"
    assert "Siti" not in page_of(siti.get("/member/"))
    assert siti.get("/member/passbook/")["Location"] == "/member/"


def test_unknown_numbers_and_wrong_pins_get_one_and_the_same_answer(
    cast: Cast, client: Client
) -> None:
    """Nobody learns at the door which numbers exist, not even by trying until it locks."""
    stranger = make_number(77_777)
    answers = []
    for number in (cast.siti.number, stranger):
        told = []
        for _ in range(6):
            answer = open_as(client, number, "000000")
            found = re.search(r"<code>(\w+)</code>", page_of(answer))
            told.append((answer.status_code, found and found[1]))
        answers.append(told)
    assert answers[0] == answers[1]
    assert answers[0] == [(403, "opening_wrong")] * 4 + [(403, "pin_locked")] * 2
    assert PinTries.objects.get(member=cast.siti).failed == 5


def test_a_member_without_a_pin_is_as_unknown_as_anybody(cast: Cast, client: Client) -> None:
    assert "opening_wrong" in page_of(open_as(client, cast.hasan.number, "1234"))


def test_the_right_pin_in_time_forgets_the_wrong_ones(cast: Cast, client: Client) -> None:
    for _ in range(4):
        open_as(client, cast.siti.number, "000000")
    assert open_as(client, cast.siti.number, SITI_PIN).status_code == 302
    assert PinTries.objects.get(member=cast.siti).failed == 0


def test_a_locked_pin_does_not_open_even_if_it_is_right(cast: Cast, client: Client) -> None:
    PinTries.objects.filter(member=cast.siti).update(failed=5)
    assert "pin_locked" in page_of(open_as(client, cast.siti.number, SITI_PIN))


@pytest.mark.parametrize(
    ("who", "pin", "status", "code"),
    [
        ("", "123456", 422, "number_misspelt"),
        ("1001-A", "123456", 422, "number_misspelt"),
        ("Siti", "123456", 422, "number_misspelt"),
        ("W1" + "A" * 27, "123456", 422, "card_misspelt"),
        ("right", "", 422, "pin_malformed"),
        ("right", "12", 422, "pin_malformed"),
        ("right", "１２３４５６", 422, "pin_malformed"),
        ("right", "1' OR 1", 422, "pin_malformed"),
        ("x" * 10_000, "123456", 422, "number_misspelt"),
    ],
)
def test_what_is_no_number_or_no_pin_is_told_so_and_costs_no_try(
    cast: Cast, client: Client, who: str, pin: str, status: int, code: str
) -> None:
    answer = open_as(client, cast.siti.number if who == "right" else who, pin)
    assert answer.status_code == status
    assert code in page_of(answer)
    assert PinTries.objects.get(member=cast.siti).failed == 0


def test_what_was_typed_is_kept_but_not_the_pin_and_not_a_card_code(
    cast: Cast, client: Client
) -> None:
    page = page_of(open_as(client, cast.siti.number, "975310"))
    assert f'value="{cast.siti.number}"' in page
    assert "975310" not in page
    assert cast.siti_card.code not in page_of(open_as(client, cast.siti_card.code, "975310"))


def test_dead_cards_open_nothing_and_say_why(cast: Cast, client: Client) -> None:
    old = cast.siti_card
    replace_card(key=uuid.uuid4(), by=cast.sari, card_id=old.pk, reason="hilang")
    assert "card_replaced" in page_of(open_as(client, old.code, SITI_PIN))
    assert "card_not_active" in page_of(open_as(client, cast.hasan_card.code, "123456"))
    block_card(key=uuid.uuid4(), by=cast.rudi, card_id=cast.wati_card.pk, reason="hilang")
    assert "card_blocked" in page_of(open_as(client, cast.wati_card.code, WATI_PIN))
    assert "opening_wrong" in page_of(open_as(client, cast.wati.number, WATI_PIN))


def test_every_card_of_a_household_opens_its_passbook(cast: Cast, client: Client) -> None:
    issue_card(key=uuid.uuid4(), by=cast.sari, member=cast.siti.number, activate=True, pin="246810")
    assert open_as(client, cast.siti.number, "246810").status_code == 302


def test_a_membership_that_ended_is_closed_at_once(cast: Cast, siti: Client) -> None:
    Member.objects.filter(pk=cast.siti.pk).update(closed_at=timezone.now())
    assert siti.get("/member/passbook/")["Location"] == "/member/"
    assert "member_closed" in page_of(open_as(siti, cast.siti.number, SITI_PIN))


def test_one_address_cannot_go_on_guessing(cast: Cast, client: Client) -> None:
    for serial in range(50_000, 50_030):
        open_as(client, make_number(serial), "123456")
    told = page_of(open_as(client, cast.siti.number, SITI_PIN))
    assert "too_many_tries" in told
    elsewhere = Client(REMOTE_ADDR="10.1.2.3")
    assert open_as(elsewhere, cast.siti.number, SITI_PIN).status_code == 302


def test_the_passbook_tells_what_came_and_went_with_the_balance_after_it(
    cast: Cast, siti: Client
) -> None:
    cast.deposit(("pet", 10_000), ("jelantah", 2_500), ("botol-kecap", 12))
    cast.redeem(cash_idr=5_000)
    page = page_of(siti.get("/member/"))
    for text in ("10,000 kg + 2,500 liter + 12 buah", "+Rp41.700", "−Rp10.000", "Klinik Sehati"):
        assert text in page
    assert "41.700" in page
    assert "<i>Rp</i>31.700" in page


def test_what_was_taken_back_is_struck_through_and_stands_beside_its_reversal(
    cast: Cast, siti: Client
) -> None:
    deposit = cast.deposit()
    void_deposit(key=uuid.uuid4(), by=cast.sari, deposit=deposit.number, reason="salah timbang")
    page = page_of(siti.get("/member/"))
    assert page.count("is-void") == 1
    assert "−Rp25.000" in page
    assert "+Rp25.000" in page
    told = page_of(siti.get(f"/member/deposits/{deposit.number}/"))
    assert "is-void" in told
    assert "salah timbang" not in told  # the reason is between the staff


def test_older_lines_follow_page_by_page_without_gap_or_repeat(cast: Cast, siti: Client) -> None:
    start = timezone.now() - timedelta(days=120)
    for day in range(70):
        with clock.at(start + timedelta(days=day)):
            cast.deposit(("pet", 1_000 * (day + 1)), ("kardus", 500))
    seen: list[str] = []
    address: str | None = "/member/"
    while address and len(seen) <= 70:  # a link to itself must fail, not hang
        page = page_of(siti.get(address))
        seen += re.findall(r"/member/deposits/(MLT-\d+)/", page)
        found = re.search(r'href="(/member/passbook/\?before=\d+)"', page)
        address = found[1] if found else None
    assert seen == [f"MLT-{number:06d}" for number in range(70, 0, -1)]


@pytest.mark.parametrize("before", ["0", "1", "99999", "-1", "x", "9" * 30, "١"])
def test_a_page_that_is_not_there_is_no_fault(cast: Cast, siti: Client, before: str) -> None:
    cast.deposit()
    assert siti.get("/member/passbook/", {"before": before}).status_code == 200


def test_a_deposit_is_told_line_by_line_and_only_to_its_member(cast: Cast, siti: Client) -> None:
    deposit = cast.deposit(("pet", 1_390), ("kardus", 3_250))
    page = page_of(siti.get(f"/member/deposits/{deposit.number.lower()}/"))
    for text in ("Botol PET bening", "1,390 kg × Rp2.500/kg", "Rp3.475", "Rp7.375"):
        assert text in page
    other = Client()
    open_as(other, cast.wati.number, WATI_PIN)
    answer = other.get(f"/member/deposits/{deposit.number}/")
    assert answer.status_code == 404
    assert "deposit_unknown" in page_of(answer)


def test_prices_are_those_of_the_members_place_what_they_bring_first(
    cast: Cast, siti: Client
) -> None:
    cast.deposit(("kardus", 1_000))
    page = page_of(siti.get("/member/"))
    assert page.index("Kardus") < page.index("Botol PET bening")
    assert f"/prices/?place={cast.melati.code}" in page
    assert "Tanya" in page or "Ask" in page


@pytest.mark.parametrize("months", [1, 3, 6, 12])
def test_the_statement_is_a_pdf_named_by_number_and_day(
    cast: Cast, siti: Client, months: int
) -> None:
    cast.deposit()
    answer = siti.get(f"/member/statement/?months={months}")
    assert answer["Content-Type"] == "application/pdf"
    assert cast.siti.number in answer["Content-Disposition"]
    assert answer.content.startswith(b"%PDF")


@pytest.mark.parametrize("months", ["", "0", "13", "x", "-1"])
def test_a_statement_of_other_months_is_refused(cast: Cast, siti: Client, months: str) -> None:
    answer = siti.get("/member/statement/", {"months": months})
    assert answer.status_code == 422
    assert "field_malformed" in page_of(answer)


def test_everything_together_stays_under_sixty_kilobytes(cast: Cast, siti: Client) -> None:
    """A13: the page with all it brings, uncompressed, for a member with a full passbook."""
    for _ in range(12):
        cast.deposit(("pet", 1_390), ("kardus", 3_250), ("jelantah", 1_500))
    cast.redeem()
    answer = siti.get("/member/")
    page = page_of(answer)
    sources = set(re.findall(r'(?:href|src)="/static/([^"#]+)', page))
    assert any(source.endswith(".css") for source in sources)
    styles = [source for source in sources if source.endswith(".css")]
    for source in styles:
        text = content_of(source).decode()
        sources |= {f"wastebank/{name}" for name in re.findall(r"url\((\w+\.svg)\)", text)}
    total_bytes = len(answer.content) + sum(len(content_of(source)) for source in sources)
    assert total_bytes < MOST_BYTES


def content_of(source: str) -> bytes:
    path = finders.find(source)
    assert path, source
    with open(path, "rb") as file:
        return file.read()


def test_the_pages_need_no_scripts(cast: Cast, siti: Client) -> None:
    """Every act is a link or a form with a key of its own; the door's PIN is a plain field."""
    page = page_of(siti.get("/member/"))
    assert not re.findall(r"<button[^>]*type=\"button\"(?![^>]*(data-sun-key|data-key))", page)
    siti.post("/member/leave/")
    door = page_of(siti.get("/member/"))
    assert re.search(r'<input type="password" name="pin"', door)


def test_no_answer_is_kept_by_a_shared_phone(cast: Cast, siti: Client) -> None:
    deposit = cast.deposit()
    addresses = ["/member/", "/member/passbook/", "/member/statement/", "/member/visits/"]
    for address in (*addresses, f"/member/deposits/{deposit.number}/"):
        assert "no-store" in siti.get(address)["Cache-Control"], address


def test_no_number_and_no_name_stands_in_an_address(cast: Cast, siti: Client) -> None:
    cast.deposit()
    cast.redeem()
    page = page_of(siti.get("/member/"))
    addresses = re.findall(r'(?:href|action)="([^"]*)"', page)
    assert addresses
    for address in addresses:
        assert cast.siti.number not in address
        assert "Siti" not in address


def test_both_languages_with_their_own_separators(cast: Cast, siti: Client) -> None:
    cast.deposit(("pet", 1_390))
    assert "1,390 kg" in page_of(siti.get("/member/"))
    english = page_of(siti.get("/member/", headers={"Accept-Language": "en"}))
    assert "1.390 kg" in english
    assert "+Rp3,475" in english


def test_a_new_member_reads_that_the_book_is_empty(cast: Cast, client: Client) -> None:
    member = enrol_member(key=uuid.uuid4(), by=cast.sari, name="Baru Sekali")
    issue_card(key=uuid.uuid4(), by=cast.sari, member=member.number, activate=True, pin="1357")
    open_as(client, member.number, "1357")
    page = page_of(client.get("/member/"))
    assert "<i>Rp</i>0" in page
    assert 'class="empty"' in page
