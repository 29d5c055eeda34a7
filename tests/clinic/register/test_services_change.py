"""F2: services are added, renamed and stopped, by page and by file, at any kind of price; what is
recorded keeps its name and its price."""

import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import translation

from clinic.book.invariants import is_right, tariff_rows
from clinic.charges.authorisations import authorise, capture
from clinic.charges.prepare import ServiceAsked
from clinic.models import RedemptionLine, Service, Tariff
from clinic.register.coming.tariff_import import (
    ImportedTariff,
    TariffImport,
    import_tariffs,
)
from clinic.register.coming.tariff_list import TariffList
from clinic.register.correct import correct_service, set_service_offered
from clinic.register.refusals import ServiceInactive, ServicePriced
from clinic.register.starter import ServiceWanted, offer_services
from clinic.register.tariffs import set_tariff
from ledger import clock
from ledger.audit import check_book
from ledger.refusals import Refusal
from ledger.triggers import LiftTriggers
from tests.cast import PASSWORD, SITI_PIN, Cast
from tests.wastebank.files.lists import sheet_of
from wastebank.files.importing.questions import Answers
from wastebank.files.list_import import check_list
from wastebank.files.tables_in import Sheet
from wastebank.models import ActionLog
from wastebank.refusals import FieldMissing, NameTaken, NothingCorrected, PriceOutOfRange
from wastebank.values.calendar import local_day


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def read(data: bytes, target: TariffImport) -> Sheet[ImportedTariff]:
    """A list as its page reads it once its day is answered, beside what is here already."""
    day = local_day(clock.now())
    return sheet_of(TariffList(target, Answers(), day=day), data)


def price(cast: Cast, service: str, price_idr: int, most_idr: int | None = None) -> Tariff:
    return set_tariff(
        key=uuid.uuid4(),
        by=cast.lestari,
        clinic="SHT",
        service=service,
        valid_from=local_day(clock.now()),
        price_idr=price_idr,
        most_idr=most_idr,
    )


def medicine(cast: Cast, price_idr: int) -> str:
    try:
        cast.redeem(ServiceAsked("obat", 1, price_idr))
    except Refusal as refusal:
        return f"{refusal.code} {refusal.facts}"
    return "done"


def test_a_price_set_at_the_desk_lies_between_two_figures(cast: Cast) -> None:
    cast.deposit(("pet", 100_000))
    assert medicine(cast, 1) == "done"  # no range yet
    price(cast, "obat", 5_000, 40_000)
    outside = "price_out_of_range {'min_idr': 5000, 'max_idr': 40000}"
    seen = [medicine(cast, idr) for idr in (4_999, 5_000, 40_000, 40_001)]
    assert seen == [outside, "done", "done", outside]
    visit = authorise(
        key=uuid.uuid4(),
        by=cast.dewi,
        card=cast.siti_card.code,
        pin=SITI_PIN,
        lines=[ServiceAsked("obat", 1, 40_000)],
    )
    price(cast, "obat", 1_000, 2_000)  # nothing of it for whoever is here already
    lines = [ServiceAsked("obat", 1, 30_000)]
    capture(key=uuid.uuid4(), by=cast.dewi, visit=visit.pk, lines=lines)
    assert medicine(cast, 30_000) == "price_out_of_range {'min_idr': 1000, 'max_idr': 2000}"
    assert check_book() == []


def test_a_price_outside_its_range_is_found(cast: Cast) -> None:
    cast.deposit(("pet", 100_000))
    price(cast, "obat", 5_000, 40_000)
    given = cast.redeem(ServiceAsked("obat", 1, 5_000)).lines.get()
    rows = tariff_rows("after_redemption")
    assert is_right(4_999, rows.at(given.service_id, clock.now(), 10**9), at_desk=True) is False
    with connection.cursor() as cursor:
        LiftTriggers("clinic").forwards(connection)
        cursor.execute("UPDATE clinic_tariff SET price_idr = 6000 WHERE most_idr = 40000")
    seen = {(finding.law, finding.seen) for finding in check_book()}
    assert ("care has its tariff", "costs 5000, the tariff says 6000 to 40000") in seen


def test_figures_that_do_not_fit_how_it_is_priced(cast: Cast) -> None:
    for service, price_idr, most_idr, refusal in (
        ("konsultasi", 1, 2, ServicePriced),
        ("tensi", 1, None, ServicePriced),
        ("obat", 1, None, FieldMissing),
        ("obat", 2, 1, PriceOutOfRange),
    ):
        with pytest.raises(refusal):
            price(cast, service, price_idr, most_idr)


