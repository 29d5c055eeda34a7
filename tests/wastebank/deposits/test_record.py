"""Deposits and voids: what comes in, what it is worth, and who may take it back."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from ledger import clock
from ledger.audit import check_book
from ledger.models import Account, JournalEntry
from ledger.refusals import AlreadyReversed, Category, KeyReused
from ledger.refusals import Refusal as BookRefusal
from tests.cast import Cast
from wastebank.cards.refusals import CardBlocked, CardMisspelt, CardNotActive, CardUnknown
from wastebank.codes.card_code import make_code
from wastebank.deposits.find import find_deposit
from wastebank.deposits.lines import MAX_LINES, LineAsked
from wastebank.deposits.outliers import usual_amounts
from wastebank.deposits.record import quote_deposit, record_deposit
from wastebank.deposits.refusals import CreditSpent, DepositUnknown, VoidTooLate
from wastebank.deposits.void import void_deposit, why_not_void
from wastebank.materials.refusals import (
    MaterialInactive,
    MaterialUnknown,
    PriceMissing,
    PriceNeeded,
)
from wastebank.members.refusals import (
    MemberClosed,
    MemberElsewhere,
    MemberUnknown,
    NumberMisspelt,
    WhoMissing,
)
from wastebank.models import Deposit, DepositVoid, Material
from wastebank.refusals import (
    AmountNotPositive,
    AmountTooLarge,
    MayNot,
    NoLines,
    PlaceInactive,
    PriceOutOfRange,
    ReasonMissing,
    TooManyLines,
)
from wastebank.values.units import GRAM, MILLILITRE, PIECE, UNITS

DAY = timedelta(days=1)
PET = [LineAsked("pet", 1_390)]


def bring(cast: Cast, **given: Any) -> Deposit:
    """1.39 kg of PET by Siti's card, if nothing else is said."""
    asked = {"key": uuid.uuid4(), "by": cast.sari, "lines": PET, **given}
    if "member" not in given and "card" not in given:
        asked["card"] = cast.siti_card.code
    return record_deposit(**asked)


def void(cast: Cast, deposit: Deposit, **given: Any) -> DepositVoid:
    asked = {"key": uuid.uuid4(), "by": cast.sari, "reason": "salah timbang", **given}
    made = void_deposit(deposit=deposit.number, **asked)
    assert isinstance(made, DepositVoid)
    return made


def balance(code: str) -> int:
    return Account.objects.get(code=code).balance


# --- what a deposit is


def test_matter_goes_into_the_store_and_its_worth_into_the_wallet(cast: Cast) -> None:
    made = bring(cast, lines=[LineAsked("pet", 1_390), LineAsked("jelantah", 2_000)])
    assert (made.number, made.total_idr, made.balance_after_idr) == ("MLT-000001", 13_475, 13_475)
    assert balance("stock:MLT:pet") == balance("received:MLT:pet") == 1_390
    assert balance("stock:MLT:jelantah") == 2_000
    assert balance("inventory:MLT:pet") == 3_475
    assert balance(f"member:{cast.siti.number}") == 13_475
    assert check_book() == []


def test_each_line_keeps_what_it_was_given(cast: Cast) -> None:
    line = bring(cast).lines.get()
    assert (line.name_id, line.name_en, line.family, line.unit) == (
        "Botol PET bening",
        "Clear PET bottles",
        "plastik",
        "g",
    )
    assert (line.amount, line.price_idr, line.rupiah_idr) == (1_390, 2_500, 3_475)
    assert line.rounding == "half_up_per_1000"


def test_a_receipt_does_not_change_with_the_material(cast: Cast) -> None:
    made = bring(cast)
    Material.objects.filter(code="pet").update(name_id="Lain", unit="pcs")
    assert made.lines.get().name_id == "Botol PET bening"
    assert made.lines.get().unit == "g"


def test_receipts_of_a_place_are_numbered_without_gap(cast: Cast) -> None:
    numbers = [bring(cast).number for _ in range(3)]
    with pytest.raises(MaterialUnknown):
        bring(cast, lines=[LineAsked("emas", 1)])
    numbers.append(bring(cast).number)
    assert numbers == [f"MLT-{n:06d}" for n in (1, 2, 3, 4)]
    assert cast.deposit(member=cast.wati, by=cast.rudi).number == "KNG-000001"


def test_a_deposit_worth_nothing_is_still_matter(cast: Cast) -> None:
    made = bring(cast, lines=[LineAsked("televisi", 1, 0)])
    assert (made.total_idr, made.balance_after_idr) == (0, 0)
    assert balance("stock:MLT:televisi") == 1
    assert void(cast, made).balance_after_idr == 0
    assert balance("stock:MLT:televisi") == 0
    assert check_book() == []


