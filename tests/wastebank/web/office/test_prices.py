"""Prices in the office: set by hand, and brought in as a list."""

from functools import partial
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from ledger.clock import now
from tests.cast import Cast, coming_price
from tests.wastebank.web.files import records
from tests.wastebank.web.office.office import at, key_of, main_of, post
from wastebank.models import Price, PriceWithdrawal
from wastebank.reports.worklist import dear_prices
from wastebank.values.calendar import local_day, show_start

pytestmark = pytest.mark.page

LISTS = Path(settings.BASE_DIR) / "wastebank" / "fixtures" / "prices"


def test_a_price_is_set_from_a_day_on(cast: Cast) -> None:
    client = at(cast.bambang)
    fields = {"place": "BSI", "kind": "fixed", "valid_from": "2099-01-01", "price": "2.400"}
    done = post(client, "office:material", "pet", **fields, collector_price="2500")
    assert done.status_code == 302
    price = Price.objects.get(material__code="pet", set_by="bambang")
    assert (price.price_idr, price.collector_price_idr) == (2_400, 2_500)
    page = client.get(reverse("office:material", args=["pet"])).content.decode()
    assert "To come" in page


@pytest.mark.parametrize(
    "fields",
    [
        {"price": "1.5"},
        {"price": ""},
        {"price": "-1"},
        {"price": "abc"},
        {"price": "99999999999"},
        {"price": "1500", "kind": "gift"},
        {"price": "1500", "valid_from": "soon"},
    ],
)
def test_a_price_that_cannot_be_is_not_set(cast: Cast, fields: dict[str, str]) -> None:
    before = Price.objects.count()
    good = {"place": "BSI", "kind": "fixed", "valid_from": "2099-01-01"}
    answer = post(at(cast.maya), "office:material", "pet", **(good | fields))
    assert answer.status_code == 422
    assert Price.objects.count() == before


def test_an_auditor_looks_at_prices_and_sets_none(cast: Cast) -> None:
    client = at(cast.yusuf)
    assert "<form" not in main_of(client.get(reverse("office:material", args=["pet"])))
    good = {"place": "BSI", "kind": "fixed", "valid_from": "2099-01-01", "price": "1"}
    assert post(client, "office:material", "pet", **good).status_code == 403


def test_a_price_above_what_buyers_pay_is_marked(cast: Cast) -> None:
    fields = {"place": "BSI", "kind": "fixed", "valid_from": "2020-01-02", "price": "2600"}
    fields["collector_price"] = "2500"
    warned = post(at(cast.maya), "office:material", "pet", **fields)
    assert warned.status_code == 409
    assert "Buyers pay Rp2,500. Nothing was set yet." in main_of(warned)
    assert not Price.objects.filter(material__code="pet", price_idr=2_600).exists()
    post(at(cast.maya), "office:material", "pet", **fields, is_meant="1")
    page = at(cast.maya).get(reverse("office:prices"), {"show": "dear"}).content.decode()
    assert "Above what buyers pay" in page
    assert "Botol PET" in page or "Clear PET" in page
    assert "Cardboard" not in page


def test_a_second_price_of_today_is_told_with_its_minute(cast: Cast) -> None:
    client = at(cast.bambang)
    fields = {"place": "BSI", "kind": "fixed", "valid_from": local_day(now()).isoformat()}
    for price in ("2600", "2700"):
        done = post(client, "office:material", "pet", **fields, price=price)
        assert done.status_code == 302
    page = main_of(client.get(done["Location"]))
    assert "The price is set." in page
    assert "Rp2,600" in page
    assert "Rp2,700" in page
    last = Price.objects.latest("pk")
    assert show_start(last.holds_from, "en") in page
    assert ":" in show_start(last.holds_from, "en")


# --- a price that is to come is withdrawn


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "The price is withdrawn."), ("id", "Harga ditarik.")],
)
def test_a_coming_price_is_withdrawn_on_its_page(cast: Cast, language: str, said: str) -> None:
    client, coming = at(cast.bambang, language), coming_price(cast, 30_000)
    address = reverse("office:price_withdraw", args=["pet", coming.pk])
    page = main_of(client.get(reverse("office:material", args=["pet"])))
    sent = {"key": key_of(page, address), "reason": "salah ketik"}
    done = client.post(address, sent, follow=True)
    assert said in main_of(done)
    assert address not in main_of(done)
    assert client.post(address, sent).status_code == 302, "a double press"
    assert PriceWithdrawal.objects.get().price == coming


