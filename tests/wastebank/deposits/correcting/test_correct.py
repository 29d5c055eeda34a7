"""C8: a deposit is put right line by line, as new entries, at the price of its day."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from clinic.charges.authorisations import authorise
from clinic.charges.prepare import ServiceAsked
from ledger import clock
from ledger.audit import check_book
from ledger.models import AccountKind, AccountUnit
from ledger.posting import AccountSpec, Transfer, lock_accounts, post
from ledger.refusals import Refusal
from tests.cast import SITI_PIN, Cast
from tests.wastebank.deposits.correcting.mending import book, credit_idr, mend, owed_idr, weight
from wastebank.book.kinds import DEPOSIT
from wastebank.deposits.correcting.asked import LineRight, Seen
from wastebank.deposits.correcting.standing import standing
from wastebank.deposits.void import void_deposit
from wastebank.materials.prices import set_price
from wastebank.members.enrol import enrol_member
from wastebank.models import Deposit, DepositCorrection, DepositVoid, Member
from wastebank.values.calendar import local_day

YEAR = timedelta(days=365)


def refused(call: object) -> Refusal:
    with pytest.raises(Refusal) as said:
        call()  # type: ignore[operator]
    return said.value


def stands(deposit: Deposit) -> list[tuple[str, int, int]]:
    found = standing(Deposit.objects.get(pk=deposit.pk))
    return [(line.material.code, line.amount, line.rupiah_idr) for line in found.lines]


def price(cast: Cast, material: str, price_idr: int) -> None:
    """From today on."""
    set_price(
        key=uuid.uuid4(),
        by=cast.maya,
        place=cast.induk.code,
        material=material,
        price_idr=price_idr,
        valid_from=local_day(clock.now()),
    )


def test_a_weight_is_put_right_by_an_entry_of_its_own(cast: Cast) -> None:
    deposit = cast.deposit(("pet", 12_400), ("kardus", 3_100))
    lines = list(deposit.lines.values())
    row = Deposit.objects.filter(pk=deposit.pk).values().get()
    made = mend(cast, deposit, weight(2_400))
    assert (made.total_before_idr, made.total_after_idr, made.change_idr) == (
        34_720,
        9_720,
        -25_000,
    )
    assert (made.from_credit_idr, made.receivable_idr) == (25_000, 0)
    assert credit_idr(cast.siti) == made.balance_after_idr == 9_720
    assert stands(deposit) == [("pet", 2_400, 6_000), ("kardus", 3_100, 3_720)]
    assert book("stock:MLT:pet") == book("received:MLT:pet") == 2_400
    assert book("inventory:MLT:pet") == 6_000
    # The deposit itself still says what it said.
    assert list(deposit.lines.values()) == lines
    assert Deposit.objects.filter(pk=deposit.pk).values().get() == row
    entry = made.entry
    assert entry is not None
    assert (entry.kind, entry.memo) == ("deposit_corrected", f"correct {deposit.number}")
    assert not check_book()


def test_the_price_is_that_of_the_day_it_was_weighed(cast: Cast) -> None:
    deposit = cast.deposit(("pet", 10_000), days_ago=3)
    price(cast, "pet", 9_000)
    price(cast, "kardus", 8_000)
    assert mend(cast, deposit, weight(4_000)).change_idr == -15_000
    made = mend(cast, deposit, LineRight(line=1, material="kardus"))
    assert stands(deposit) == [("kardus", 4_000, 4_800)]
    assert [(row.material.code, row.change_amount) for row in made.lines.order_by("pk")] == [
        ("pet", -4_000),
        ("kardus", 4_000),
    ]
    assert (book("stock:MLT:pet"), book("stock:MLT:kardus")) == (0, 4_000)
    assert not check_book()


def test_a_line_and_all_lines_can_be_taken_out(cast: Cast) -> None:
    deposit = cast.deposit(("pet", 4_000), ("kardus", 1_000))
    mend(cast, deposit, LineRight(material="kardus", amount=0))
    assert stands(deposit) == [("pet", 4_000, 10_000)]
    mend(cast, deposit, whole=True)
    assert stands(deposit) == []
    assert (credit_idr(cast.siti), book("stock:MLT:pet"), book("stock:MLT:kardus")) == (0, 0, 0)
    assert refused(lambda: mend(cast, deposit, whole=True)).code == "nothing_corrected"
    void = lambda: void_deposit(  # noqa: E731
        key=uuid.uuid4(), by=cast.sari, deposit=deposit.number, reason="lagi"
    )
    assert refused(void).code == "already_reversed"
    assert not check_book()


def test_a_deposit_goes_to_the_member_whose_it_is(cast: Cast) -> None:
    deposit = cast.deposit(("pet", 10_000))
    cast.redeem()  # 15,000 of the 25,000 are gone
    made = mend(cast, deposit, member=cast.hasan.number)
    assert (made.from_credit_idr, made.receivable_idr, made.to_credit_idr) == (
        10_000,
        15_000,
        25_000,
    )
    assert (credit_idr(cast.siti), credit_idr(cast.hasan)) == (0, 25_000)
    assert (owed_idr(cast.siti), owed_idr(cast.hasan)) == (15_000, 0)
    assert standing(deposit).member == cast.hasan
    # What is wrong with it now is Hasan's.
    mend(cast, deposit, weight(4_000))
    assert credit_idr(cast.hasan) == 10_000
    assert not check_book()


def test_waste_taken_for_nothing_changes_its_member_without_an_entry(cast: Cast) -> None:
    price(cast, "pet", 0)
    deposit = cast.deposit(("pet", 1_000))
    made = mend(cast, deposit, member=cast.hasan.number)
    assert (made.entry_id, made.change_idr, standing(deposit).member) == (None, 0, cast.hasan)
    assert not check_book()


def test_what_was_spent_becomes_a_receivable(cast: Cast) -> None:
    deposit = cast.deposit(("pet", 10_000))
    cast.redeem()
    made = mend(cast, deposit, weight(2_000), cause="honest_error")
    assert (made.change_idr, made.from_credit_idr, made.receivable_idr) == (-20_000, 10_000, 10_000)
    assert (credit_idr(cast.siti), owed_idr(cast.siti)) == (0, 10_000)
    receivable = made.receivable
    assert (receivable.cause, receivable.percent, receivable.floor_idr) == (
        "honest_error",
        20,
        2_000,
    )
    assert not check_book()


def test_what_was_too_much_goes_back_to_what_is_owed_first(cast: Cast) -> None:
    """R14: an excess taken is given back, never more than was taken."""
    deposit = cast.deposit(("pet", 10_000))
    cast.redeem()
    mend(cast, deposit, weight(2_000))
    made = mend(cast, deposit, weight(5_000))
    assert (made.to_receivables_idr, made.to_credit_idr) == (7_500, 0)
    assert (credit_idr(cast.siti), owed_idr(cast.siti)) == (0, 2_500)
    made = mend(cast, deposit, weight(10_000))
    assert (made.to_receivables_idr, made.to_credit_idr) == (2_500, 10_000)
    # As if nothing had ever been put right.
    assert (credit_idr(cast.siti), owed_idr(cast.siti)) == (10_000, 0)
    assert not check_book()


def test_what_is_held_for_a_visit_is_not_taken(cast: Cast) -> None:
    deposit = cast.deposit(("pet", 10_000))
    authorise(
        key=uuid.uuid4(),
        by=cast.dewi,
        card=cast.siti_card.code,
        pin=SITI_PIN,
        lines=[ServiceAsked("konsultasi")],
    )
    made = mend(cast, deposit, weight(2_000))
    assert (made.from_credit_idr, made.receivable_idr) == (10_000, 10_000)
    assert not check_book()


def test_an_operator_corrects_on_the_day_the_office_later(cast: Cast) -> None:
    deposit = cast.deposit(("pet", 10_000))
    assert mend(cast, deposit, weight(9_000), by=cast.sari).step == 1
    with clock.at(clock.now() + timedelta(days=2)):
        late = refused(lambda: mend(cast, deposit, weight(8_000), by=cast.sari))
        assert late.code == "correct_too_late"
        made = mend(cast, deposit, weight(8_000))
        assert (made.step, made.book_day) == (2, deposit.book_day + timedelta(days=2))
    for other in (cast.dewi, cast.yusuf, cast.tono):
        said = refused(lambda by=other: mend(cast, deposit, weight(7_000), by=by))
        assert said.code == "not_allowed"
    assert refused(lambda: mend(cast, deposit, weight(7_000), by=cast.rudi)).code == (
        "deposit_unknown"
    )


def test_nobody_corrects_for_the_own_household(cast: Cast) -> None:
    deposit = cast.deposit(("pet", 10_000))
    cast.bambang.member = cast.siti
    cast.bambang.save()
    assert refused(lambda: mend(cast, deposit, weight(1))).code == "own_household"
    cast.bambang.member = cast.hasan
    cast.bambang.save()
    to_own = refused(lambda: mend(cast, deposit, member=cast.hasan.number))
    assert to_own.code == "own_household"


@pytest.mark.parametrize(
    ("lines", "right", "code"),
    [
        ((), {}, "correction_of_what"),
        ((weight(1),), {"whole": True}, "correction_of_what"),
        ((weight(1),), {"member": "1001-A"}, "correction_of_what"),
        ((weight(12_400),), {}, "nothing_corrected"),
        ((weight(-1),), {}, "amount_not_positive"),
        ((weight(2_000_000),), {}, "amount_too_large"),
        ((weight(1, 9),), {}, "line_unknown"),
        ((weight(1), weight(2)), {}, "field_malformed"),
        ((LineRight(material="kardus", amount=1),), {}, "line_not_plain"),
        ((LineRight(line=1, material="emas"),), {}, "material_unknown"),
        ((LineRight(line=1, material="botol-kecap"),), {}, "field_malformed"),
        ((LineRight(line=1, material="televisi", amount=1),), {}, "price_needed"),
        ((LineRight(line=1, amount=1, price_idr=7),), {}, "field_malformed"),
        ((LineRight(line=1, amount=1, price_idr=-7),), {}, "price_out_of_range"),
        ((weight(1),), {"cause": "bad luck"}, "field_malformed"),
        ((weight(1),), {"reason": " "}, "reason_missing"),
    ],
)
def test_what_cannot_be_right_is_refused_and_nothing_changes(
    cast: Cast, lines: tuple[LineRight, ...], right: dict[str, Any], code: str
) -> None:
    deposit = cast.deposit(("pet", 12_400))
    assert refused(lambda: mend(cast, deposit, *lines, **right)).code == code
    assert not DepositCorrection.objects.exists()


def test_a_piece_takes_the_place_of_grams_when_its_count_is_said(cast: Cast) -> None:
    deposit = cast.deposit(("pet", 10_000))
    mend(cast, deposit, LineRight(line=1, material="botol-kecap", amount=12))
    assert stands(deposit) == [("botol-kecap", 12, 4_200)]
    asked = LineRight(line=1, material="televisi", amount=3, price_idr=2_000)
    mend(cast, deposit, asked)
    assert stands(deposit)[0][0] == "televisi"
    assert not check_book()


def test_what_has_left_the_store_cannot_be_put_right(cast: Cast) -> None:
    deposit = cast.deposit(("pet", 12_400))
    drain("stock:MLT:pet", 8_400)
    said = refused(lambda: mend(cast, deposit, weight(2_400)))
    assert (said.code, said.facts["left"], said.facts["needed"]) == ("stock_short", 4_000, 10_000)
    assert "10" in str(said)
    assert not DepositCorrection.objects.exists()


def drain(code: str, amount: int) -> None:
    """As a sale will: so much is out of the store."""
    stock = AccountSpec(code, AccountUnit.GRAM, AccountKind.ASSET, guarded=True)
    sold = AccountSpec("sold:pet", AccountUnit.GRAM, AccountKind.EXPENSE)
    with transaction.atomic():
        post(
            key=str(uuid.uuid4()),
            kind=DEPOSIT,
            transfers=[Transfer(sold, stock, amount)],
            occurred_at=clock.now(),
            actor="test",
            place="MLT",
            accounts=lock_accounts([sold, stock]),
        )


def test_the_same_key_answers_the_same_correction(cast: Cast) -> None:
    deposit, key = cast.deposit(("pet", 12_400)), uuid.uuid4()
    first = mend(cast, deposit, weight(2_400), key=key)
    again = mend(cast, deposit, weight(2_400), key=key)
    assert (again.pk, again.replayed, DepositCorrection.objects.count()) == (first.pk, True, 1)
    assert refused(lambda: mend(cast, deposit, weight(2_500), key=key)).code == "key_reused"


def test_what_changed_since_it_was_seen_is_looked_at_again(cast: Cast) -> None:
    deposit = cast.deposit(("pet", 10_000))
    cast.redeem()
    shown = Seen(receivable_idr=0, corrections=0)
    said = refused(lambda: mend(cast, deposit, weight(2_000), seen=shown))
    assert (said.code, said.facts) == ("correction_changed", {"receivable_idr": 10_000})
    mend(cast, deposit, weight(2_000), seen=Seen(10_000, 0))
    said = refused(lambda: mend(cast, deposit, weight(1_000), seen=Seen(2_500, 0)))
    assert said.code == "deposit_changed"


def test_a_void_of_spent_credit_becomes_a_correction(cast: Cast) -> None:
    deposit, key = cast.deposit(("pet", 10_000)), uuid.uuid4()
    cast.redeem()
    asked = {"key": key, "by": cast.sari, "deposit": deposit.number, "reason": "salah orang"}
    made = void_deposit(**asked)  # type: ignore[arg-type]
    assert isinstance(made, DepositCorrection)
    assert (made.total_after_idr, made.from_credit_idr, made.receivable_idr) == (0, 10_000, 15_000)
    again = void_deposit(**asked)  # type: ignore[arg-type]
    assert (again.pk, again.replayed, type(again)) == (made.pk, True, DepositCorrection)
    assert not DepositVoid.objects.exists()
    assert stands(deposit) == []
    assert not check_book()


def test_a_deposit_that_was_put_right_is_voided_by_a_correction(cast: Cast) -> None:
    deposit = cast.deposit(("pet", 10_000))
    mend(cast, deposit, weight(4_000))
    made = void_deposit(key=uuid.uuid4(), by=cast.sari, deposit=deposit.number, reason="salah")
    assert isinstance(made, DepositCorrection)
    assert (made.step, made.total_before_idr, made.total_after_idr) == (2, 10_000, 0)
    assert (credit_idr(cast.siti), book("stock:MLT:pet")) == (0, 0)
    voided = cast.deposit()
    void_deposit(key=uuid.uuid4(), by=cast.sari, deposit=voided.number, reason="salah")
    assert refused(lambda: mend(cast, voided, weight(1))).code == "deposit_voided"
    assert not check_book()


def test_a_closed_membership_gets_no_deposit(cast: Cast) -> None:
    deposit = cast.deposit(("pet", 10_000))
    nobody = refused(lambda: mend(cast, deposit, member="1999-Z"))
    assert nobody.code in {"member_unknown", "number_misspelt"}
    elsewhere = enrol_member(key=uuid.uuid4(), by=cast.rudi, name="Ani Kenanga", kind="person")
    assert refused(lambda: mend(cast, deposit, member=elsewhere.number)).code == "member_unknown"
    Member.objects.filter(pk=cast.hasan.pk).update(closed_at=clock.now())
    assert refused(lambda: mend(cast, deposit, member=cast.hasan.number)).code == "member_closed"
