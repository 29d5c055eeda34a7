"""A clinic's services by page: in the office, at its desk, and as a step of setting up."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from clinic.models import Clinic, Service, Tariff
from tests.cast import Cast
from tests.wastebank.web.office.office import at, main_of, post
from wastebank.models import Place

pytestmark = pytest.mark.page

INJECTION, OXYGEN = "s-suntikan", "s-oksigen-per-jam"
CLINIC = {"name": "Klinik Mekar Sari", "address": "Jl. Kenanga 4", "code": "KMS"}
BY_SCRIPT = {"accept": "application/json", "sec-fetch-dest": "empty"}


def page_of(client: Client, view: str, **asked: str) -> str:
    return unescape(main_of(client.get(reverse(view), asked)))


def value_of(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


def kept_by_script(client: Client, view: str, **fields: str) -> Any:
    fields["key"] = "3b2f8a64-7c7e-4f5c-9a55-0f1f3d2c1b00"
    return client.post(reverse(view), fields, headers=BY_SCRIPT)


def without_clinic(cast: Cast) -> None:
    """Maya's bank has no clinic yet: the one there is belongs to another."""
    other = Place.objects.create(code="LAIN", name="Bank lain", kind="main")
    Place.objects.filter(pk=cast.sehati.place_id).update(parent=other)


def test_the_office_and_the_lead_add_services_to_a_clinic_that_is_there(cast: Cast) -> None:
    for by, code, price in ((cast.maya, INJECTION, "3.000"), (cast.lestari, OXYGEN, "7000")):
        page = page_of(at(by, "id"), "clinic:services", clinic="SHT")
        assert value_of(page, f"price-{code}") == ""
        assert "Terbit Rp3.000 (Klaten). Yang berlaku tarif Anda." in page
        done = post(at(by), "clinic:services", clinic="SHT", **{f"price-{code}": price})
        assert done.status_code == 302
        assert "Written." in page_of(at(by), "clinic:services", offered="1")
    tariffs = Tariff.objects.filter(service__name_id__in=("Suntikan", "Oksigen per jam"))
    assert sorted(tariffs.values_list("price_idr", "service__per")) == [
        (3_000, "action"),
        (7_000, "hour"),
    ]


def test_what_is_free_or_priced_at_the_desk_has_no_tariff_to_be_typed(cast: Cast) -> None:
    page = page_of(at(cast.maya), "clinic:services", clinic="SHT")
    assert 'data-ware="m-konsultasi"' in page
    assert 'name="ask-m-konsultasi"' not in page
    assert 'data-ware="m-obat"' not in page
    assert 'data-ware="m-tensi"' not in page


def test_nobody_who_sets_no_tariffs_sees_the_page_and_it_tells_of_no_visit(cast: Cast) -> None:
    cast.deposit()
    number = cast.redeem().number
    for by in (cast.sari, cast.dewi, cast.bambang, cast.yusuf, cast.tono):
        assert at(by).get(reverse("clinic:services")).status_code == 403
    page = page_of(at(cast.maya), "clinic:services", clinic="SHT")
    assert number not in page
    assert "Siti" not in page


def test_a_clinic_opened_by_its_form_leads_on_to_its_services(cast: Cast) -> None:
    fields = {**CLINIC, "parent": "BSI", "valid_from": "2026-11-28"}
    done = post(at(cast.maya), "clinic_new", **fields)
    assert done["Location"] == reverse("clinic:services") + "?clinic=KMS"
    assert "Klinik Mekar Sari" in page_of(at(cast.maya), "clinic:services", clinic="KMS")


def test_the_step_opens_the_clinic_with_its_services_by_one_key(cast: Cast) -> None:
    without_clinic(cast)
    fields = {**CLINIC, f"price-{INJECTION}": "12.00"}
    said = kept_by_script(at(cast.maya, "id"), "setup_clinic", **fields).json()
    assert said["key"] == "Simpan klinik dan 1 layanan"
    assert "dua cara" in said["wares"][INJECTION]["problem"]
    page = page_of(at(cast.maya), "setup_clinic")
    assert value_of(page, f"price-{INJECTION}") == "12.00"
    assert 'value="Klinik Mekar Sari"' in page
    assert post(at(cast.maya), "setup_clinic", **fields).status_code == 422
    assert not Place.objects.filter(code="KMS").exists()
    own = {"own-0-name_id": "Pijat bayi", "own-0-family": "ibu", "own-0-unit": "visit"}
    good = {**fields, f"price-{INJECTION}": "3000", **own, "own-0-ask": "1"}
    assert post(at(cast.maya), "setup_clinic", **good).status_code == 302
    clinic = Clinic.objects.get(place__code="KMS")
    offered = clinic.services.values_list("name_id", "per", "pricing")
    assert sorted(offered) == [
        ("Pijat bayi", "visit", "variable"),
        ("Suntikan", "action", "fixed"),
    ]
    assert "KMS" not in value_of(page_of(at(cast.maya), "setup_clinic"), f"price-{OXYGEN}")


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"name": ""}, "This field is required"),
        ({"code": "melati!"}, "Two to ten capital letters or figures"),
        ({"code": "MLT"}, "MLT"),
        ({"own-0-name_id": "Pijat bayi"}, "Something is missing: Price."),
    ],
)
def test_a_clinic_that_cannot_begin_says_why_and_keeps_what_was_typed(
    cast: Cast, fields: dict[str, str], says: str
) -> None:
    without_clinic(cast)
    before = (Place.objects.count(), Service.objects.count())
    sent = {**CLINIC, f"price-{INJECTION}": "3000", **fields}
    answer = post(at(cast.maya), "setup_clinic", **sent)
    page = unescape(main_of(answer))
    assert answer.status_code in (409, 422)
    assert says in page
    assert value_of(page, f"price-{INJECTION}") == "3000"
    assert (Place.objects.count(), Service.objects.count()) == before


def test_the_step_goes_on_with_a_clinic_that_is_there(cast: Cast) -> None:
    page = page_of(at(cast.maya), "setup_clinic")
    assert "Klinik Sehati" in page
    assert 'name="address"' not in page
    done = post(at(cast.maya), "setup_clinic", **{f"price-{INJECTION}": "3000"})
    assert done.status_code == 302
    assert cast.sehati.services.filter(name_id="Suntikan").exists()
