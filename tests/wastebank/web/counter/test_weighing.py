"""What is taken off a weight, and what is far from usual, on a form without scripts."""

import re
import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from ledger import clock
from tests.cast import Cast
from tests.wastebank.web.counter.desk import Desk, weigh_path
from wastebank.deposits import outliers
from wastebank.deposits.lines import LineAsked
from wastebank.deposits.record import record_deposit
from wastebank.models import Deposit, DepositLine, Member

pytestmark = pytest.mark.page


def send(desk: Desk, member: Member, status: int = 200, **fields: Any) -> str:
    return desk.post(weigh_path(member), status, **{"step": "record", **fields})


def line(**fields: str) -> dict[str, Any]:
    """One line of the form, all of its fields, as the page sends them."""
    plain = {"price": "", "tare": "", "rejected": "", "reason": "", "source": "typed"}
    return {name: [value] for name, value in {**plain, **fields}.items()}


def test_container_and_wet_part_are_taken_off_and_kept(cast: Cast, sari: Desk) -> None:
    weighed = line(material="pet", amount="2,5", tare="0,3", rejected="0,2", reason="wet")
    page = send(sari, cast.siti, **weighed)
    assert "Recorded." in page
    kept = DepositLine.objects.get()
    assert (kept.gross_amount, kept.tare_amount, kept.rejected_amount) == (2500, 300, 200)
    assert (kept.amount, kept.reject_reason, kept.rupiah_idr) == (2000, "wet", 5000)
    assert kept.weight_source == "typed"


def test_a_weight_of_the_scale_is_told_from_a_typed_one(cast: Cast, sari: Desk) -> None:
    send(sari, cast.siti, **line(material="pet", amount="1235g", source="scale"))
    assert DepositLine.objects.get().weight_source == "scale"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"rejected": "0,2"}, "reject_reason_missing"),
        ({"rejected": "0,2", "reason": "ugly"}, "reject_reason_missing"),
        ({"tare": "3"}, "amount_not_positive"),
        ({"tare": "2,5"}, "amount_not_positive"),
        ({"tare": "-1"}, "amount_malformed"),
        ({"tare": "1.250"}, "amount_ambiguous"),
        ({"rejected": "9" * 13, "reason": "wet"}, "amount_too_large"),
        ({"source": "dream"}, "field_malformed"),
    ],
)
def test_what_does_not_add_up_is_refused_and_kept(
    cast: Cast, sari: Desk, fields: dict[str, str], code: str
) -> None:
    page = send(sari, cast.siti, 422, **line(**{"material": "pet", "amount": "2,5", **fields}))
    assert f"<code>{code}</code>" in page
    assert 'name="amount" value="2,5"' in page
    for name in ("tare", "rejected"):
        assert f'name="{name}" value="{fields.get(name, "")}"' in page
    assert not Deposit.objects.exists()


def test_a_reason_without_a_weight_is_no_reason(cast: Cast, sari: Desk) -> None:
    send(sari, cast.siti, **line(material="pet", amount="2,5", reason="wet"))
    assert DepositLine.objects.get().reject_reason == ""


# --- far from usual


@pytest.fixture
def usual_bottles(cast: Cast) -> Iterator[None]:
    """Before this week, eight others brought five kilos of bottles each."""
    outliers.forget()
    with clock.at(clock.now() - timedelta(days=8)):
        for _ in range(outliers.FEWEST):
            bring(cast, cast.hasan, 5_000)
    yield
    outliers.forget()


def bring(cast: Cast, member: Member, amount: int) -> None:
    lines = [LineAsked("pet", amount)]
    record_deposit(key=uuid.uuid4(), by=cast.sari, lines=lines, member=member.number)


def deposits_of(member: Member) -> list[int]:
    return list(Deposit.objects.filter(member=member).values_list("total_idr", flat=True))


def test_a_weight_far_from_usual_is_asked_about_once(
    cast: Cast, sari: Desk, usual_bottles: None
) -> None:
    heavy = line(material="pet", amount="28,5")
    page = send(sari, cast.siti, 409, **heavy)
    assert "28.500 kg of Clear PET bottles?" in page
    assert "Usually under 5.000 kg." in page
    assert deposits_of(cast.siti) == []
    found = re.search(r'<button class="btn" name="sure" value="([^"]*)"', page)
    assert found
    assert found[1] == "pet:28500"
    send(sari, cast.siti, sure=["", found[1]], **heavy)
    assert deposits_of(cast.siti) == [71_250]


def test_another_weight_is_asked_about_again(cast: Cast, sari: Desk, usual_bottles: None) -> None:
    page = send(sari, cast.siti, 409, sure="pet:28500", **line(material="pet", amount="29"))
    assert "29.000 kg" in page
    assert deposits_of(cast.siti) == []


def test_a_usual_weight_is_not_asked_about(cast: Cast, sari: Desk, usual_bottles: None) -> None:
    send(sari, cast.siti, **line(material="pet", amount="15"))
    assert deposits_of(cast.siti) == [37_500]


def test_what_the_page_knows_as_usual_is_what_the_server_asks_about(
    cast: Cast, sari: Desk, usual_bottles: None
) -> None:
    assert 'data-usual="5000 15000"' in sari.get(weigh_path(cast.siti))
    for _ in range(outliers.FEWEST_OWN):
        bring(cast, cast.siti, 1_000)
    assert 'data-usual="1000 5000"' in sari.get(weigh_path(cast.siti))
    send(sari, cast.siti, **line(material="pet", amount="5"))
    send(sari, cast.siti, 409, **line(material="pet", amount="25,5"))


# --- the own household


def test_the_own_household_is_for_a_colleague(cast: Cast, sari: Desk) -> None:
    cast.sari.member = cast.siti
    cast.sari.save()
    page = send(sari, cast.siti, 403, **line(material="pet", amount="1"))
    assert "A colleague records your own household." in page
    assert 'name="amount" value="1"' in page
    assert not Deposit.objects.exists()


@pytest.mark.parametrize("field", ["material", "amount", "price", "tare", "reason", "source"])
def test_noise_in_a_line_is_refused_and_never_a_fault(cast: Cast, sari: Desk, field: str) -> None:
    for noise in ("p\0et", "\0", "1" * 5000):
        weighed = {
            "key": str(uuid.uuid4()),
            **line(**{"material": "pet", "amount": "1", field: noise}),
        }
        assert sari.client.post(weigh_path(cast.siti), weighed).status_code < 500
