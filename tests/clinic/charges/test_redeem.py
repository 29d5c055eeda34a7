"""Redemptions and cancels: a promise on a balance, checked or refused."""

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clinic.charges.cancel import cancel_redemption
from clinic.charges.find import find_redemption
from clinic.charges.prepare import MAX_COUNT, MAX_LINES, ServiceAsked
from clinic.charges.redeem import redeem
from clinic.charges.refusals import (
    CancelReasonMissing,
    CancelTooLate,
    CashOutOfRange,
    CountOutOfRange,
    CreditTooSmall,
    RedemptionUnknown,
)
from clinic.models import Clinic, Redemption, RedemptionCancel, Service
from clinic.register.refusals import (
    ClinicNotValid,
    ServiceInactive,
    ServiceUnknown,
    TariffMissing,
    TariffNeeded,
)
from clinic.register.tariffs import MAX_TARIFF_IDR, set_tariff
from ledger import clock
from ledger.audit import check_book
from ledger.models import Account, JournalEntry
from ledger.refusals import AlreadyReversed, KeyReused
from tests.cast import LONG_AGO, SITI_PIN, Cast, hire
from tests.clinic.charges.coming import quote_of
from wastebank.cards.lifecycle import block_card, replace_card
from wastebank.cards.refusals import (
    CardBlocked,
    CardNotActive,
    CardReplaced,
    PinMalformed,
    PinWrong,
)
from wastebank.members.refusals import MemberElsewhere
from wastebank.models import PinTries, Place
from wastebank.refusals import (
    FieldMalformed,
    FieldTooLong,
    MayNot,
    NoLines,
    PriceOutOfRange,
    TooManyLines,
)
from wastebank.values.calendar import local_day

CONSULTATION = [ServiceAsked("konsultasi")]  # 15,000
HOUR = timedelta(hours=1)


@pytest.fixture
def saver(cast: Cast) -> Cast:
    """Siti has 25,000."""
    cast.deposit()
    return cast


def pay(cast: Cast, **given: Any) -> Redemption:
    """A consultation, all by Siti's credit, if nothing else is said."""
    asked = {
        "key": uuid.uuid4(),
        "by": cast.dewi,
        "card": cast.siti_card.code,
        "pin": SITI_PIN,
        "lines": CONSULTATION,
        **given,
    }
    return redeem(**asked)


def cancel(cast: Cast, visit: Redemption, **given: Any) -> RedemptionCancel:
    asked = {"key": uuid.uuid4(), "by": cast.dewi, "reason": "salah orang", **given}
    return cancel_redemption(redemption=visit.number, **asked)


def wallet(cast: Cast) -> Account:
    return Account.objects.get(code=f"member:{cast.siti.number}")


def owed() -> int:
    return Account.objects.get(code="clinic:SHT").balance


# --- what a redemption is


def test_credit_goes_from_the_wallet_to_the_clinic(saver: Cast) -> None:
    visit = pay(saver)
    assert (visit.number, visit.total_idr, visit.credit_idr, visit.cash_idr) == (
        "SHT-000001",
        15_000,
        15_000,
        0,
    )
    assert visit.available_after_idr == wallet(saver).available == 10_000
    assert owed() == 15_000
    assert check_book() == []


def test_cash_pays_what_credit_does_not_reach(saver: Cast) -> None:
    lines = [ServiceAsked("konsultasi"), ServiceAsked("tambal-gigi")]
    visit = pay(saver, lines=lines, cash_idr=50_000)
    assert (visit.total_idr, visit.credit_idr, visit.cash_idr) == (75_000, 25_000, 50_000)
    assert wallet(saver).available == 0
    assert owed() == 25_000  # the cash is in the clinic's own drawer


def test_all_in_cash_leaves_the_book_as_it_is(saver: Cast) -> None:
    entries = JournalEntry.objects.count()
    visit = pay(saver, cash_idr=15_000)
    assert (visit.credit_idr, visit.entry, visit.available_after_idr) == (0, None, 25_000)
    assert JournalEntry.objects.count() == entries
    assert check_book() == []


