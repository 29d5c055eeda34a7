"""The starter list on its page: what is typed takes the material, and none of it is lost."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.wastebank.web.office.office import at, main_of, post
from wastebank.materials.starter import starter_list
from wastebank.models import Material, Price

pytestmark = pytest.mark.page

IRON, CANS, PHONES = "s-besi-kg", "s-kaleng-kg", "s-telepon-genggam-buah"
BY_SCRIPT = {"accept": "application/json", "sec-fetch-dest": "empty"}


def page_of(client: Client, **asked: str) -> str:
    return unescape(main_of(client.get(reverse("office:starter"), asked)))


def row_of(page: str, code: str) -> str:
    begin = page.index(f'data-ware="{code}"')
    return page[begin : page.index("</li>", begin)]


def value_of(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


def shown(row: str, name: str) -> bool:
    found = re.search(rf"data-{name}( hidden)?>", row)
    assert found, name
    return not found[1]


def kept_by_script(client: Client, **fields: str) -> Any:
    key = "3b2f8a64-7c7e-4f5c-9a55-0f1f3d2c1b00"
    return client.post(reverse("office:starter"), {"key": key, **fields}, headers=BY_SCRIPT)


def test_forty_materials_stand_there_and_no_price_is_filled_in(cast: Cast) -> None:
    page = page_of(at(cast.maya, "id"))
    for one in starter_list():
        assert value_of(page, f"price-s-{one.code}") == ""
    assert "Terbit Rp1.600/kg (Aceh, Jun 2024). Yang berlaku harga Anda." in page
    assert "Pilih satu bahan dulu." in page
    assert "besi tua, besi campur" in row_of(page, IRON)
    assert "Sekarang Rp1.200/kg" in row_of(page, "s-kardus-kg")


def test_what_is_typed_is_bought_and_what_is_empty_is_not(cast: Cast) -> None:
    fields = {f"price-{IRON}": "1.500", f"ask-{PHONES}": "1", f"price-{CANS}": ""}
    own = {"own-0-name_id": "Karung", "own-0-family": "plastik", "own-0-unit": "pcs"}
    done = post(at(cast.maya), "office:starter", **fields, **own, **{"own-0-price": "Rp 200"})
    assert done.status_code == 302
    assert "bought=3" in done["Location"]
    paid = Price.objects.filter(place=cast.induk, set_by="maya")
    typed = {price.material.name_id: price.price_idr for price in paid}
    assert typed.items() >= {"Besi": 1_500, "Telepon genggam": None, "Karung": 200}.items()
    assert "Kaleng" not in typed
    page = page_of(at(cast.maya))
    assert "Now Rp1,500/kg" in row_of(page, IRON)
    assert value_of(page, f"price-{IRON}") == ""
    assert 'data-ware="m-karung-buah"' in page


# what is typed, and a part of what its own row says in Indonesian
UNREAD = [
    ("12.00", "12.00 bisa dibaca dua cara. Tulis 1.200 atau 12.000."),
    ("1.5", "1.5 bisa dibaca dua cara. Tulis 15 atau 1.500."),
    ("1,25", "1,25 bisa dibaca dua cara. Tulis 125 atau 1.250."),
    ("1500,00", "1500,00 bisa dibaca dua cara. Tulis 1.500 atau 150.000."),
    ("abc", "Ini tidak bisa dipakai"),
    ("-5", "Ini tidak bisa dipakai"),
    ("1.50.0", "Ini tidak bisa dipakai"),
    ("1 500", "Ini tidak bisa dipakai"),
    ("9" * 19, "Ini tidak bisa dipakai"),
]


def test_what_cannot_be_read_is_refused_in_its_row_and_the_others_stay(cast: Cast) -> None:
    before = (Material.objects.count(), Price.objects.count())
    client = at(cast.maya, "id")
    for typed, says in UNREAD:
        fields = {f"price-{IRON}": typed, f"price-{CANS}": "3200"}
        answer = post(client, "office:starter", **fields)
        page = unescape(main_of(answer))
        assert answer.status_code == 422, typed
        assert says in row_of(page, IRON), typed
        assert shown(row_of(page, IRON), "problem"), typed
        assert not shown(row_of(page, CANS), "problem"), typed
        assert value_of(page, f"price-{CANS}") == "3200"
        assert value_of(page, f"price-{IRON}") == typed
    assert (Material.objects.count(), Price.objects.count()) == before


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({f"price-{IRON}": "5", f"ask-{IRON}": "1"}, "Write a price or ask each time, not both."),
        ({f"sale-{IRON}": "5"}, "Something is missing: Price."),
        ({"own-1-name_id": "Karung"}, "Something is missing: Price."),
        ({"own-1-price": "5"}, "Something is missing: Name in Indonesian."),
        ({f"price-{IRON}": "10.000.001"}, "A price lies between Rp0 and Rp10,000,000."),
        ({}, "Take one material first."),
        (
            {f"price-{IRON}": "5", "own-0-name_id": "BESI", "own-0-price": "6"}
            | {"own-0-family": "logam", "own-0-unit": "g"},
            "BESI stands here twice.",
        ),
    ],
)
def test_a_list_that_cannot_be_written_says_why(
    cast: Cast, fields: dict[str, str], says: str
) -> None:
    before = (Material.objects.count(), Price.objects.count())
    answer = post(at(cast.maya), "office:starter", **fields)
    assert answer.status_code == 422
    assert says in unescape(main_of(answer))
    assert (Material.objects.count(), Price.objects.count()) == before


def test_nothing_paid_and_more_than_buyers_pay_are_said_and_written(cast: Cast) -> None:
    fields = {f"price-{IRON}": "0", f"price-{CANS}": "3.200", f"sale-{CANS}": "3.000"}
    said = kept_by_script(at(cast.maya), **fields).json()
    assert said["wares"][IRON]["is_unpaid"]
    assert said["wares"][CANS]["dear"] == "Rp3,000"
    assert said["wares"][IRON]["dear"] == ""
    assert post(at(cast.maya), "office:starter", **fields).status_code == 302
    cans = Price.objects.get(material__name_id="Kaleng")
    assert (cans.price_idr, cans.collector_price_idr) == (3_200, 3_000)


def test_each_field_is_kept_over_a_sign_out_and_goes_when_it_is_written(cast: Cast) -> None:
    own = {"own-0-name_id": "Karung", "own-0-family": "plastik", "own-0-unit": "pcs"}
    fields = {f"price-{IRON}": "12.00", f"ask-{PHONES}": "1", "sells": "1", **own}
    said = kept_by_script(at(cast.maya), **fields)
    assert said.status_code == 200
    assert said.json()["count"] == "3 materials"
    assert said.json()["asked"] == 1
    # the bank asks for the price of an old television already
    assert said.json()["families"]["elektronik"] == "2 of 5 bought"
    assert "two ways" in said.json()["wares"][IRON]["problem"]
    page = page_of(at(cast.maya))  # another browser
    assert value_of(page, f"price-{IRON}") == "12.00"
    assert re.search(rf'name="ask-{PHONES}" value="1" data-ask checked', page)
    assert value_of(page, "own-0-name_id") == "Karung"
    assert value_of(page_of(at(cast.bambang)), f"price-{IRON}") == ""
    good = fields | {f"price-{IRON}": "1500", "own-0-price": "1"}
    assert post(at(cast.maya), "office:starter", **good).status_code == 302
    assert value_of(page_of(at(cast.maya)), f"price-{IRON}") == ""


def test_later_and_one_more_row_write_nothing_and_lose_nothing(cast: Cast) -> None:
    before = Price.objects.count()
    own = {f"own-{row}-name_id": f"Karung {row}" for row in range(3)}
    for step, status in (("later", 302), ("more", 200)):
        fields = {f"price-{IRON}": "1500", **own}
        answer = post(at(cast.maya), "office:starter", **fields, step=step)
        assert answer.status_code == status
        page = page_of(at(cast.maya))
        assert value_of(page, f"price-{IRON}") == "1500"
        assert value_of(page, "own-3-name_id") == ""
    assert Price.objects.count() == before


def test_a_unit_is_priced_by_its_own_list(cast: Cast) -> None:
    page = page_of(at(cast.maya), place="MLT")
    assert value_of(page, "place") == "MLT"
    done = post(at(cast.maya), "office:starter", place="MLT", **{f"price-{IRON}": "900"})
    assert "place=MLT" in done["Location"]
    assert Price.objects.get(material__name_id="Besi").place == cast.melati


def test_every_row_has_a_field_a_name_and_a_word(cast: Cast) -> None:
    page = page_of(at(cast.maya))
    codes = re.findall(r'data-ware="([^"]+)"', page)
    assert len(codes) == len(set(codes)) == 40 + Material.objects.count() - 3
    for code in codes:
        assert f'for="price-{code}"' in row_of(page, code)


def test_as_a_step_it_leads_on_and_may_be_left(cast: Cast) -> None:
    fields = {f"price-{IRON}": "1500"}
    left = post(at(cast.maya), "office:setup_materials", **fields, step="later")
    assert left["Location"] == reverse("office:home")
    page = unescape(main_of(at(cast.maya).get(reverse("office:setup_materials"))))
    assert value_of(page, f"price-{IRON}") == "1500"
    done = post(at(cast.maya), "office:setup_materials", **fields)
    assert done["Location"] == reverse("office:setup")
    cast.deposit()  # the path has ended
    again = post(at(cast.maya), "office:setup_materials", **{f"price-{IRON}": "1600"})
    assert again["Location"] == reverse("office:home")
