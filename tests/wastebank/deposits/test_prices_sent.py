"""A price that was sent must be the price that holds; it is never put aside silently."""

import uuid

import pytest

from clinic.charges.prepare import ServiceAsked
from ledger.audit import check_book
from tests.cast import Cast
from wastebank.deposits.lines import LineAsked
from wastebank.deposits.record import record_deposit
from wastebank.materials.refusals import PriceNeeded
from wastebank.members.refusals import MemberElsewhere
from wastebank.models import Deposit
from wastebank.refusals import PlaceInactive, PriceDiffers


def weigh(cast: Cast, material: str, price_idr: int | None) -> Deposit:
    return record_deposit(
        key=uuid.uuid4(),
        by=cast.sari,
        member=cast.siti.number,
        lines=[LineAsked(material, 2, price_idr)],
    )


def test_another_price_than_the_lists_is_refused(cast: Cast) -> None:
    with pytest.raises(PriceDiffers) as refused:
        weigh(cast, "botol-kecap", 9_999)
    assert refused.value.facts["price_idr"] == 350
    assert "Rp9.999" in str(refused.value)
    assert weigh(cast, "botol-kecap", 350).total_idr == 700
    assert check_book() == []


def test_where_the_list_says_ask_the_sent_price_holds(cast: Cast) -> None:
    assert weigh(cast, "televisi", 20_000).total_idr == 40_000
    with pytest.raises(PriceNeeded):
        weigh(cast, "televisi", None)


@pytest.mark.parametrize(("service", "price_idr"), [("konsultasi", 1), ("tensi", 500)])
def test_another_tariff_than_the_clinics_is_refused(
    cast: Cast, service: str, price_idr: int
) -> None:
    cast.deposit()
    with pytest.raises(PriceDiffers):
        cast.redeem(ServiceAsked(service, 1, price_idr))
    assert not cast.siti.redemptions.exists()


def test_a_closed_clinic_takes_no_credit(cast: Cast) -> None:
    cast.deposit()
    cast.sehati.place.active = False
    cast.sehati.place.save()
    with pytest.raises(PlaceInactive):
        cast.redeem()


def test_credit_of_another_programme_is_not_spent_here(cast: Cast) -> None:
    from wastebank.models import Place

    other = Place.objects.create(code="LAI", name="Bank Lain", kind="main")
    cast.deposit()
    cast.melati.parent = other
    cast.melati.save()
    with pytest.raises(MemberElsewhere):
        cast.redeem()