def test_free_care_is_written_down_and_costs_nothing(saver: Cast) -> None:
    visit = pay(saver, lines=[ServiceAsked("tensi", 2)])
    assert (visit.total_idr, visit.entry, visit.lines.get().count) == (0, None, 2)


def test_care_priced_at_the_desk(saver: Cast) -> None:
    visit = pay(saver, lines=[ServiceAsked("obat", 2, 4_500, note="salep")])
    line = visit.lines.get()
    assert (line.count, line.price_idr, line.rupiah_idr, line.note) == (2, 4_500, 9_000, "salep")
    with pytest.raises(TariffNeeded):
        pay(saver, lines=[ServiceAsked("obat")])


def test_the_last_rupiah_can_be_spent_and_not_one_more(saver: Cast) -> None:
    with pytest.raises(CreditTooSmall) as refused:
        pay(saver, lines=[ServiceAsked("obat", 1, 25_001)])
    assert refused.value.facts == {
        "missing_idr": 1,
        "available_idr": 25_000,
        "total_idr": 25_001,
    }
    assert pay(saver, lines=[ServiceAsked("obat", 1, 25_000)]).available_after_idr == 0


def test_a_refusal_stays_the_answer_of_its_key(saver: Cast) -> None:
    key, dear = uuid.uuid4(), [ServiceAsked("tambal-gigi")]
    for _ in range(2):
        with pytest.raises(CreditTooSmall) as refused:
            pay(saver, key=key, lines=dear)
        saver.deposit(("pet", 100_000))
    assert refused.value.replayed
    assert refused.value.facts["available_idr"] == 25_000
    assert pay(saver, lines=dear).credit_idr == 60_000


def test_a_visit_sent_twice_is_paid_once(saver: Cast) -> None:
    key = uuid.uuid4()
    first, again = pay(saver, key=key), pay(saver, key=key)
    assert (first.pk, again.replayed, wallet(saver).available) == (again.pk, True, 10_000)
    with pytest.raises(KeyReused) as refused:
        pay(saver, key=key, cash_idr=1)
    assert refused.value.facts == {"differing": ["cash"]}


def test_a_visit_is_answered_again_after_its_card_was_lost(saver: Cast) -> None:
    key = uuid.uuid4()
    first = pay(saver, key=key)
    block_card(key=uuid.uuid4(), by=saver.sari, card_id=saver.siti_card.pk, reason="hilang")
    assert pay(saver, key=key).pk == first.pk
    with pytest.raises(PinWrong):
        pay(saver, key=key, pin="0000")


def test_a_quote_splits_before_the_pin_is_asked(saver: Cast) -> None:
    lines = [ServiceAsked("konsultasi"), ServiceAsked("tambal-gigi")]
    quote = quote_of(saver, lines)
    assert (quote.total_idr, quote.credit_idr, quote.cash_idr, quote.available_idr) == (
        75_000,
        25_000,
        50_000,
        25_000,
    )
    assert not Redemption.objects.exists()


# --- the PIN


def test_a_wrong_pin_pays_nothing_and_is_counted(saver: Cast) -> None:
    with pytest.raises(PinWrong):
        pay(saver, pin="0000")
    with pytest.raises(PinMalformed):
        pay(saver, pin="x")
    assert wallet(saver).available == 25_000
    assert PinTries.objects.get(member=saver.siti).failed == 1


def test_a_refused_visit_costs_no_try(saver: Cast) -> None:
    with pytest.raises(CreditTooSmall):
        pay(saver, lines=[ServiceAsked("tambal-gigi")])
    assert PinTries.objects.get(member=saver.siti).failed == 0


# --- tariffs