def test_a_withdrawal_that_is_refused_keeps_what_was_typed(cast: Cast) -> None:
    client, holds = at(cast.maya), Price.objects.get(material__code="pet")
    coming = coming_price(cast)
    refused = post(client, "office:price_withdraw", "pet", holds.pk, reason="salah <b>ketik</b>")
    assert (refused.status_code, "price_holds" in refused.content.decode()) == (409, True)
    empty = post(client, "office:price_withdraw", "pet", coming.pk, reason=" ")
    assert (empty.status_code, "reason_missing" in empty.content.decode()) == (422, True)
    withdraw = partial(post, client, "office:price_withdraw")
    assert withdraw("pet", coming.pk, reason="salah ketik").status_code == 302
    again = withdraw("pet", coming.pk, reason="salah ketik")
    assert (again.status_code, "price_withdrawn" in again.content.decode()) == (409, True)
    for code, number in (("kardus", coming.pk), ("pet", 999_999)):
        assert withdraw(code, number, reason="x").status_code == 404
    assert PriceWithdrawal.objects.count() == 1


def test_the_log_shows_what_changed_and_lets_it_leave(cast: Cast) -> None:
    coming = coming_price(cast)
    page = main_of(at(cast.maya).get(reverse("office:log")))
    assert "Clear PET bottles: Rp2,500/kg → Rp3,000/kg, from " in page
    assert show_start(coming.holds_from, "en") in page
    rows = records(post(at(cast.maya, "id"), "office:log_file", form="csv"))
    told = [row["Yang berubah"] for row in rows if row["Kode tindakan"] == "set_price"]
    assert told[0].startswith("Botol PET bening: Rp2.500/kg → Rp3.000/kg, sejak ")


def test_a_units_price_is_held_against_what_the_programme_knows(cast: Cast) -> None:
    main = {"place": "BSI", "kind": "fixed", "valid_from": "2020-01-02", "price": "2000"}
    post(at(cast.maya), "office:material", "pet", **main, collector_price="2500")
    unit = main | {"place": "MLT", "price": "2600"}
    assert post(at(cast.maya), "office:material", "pet", **unit).status_code == 409
    post(at(cast.maya), "office:material", "pet", **unit, is_meant="1")
    asked = {"place": "MLT", "show": "dear"}
    page = main_of(at(cast.maya).get(reverse("office:prices"), asked))
    assert "Clear PET" in page
    assert "Above what buyers pay" in page


def test_a_unit_that_still_pays_stays_warned_when_the_programme_buys_no_more(cast: Cast) -> None:
    main = {"place": "BSI", "kind": "fixed", "valid_from": "2020-01-02", "price": "2000"}
    post(at(cast.maya), "office:material", "pet", **main, collector_price="4500")
    unit = main | {"place": "MLT", "price": "5000"}
    post(at(cast.maya), "office:material", "pet", **unit, is_meant="1")
    none = {"place": "BSI", "kind": "none", "price": "", "is_meant": "1"}
    for day in ("2020-01-03", "2020-01-04"):
        assert (
            post(at(cast.maya), "office:material", "pet", **none, valid_from=day).status_code == 302
        )
        assert [material.code for material in dear_prices(cast.maya)] == ["pet"]
        page = main_of(
            at(cast.maya).get(reverse("office:prices"), {"place": "MLT", "show": "dear"})
        )
        assert "Clear PET" in page
    cheaper = unit | {"price": "4600", "valid_from": "2020-01-05"}
    assert post(at(cast.maya), "office:material", "pet", **cheaper).status_code == 409
    # a price of the list that names no buyers says that nothing is known of them
    again = main | {"valid_from": "2020-01-06"}
    post(at(cast.maya), "office:material", "pet", **again)
    assert dear_prices(cast.maya) == []


def test_what_buyers_pay_is_held_against_the_prices_of_the_units(cast: Cast) -> None:
    unit = {"place": "MLT", "kind": "fixed", "valid_from": "2020-01-02", "price": "2600"}
    post(at(cast.maya), "office:material", "pet", **unit)
    main = unit | {"place": "BSI", "price": "2000", "collector_price": "2500"}
    warned = post(at(cast.maya), "office:material", "pet", **main)
    assert warned.status_code == 409
    told = "Unit Melati pays Rp2,600, buyers pay Rp2,500. Nothing was set yet."
    assert told in main_of(warned)
    ask = {**main, "kind": "ask", "price": ""}
    assert post(at(cast.maya), "office:material", "pet", **ask).status_code == 409
    assert post(at(cast.maya), "office:material", "pet", **main, is_meant="1").status_code == 302
