"""The whole story by page: deposit → balance → redemption → cancel → void → audit green."""

import re
import uuid

from django.conf import settings
from django.test import Client

from ledger.audit import check_book
from tests.cast import SITI_PIN, Cast
from wastebank.models import User


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def passbook(number: str) -> str:
    """What the member reads on the own phone."""
    client = Client()
    assert client.post("/member/", {"who": number, "pin": SITI_PIN}).status_code == 302
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", client.get("/member/").text))


def test_the_whole_story(cast: Cast) -> None:
    counter, clinic, office = signed_in(cast.sari), signed_in(cast.dewi), signed_in(cast.bambang)

    weighed = counter.post(
        f"/counter/weigh/{cast.siti.number}/",
        {
            "key": str(uuid.uuid4()),
            "step": "record",
            "code": cast.siti_card.code,
            "material": ["pet", "jelantah"],
            "amount": ["1,39", "2"],
            "price": ["", ""],
        },
    )
    assert weighed.status_code == 302, weighed.text
    receipt = weighed.headers["Location"]
    deposit = cast.siti.deposits.get()
    assert deposit.total_idr == 3_475 + 10_000
    assert "13.475" in counter.get(receipt).text
    assert "13.475" in passbook(cast.siti.number)
    checked = Client().post("/check/", {"code": deposit.verify_code})
    assert deposit.number in checked.text

    visit = clinic.post(
        "/clinic/",
        {
            "key": str(uuid.uuid4()),
            "step": "redeem",
            "card": cast.siti_card.code,
            "service": ["konsultasi"],
            "count": ["1"],
            "price": [""],
            "note": [""],
            "total": "15000",
            "cash": "1525",
            "pin": SITI_PIN,
        },
    )
    assert visit.status_code == 302, visit.text
    redemption = cast.siti.redemptions.get()
    assert (redemption.credit_idr, redemption.cash_idr) == (13_475, 1_525)
    assert "Klinik Sehati" in passbook(cast.siti.number)

    page = visit.headers["Location"]
    cancelled = clinic.post(
        f"/clinic/visits/{redemption.number}/cancel/",
        {"key": str(uuid.uuid4()), "reason": "pasien pulang"},
    )
    assert cancelled.status_code == 302, (page, cancelled.text)
    voided = counter.post(
        f"/counter/receipts/{deposit.number}/void/",
        {"key": str(uuid.uuid4()), "reason": "salah timbang"},
    )
    assert voided.status_code == 302, voided.text
    assert "Rp0" in passbook(cast.siti.number)
    assert office.get("/office/book/").status_code == 200
    assert check_book() == []
