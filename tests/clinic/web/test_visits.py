"""Visits at the clinic's pages: the day, the receipt on paper, the cancel; the lead's tariffs."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from clinic.charges.cancel import cancel_redemption
from clinic.charges.prepare import ServiceAsked
from clinic.models import Clinic, RedemptionCancel, Tariff, TariffWithdrawal
from ledger import clock
from tests.cast import Cast, coming_tariff
from wastebank.members.wallets import balance_of
from wastebank.models import Place, ReceiptPrint
from wastebank.values.calendar import day_bounds

pytestmark = pytest.mark.page

NONSENSE = ["?day=gestern", "?day=9999-99-99", "?day=0001-01-01", "?page=x"]


@pytest.fixture
def desk(cast: Cast, client: Client) -> Client:
    cast.deposit(("pet", 20_000))
    client.force_login(cast.dewi)
    return client


def page_of(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_visit_shows_services_who_paid_and_how_to_print(cast: Cast, desk: Client) -> None:
    visit = cast.redeem(
        ServiceAsked("konsultasi"), ServiceAsked("obat", 1, 9_500, "sirup"), cash_idr=10_000
    )
    page = page_of(desk.get(f"/clinic/visits/{visit.number.lower()}/"))
    for text in ("Siti Rahayu", "Konsultasi dokter umum", "sirup", "14.500", "10.000"):
        assert text in page
    assert page.count('name="paper"') == 8


def test_receipts_come_on_rolls_as_pdf_and_as_printer_bytes(cast: Cast, desk: Client) -> None:
    visit = cast.redeem(cash_idr=5_000)
    papers = {}
    for paper in ("-58", "-80", "pdf-58", "pdf-80", "escpos-58", "escpos-80"):
        sent = {"key": str(uuid.uuid4()), "paper": paper}
        papers[paper] = desk.post(f"/clinic/visits/{visit.number}/print/", sent)
    original = page_of(papers["-58"])
    assert 'data-roll="58"' in original
    assert "Salinan" not in original
    assert "Konsultasi dokter umum" in original
    assert "Dibayar tunai" in original
    assert "Salinan 1" in page_of(papers["-80"])
    assert papers["pdf-58"].content.startswith(b"%PDF")
    assert papers["pdf-80"]["Content-Type"] == "application/pdf"
    assert papers["escpos-58"].content.startswith(b"\x1b@")
    assert b"Konsultasi" in papers["escpos-80"].content
    assert ReceiptPrint.objects.get(receipt_number=visit.number).count == 6
    for answer in papers.values():
        assert cast.siti_card.code.encode() not in answer.content


def test_the_same_print_sent_twice_is_counted_once(cast: Cast, desk: Client) -> None:
    visit = cast.redeem()
    sent = {"key": str(uuid.uuid4()), "paper": "pdf-58"}
    first = desk.post(f"/clinic/visits/{visit.number}/print/", sent)
    second = desk.post(f"/clinic/visits/{visit.number}/print/", sent)
    assert first.content == second.content


@pytest.mark.parametrize("paper", ["", "58", "pdf-57", "doc-58"])
def test_a_paper_that_is_not_there_is_refused(cast: Cast, desk: Client, paper: str) -> None:
    visit = cast.redeem()
    sent = {"key": str(uuid.uuid4()), "paper": paper}
    answer = desk.post(f"/clinic/visits/{visit.number}/print/", sent)
    assert answer.status_code == 422
    assert "field_malformed" in page_of(answer)


def test_a_visit_is_cancelled_with_a_reason_and_the_credit_is_back(
    cast: Cast, desk: Client
) -> None:
    visit = cast.redeem()
    address = f"/clinic/visits/{visit.number}/cancel/"
    sent = {"key": str(uuid.uuid4()), "reason": "salah pasien"}
    assert desk.post(address, sent)["Location"] == f"/clinic/visits/{visit.number}/"
    assert balance_of(cast.siti).balance_idr == 50_000
    page = page_of(desk.get(f"/clinic/visits/{visit.number}/"))
    assert "salah pasien" in page
    assert "/cancel/" not in page
    assert desk.post(address, sent).status_code == 302
    again = desk.post(address, {"key": str(uuid.uuid4()), "reason": "lagi"})
    assert "already_reversed" in page_of(again)
    assert RedemptionCancel.objects.count() == 1


def test_a_cancel_without_a_reason_is_refused_beside_the_form(cast: Cast, desk: Client) -> None:
    visit = cast.redeem()
    sent = {"key": str(uuid.uuid4()), "reason": "  "}
    answer = desk.post(f"/clinic/visits/{visit.number}/cancel/", sent)
    assert answer.status_code == 422
    assert "cancel_reason_missing" in page_of(answer)
    assert f'name="next" value="/clinic/visits/{visit.number}/"' in page_of(answer)
    assert f'value="{sent["key"]}"' in page_of(answer)


def test_after_the_window_only_the_lead_cancels(cast: Cast, client: Client) -> None:
    with clock.at(timezone.now() - timedelta(days=2)):
        cast.deposit(("pet", 20_000))
        visit = cast.redeem()
    client.force_login(cast.dewi)
    assert "/cancel/" not in page_of(client.get(f"/clinic/visits/{visit.number}/"))
    sent = {"key": str(uuid.uuid4()), "reason": "salah"}
    late = client.post(f"/clinic/visits/{visit.number}/cancel/", sent)
    assert late.status_code == 409
    assert "cancel_too_late" in page_of(late)
    client.force_login(cast.lestari)
    assert "/cancel/" in page_of(client.get(f"/clinic/visits/{visit.number}/"))
    client.post(f"/clinic/visits/{visit.number}/cancel/", sent | {"key": str(uuid.uuid4())})
    assert RedemptionCancel.objects.get().redemption == visit


def test_visits_are_listed_by_day_and_page(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clinic.web.desk.visits.PER_PAGE", 5)
    client.force_login(cast.dewi)
    yesterday = timezone.now() - timedelta(days=1)
    with clock.at(yesterday):
        cast.deposit(("pet", 40_000))
        for _ in range(7):
            cast.redeem(cash_idr=5_000)
    cancelled = cast.redeem()
    cancel_redemption(key=uuid.uuid4(), by=cast.dewi, redemption=cancelled.number, reason="salah")
    today = page_of(client.get("/clinic/visits/"))
    assert today.count("/clinic/visits/SHT-") == 1
    assert "is-void" in today
    address = f"/clinic/visits/?day={timezone.localtime(yesterday):%Y-%m-%d}"
    first = page_of(client.get(address))
    assert first.count("/clinic/visits/SHT-") == 5
    assert "Rp70.000" in first
    assert "Rp35.000" in first
    assert page_of(client.get(f"{address}&page=2")).count("/clinic/visits/SHT-") == 2


@pytest.mark.parametrize("query", NONSENSE)
def test_an_address_that_says_nonsense_is_refused(cast: Cast, desk: Client, query: str) -> None:
    """Today's visits would look like the answer."""
    answer = desk.get(f"/clinic/visits/{query}")
    assert answer.status_code == 422
    assert "field_malformed" in page_of(answer)


