"""What the counter recorded: the day's list, papers, the void."""

import uuid

import pytest

from tests.cast import Cast
from tests.wastebank.web.desk import Desk
from wastebank.deposits import void_deposit
from wastebank.models import ActionLog
from wastebank.reading import balance_of


def test_every_paper_is_counted_and_a_second_one_is_a_copy(cast: Cast, sari: Desk) -> None:
    deposit = cast.deposit()
    path = f"/counter/receipts/{deposit.number}/print/"
    first = sari.post(path, paper="-58")
    assert deposit.number in first
    assert "COPY" not in first.upper()
    assert "COPY 1" in sari.post(path, paper="-80").upper()
    assert ActionLog.objects.filter(act="print_receipt").count() == 2


@pytest.mark.parametrize(
    ("paper", "begins", "content_type"),
    [
        ("pdf-58", b"%PDF", "application/pdf"),
        ("pdf-80", b"%PDF", "application/pdf"),
        ("escpos-58", b"\x1b@", "application/octet-stream"),
        ("escpos-80", b"\x1b@", "application/octet-stream"),
    ],
)
def test_papers_come_as_files(
    cast: Cast, sari: Desk, paper: str, begins: bytes, content_type: str
) -> None:
    deposit = cast.deposit()
    fields = {"paper": paper, "key": str(uuid.uuid4())}
    answer = sari.client.post(f"/counter/receipts/{deposit.number}/print/", fields)
    assert answer.content.startswith(begins)
    assert answer.headers["Content-Type"] == content_type
    assert deposit.number in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("paper", ["", "58", "-60", "fax-58", "pdf"])
def test_a_paper_nobody_has_is_refused(cast: Cast, sari: Desk, paper: str) -> None:
    deposit = cast.deposit()
    path = f"/counter/receipts/{deposit.number}/print/"
    assert "field_malformed" in sari.post(path, 422, paper=paper)


def test_a_deposit_is_voided_once_and_says_so(cast: Cast, sari: Desk) -> None:
    deposit = cast.deposit()
    path = f"/counter/receipts/{deposit.number}/"
    assert "reason_missing" in sari.post(f"{path}void/", 422, reason=" ")
    page = sari.post(f"{path}void/", reason="Wrong sack")
    assert f"Voided. {deposit.number}." in page
    assert "Wrong sack" in page
    assert balance_of(cast.siti).balance_idr == 0
    assert "already_reversed" in sari.post(f"{path}void/", 409, reason="Again")


def test_the_counter_of_another_place_does_not_see_the_receipt(cast: Cast) -> None:
    deposit = cast.deposit()
    rudi = Desk(cast.rudi)
    for path in ("", "print/", "void/"):
        answer = rudi.client.post(f"/counter/receipts/{deposit.number}/{path}", {"reason": "x"})
        assert answer.status_code in (404, 405)
    assert "deposit_unknown" in rudi.get(f"/counter/receipts/{deposit.number}/")


def test_the_day_list_adds_up_what_was_not_voided(cast: Cast, sari: Desk) -> None:
    cast.deposit(("pet", 1000), ("kardus", 2000))
    gone = cast.deposit(("pet", 5000))
    void_deposit(key=uuid.uuid4(), by=cast.sari, deposit=gone.number, reason="x")
    page = sari.get("/counter/day/")
    assert "1.000 kg" in page
    assert "<i>Rp</i>4,900" in page
    assert f"{gone.number} · voided" in page


@pytest.mark.parametrize("day", ["2020-01-01", "gestern", "9999-12-31", "2026-02-30"])
def test_any_day_can_be_asked_for(cast: Cast, sari: Desk, day: str) -> None:
    assert "Day list" in sari.get(f"/counter/day/?day={day}&page=zero")