def test_a_tariff_holds_from_its_day(saver: Cast) -> None:
    tomorrow = local_day(clock.now()) + timedelta(days=1)
    set_tariff(
        key=uuid.uuid4(),
        by=saver.lestari,
        clinic="SHT",
        service="konsultasi",
        valid_from=tomorrow,
        price_idr=20_000,
    )
    assert pay(saver).total_idr == 15_000
    saver.deposit()
    with clock.at(clock.now() + timedelta(days=1)):
        assert pay(saver).total_idr == 20_000


def test_what_is_not_offered_or_has_no_tariff_is_refused(saver: Cast) -> None:
    Service.objects.create(
        clinic=saver.sehati, code="baru", name_id="Baru", name_en="New", category="umum"
    )
    with pytest.raises(TariffMissing):
        pay(saver, lines=[ServiceAsked("baru")])
    Service.objects.filter(code="konsultasi").update(active=False)
    with pytest.raises(ServiceInactive):
        pay(saver)


def test_a_clinic_takes_credit_between_its_dates(saver: Cast) -> None:
    today = local_day(clock.now())
    for valid_from, valid_until, takes in (
        (today, today, True),
        (today + timedelta(days=1), None, False),
        (LONG_AGO, today - timedelta(days=1), False),
        (LONG_AGO, today + timedelta(days=1), True),
    ):
        Clinic.objects.update(valid_from=valid_from, valid_until=valid_until)
        if takes:
            assert pay(saver, cash_idr=15_000).total_idr == 15_000
        else:
            with pytest.raises(ClinicNotValid):
                pay(saver)


# --- bad input


