"""An asked price ends at what buyers pay, on every way by which it may become credit."""

import uuid
from datetime import date
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from tests.cast import Cast
from tests.requests.counters import Counter
from tests.requests.device import Device, refused
from tests.wastebank.web.counter.desk import Desk, weigh_path
from wastebank.deposits.lines import LineAsked
from wastebank.deposits.record import record_deposit
from wastebank.materials.catalogue import add_material
from wastebank.materials.prices import set_price
from wastebank.materials.refusals import AskPriceOutOfRange
from wastebank.models import Deposit, DeviceRecord, Place

SALE_IDR = 13_000


def priced(cast: Cast, place: Place, **terms: Any) -> None:
    set_price(
        key=uuid.uuid4(),
        by=cast.maya,
        material="aki-kg",
        place=place.code,
        valid_from=date(2020, 1, 1),
        kind="ask",
        **terms,
    )


@pytest.fixture
def aki(cast: Cast) -> str:
    """Batteries by the kilo, asked for; buyers pay Rp13,000."""
    add_material(
        key=uuid.uuid4(),
        by=cast.maya,
        name_id="Aki",
        name_en="Battery",
        family="elektronik",
        unit="g",
    )
    priced(cast, cast.induk, collector_price_idr=SALE_IDR)
    return "aki-kg"


def weigh(cast: Cast, price_idr: int, amount: int = 5_000) -> Deposit:
    return record_deposit(
        key=uuid.uuid4(),
        by=cast.sari,
        member=cast.siti.number,
        lines=[LineAsked("aki-kg", amount, price_idr)],
    )


@pytest.mark.parametrize("price_idr", [0, 1, SALE_IDR])
def test_up_to_what_buyers_pay_it_is_taken(cast: Cast, aki: str, price_idr: int) -> None:
    assert weigh(cast, price_idr).total_idr == 5 * price_idr


@pytest.mark.parametrize("price_idr", [SALE_IDR + 1, 130_000, 10_000_000])
def test_above_it_is_refused_and_says_per_what(cast: Cast, aki: str, price_idr: int) -> None:
    with pytest.raises(AskPriceOutOfRange) as refusal:
        weigh(cast, price_idr)
    assert "per kg" in str(refusal.value)
    assert not Deposit.objects.exists()


def test_a_units_own_ask_falls_back_on_what_the_programme_knows(cast: Cast, aki: str) -> None:
    priced(cast, cast.melati)
    weigh(cast, SALE_IDR)
    with pytest.raises(AskPriceOutOfRange):
        weigh(cast, SALE_IDR + 1)


def test_where_nobody_said_what_buyers_pay_a_setting_ends_it(
    cast: Cast, settings: Settings
) -> None:
    settings.WASTEBANK_ASK_LIMIT_IDR = 20_000
    device = Device(cast.token(cast.sari))
    for price_idr, status in ((20_000, 201), (20_001, 422)):
        line = {"material": "televisi", "amount": 1, "price": price_idr}
        body = {"member": cast.siti.number, "lines": [line]}
        assert device.post("deposits", body).status == status


def by_api(cast: Cast) -> str:
    line = {"material": "aki-kg", "amount": 5_000, "price": SALE_IDR + 1}
    body = {"member": cast.siti.number, "lines": [line]}
    return refused(Device(cast.token(cast.sari)).post("deposits", body))[1]


def by_desk(cast: Cast) -> str:
    fields = {"material": ["aki-kg"], "amount": ["5"], "price": ["13.001"], "step": "record"}
    page = Desk(cast.sari).post(weigh_path(cast.siti), status=422, **fields)
    assert 'value="13.001"' in page  # kept, to be mended
    assert 'placeholder="Price per kg"' in page
    return "ask_price_out_of_range" if "ask_price_out_of_range" in page else page


def by_group(cast: Cast) -> str:
    client = Client()
    client.force_login(cast.sari)
    fields = {"material": ["aki-kg"], "amount": ["5"], "price": ["13001"]}
    sent = {"key": str(uuid.uuid4()), "member": cast.siti.number, **fields}
    return str(client.post("/counter/group/record/", sent).json()["code"])


def by_program(cast: Cast) -> str:
    line = {"material": "aki-kg", "amount": 5_000, "price": SALE_IDR + 1}
    body = {"member": cast.siti.number, "lines": [line]}
    sent = {"key": str(uuid.uuid4()), "kind": "deposit", "device_sequence": 1, "body": body}
    answer = Device(cast.token(cast.sari)).post("sync", {"operations": [sent]})
    return str(answer.json["outcomes"][0]["code"])


@pytest.mark.parametrize("way", [by_api, by_desk, by_group, by_program])
def test_no_way_leads_past_it(cast: Cast, aki: str, way: Any) -> None:
    assert way(cast) == "ask_price_out_of_range"
    assert not Deposit.objects.exists()


def test_what_a_counter_took_without_a_network_is_parked_and_can_be_mended(
    cast: Cast, aki: str
) -> None:
    counter = Counter.registered(cast.sari)
    line = {"material": "aki-kg", "amount": 5_000, "price": 10_000_000}
    others = [counter.weighing(member=cast.hasan.number) for _ in range(2)]
    dear = counter.weighing(member=cast.siti.number, lines=[line])
    told = counter.send(others[0], dear, others[1])
    assert [one["outcome"] for one in told] == ["recorded", "refused", "recorded"]
    assert told[1]["code"] == "ask_price_out_of_range"
    parked = DeviceRecord.objects.get(outcome=DeviceRecord.Outcome.REFUSED)
    assert parked.code == "ask_price_out_of_range"
    # the office learns what buyers pay, and the same record is sent again under its key
    mended = counter.weighing(member=cast.siti.number, lines=[{**line, "price": SALE_IDR}])
    told = counter.send({**mended, "mends": dear["device_sequence"], "note": "per kilo"})
    assert told[0]["outcome"] == "recorded"


def test_a_device_takes_along_where_an_asked_price_ends(cast: Cast, aki: str) -> None:
    goods = {one["code"]: one for one in Counter.registered(cast.sari).snapshot()["materials"]}
    assert goods["aki-kg"]["prices"][-1]["most_idr"] == SALE_IDR
    assert goods["pet"]["prices"][-1]["most_idr"] is None
