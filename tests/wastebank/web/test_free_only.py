"""A programme in which everything is free: no page shows what is no number."""

import re
import uuid
from html import unescape
from urllib.parse import unquote

import pytest
from django.test import Client

from clinic.charges.prepare import ServiceAsked
from ledger import clock
from tests.cast import SITI_PIN, Cast, make_token
from tests.permissions import rows
from tests.requests.addresses import Things, address
from tests.wastebank.passbook.open_book import nobody_tried_before, open_as
from tests.wastebank.web.office.office import at
from wastebank.deposits.void import void_deposit
from wastebank.materials.prices import set_price
from wastebank.models import Device
from wastebank.staff.access.links import make_link
from wastebank.values.calendar import local_day

__all__ = ["nobody_tried_before"]

pytestmark = pytest.mark.page

# as a text or a number of a picture, not as a part of a word or of a name of the sprite
NO_NUMBER = re.compile(r"(?<![\w-])(NaN|-?Infinity|undefined)(?![\w-])")


@pytest.fixture
def free(cast: Cast) -> Things:
    """One deposit of old televisions, which bring nothing, and one visit that costs nothing."""
    set_price(
        key=uuid.uuid4(),
        by=cast.maya,
        material="televisi",
        place="BSI",
        valid_from=local_day(clock.now()),
        price_idr=0,
    )
    deposit = cast.deposit(("televisi", 2))
    visit = cast.redeem(ServiceAsked("tensi"))
    make_token(username="sari", label="phone")
    return Things(
        member=cast.siti.number,
        deposit=deposit.number,
        redemption=visit.number,
        entry_id=deposit.entry_id,
        visit_id=0,
        card_id=cast.siti_card.pk,
        price_id=0,
        tariff_id=0,
        device_id=Device.objects.get(user=cast.sari, label="phone").pk,
        place=cast.kenanga.code,
        clinic=cast.sehati.place.code,
        username="rudi",
        token_id=0,
        box="KAS-MLT",
        count_id=0,
        link=make_link(key=uuid.uuid4(), by=cast.maya, username="rudi").code,
        material="televisi",
    )


def test_no_page_of_a_free_programme_shows_what_is_no_number(cast: Cast, free: Things) -> None:
    member = Client(headers={"accept-language": "en"})
    open_as(member, cast.siti.number, SITI_PIN)
    people = [at(user) for user in (cast.sari, cast.dewi, cast.lestari, cast.maya, cast.tono)]
    seen = 0
    for method, route, _who in rows():
        if method != "GET" or route.startswith("api/"):
            continue
        where = address(route, free.marks())
        for client in (member, *people):
            answer = client.get(where)
            assert answer.status_code < 500, where
            if answer.status_code == 200 and "text/html" in answer["Content-Type"]:
                page = answer.content.decode()
                shown = re.sub(r"<(script|style|template)\b.*?</\1>", "", page, flags=re.DOTALL)
                found = NO_NUMBER.search(shown)
                assert not found, (where, shown[found.start() - 80 : found.end() + 40])
                seen += 1
    assert seen > 100


def test_the_first_page_tells_the_weight_of_what_was_free(cast: Cast, free: Things) -> None:
    page = at(cast.maya).get("/office/?print=1").content.decode()
    assert not NO_NUMBER.search(page[page.index("<main") :])
    assert "Active members" in page


@pytest.mark.parametrize(("language", "word"), [("en", "taken, unpaid"), ("id", "tidak dibayar")])
def test_what_is_free_is_taken_and_unpaid_wherever_its_line_or_price_stands(
    cast: Cast, free: Things, language: str, word: str
) -> None:
    """The counter, the office, the member, the public: in words, never as a price of nothing."""
    member = Client(headers={"accept-language": language})
    open_as(member, cast.siti.number, SITI_PIN)
    sari = Client(headers={"accept-language": language})
    sari.force_login(cast.sari)
    maya = Client(headers={"accept-language": language})
    maya.force_login(cast.maya)
    number = free.deposit
    for client, where in (
        (sari, f"/counter/receipts/{number}/"),
        (sari, f"/counter/weigh/{cast.siti.number}/"),
        (member, f"/member/deposits/{number}/"),
        (maya, f"/office/days/deposits/{number}/"),
        (maya, "/office/prices/"),
        (Client(headers={"accept-language": language}), "/prices/?place=MLT"),
    ):
        answer = client.get(where, follow=True)
        page = answer.content.decode()
        assert answer.status_code == 200, where
        assert word in page, where
        assert not re.search(r"× Rp0\b|Rp0/", page), where


def words_of(page: str) -> str:
    body = page[page.index("<main") : page.index("</main>")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("is_void", [False, True])
def test_a_sum_of_what_was_free_is_said_in_words_wherever_a_deposit_is_told(
    cast: Cast, free: Things, language: str, is_void: bool
) -> None:
    """The total, the note of what was recorded or taken back, every list and what is shared."""
    cast.deposit(("pet", 1_000))  # so that the balance is a figure
    number = cast.deposit(("televisi", 2)).number
    if is_void:
        void_deposit(key=uuid.uuid4(), by=cast.sari, deposit=number, reason="wrong")
    head = {"accept-language": language}
    member, sari, maya = Client(headers=head), Client(headers=head), Client(headers=head)
    open_as(member, cast.siti.number, SITI_PIN)
    sari.force_login(cast.sari)
    maya.force_login(cast.maya)
    word = {"en": "taken, unpaid", "id": "diambil, tidak dibayar"}[language]
    for client, where, least in (
        (sari, f"/counter/receipts/{number}/", 1 if is_void else 2),
        (maya, f"/office/days/deposits/{number}/", 2),
        (member, f"/member/deposits/{number}/", 2),
        (sari, "/counter/", 1),
        (sari, "/counter/day/", 1),
        (maya, "/office/days/", 1),
    ):
        page = client.get(where, follow=True).content.decode()
        told = words_of(page)
        assert told.lower().count(word) >= least, (where, told)
        if number in where:  # elsewhere the sum of a whole day may be nothing
            assert not re.search(r"Rp ?0\b", told), (where, told)
    receipt = unescape(unquote(sari.get(f"/counter/receipts/{number}/").content.decode()))
    if not is_void:
        sent = receipt[receipt.index("https://wa.me/") :].partition('"')[0]
        assert sent.count(word) == 2, sent
        assert "Rp–" not in sent
        shared = unquote(member.get(f"/member/deposits/{number}/").content.decode())
        assert "Rp0" not in shared


def test_lines_with_a_price_keep_their_figures_beside_what_was_free(
    cast: Cast, free: Things
) -> None:
    both = cast.deposit(("televisi", 1), ("pet", 1_000))
    told = words_of(at(cast.sari).get(f"/counter/receipts/{both.number}/").content.decode())
    assert "Rp2,500 added to the balance" in told
    assert "taken, unpaid" in told
