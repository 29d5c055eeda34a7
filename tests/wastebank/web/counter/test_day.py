"""The day at the counter: its sheet on screen and on paper, and closing it."""

import uuid
from datetime import timedelta
from typing import Any

import pytest

from ledger import clock
from tests.cast import Cast
from tests.wastebank.papers.looking import text_of_all
from tests.wastebank.web.counter.desk import Desk
from wastebank.days.closing import close_day
from wastebank.deposits.void import void_deposit
from wastebank.models import DayClosing
from wastebank.values.calendar import local_day

pytestmark = pytest.mark.page


def paper(desk: Desk, query: str = "") -> str:
    answer = desk.client.get(f"/counter/day/sheet/{query}")
    assert answer.headers["Content-Type"] == "application/pdf"
    return " ".join(" ".join(text_of_all(answer.content)).split())


def test_the_day_adds_up_and_says_what_was_taken_back(cast: Cast, sari: Desk) -> None:
    cast.deposit(("pet", 1_000), ("kardus", 2_000))
    gone = cast.deposit(("pet", 5_000))
    void_deposit(key=uuid.uuid4(), by=cast.sari, deposit=gone.number, reason="x")
    page = sari.get("/counter/day/")
    assert "6.000 kg · 5.000 kg taken back" in page
    assert "<i>Rp</i>4,900" in page
    assert f"{gone.number} · voided" in page
    assert "2 deposits" in page
    assert "MLT-000001 – MLT-000002" in page
    said = paper(sari)
    for text in ("Day sheet", "This day is still open.", "Rp4,900", "5.000 kg", "12,500", "Sari"):
        assert text in said, text


def test_closing_asks_once_more_and_then_offers_the_paper(cast: Cast, sari: Desk) -> None:
    cast.deposit(("pet", 10_000))
    today = local_day(clock.now()).isoformat()
    assert "Close it for good" in sari.get("/counter/day/")
    page = sari.post("/counter/day/close/", day=today, place="MLT")
    assert "This day is closed." in page
    assert "Close it for good" not in page
    assert "Seal" in page
    closing = DayClosing.objects.get(place=cast.melati)
    assert (closing.actor, closing.total_idr) == ("sari", 25_000)
    said = paper(sari, f"?day={today}&place=MLT")
    assert "Closed " in said
    assert "Seal 1" in said
    later = cast.deposit()
    assert later.number not in sari.get(f"/counter/day/?day={today}")
    tomorrow = (local_day(clock.now()) + timedelta(days=1)).isoformat()
    assert later.number in sari.get(f"/counter/day/?day={tomorrow}")
    assert "Weighed on another day" in paper(sari, f"?day={tomorrow}")


def test_a_refused_closing_stays_on_the_page(cast: Cast, sari: Desk) -> None:
    today = local_day(clock.now())
    close_day(key=uuid.uuid4(), by=cast.sari, day=today)
    page = sari.post("/counter/day/close/", 409, day=today.isoformat(), place="MLT")
    assert "day_closed" in page
    assert DayClosing.objects.count() == 1


def test_forgotten_days_are_closed_along_once_that_was_said(cast: Cast, sari: Desk) -> None:
    with clock.at(clock.now() - timedelta(days=1)):
        cast.deposit()
    today = local_day(clock.now()).isoformat()
    assert "Close the 1 earlier day, too" in sari.get("/counter/day/")
    refused = sari.post("/counter/day/close/", 409, day=today, place="MLT")
    assert "earlier_day_open" in refused
    assert "This day is closed." in sari.post(
        "/counter/day/close/", day=today, place="MLT", earlier="1"
    )
    assert DayClosing.objects.filter(place=cast.melati).count() == 2


def test_the_same_closing_sent_twice_closes_once(cast: Cast, sari: Desk) -> None:
    sent: dict[str, Any] = {
        "day": local_day(clock.now()).isoformat(),
        "place": "MLT",
        "key": str(uuid.uuid4()),
    }
    for _time in range(2):
        assert "This day is closed." in sari.post("/counter/day/close/", **sent)
    assert DayClosing.objects.count() == 1


def test_the_main_bank_looks_at_the_days_of_its_units(cast: Cast) -> None:
    deposit = cast.deposit()
    maya = Desk(cast.maya)
    assert deposit.number not in maya.get("/counter/day/")
    assert deposit.number in maya.get("/counter/day/?place=MLT")
    assert deposit.number in paper(maya, "?place=MLT")
    tono = Desk(cast.tono)
    assert deposit.number in tono.get("/counter/day/?place=MLT")
    assert "Close it for good" not in tono.get("/counter/day/?place=MLT")


@pytest.mark.parametrize("path", ["", "sheet/"])
def test_the_day_of_another_place_is_not_found(cast: Cast, path: str) -> None:
    rudi = Desk(cast.rudi)
    assert rudi.client.get(f"/counter/day/{path}?place=MLT").status_code == 404
    answer = rudi.client.post(
        "/counter/day/close/", {"key": str(uuid.uuid4()), "place": "MLT", "day": "2026-01-01"}
    )
    assert answer.status_code == 404
    assert not DayClosing.objects.exists()


def test_any_day_that_began_can_be_asked_for(cast: Cast, sari: Desk) -> None:
    assert "Day sheet (PDF)" in sari.get("/counter/day/?day=2020-01-01")
    assert "No deposits." in paper(sari, "?day=2020-01-01")


@pytest.mark.parametrize("day", ["gestern", "9999-12-31", "2026-02-30", "2199-12-31"])
def test_what_is_no_day_is_neither_shown_nor_closed(cast: Cast, sari: Desk, day: str) -> None:
    """Least of all is today closed in its stead."""
    cast.deposit()
    assert sari.client.get(f"/counter/day/?day={day}").status_code == 422
    assert sari.client.get(f"/counter/day/sheet/?day={day}").status_code == 422
    sari.post("/counter/day/close/", status=422, place="MLT", day=day)
    assert not DayClosing.objects.exists()
