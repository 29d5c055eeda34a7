"""A member reads the own visits; the waste bank's pages know a clinic and a sum."""

import uuid
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver
from django.utils import translation

from clinic.charges.cancel import cancel_redemption
from clinic.charges.prepare import ServiceAsked
from tests.cast import SITI_PIN, WATI_PIN, Cast
from wastebank.models import ActionLog
from wastebank.reports.lists.action_log import change_words

pytestmark = pytest.mark.page


def page_of(answer: Any) -> str:
    """Its text; a paper's bytes are not, and are looked through as they are."""
    whole = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return str(whole.decode(errors="replace"))


@pytest.fixture
def siti(cast: Cast, client: Client) -> Client:
    cast.deposit(("pet", 40_000))
    client.post("/member/", {"who": cast.siti.number, "pin": SITI_PIN})
    return client


def test_own_visits_tell_the_services_the_day_and_who_paid(cast: Cast, siti: Client) -> None:
    cast.redeem(ServiceAsked("tambal-gigi"), ServiceAsked("tensi"), cash_idr=20_000)
    page = page_of(siti.get("/member/visits/"))
    for text in ("Klinik Sehati", "Tambal gigi", "Cek tensi", "Rp40.000", "Rp20.000"):
        assert text in page


def test_a_line_of_the_passbook_opens_its_visit_and_its_cancel_the_same(
    cast: Cast, siti: Client
) -> None:
    visit = cast.redeem(ServiceAsked("tambal-gigi"))
    cancel = cancel_redemption(
        key=uuid.uuid4(), by=cast.dewi, redemption=visit.number, reason="salah"
    )
    home = page_of(siti.get("/member/"))
    for entry_id in (visit.entry_id, cancel.entry_id):
        assert f"/member/visits/{entry_id}/" in home
        page = page_of(siti.get(f"/member/visits/{entry_id}/"))
        assert "Tambal gigi" in page
        assert "Rp60.000" in page
        assert "is-void" in page


def test_many_visits_are_paged(cast: Cast, siti: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clinic.web.member.pages.PER_PAGE", 2)
    for _ in range(3):
        cast.redeem()
    first, second = (page_of(siti.get(f"/member/visits/?page={page}")) for page in (1, 2))
    assert ("SHT-000003" in first, "SHT-000001" in first) == (True, False)
    assert ("SHT-000003" in second, "SHT-000001" in second) == (False, True)


def test_another_s_visit_is_not_found(cast: Cast, siti: Client, client: Client) -> None:
    visit = cast.redeem()
    deposit = cast.deposit()
    for entry_id in (visit.entry_id, deposit.entry_id, 2**40, 2**70):
        other = Client()
        other.post("/member/", {"who": cast.wati.number, "pin": WATI_PIN})
        answer = other.get(f"/member/visits/{entry_id}/")
        assert answer.status_code == 404
        assert "redemption_unknown" in page_of(answer)
        assert "Konsultasi" not in page_of(other.get("/member/visits/"))


def test_without_an_open_passbook_there_is_only_the_sign_in(cast: Cast, client: Client) -> None:
    cast.deposit()
    visit = cast.redeem()
    for address in ("/member/visits/", f"/member/visits/{visit.entry_id}/"):
        assert client.get(address)["Location"] == "/member/"
    client.force_login(cast.dewi)
    assert client.get("/member/visits/")["Location"] == "/member/"


def addresses_of_the_bank(patterns: Iterable[Any], before: str = "") -> Iterator[str]:
    """Every page of the waste bank that needs nothing in its address."""
    for pattern in patterns:
        address = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses_of_the_bank(pattern.url_patterns, address)
        elif "<" not in address and address.startswith(("counter/", "office/")):
            yield f"/{address}"


def without_price_list(page: str) -> str:
    """A page without what the log tells of tariffs: that is a clinic's price list, not a visit."""
    for line in ActionLog.objects.filter(action="set_tariff"):
        with translation.override("id"):
            page = page.replace(change_words(line.change), "")
    return page


def is_price_list(address: str) -> bool:
    """What a clinic hangs up is told to whoever sets it, and says nothing of anybody's care."""
    return "tariff" in address or address == "/office/setup/clinic/"


def test_the_waste_bank_never_sees_a_service(cast: Cast, siti: Client) -> None:
    """F8: the passbook, the statement and the staff's pages say a clinic and a sum."""
    visit = cast.redeem(ServiceAsked("tambal-gigi"))
    passbook = page_of(siti.get("/member/")) + page_of(siti.get("/member/passbook/"))
    assert "Klinik Sehati" in passbook
    assert "Rp60.000" in passbook
    pages = [passbook]
    staff = Client()
    own = [f"/counter/members/{cast.siti.number}/", f"/office/members/{cast.siti.number}/"]
    everything = [*addresses_of_the_bank(get_resolver().url_patterns), *own]
    assert len(everything) > 5
    for user in (cast.sari, cast.maya, cast.bambang, cast.yusuf, cast.tono):
        staff.force_login(user)
        answers = [staff.get(address) for address in everything if not is_price_list(address)]
        pages += [page_of(answer) for answer in answers if answer.status_code == 200]
        for address in ("/clinic/", f"/clinic/visits/{visit.number}/", "/clinic/visits/"):
            assert staff.get(address).status_code == 403
    for page in map(without_price_list, pages):
        assert "Tambal" not in page
        assert "filling" not in page
