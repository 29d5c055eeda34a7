"""What a credit buys: visits at the clinics of one's own programme, each service by its tariff."""

import re
import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from clinic.care import affordable, visit_price
from clinic.charges.authorisations import authorise
from clinic.charges.prepare import ServiceAsked
from clinic.models import Clinic, Service
from clinic.register.clinics import open_clinic
from ledger import clock
from tests.cast import SITI_PIN, Cast
from wastebank.members.wallets import balance_of
from wastebank.models import Place
from wastebank.passbook.care import clinics_near, enough_for, held_credit


@pytest.fixture(autouse=True)
def nobody_tried_before() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def page_of(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.fixture
def siti(cast: Cast, client: Client) -> Client:
    client.post("/member/", {"who": cast.siti.number, "pin": SITI_PIN})
    return client


def enough_of(cast: Cast, credit_idr: int) -> tuple[int, int] | None:
    found = enough_for(credit_idr, clinics_near(cast.siti, clock.now()))
    return (found.visits, found.missing_idr) if found else None


@pytest.mark.parametrize(
    ("credit_idr", "visits", "missing_idr"),
    [
        (0, 0, 15_000),
        (14_999, 0, 1),
        (15_000, 1, 0),
        (29_999, 1, 0),
        (45_000, 3, 0),
        (-5, 0, 15_000),
    ],
)
def test_a_credit_is_worth_so_many_visits(
    cast: Cast, credit_idr: int, visits: int, missing_idr: int
) -> None:
    assert enough_of(cast, credit_idr) == (visits, missing_idr)


def test_a_plain_visit_is_the_cheapest_general_care_that_is_paid_by_the_visit(cast: Cast) -> None:
    assert visit_price(cast.sehati, clock.now()) == 15_000
    Service.objects.filter(code="konsultasi").update(category="gigi")
    assert visit_price(cast.sehati, clock.now()) == 15_000  # no general one: any visit
    Service.objects.filter(code="konsultasi").update(per="action")
    assert visit_price(cast.sehati, clock.now()) is None
    assert enough_of(cast, 100_000) is None


def test_clinics_are_those_of_the_own_programme_that_take_credit_now_or_soon(cast: Cast) -> None:
    today = timezone.localdate()
    elsewhere = Place.objects.create(code="LAIN", name="Bank Lain", kind="main")
    for code, name, main, begin, end in (
        ("AKA", "Klinik Akan Datang", cast.induk, 5, None),
        ("DLU", "Klinik Dulu", cast.induk, -90, -1),
        ("JAU", "Klinik Jauh", elsewhere, -90, None),
        ("TUT", "Klinik Tutup", cast.induk, -90, None),
        ("BAR", "Klinik Barat", cast.induk, -90, 0),
    ):
        place = Place.objects.create(
            code=code, name=name, kind="clinic", parent=main, active=code != "TUT"
        )
        until = None if end is None else today + timedelta(days=end)
        Clinic.objects.create(
            place=place, valid_from=today + timedelta(days=begin), valid_until=until
        )
    near = clinics_near(cast.siti, clock.now())
    assert [clinic.place.code for clinic in near] == ["BAR", "SHT", "AKA"]
    assert [clinic.open_today for clinic in near] == [True, True, False]


def test_each_service_says_how_far_the_credit_goes(cast: Cast) -> None:
    rows = affordable(cast.sehati, clock.now(), 31_000)
    told = {row.service.code: (row.price_idr, row.times, row.missing_idr) for row in rows}
    assert told == {
        "konsultasi": (15_000, 2, 0),
        "tambal-gigi": (60_000, 0, 29_000),
        "obat": (None, None, 0),
        "tensi": (0, None, 0),
    }


def test_the_first_page_says_what_the_credit_buys_and_names_no_service(
    cast: Cast, siti: Client
) -> None:
    cast.deposit(("pet", 12_400))
    page = page_of(siti.get("/member/"))
    assert "Cukup untuk 2 kali rawat jalan." in page
    assert "Rp15.000 sekali di Klinik Sehati." in page
    assert "Konsultasi" not in page
    english = page_of(siti.get("/member/", headers={"Accept-Language": "en"}))
    assert "Enough for 2 clinic visits." in english


def test_what_is_missing_is_told_in_rupiah_and_in_what_one_brings(cast: Cast, siti: Client) -> None:
    cast.deposit(("pet", 4_001))  # 10,003 of 15,000; the rest is 1.9988 kg of the same
    page = page_of(siti.get("/member/"))
    assert "Kurang Rp4.997 untuk sekali rawat jalan." in page
    assert "Itu 1,999 kg Botol PET bening." in page


def test_what_is_held_is_told_with_place_and_time_and_counts_as_spent(
    cast: Cast, siti: Client
) -> None:
    cast.deposit(("pet", 12_000))
    visit = authorise(
        key=uuid.uuid4(),
        by=cast.dewi,
        card=cast.siti_card.code,
        pin=SITI_PIN,
        lines=[ServiceAsked("konsultasi")],
    )
    assert [(held.place.code, held.credit_idr) for held in held_credit(cast.siti)] == [
        ("SHT", 15_000)
    ]
    assert held_credit(cast.wati) == []
    page = page_of(siti.get("/member/"))
    assert "<i>Rp</i>30.000" in page
    assert "Rp15.000 sedang ditahan." in page
    assert "Yang bisa dipakai Rp15.000." in page
    until = timezone.localtime(visit.expires_at)
    assert f"Klinik Sehati, sampai pukul {until:%H.%M}" in page
    assert "Cukup untuk 1 kali rawat jalan." in page
    assert "Konsultasi" not in page
    assert balance_of(cast.siti).held_idr == 15_000


def test_a_clinic_s_page_tells_tariffs_and_how_often_the_credit_pays_them(
    cast: Cast, siti: Client
) -> None:
    cast.deposit(("pet", 20_000))
    page = page_of(siti.get("/member/clinics/sht/"))
    for text in ("Klinik Sehati", "Tambal gigi", "Rp60.000", "kurang Rp10.000"):
        assert text in page
    assert "cukup untuk 3 kali" in page
    assert page.count("badge is-wait") == 1
    assert page.count("badge is-good") == 1


def test_a_clinic_that_begins_later_or_ends_soon_says_so(cast: Cast, siti: Client) -> None:
    day = timezone.localdate() + timedelta(days=3)
    open_clinic(
        key=uuid.uuid4(), by=cast.maya, code="BRU", name="Klinik Baru", parent="BSI", valid_from=day
    )
    assert "menerima saldo mulai" in page_of(siti.get("/member/"))
    assert "note is-wait" in page_of(siti.get("/member/clinics/BRU/"))
    Clinic.objects.filter(pk=cast.sehati.pk).update(valid_until=day)
    page = page_of(siti.get("/member/clinics/SHT/"))
    assert re.search(r"Menerima saldo sampai \d+ \w+ \d{4}", page)


@pytest.mark.parametrize("code", ["MLT", "NIX", "' OR 1=1", "x" * 300])
def test_a_clinic_that_is_none_of_the_programme_is_not_found(
    cast: Cast, siti: Client, code: str
) -> None:
    assert siti.get(f"/member/clinics/{code}/").status_code == 404


def test_tariffs_are_for_members_with_an_open_book(cast: Cast, client: Client) -> None:
    assert client.get("/member/clinics/SHT/")["Location"] == "/member/"
