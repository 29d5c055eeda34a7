"""What a clinic offers, taken from published lists: all at once, at tariffs that somebody typed."""

import uuid
from dataclasses import replace

import pytest

from clinic.models import Clinic, Service, Tariff
from clinic.register.offered import offered_services
from clinic.register.refusals import (
    ClinicUnknown,
    NothingOffered,
    ServiceCounted,
    ServicePriced,
    ServiceTwice,
)
from clinic.register.starter import (
    SERVICE_KINDS,
    NowOffered,
    ServiceWanted,
    begin_clinic,
    offer_services,
    starter_services,
)
from ledger import clock
from tests.cast import Cast
from wastebank.bank.drafts import draft_of, keep_draft
from wastebank.models import Place, User
from wastebank.refusals import FieldMalformed, FieldMissing, MayNot, PriceOutOfRange, Refusal

INJECTION = ServiceWanted("Suntikan", "Injection", "umum", "action", price_idr=3_000)
LETTER = ServiceWanted("Surat sehat pelajar", "", "surat", "action")  # written down at the desk


def offer(
    cast: Cast,
    *wanted: ServiceWanted,
    by: User | None = None,
    key: uuid.UUID | None = None,
    draft: str = "",
) -> NowOffered:
    key = key or uuid.uuid4()
    by = by or cast.maya
    return offer_services(key=key, by=by, clinic="SHT", services=wanted, draft=draft)


def begin(cast: Cast, *wanted: ServiceWanted, by: User | None = None, code: str = "KMS") -> str:
    done = begin_clinic(
        key=uuid.uuid4(),
        by=by or cast.maya,
        code=code,
        name="Klinik Mekar Sari",
        address="Jl. Kenanga 4",
        parent="BSI",
        services=wanted,
    )
    return done.clinic


@pytest.mark.once
def test_the_list_holds_what_two_clinics_published_each_service_once() -> None:
    listed = starter_services()
    assert len(listed) == 47
    assert len({one.code for one in listed}) == 47
    assert {one.category for one in listed} == set(SERVICE_KINDS)
    wound = next(one for one in listed if one.name_id == "Debridemen luka")
    assert [(note.amount_idr, note.place) for note in wound.published] == [
        (10_000, "Pemalang"),
        (10_000, "Klaten"),
    ]


def test_what_is_missing_is_added_and_all_of_it_has_a_tariff_from_now_on(cast: Cast) -> None:
    done = offer(cast, INJECTION, LETTER)
    assert done == NowOffered("SHT", offered=2, added=2, unchanged=0, replayed=False)
    offered = {
        one.service.name_id: one.price_idr for one in offered_services(cast.sehati, clock.now())
    }
    assert offered["Suntikan"] == 3_000
    assert offered["Surat sehat pelajar"] is None
    letter = Service.objects.get(name_id="Surat sehat pelajar")
    assert (letter.name_en, letter.pricing) == ("Surat sehat pelajar", "variable")


def test_sent_again_it_is_answered_and_written_once(cast: Cast) -> None:
    key = uuid.uuid4()
    keep_draft(by=cast.maya, step="clinic", fields={"price-x": "1"})
    offer(cast, INJECTION, LETTER, key=key, draft="clinic")
    tariffs = Tariff.objects.count()
    assert offer(cast, INJECTION, LETTER, key=key).replayed
    assert offer(cast, INJECTION, LETTER).unchanged == 2
    assert Tariff.objects.count() == tariffs
    assert draft_of(cast.maya, "clinic") == {}


def test_the_lead_of_the_clinic_may_and_no_other_person_of_the_desks(cast: Cast) -> None:
    assert offer(cast, INJECTION, by=cast.lestari).added == 1
    for by in (cast.sari, cast.dewi, cast.bambang, cast.yusuf, cast.tono):
        with pytest.raises(MayNot):
            offer(cast, INJECTION, by=by)
        if by is not cast.tono:
            with pytest.raises(MayNot):
                begin(cast, by=by)
    # an administrator opens a clinic, and sets nobody's tariffs
    with pytest.raises(MayNot):
        begin(cast, INJECTION, by=cast.tono)
    assert begin(cast, by=cast.tono) == "KMS"


REFUSED: list[tuple[type[Refusal], list[ServiceWanted]]] = [
    (NothingOffered, []),
    (ServiceTwice, [INJECTION, replace(INJECTION, name_id=" suntikan ")]),
    (FieldMissing, [INJECTION, replace(LETTER, name_id="")]),
    (FieldMalformed, [INJECTION, replace(LETTER, name_id="...")]),
    (FieldMalformed, [INJECTION, replace(LETTER, category="sihir")]),
    (FieldMalformed, [INJECTION, replace(LETTER, per="week")]),
    (PriceOutOfRange, [INJECTION, replace(LETTER, price_idr=-1)]),
    (PriceOutOfRange, [INJECTION, replace(LETTER, price_idr=100_000_001)]),
    (ServiceCounted, [INJECTION, ServiceWanted("Tambal gigi", "", "gigi", "visit", 5)]),
    (ServicePriced, [INJECTION, ServiceWanted("Obat", "", "umum", "action", 5)]),
    (ServicePriced, [INJECTION, ServiceWanted("Cek tensi", "", "umum", "visit", 5)]),
    (ServicePriced, [INJECTION, ServiceWanted("Tambal gigi", "", "gigi", "tooth")]),
]


def test_one_that_cannot_be_offered_leaves_all_of_them_out(cast: Cast) -> None:
    before = (Service.objects.count(), Tariff.objects.count(), Clinic.objects.count())
    for refusal, wanted in REFUSED:
        with pytest.raises(refusal):
            offer(cast, *wanted)
        after = (Service.objects.count(), Tariff.objects.count(), Clinic.objects.count())
        assert after == before, wanted
    with pytest.raises(PriceOutOfRange):
        begin(cast, INJECTION, replace(LETTER, price_idr=-1))
    with pytest.raises(ClinicUnknown):
        offer_services(key=uuid.uuid4(), by=cast.maya, clinic="UNKNOWN", services=[INJECTION])
    assert not Place.objects.filter(code="KMS").exists()


def test_a_clinic_begins_with_what_it_offers(cast: Cast) -> None:
    code = begin(cast, INJECTION, replace(LETTER, price_idr=0))
    clinic = Clinic.objects.get(place__code=code)
    assert (clinic.place.parent, clinic.place.address) == (cast.induk, "Jl. Kenanga 4")
    offered = {one.service.name_id: one.price_idr for one in offered_services(clinic, clock.now())}
    assert offered == {"Suntikan": 3_000, "Surat sehat pelajar": 0}
    assert cast.sehati.services.filter(name_id="Suntikan").count() == 0
