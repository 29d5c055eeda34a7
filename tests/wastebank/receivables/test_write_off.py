"""R16: a write-off posts to an account of its own by reason, by a second person."""

import uuid
from typing import Any

import pytest
from django.test import Client

from ledger.audit import check_book
from ledger.refusals import Refusal
from tests.cast import Cast
from tests.wastebank.deposits.correcting.mending import book, credit_idr, mend, owed_idr, weight
from wastebank.approvals.answer import agree, decline
from wastebank.models import Approval, ReceivableMove
from wastebank.receivables.write_off import propose_write_off


def owing(cast: Cast) -> int:
    deposit = cast.deposit(("pet", 10_000))
    cast.redeem()
    mend(cast, deposit, weight(2_000))
    assert owed_idr(cast.siti) == 10_000
    return cast.siti.receivables.get().pk


def propose(cast: Cast, number: int, reason: str = "our_error") -> Approval:
    return propose_write_off(
        key=uuid.uuid4(), by=cast.bambang, receivable=number, reason=reason, note="Salah kami."
    )


def test_one_proposes_another_agrees_and_nothing_comes_back_any_more(cast: Cast) -> None:
    number = owing(cast)
    approval = propose(cast, number)
    assert owed_idr(cast.siti) == 10_000
    agree(key=uuid.uuid4(), by=cast.maya, approval=approval.number)
    assert (owed_idr(cast.siti), book("written_off:our_error")) == (0, 10_000)
    move = ReceivableMove.objects.get()
    assert (move.kind, move.reason, move.left_idr, move.approval) == (
        "write_off",
        "our_error",
        0,
        approval,
    )
    for _ in range(2):
        assert not cast.deposit().repayments.exists()
    assert not check_book()


def test_what_was_given_up_and_goes_back_is_not_given_to_the_member(cast: Cast) -> None:
    """Never more than was taken: 10,000 were taken from the credit, 10,000 were given up."""
    deposit = cast.deposit(("pet", 10_000))
    cast.redeem()
    mend(cast, deposit, weight(2_000))
    number = cast.siti.receivables.get().pk
    agree(key=uuid.uuid4(), by=cast.maya, approval=propose(cast, number, "hardship").number)
    made = mend(cast, deposit, weight(10_000))
    assert (made.to_written_off_idr, made.to_credit_idr) == (10_000, 10_000)
    assert (credit_idr(cast.siti), book("written_off:hardship")) == (10_000, 0)
    assert not check_book()


def test_what_came_back_meanwhile_is_asked_about_again(cast: Cast) -> None:
    number = owing(cast)
    approval = propose(cast, number)
    cast.deposit(("pet", 400))
    cast.deposit(("pet", 8_000))
    with pytest.raises(Refusal) as refused:
        agree(key=uuid.uuid4(), by=cast.maya, approval=approval.number)
    assert refused.value.code == "approval_changed"
    seen = {"left_idr": 8_000}
    agree(key=uuid.uuid4(), by=cast.maya, approval=approval.number, facts_seen=seen)
    assert book("written_off:our_error") == 8_000
    assert not check_book()


def test_who_may_and_what_is_refused(cast: Cast) -> None:
    number = owing(cast)
    for by, code in ((cast.sari, "not_allowed"), (cast.yusuf, "not_allowed")):
        with pytest.raises(Refusal) as refused:
            propose_write_off(
                key=uuid.uuid4(), by=by, receivable=number, reason="gone", note="Pindah."
            )
        assert refused.value.code == code
    for given, code in (
        ({"receivable": number + 1}, "receivable_unknown"),
        ({"reason": "hujan"}, "field_malformed"),
        ({"note": " "}, "field_missing"),
    ):
        asked: dict[str, Any] = {"receivable": number, "reason": "gone", "note": "Pindah.", **given}
        with pytest.raises(Refusal) as refused:
            propose_write_off(key=uuid.uuid4(), by=cast.maya, **asked)
        assert refused.value.code == code
    approval = propose(cast, number)
    decline(key=uuid.uuid4(), by=cast.maya, approval=approval.number, note="Tunggu dulu.")
    assert owed_idr(cast.siti) == 10_000
    agree(key=uuid.uuid4(), by=cast.maya, approval=propose(cast, number).number)
    with pytest.raises(Refusal) as refused:
        propose(cast, number)
    assert refused.value.code == "nothing_owed"


@pytest.mark.page
def test_the_office_lists_them_takes_them_along_and_proposes(cast: Cast, client: Client) -> None:
    number = owing(cast)
    client.force_login(cast.bambang)
    client.cookies["django_language"] = "en"
    page = client.get("/office/deposits/receivables/").content.decode()
    assert cast.siti.name in page
    assert "Rp10,000" in page
    asked = {"key": str(uuid.uuid4()), "form": "csv"}
    file = client.post("/office/deposits/receivables/file/", asked)
    text = file.getvalue().decode()
    assert cast.siti.number in text
    assert "10000" in text
    one = f"/office/deposits/receivables/{number}/"
    assert "left to come back" in client.get(one).content.decode()
    empty = client.post(f"{one}write-off/", {"key": str(uuid.uuid4()), "why": "gone", "note": ""})
    assert empty.status_code == 422
    sent = {"key": str(uuid.uuid4()), "why": "gone", "note": "Pindah ke kota."}
    assert client.post(f"{one}write-off/", sent).headers["Location"] == one
    assert "waits for a second person" in client.get(one).content.decode()
    agree(key=uuid.uuid4(), by=cast.maya, approval=Approval.objects.get().number)
    assert cast.siti.name not in client.get("/office/deposits/receivables/").content.decode()
    gone = client.get("/office/deposits/receivables/?state=gone").content.decode()
    assert "Written off" in gone
