"""Money in the office: a page that does not show what is expected, and says what came of it."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from ledger import clock
from tests.cast import Cast
from tests.wastebank.funds.till import fill
from wastebank.funds.cash.standing import uncounted
from wastebank.models import Approval, CashCount, User
from wastebank.reports.worklist import to_do
from wastebank.values.calendar import local_day

pytestmark = pytest.mark.page
BACKEND = "django.contrib.auth.backends.AllowAllUsersModelBackend"


def at(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user, backend=BACKEND)
    return client


def send(client: Client, page: str, **typed: Any) -> Any:
    return client.post(page, {"key": str(uuid.uuid4()), **typed})


def test_who_counts_reads_nothing_of_what_is_expected(cast: Cast) -> None:
    till, sari = fill(cast), at(cast.sari)
    till.move(12_345)
    assert "Count Kas Melati" in sari.get("/counter/day/").text
    begun = send(sari, "/office/cash/KAS-MLT/count/")
    page = begun.headers["Location"]
    for seen in (sari.get("/office/cash/KAS-MLT/count/"), sari.get(page)):
        assert seen.status_code == 200
        for amount in ("487,655", "487655", "500,000", "12,345"):
            assert amount not in seen.text
    wrong = send(sari, page, counted_idr="")
    assert wrong.status_code == 422
    done = send(sari, page, counted_idr="487.000")
    assert done.headers["Location"] == page
    told = sari.get(page).text
    assert "There is a difference." in told
    assert "Rp487,655" in told
    assert sari.get("/office/cash/KAS-MLT/").status_code == 403  # what lies there is not hers


def test_money_that_moved_meanwhile_is_asked_for_on_the_page(cast: Cast) -> None:
    till, sari = fill(cast), at(cast.sari)
    page = send(sari, "/office/cash/KAS-MLT/count/").headers["Location"]
    till.move(200_000)
    asked = send(sari, page, counted_idr="500000")
    assert asked.status_code == 409
    assert "When did you count?" in asked.text
    assert "300,000" not in asked.text
    assert send(sari, page, counted_idr="500000", after="1").status_code == 302
    assert CashCount.objects.get().difference_idr == 0


def test_the_treasurer_opens_fills_carries_and_compares(cast: Cast) -> None:
    bambang = at(cast.bambang)
    today = local_day(clock.now()).isoformat()
    assert "No box and no bank account yet." in bambang.get("/office/cash/").text
    assert "KAS-BSI" in bambang.get("/office/cash/new/").text
    box = {"kind": "box", "name": "Kas Induk", "code": "KAS-BSI", "place": "BSI"}
    bank = {"kind": "bank", "name": "BRI", "code": "BRI", "place": "BSI"}
    assert send(bambang, "/office/cash/new/", **box).status_code == 302
    assert send(bambang, "/office/cash/new/", **bank).status_code == 422  # which bank?
    bank |= {"bank_name": "BRI", "bank_number": "3391"}
    assert send(bambang, "/office/cash/new/", **bank).status_code == 302
    lay = {"amount_idr": "120.000", "day": today, "note": "buku kas"}
    assert send(bambang, "/office/cash/KAS-BSI/bring-in/", **lay).status_code == 302
    carried = {"amount_idr": "181.331", "to_account": "BRI", "day": today}
    short = send(bambang, "/office/cash/KAS-BSI/move/", **carried)
    assert short.status_code == 409
    assert "Kas Induk holds Rp120,000, Rp61,331 short." in short.text
    assert 'value="181.331"' in short.text  # nothing typed is lost
    carried["amount_idr"] = "20.000"
    assert send(bambang, "/office/cash/KAS-BSI/move/", **carried).status_code == 302
    paper = {"closing_idr": "19.000", "day": today, "reference": "RK-1", "step": "1"}
    assert send(bambang, "/office/cash/BRI/compare/", **paper).status_code == 302
    page = bambang.get("/office/cash/BRI/").text
    assert "The difference waits for a second person." in page
    assert Approval.objects.get().amount_idr == -1_000
    assert "Rp120,000" in bambang.get("/office/cash/").text


def test_what_nobody_counted_for_a_month_is_to_be_done(cast: Cast) -> None:
    till, _deposit = fill(cast), cast.deposit()
    names = [row.account.name for row in uncounted(cast.bambang)]
    assert names == ["Kas Melati", "BRI operasional"]  # never, and something lies there
    till.count(500_000)
    till.compare(2_000_000)
    assert uncounted(cast.bambang) == []
    till.move(1_000)
    with clock.at(clock.now() + timedelta(days=32)):
        late = uncounted(cast.bambang)
        assert [(row.age_days, row.on_way_days) for row in late] == [(32, 0), (32, 32)]
        waits = {item.what: item for item in to_do(by=cast.bambang)}
        assert waits["cash_uncounted"].count == 2
        assert "Money to count" in at(cast.bambang).get("/office/").text