@pytest.mark.parametrize(
    ("lines", "refusal"),
    [
        ([], NoLines),
        ([ServiceAsked("tensi")] * (MAX_LINES + 1), TooManyLines),
        ([ServiceAsked("konsultasi", 0)], CountOutOfRange),
        ([ServiceAsked("konsultasi", -1)], CountOutOfRange),
        ([ServiceAsked("konsultasi", MAX_COUNT + 1)], CountOutOfRange),
        ([ServiceAsked("konsultasi", 2**63)], CountOutOfRange),
        ([ServiceAsked("obat", 1, -1)], PriceOutOfRange),
        ([ServiceAsked("obat", 1, MAX_TARIFF_IDR + 1)], PriceOutOfRange),
        ([ServiceAsked("operasi")], ServiceUnknown),
        ([ServiceAsked("konsultasi", note="x" * 101)], FieldTooLong),
        ([ServiceAsked("konsultasi", note="a\x07b")], FieldMalformed),
    ],
    ids=lambda value: str(value)[:60],
)
def test_bad_lines_are_refused_whole(
    saver: Cast, lines: list[ServiceAsked], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        pay(saver, lines=lines)
    assert not Redemption.objects.exists()
    assert wallet(saver).available == 25_000


@pytest.mark.parametrize("cash_idr", [-1, 15_001, 2**63])
def test_cash_lies_between_nothing_and_the_whole(saver: Cast, cash_idr: int) -> None:
    with pytest.raises(CashOutOfRange):
        pay(saver, cash_idr=cash_idr)


def test_only_a_card_in_force_pays(saver: Cast) -> None:
    with pytest.raises(CardNotActive):
        pay(saver, card=saver.hasan_card.code)
    new = replace_card(
        key=uuid.uuid4(), by=saver.sari, card_id=saver.siti_card.pk, reason="x", activate=True
    )
    with pytest.raises(CardReplaced):
        pay(saver)
    assert pay(saver, card=new.code).total_idr == 15_000
    block_card(key=uuid.uuid4(), by=saver.sari, card_id=new.pk, reason="x")
    with pytest.raises(CardBlocked):
        pay(saver, card=new.code)


def test_cards_of_all_units_pay_and_of_other_programmes_do_not(saver: Cast) -> None:
    saver.deposit(member=saver.wati, by=saver.rudi)
    assert pay(saver, card=saver.wati_card.code, pin="731592").member == saver.wati
    other = Place.objects.create(code="BSX", name="Bank lain", kind="main")
    elsewhere = Place.objects.create(code="KLX", name="Klinik lain", kind="clinic", parent=other)
    there = Clinic.objects.create(place=elsewhere, valid_from=LONG_AGO)
    Service.objects.create(
        clinic=there, code="tensi", name_id="x", name_en="x", category="u", pricing="free"
    )
    clerk = hire("xena", "clerk", elsewhere)
    with pytest.raises(MemberElsewhere):
        pay(saver, by=clerk, lines=[ServiceAsked("tensi")])


def test_only_the_clinics_own_staff_take_credit(saver: Cast) -> None:
    for staff in (saver.sari, saver.maya, saver.bambang, saver.yusuf, saver.tono):
        with pytest.raises(MayNot):
            pay(saver, by=staff)
    assert pay(saver, by=saver.lestari).actor == "lestari"


# --- cancels


def test_a_cancel_brings_the_credit_back_at_once(saver: Cast) -> None:
    visit = pay(saver, cash_idr=5_000)
    cancelled = cancel(saver, visit)
    assert cancelled.available_after_idr == wallet(saver).available == 25_000
    assert cancelled.entry is not None
    assert cancelled.entry.reverses == visit.entry
    assert owed() == 0
    assert check_book() == []


def test_a_visit_is_cancelled_once(saver: Cast) -> None:
    for cash_idr in (0, 15_000):  # with an entry in the book, and without one
        visit, key = pay(saver, cash_idr=cash_idr), uuid.uuid4()
        assert cancel(saver, visit, key=key).pk == cancel(saver, visit, key=key).pk
        with pytest.raises(AlreadyReversed):
            cancel(saver, visit)
    assert wallet(saver).available == 25_000


def test_after_a_day_only_the_lead_cancels(saver: Cast) -> None:
    visit = pay(saver)
    with clock.at(visit.redeemed_at + 24 * HOUR):
        assert cancel(saver, pay(saver, cash_idr=15_000)).actor == "dewi"
    with clock.at(visit.redeemed_at + 24 * HOUR + timedelta(seconds=1)):
        with pytest.raises(CancelTooLate):
            cancel(saver, visit)
        assert cancel(saver, visit, by=saver.lestari).actor == "lestari"


def test_a_cancel_sent_again_after_a_day_is_answered_as_before(saver: Cast) -> None:
    visit, key = pay(saver), uuid.uuid4()
    first = cancel(saver, visit, key=key)
    with clock.at(clock.now() + timedelta(days=9)):
        assert cancel(saver, visit, key=key).pk == first.pk


def test_a_cancel_needs_a_reason_and_a_visit_of_this_clinic(saver: Cast) -> None:
    visit = pay(saver)
    with pytest.raises(CancelReasonMissing):
        cancel(saver, visit, reason=" ")
    with pytest.raises(RedemptionUnknown):
        find_redemption(number="SHT-999999", by=saver.dewi)
    other = Place.objects.create(code="KLB", name="Klinik B", kind="clinic", parent=saver.induk)
    Clinic.objects.create(place=other, valid_from=date(2020, 1, 1))
    with pytest.raises(RedemptionUnknown):
        cancel(saver, visit, by=hire("xena", "clerk", other))
    for staff in (saver.sari, saver.maya, saver.yusuf):
        with pytest.raises(MayNot):
            cancel(saver, visit, by=staff)


# --- the hot path


def test_a_visit_takes_few_round_trips(saver: Cast) -> None:
    """Three of them are the PIN's own transaction, which comes first."""
    saver.deposit(("pet", 100_000))
    pay(saver)
    with CaptureQueriesContext(connection) as seen:
        pay(saver)
    bounds = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
    counted = [query["sql"] for query in seen if not query["sql"].startswith(bounds)]
    assert len(counted) <= 20, "\n".join(sql[:90] for sql in counted)