def test_the_same_material_twice_is_two_lines(cast: Cast) -> None:
    made = bring(cast, lines=[*PET, *PET])
    assert [line.rupiah_idr for line in made.lines.order_by("line")] == [3_475, 3_475]


def test_a_deposit_by_number_needs_no_card(cast: Cast) -> None:
    made = bring(cast, member=cast.hasan.number)
    assert (made.member, made.card) == (cast.hasan, None)


def test_a_quote_is_what_will_be_recorded_and_records_nothing(cast: Cast) -> None:
    quote = quote_deposit(by=cast.sari, lines=PET)
    assert not JournalEntry.objects.exists()
    assert quote.total_idr == bring(cast).total_idr


def test_a_deposit_sent_twice_is_recorded_once(cast: Cast) -> None:
    key = uuid.uuid4()
    first = bring(cast, key=key)
    again = bring(cast, key=key, card=cast.siti_card.code.lower())
    assert (first.pk, first.replayed, again.replayed) == (again.pk, False, True)
    assert balance(f"member:{cast.siti.number}") == 3_475
    with pytest.raises(KeyReused) as refused:
        bring(cast, key=key, lines=[LineAsked("pet", 1_391)])
    assert refused.value.facts == {"differing": ["lines"]}


# --- bad input


@pytest.mark.parametrize(
    ("lines", "refusal"),
    [
        ([], NoLines),
        ([LineAsked("pet", 1)] * (MAX_LINES + 1), TooManyLines),
        ([LineAsked("pet", 0)], AmountNotPositive),
        ([LineAsked("pet", -1)], AmountNotPositive),
        ([LineAsked("pet", GRAM.max_amount + 1)], AmountTooLarge),
        ([LineAsked("jelantah", MILLILITRE.max_amount + 1)], AmountTooLarge),
        ([LineAsked("botol-kecap", PIECE.max_amount + 1)], AmountTooLarge),
        ([LineAsked("pet", 2**63)], AmountTooLarge),
        ([LineAsked("pet", 10**18)], AmountTooLarge),
        ([LineAsked("emas", 1)], MaterialUnknown),
        ([LineAsked("televisi", 1)], PriceNeeded),
        ([LineAsked("televisi", 1, -1)], PriceOutOfRange),
        ([LineAsked("televisi", 1, 10**9)], PriceOutOfRange),
        ([LineAsked("pet", 1), LineAsked("emas", 1)], MaterialUnknown),
    ],
    ids=lambda value: str(value)[:60],
)
def test_bad_lines_are_refused_whole(
    cast: Cast, lines: list[LineAsked], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        bring(cast, lines=lines)
    assert not JournalEntry.objects.exists()
    assert not Deposit.objects.exists()


@pytest.mark.parametrize("code", ["pet", "jelantah", "botol-kecap"])
def test_the_largest_amounts_are_allowed(cast: Cast, code: str, settings: Settings) -> None:
    settings.WASTEBANK_MAX_DEPOSIT_IDR = 10**12
    unit = Material.objects.get(code=code).unit
    assert bring(cast, lines=[LineAsked(code, UNITS[unit].max_amount)]).total_idr > 0
    assert bring(cast, lines=[LineAsked(code, UNITS[unit].max_amount)] * MAX_LINES).total_idr > 0
    assert check_book() == []


def test_what_is_not_taken_or_has_no_price_is_refused(cast: Cast) -> None:
    Material.objects.create(code="baru", name_id="Baru", name_en="New", family="logam", unit="g")
    with pytest.raises(PriceMissing):
        bring(cast, lines=[LineAsked("baru", 1)])
    Material.objects.filter(code="pet").update(active=False)
    with pytest.raises(MaterialInactive):
        bring(cast)


def test_somebody_must_be_named_once(cast: Cast) -> None:
    for who in (
        {"card": None, "member": None},
        {"card": cast.siti_card.code, "member": cast.siti.number},
    ):
        with pytest.raises(WhoMissing):
            bring(cast, **who)


def test_only_a_card_in_force_names_its_holder(cast: Cast) -> None:
    with pytest.raises(CardMisspelt):
        bring(cast, card="W1")
    with pytest.raises(CardUnknown):
        bring(cast, card=make_code(b"\x07" * 32))
    with pytest.raises(CardNotActive):
        bring(cast, card=cast.hasan_card.code)
    cast.siti_card.state = "blocked"
    cast.siti_card.save()
    with pytest.raises(CardBlocked):
        bring(cast)


def test_only_members_of_the_place_are_served(cast: Cast) -> None:
    with pytest.raises(MemberElsewhere):
        bring(cast, card=cast.wati_card.code)
    with pytest.raises(MemberUnknown):
        bring(cast, member=cast.wati.number)
    with pytest.raises(NumberMisspelt):
        bring(cast, member="12")
    assert bring(cast, card=cast.wati_card.code, by=cast.maya).place == cast.induk


def test_no_deposit_for_who_left_or_where_it_is_closed(cast: Cast) -> None:
    cast.siti.closed_at = clock.now()
    cast.siti.save()
    for who in ({"card": cast.siti_card.code}, {"member": cast.siti.number}):
        with pytest.raises(MemberClosed):
            bring(cast, **who)
    cast.sari.place.active = False  # type: ignore[union-attr]
    cast.sari.place.save()  # type: ignore[union-attr]
    with pytest.raises(PlaceInactive):
        bring(cast, member=cast.hasan.number)


def test_only_operators_and_managers_record(cast: Cast) -> None:
    for staff in (cast.dewi, cast.lestari, cast.bambang, cast.yusuf, cast.tono):
        with pytest.raises(MayNot):
            bring(cast, by=staff)


# --- voids


def test_a_void_is_the_opposite_with_a_reason(cast: Cast) -> None:
    made = bring(cast)
    voided = void(cast, made)
    assert (voided.balance_after_idr, voided.reason, voided.actor) == (0, "salah timbang", "sari")
    assert voided.entry.reverses == made.entry
    for code in ("stock:MLT:pet", "inventory:MLT:pet", f"member:{cast.siti.number}"):
        assert balance(code) == 0
    assert check_book() == []


def test_a_deposit_is_voided_once(cast: Cast) -> None:
    made = bring(cast)
    bring(cast)
    key = uuid.uuid4()
    assert void(cast, made, key=key).pk == void(cast, made, key=key).pk
    with pytest.raises(AlreadyReversed):
        void(cast, made)


def test_of_what_was_spent_the_whole_lack_is_told_before_a_void(cast: Cast) -> None:
    made = bring(cast, lines=[LineAsked("pet", 4_000), LineAsked("kardus", 5_000)])
    assert made.total_idr == 16_000
    cast.redeem()  # 15,000
    refused = why_not_void(by=cast.sari, deposit=made)
    assert isinstance(refused, CreditSpent)
    assert refused.facts == {"missing_idr": 15_000}
    bring(cast, lines=[LineAsked("pet", 6_000)])
    assert void(cast, made).balance_after_idr == 0


def test_operators_void_on_the_same_day_only(cast: Cast) -> None:
    made = bring(cast)
    with clock.at(clock.now() + DAY):
        with pytest.raises(VoidTooLate):
            void(cast, made)
        assert void(cast, made, by=cast.bambang).actor == "bambang"


def test_a_void_sent_again_on_the_next_day_is_answered_as_before(cast: Cast) -> None:
    made, key = bring(cast), uuid.uuid4()
    first = void(cast, made, key=key)
    with clock.at(clock.now() + DAY):
        assert void(cast, made, key=key).pk == first.pk


def test_voids_are_for_those_who_may_and_see_it(cast: Cast) -> None:
    made = bring(cast)
    for staff in (cast.dewi, cast.lestari, cast.yusuf, cast.tono):
        with pytest.raises(MayNot):
            void(cast, made, by=staff)
    with pytest.raises(DepositUnknown):
        void(cast, made, by=cast.rudi)
    with pytest.raises(ReasonMissing):
        void(cast, made, reason=" ")
    assert find_deposit(number=made.number.lower(), by=cast.sari) == made


# --- the hot path


@pytest.mark.parametrize(("count", "most"), [(1, 14), (3, 14)])
def test_a_deposit_takes_few_round_trips(cast: Cast, count: int, most: int) -> None:
    """P3: at most 14 statements beside the transaction's own, however many lines."""
    codes = ("pet", "kardus", "jelantah")
    lines = [LineAsked(code, 1_000) for code in codes[:count]]
    bring(cast, lines=lines)
    assert len(statements(lambda: bring(cast, lines=lines))) <= most


def statements(command: Any) -> list[str]:
    with CaptureQueriesContext(connection) as seen:
        command()
    bounds = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
    return [query["sql"] for query in seen if not query["sql"].startswith(bounds)]


def test_the_first_deposit_opens_its_accounts_and_its_receipts_in_four_more(cast: Cast) -> None:
    lines = [LineAsked("pet", 1_000)]
    usual_amounts(cast.melati)  # asked once a week
    first = statements(lambda: bring(cast, lines=lines))
    second = statements(lambda: bring(cast, lines=lines))
    assert len(first) - len(second) == 4


def test_refusals_carry_what_a_program_needs(cast: Cast) -> None:
    with pytest.raises(BookRefusal) as refused:
        bring(cast, lines=[LineAsked("emas", 1)])
    assert refused.value.category is Category.UNKNOWN
    assert refused.value.facts == {"material": "emas"}
