"""POST /deposits/{deposit}/correct, and a void that becomes a correction, also of a device."""

from typing import Any
from uuid import uuid4

from ledger.audit import check_book
from tests.cast import Cast
from tests.requests.device import Device, refused
from tests.wastebank.deposits.correcting.mending import owed_idr
from wastebank.models import Approval, Deposit, DepositCorrection

WRONG = {"reason": "salah ketik", "cause": "our_error"}


def counter(cast: Cast) -> Device:
    return Device(cast.token(cast.sari))


def path(deposit: Deposit) -> str:
    return f"deposits/{deposit.number}/correct"


def test_a_correction_answers_what_stands_now_and_its_key_the_same_again(cast: Cast) -> None:
    deposit, key, device = cast.deposit(), uuid4(), counter(cast)
    cast.redeem()
    body = {**WRONG, "lines": [{"line": 1, "amount": 2_000}]}
    made = device.post(path(deposit), body, key=key)
    assert made.status == 201
    assert {name: made.json[name] for name in ("correction", "deposit", "total", "change")} == {
        "correction": 1,
        "deposit": deposit.number,
        "total": 5_000,
        "change": -20_000,
    }
    assert (made.json["receivable"], made.json["balance"]) == (10_000, 0)
    again = device.post(path(deposit), body, key=key)
    assert (again.status, again.json) == (200, made.json)
    seen = device.get(f"deposits/{deposit.number}").json
    assert (seen["total"], seen["corrections"]) == (25_000, [made.json])
    # the material names the line where it is there once
    by_material = {**WRONG, "lines": [{"material": "pet", "amount": 3_000}]}
    assert device.post(path(deposit), by_material).json["total"] == 7_500
    assert not check_book()


def test_above_the_limit_it_answers_the_proposal(cast: Cast) -> None:
    deposit, key, device = cast.deposit(("pet", 20_000)), uuid4(), counter(cast)
    body = {**WRONG, "lines": [{"line": 1, "amount": 1}]}
    made = device.post(path(deposit), body, key=key)
    assert (made.status, made.json) == (202, {"approval": Approval.objects.get().number})
    again = device.post(path(deposit), body, key=key)
    assert (again.status, again.json) == (200, made.json)
    office = Device(cast.token(cast.maya))
    agreed = office.post(f"approvals/{made.json['approval']}/agree", {})
    assert agreed.status == 201
    assert DepositCorrection.objects.get().total_after_idr == 3
    assert not check_book()


def test_a_void_of_spent_credit_is_a_correction_for_programs_and_devices(cast: Cast) -> None:
    deposit, device = cast.deposit(), counter(cast)
    cast.redeem()
    made = device.post(f"deposits/{deposit.number}/void", {"reason": "salah"})
    assert (made.status, made.json["correction"], made.json["receivable"]) == (201, 1, 15_000)
    big = cast.deposit(("pet", 20_000))
    cast.redeem()
    operation = {
        "key": str(uuid4()),
        "kind": "void",
        "device_sequence": 1,
        "body": {"deposit": big.number, "reason": "salah"},
    }
    (outcome,) = device.post("sync", {"operations": [operation]}).json["outcomes"]
    assert outcome["result"] == {"approval": Approval.objects.get().number}
    assert owed_idr(cast.siti) == 15_000
    assert not check_book()


def test_a_number_of_a_line_is_whole_or_refused(cast: Cast) -> None:
    deposit, device = cast.deposit(), counter(cast)
    strange: tuple[Any, ...] = (-1, 1.5, "1", True, [], {}, 2**63, 10**400)
    for field in ("line", "amount", "price"):
        for value in strange:
            line = {"line": 1, "amount": 9_000, field: value}
            status, code = refused(device.post(path(deposit), {**WRONG, "lines": [line]}))
            assert status in {409, 422}, (field, value, code)
    assert not DepositCorrection.objects.exists()