def test_another_clinic_s_visit_is_not_found(cast: Cast, desk: Client) -> None:
    visit = cast.redeem()
    other = Place.objects.create(code="HRP", name="Harapan", kind="clinic", parent=cast.induk)
    Clinic.objects.create(place=other, valid_from=timezone.localdate())
    cast.dewi.place = other
    cast.dewi.save()
    for answer in (
        desk.get(f"/clinic/visits/{visit.number}/"),
        desk.post(f"/clinic/visits/{visit.number}/cancel/", {"key": str(uuid.uuid4())}),
        desk.post(f"/clinic/visits/{visit.number}/print/", {"key": str(uuid.uuid4())}),
    ):
        assert answer.status_code == 404
        assert "redemption_unknown" in page_of(answer)
    assert "SHT-" not in page_of(desk.get("/clinic/visits/"))


def test_the_clinic_never_sees_a_deposit(cast: Cast, desk: Client) -> None:
    """F8: names of materials, receipts of deposits and their places stand on none of its pages."""
    deposit = cast.deposit(("pet", 1_390), ("kardus", 3_000))
    visit = cast.redeem()
    pages = [
        page_of(desk.get("/clinic/")),
        page_of(desk.post("/clinic/", {"code": cast.siti_card.code})),
        page_of(desk.get("/clinic/visits/")),
        page_of(desk.get(f"/clinic/visits/{visit.number}/")),
    ]
    for page in pages:
        for secret in (deposit.number, "Botol PET", "Kardus", cast.melati.name, "Setoran"):
            assert secret not in page
    assert desk.get(f"/counter/receipts/{deposit.number}/").status_code == 403


