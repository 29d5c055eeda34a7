"""The page on which a deposit is put right, at both desks, and what other pages say of it."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from ledger import clock
from ledger.audit import check_book
from tests.cast import SITI_PIN, Cast
from tests.wastebank.deposits.correcting.mending import credit_idr, mend, owed_idr, weight
from wastebank.approvals.answer import agree
from wastebank.deposits.receipts import checked_receipt, deposit_receipt
from wastebank.models import Approval, Deposit, DepositCorrection
from wastebank.papers.receipt.escpos import escpos
from wastebank.papers.receipt.roll import roll_pdf

pytestmark = pytest.mark.page


def typed(deposit: Deposit, **fields: Any) -> dict[str, Any]:
    """The form of a deposit of one line of PET, as somebody typed it."""
    line = {"line": ["1"], "amount": ["2,4"], "material": ["pet"], "price": [""]}
    said = {"key": str(uuid.uuid4()), "cause": "our_error", "reason": "salah ketik", "do": "look"}
    return {**line, **said, **fields}


@pytest.fixture
def office(cast: Cast, client: Client) -> Client:
    client.force_login(cast.bambang)
    client.cookies["django_language"] = "en"
    return client


def test_it_is_looked_at_first_and_recorded_then(cast: Cast, office: Client) -> None:
    deposit = cast.deposit(("pet", 10_000))
    cast.redeem()
    url = f"/office/days/deposits/{deposit.number}/correct/"
    assert "12" not in office.get(url).headers.get("Location", "")
    looked = office.post(url, typed(deposit))
    page = looked.content.decode()
    for said in ("should be", "2.400 kg", "−Rp19,000", "Rp10,000", "Rp9,000", "10 % of each"):
        assert said in page, said
    assert not DepositCorrection.objects.exists()
    shown = {"receivable": "9000", "corrections": "0", "do": "record"}
    done = office.post(url, typed(deposit, **shown))
    assert done.headers["Location"] == f"/office/days/deposits/{deposit.number}/"
    assert (credit_idr(cast.siti), owed_idr(cast.siti)) == (0, 9_000)
    page = office.get(done.headers["Location"]).content.decode()
    for said in ("Corrected on", "10.000 kg", "2.400 kg", "Rp9,000", "salah ketik", "Stands now"):
        assert said in page, said
    # what was seen is compared: somebody brought it back meanwhile
    again = office.post(url, typed(deposit, **shown, amount=["1"]))
    assert (again.status_code, b"Look again" in again.content) == (409, True)
    assert not check_book()


def test_above_the_limit_it_is_proposed_and_agreed(cast: Cast, office: Client) -> None:
    deposit = cast.deposit(("pet", 20_000))
    url = f"/office/days/deposits/{deposit.number}/correct/"
    assert b"A second person is needed" in office.post(url, typed(deposit)).content
    assert office.post(url, typed(deposit, do="record")).status_code == 302
    approval = Approval.objects.get()
    assert (approval.amount_idr, approval.subject) == (-44_000, f"deposit:{deposit.number}")
    page = office.get(f"/office/days/deposits/{deposit.number}/").content.decode()
    assert "waits for a second person" in page
    assert credit_idr(cast.siti) == 50_000
    agree(key=uuid.uuid4(), by=cast.maya, approval=approval.number)
    made = DepositCorrection.objects.get()
    assert (made.approval, made.actor, credit_idr(cast.siti)) == (approval, "bambang", 6_000)
    assert not check_book()


def test_everything_is_taken_back_and_a_member_is_changed(cast: Cast, office: Client) -> None:
    deposit = cast.deposit(("pet", 4_000))
    url = f"/office/days/deposits/{deposit.number}/correct/"
    assert b"all of it is taken back" in office.post(url, typed(deposit, do="whole")).content
    as_is = {"amount": ["4"], "member": cast.hasan.number}
    assert cast.hasan.name.encode() in office.post(url, typed(deposit, **as_is)).content
    office.post(url, typed(deposit, **as_is, do="record"))
    assert (credit_idr(cast.siti), credit_idr(cast.hasan)) == (0, 10_000)
    zero = office.post(url, typed(deposit, amount=["0"], do="record"))
    assert zero.status_code == 302
    assert b"Nothing is left" in office.get(url).content


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({"amount": ["2.500,5"]}, 422, "2.500,5"),
        ({"amount": [""]}, 422, ""),
        ({"material": ["emas"]}, 404, ""),
        ({"amount": ["10"]}, 422, ""),
        ({"reason": "", "do": "record"}, 422, ""),
        ({"cause": "hujan", "do": "record"}, 422, ""),
        ({"material": ["televisi"], "amount": ["2"]}, 409, "Price, where the list says ask"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_was_typed(
    cast: Cast, office: Client, fields: dict[str, Any], status: int, said: str
) -> None:
    deposit = cast.deposit(("pet", 10_000))
    url = f"/office/days/deposits/{deposit.number}/correct/"
    answer = office.post(url, typed(deposit, **fields))
    assert (answer.status_code, said in answer.content.decode()) == (status, True)
    assert not DepositCorrection.objects.exists()


def test_the_counter_does_it_on_the_day_alone(cast: Cast, client: Client) -> None:
    client.force_login(cast.sari)
    deposit = cast.deposit(("pet", 10_000))
    receipt, url = f"/counter/receipts/{deposit.number}/", None
    page = client.get(receipt).content.decode()
    url = f"/counter/receipts/{deposit.number}/correct/"
    assert url in page
    assert (
        client.post(url, typed(deposit, amount=["9"], do="record")).headers["Location"] == receipt
    )
    assert credit_idr(cast.siti) == 22_500
    page = client.get(receipt).content.decode()
    assert "10,000 kg" in page
    assert "9,000 kg" in page
    assert "counter_void" not in page
    assert "/void/" not in page
    with clock.at(clock.now() + timedelta(days=2)):
        assert url not in client.get(receipt).content.decode()
        assert client.post(url, typed(deposit, do="record")).status_code == 409


def test_spent_credit_leads_from_void_to_the_correction(cast: Cast, client: Client) -> None:
    client.force_login(cast.sari)
    deposit = cast.deposit(("pet", 10_000))
    cast.redeem()
    page = client.get(f"/counter/receipts/{deposit.number}/").content.decode()
    assert f"/counter/receipts/{deposit.number}/correct/" in page
    assert "/void/" not in page


def test_the_paper_says_what_it_said_and_its_check_page_how_it_was_corrected(
    cast: Cast, client: Client
) -> None:
    deposit = cast.deposit(("pet", 12_400))

    def papers() -> list[bytes]:
        kept = Deposit.objects.get(pk=deposit.pk)
        said = deposit_receipt(kept, language="id", check_url="https://x.test/check/")
        return [escpos(said, 58), escpos(said, 80, with_qr=True), roll_pdf(said, 58)]

    before = papers()
    mend(cast, deposit, weight(2_400))
    assert papers() == before
    said = checked_receipt(code=deposit.verify_code, language="id", check_url="")
    assert said is not None
    (told,) = said.corrections
    assert told.changed == (("Botol PET bening 12,400 kg", "2,400 kg"),)
    assert (told.total_before_idr, told.total_after_idr) == (31_000, 6_000)
    page = client.post("/check/", {"code": deposit.verify_code}, follow=True).content.decode()
    for word in ("12,400 kg", "2,400 kg", "Rp31.000", "Rp6.000"):
        assert word in page, word


def test_the_passbook_tells_it_in_signed_figures(cast: Cast, client: Client) -> None:
    deposit = cast.deposit(("pet", 10_000))
    cast.redeem()
    mend(cast, deposit, weight(2_000), reason="rahasia petugas")
    cast.deposit(("pet", 4_000))
    last = cast.deposit(("pet", 8_000))
    client.cookies["django_language"] = "en"
    client.post("/member/", {"who": cast.siti.number, "pin": SITI_PIN})
    page = client.get("/member/").content.decode()
    for said in (
        "+Rp10,000",  # laid out
        "−Rp20,000",
        "−Rp2,000",
        "+Rp20,000",
        "Rp8,000",  # left
        "Rp2,000 of Rp10,000 is back",
        "10.000 kg → 2.000 kg",
        "whole",
    ):
        assert said in page, said
    assert "rahasia" not in page
    assert "mistake" not in page
    of_last = client.get(f"/member/deposits/{last.number}/").content.decode()
    assert "−Rp2,000" in of_last
    assert "Rp8,000" in of_last
    of_first = client.get(f"/member/deposits/{deposit.number}/").content.decode()
    assert "Rp25,000" in of_first
    assert "rahasia" not in of_first
    month = client.get("/member/passbook/").content.decode()
    assert "Rp8,000 left" in month
    assert "corrected" in month


def test_the_slip_shows_deposit_part_left_and_balance(cast: Cast) -> None:
    deposit = cast.deposit(("pet", 10_000))
    cast.redeem()
    mend(cast, deposit, weight(2_000))
    cast.deposit(("pet", 400))
    last = cast.deposit(("pet", 8_000))
    texts = deposit_receipt(last, language="id", check_url="").texts
    shown = [(total.label, total.amount) for total in texts.totals]
    assert shown[:3] == [
        ("Total", "Rp20.000"),
        ("Potongan koreksi", "−Rp2.000"),
        ("Sisa koreksi", "Rp8.000"),
    ]
    assert shown[-1][1] == "Rp19.000"
    assert b"-Rp2.000" in escpos(deposit_receipt(last, language="id", check_url=""), 58)