def test_a_service_is_renamed_and_its_receipts_are_not(cast: Cast) -> None:
    cast.deposit()
    cast.redeem()
    said: dict[str, Any] = {"by": cast.lestari, "clinic": "SHT", "service": "konsultasi"}
    with pytest.raises(NameTaken):
        correct_service(key=uuid.uuid4(), name_id="tambal  GIGI", **said)
    with pytest.raises(NothingCorrected):
        correct_service(key=uuid.uuid4(), name_en="Consultation", **said)
    correct_service(key=uuid.uuid4(), name_id="Periksa dokter", name_en="Check-up", **said)
    assert Service.objects.get(code="konsultasi").name_id == "Periksa dokter"
    assert RedemptionLine.objects.get().name_id == "Konsultasi dokter umum"
    line = ActionLog.objects.filter(action="correct_service").earliest("pk")
    assert line.change["en"]["before"] == "Konsultasi dokter umum"
    assert check_book() == []


def test_a_stopped_service_ends_open_visits_and_begins_none(cast: Cast) -> None:
    cast.deposit(("pet", 100_000))
    asked = [ServiceAsked("konsultasi")]
    visit = authorise(
        key=uuid.uuid4(), by=cast.dewi, card=cast.siti_card.code, pin=SITI_PIN, lines=asked
    )
    said: dict[str, Any] = {"by": cast.lestari, "clinic": "SHT", "service": "konsultasi"}
    set_service_offered(key=uuid.uuid4(), offered=False, **said)
    with pytest.raises(ServiceInactive):
        cast.redeem()
    capture(key=uuid.uuid4(), by=cast.dewi, visit=visit.pk, lines=asked)
    with pytest.raises(NothingCorrected):
        set_service_offered(key=uuid.uuid4(), offered=False, **said)
    set_service_offered(key=uuid.uuid4(), offered=True, **said)
    assert cast.redeem().total_idr == 15_000
    assert check_book() == []


def test_services_at_each_kind_of_price_are_added(cast: Cast) -> None:
    wanted = [
        ServiceWanted("Suntik", "", "umum", "dose", 3_000),
        ServiceWanted("Rontgen", "", "umum", "action", 20_000, 90_000),
        ServiceWanted("Jahit", "", "luka", "stitch"),
        ServiceWanted("Timbang bayi", "", "ibu", "visit", is_free=True),
    ]
    offer_services(key=uuid.uuid4(), by=cast.lestari, clinic="SHT", services=wanted)
    found = Service.objects.filter(code__in=["suntik", "rontgen", "jahit", "timbang-bayi"])
    seen = {
        one.code: (one.pricing, [(t.price_idr, t.most_idr) for t in one.tariffs.all()])
        for one in found
    }
    assert seen == {
        "suntik": ("fixed", [(3_000, None)]),
        "rontgen": ("variable", [(20_000, 90_000)]),
        "jahit": ("variable", []),
        "timbang-bayi": ("free", []),
    }


LISTED = """service_id,code,pricing,price_idr,most_idr,offered
Konsultasi dokter umum,konsultasi,,18000,,
Tambal gigi tetap,tambal-gigi,,60000,,
Obat,obat,variable,5000,40000,
Cek tensi,tensi,free,,,tidak
Rontgen,,di meja,20000,90000,ya
Timbang bayi,,gratis,,,
"""


def test_a_file_says_what_it_would_change_before_anything_is_written(cast: Cast) -> None:
    target = TariffImport.into(by=cast.lestari, clinic="SHT", valid_from=local_day(clock.now()))
    before = list(Service.objects.values_list()), list(Tariff.objects.values_list())
    sheet = check_list(target, read(LISTED.encode(), target))
    today = f"{clock.now():%Y}"
    said = [f"{step.row.name_id}: {step}".replace("\xa0", " ") for step in sheet.steps]
    assert sheet.bad == []
    assert (list(Service.objects.values_list()), list(Tariff.objects.values_list())) == before
    for line, words in zip(
        said,
        (
            ("changes from Rp15,000", "to Rp18,000"),
            ("changes from Tambal gigi: Rp60,000", "to Tambal gigi tetap: Rp60,000"),
            ("changes from Price set at the desk to Rp5,000–Rp40,000", today),
            ("changes from Free of charge to not offered",),
            ("new: Rp20,000–Rp90,000",),
            ("new: Free of charge",),
        ),
        strict=True,
    ):
        assert all(word in line for word in words), line