def tariff(**fields: str) -> dict[str, str]:
    today = timezone.localdate().isoformat()
    typed = {"service": "konsultasi", "price": "17.500", "valid_from": today, "clinic": "SHT"}
    return {"key": str(uuid.uuid4()), **typed, **fields}


def test_the_lead_sets_a_tariff_from_a_day_on(cast: Cast, client: Client) -> None:
    client.force_login(cast.lestari)
    assert "Rp15.000" in page_of(client.get("/clinic/tariffs/"))
    coming = timezone.localdate() + timedelta(days=30)
    answer = client.post("/clinic/tariffs/", tariff(valid_from=coming.isoformat()), follow=True)
    page = page_of(answer)
    assert "Rp15.000" in page
    assert "Rp17.500" in page
    assert Tariff.objects.get(holds_from=day_bounds(coming)[0]).price_idr == 17_500


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"price": ""}, "price"),
        ({"price": "15.00"}, "price"),
        ({"price": "fünfzehn"}, "price"),
        ({"price": "-5"}, "price"),
        ({"valid_from": "morgen"}, "valid_from"),
        ({"service": "obat"}, "field_missing"),  # the most, where the desk sets the price
        ({"service": "tensi"}, "service"),
        ({"service": "nichts"}, "service"),
        ({"valid_from": "2021-01-01"}, "tariff_in_past"),
        ({"price": "100000001"}, "price_out_of_range"),
        ({"clinic": "MLT"}, "clinic_unknown"),
        ({"key": "x"}, "key_missing"),
    ],
)
def test_a_tariff_that_cannot_be_set_is_refused_and_nothing_changes(
    cast: Cast, client: Client, fields: dict[str, str], said: str
) -> None:
    client.force_login(cast.lestari)
    before = set(Tariff.objects.values_list("service", "holds_from", "price_idr"))
    answer = client.post("/clinic/tariffs/", tariff(**fields))
    assert answer.status_code in (200, 404, 409, 422)
    assert said in page_of(answer)
    if said in ("price", "valid_from", "service"):
        assert f'id="id_{said}_error"' in page_of(answer)
    assert set(Tariff.objects.values_list("service", "holds_from", "price_idr")) == before


def test_a_coming_tariff_is_withdrawn_on_the_page(cast: Cast, client: Client) -> None:
    coming = coming_tariff(cast, 175_000)
    for user, status in ((cast.dewi, 403), (cast.yusuf, 403), (cast.maya, 302)):
        client.force_login(user)
        answer = client.post(*withdrawal(coming.pk))
        assert answer.status_code == status
    page = page_of(client.get(answer["Location"]))
    assert "Tarif ditarik." in page or "The tariff is withdrawn." in page
    assert "175.000" not in page
    assert "175,000" not in page
    assert TariffWithdrawal.objects.get().tariff == coming


def test_a_tariff_that_holds_is_not_withdrawn_and_the_reason_stays(
    cast: Cast, client: Client
) -> None:
    client.force_login(cast.lestari)
    holds = Tariff.objects.get(service__code="konsultasi")
    coming = coming_tariff(cast)
    for number, reason, status, said in (
        (holds.pk, "salah", 409, "tariff_holds"),
        (coming.pk, " ", 422, "reason_missing"),
        (999_999, "salah", 404, "tariff_unknown"),
    ):
        answer = client.post(*withdrawal(number, reason=reason))
        assert (answer.status_code, said in page_of(answer)) == (status, True)
    assert not TariffWithdrawal.objects.exists()


def withdrawal(number: int, **fields: str) -> tuple[str, dict[str, str]]:
    sent = {"key": str(uuid.uuid4()), "clinic": "SHT", "reason": "salah ketik", **fields}
    return f"/clinic/tariffs/{number}/withdraw/", sent


def test_tariffs_are_for_the_lead_and_the_manager_only(cast: Cast, client: Client) -> None:
    for user, status in ((cast.maya, 200), (cast.dewi, 403), (cast.sari, 403), (cast.yusuf, 403)):
        client.force_login(user)
        assert client.get("/clinic/tariffs/").status_code == status
