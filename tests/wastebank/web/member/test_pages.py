"""The member's pages on an old phone, without scripts: what they tell, and to whom."""

import re
import uuid

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tests.cast import WATI_PIN, Cast
from tests.wastebank.passbook.open_book import nobody_tried_before, open_as, page_of, siti
from wastebank.cards.lifecycle import issue_card
from wastebank.deposits.void import void_deposit
from wastebank.members.enrol import enrol_member

pytestmark = pytest.mark.page

__all__ = ["nobody_tried_before", "siti"]
MOST_BYTES = 60_000


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
    assert page.index("Botol kecap") < page.index("Televisi bekas")  # what has a price, first
    assert "Tanya" in page


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
    """Every command is a link or a form with its own key; the PIN is a plain field."""
    page = page_of(siti.get("/member/"))
    assert not re.findall(r"<button[^>]*type=\"button\"(?![^>]*(data-sun-key|data-key))", page)
    siti.post("/member/leave/")
    sign_in = page_of(siti.get("/member/"))
    assert re.search(r'<input type="password" name="pin"', sign_in)


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
    issue_card(key=uuid.uuid4(), by=cast.sari, member=member.number, activate=True, pin="135792")
    open_as(client, member.number, "135792")
    page = page_of(client.get("/member/"))
    assert "<i>Rp</i>0" in page
    assert 'class="empty"' in page