def test_a_file_renames_stops_prices_and_adds(cast: Cast) -> None:
    today = local_day(clock.now())
    target = TariffImport.into(by=cast.lestari, clinic="SHT", valid_from=today)
    rows = read(LISTED.encode(), target).rows
    said: dict[str, Any] = {"by": cast.lestari, "clinic": "SHT", "valid_from": today, "rows": rows}
    assert import_tariffs(key=uuid.uuid4(), **said).written == 6
    services = {one.code: one for one in Service.objects.filter(clinic=cast.sehati)}
    assert services["tambal-gigi"].name_id == "Tambal gigi tetap"
    assert not services["tensi"].active
    assert (services["rontgen"].pricing, services["timbang-bayi"].pricing) == ("variable", "free")
    assert services["obat"].tariffs.get().most_idr == 40_000
    again = TariffImport.into(by=cast.lestari, clinic="SHT", valid_from=today)
    sheet = check_list(again, read(LISTED.encode(), again))
    assert (sheet.same, sheet.changed, sheet.new) == (6, 0, 0)
    assert check_book() == []


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Suntik,,free,3000,,", "what is free has no price"),
        ("Suntik,,fixed,3000,4000,", "a fixed price is one figure"),
        ("Suntik,,variable,3000,,", "needs the least and the most"),
        ("Suntik,,variable,3000,2000,", "the most is less than the least"),
        ("Obat,konsultasi,,3000,,", "Obat is the name of obat"),
        ("Obat,obat,fixed,3000,,", "this service stays so: Price set at the desk"),
        ("Suntik,,mahal,3000,,", "pricing is not known: mahal"),
        ("Suntik,,,3000,,mungkin", "offered is not known: mungkin"),
    ],
)
def test_a_row_that_cannot_be_is_told(cast: Cast, row: str, reason: str) -> None:
    target = TariffImport.into(by=cast.lestari, clinic="SHT", valid_from=local_day(clock.now()))
    data = f"{LISTED.splitlines()[0]}\n{row}\n".encode()
    sheet = check_list(target, read(data, target))
    assert [reason in bad.reason for bad in sheet.bad] == [True], sheet.bad


def test_a_tariff_by_file_never_changes_the_past(cast: Cast) -> None:
    yesterday = local_day(clock.now()) - timedelta(days=1)
    target = TariffImport.into(by=cast.lestari, clinic="SHT", valid_from=yesterday)
    rows = (
        "service_id,code,price_idr",
        "Tambal emas,tambal-gigi,60000",
        "Konsultasi dokter umum,,1",
    )
    data = "\n".join(rows).encode()
    sheet = check_list(target, read(data, target))
    assert [bad.row for bad in sheet.bad] == [3]  # a name may change with any day


@pytest.mark.page
def test_the_lead_adds_renames_and_stops_on_pages(cast: Cast) -> None:
    page = Client(headers={"accept-language": "en"})
    page.login(username="lestari", password=PASSWORD)
    new = {"name_id": "Rontgen", "category": "umum", "per": "action", "pricing": "variable"}
    for figures, answer in (
        ({"price_idr": "20.000", "most_idr": ""}, 422),
        ({"price_idr": "90.000", "most_idr": "20.000"}, 422),
        ({"price_idr": "20.000", "most_idr": "90.000"}, 302),
    ):
        sent = {"key": str(uuid.uuid4()), **new, **figures}
        assert page.post("/clinic/tariffs/services/new/", sent).status_code == answer
    assert "Rp20,000–Rp90,000" in page.get("/clinic/tariffs/").content.decode().replace("\xa0", " ")
    one = "/clinic/tariffs/services/rontgen/"
    names = {"name_id": "Foto rontgen", "name_en": "X-ray", "category": "umum"}
    assert page.get(one).status_code == 200
    for sent, answer in ((names, 302), (names, 422), ({**names, "name_id": "Obat"}, 409)):
        assert page.post(one, {"key": str(uuid.uuid4()), **sent}).status_code == answer
    for offered in ("no", "yes"):
        sent = {"key": str(uuid.uuid4()), "offered": offered}
        assert page.post(f"{one}offer/", sent).status_code == 302
        assert Service.objects.get(code="rontgen").active is (offered == "yes")
    again = page.post(f"{one}offer/", {"key": str(uuid.uuid4()), "offered": "yes"})
    assert (again.status_code, "Nothing is different" in again.content.decode()) == (422, True)
