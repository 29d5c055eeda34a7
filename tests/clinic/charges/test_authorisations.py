"""Open visits: credit held, paid with the final lines, released, or back by itself."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from clinic.charges.authorisation_list import open_authorisations, open_authorisations_of
from clinic.charges.patient import patient_of
from clinic.charges.prepare import ServiceAsked
from clinic.charges.refusals import (
    AuthorisationEnded,
    AuthorisationUnknown,
    CashOutOfRange,
    CreditTooSmall,
    NothingToHold,
    PinNeeded,
)
from clinic.models import Authorisation, Clinic, Redemption, Service
from clinic.register.refusals import ClinicNotValid
from clinic.register.tariffs import set_tariff
from ledger.audit import check_book
from ledger.models import Account, Hold
from ledger.refusals import KeyReused
from tests.cast import LONG_AGO, SITI_PIN, Cast, hire
from tests.clinic.charges.coming import (
    CONSULTATION,
    TWO,
    close,
    come,
    how,
    lasts,
    leave,
    quote_of,
    wallet,
)
from wastebank.cards.lifecycle import block_card
from wastebank.cards.refusals import CardBlocked, CardNotActive, PinMalformed, PinWrong
from wastebank.members.refusals import MemberElsewhere
from wastebank.members.wallets import balance_of
from wastebank.models import ActionLog, Place
from wastebank.refusals import MayNot, NoLines, ReasonMissing


@pytest.fixture
def saver(cast: Cast) -> Cast:
    """Siti has 25,000."""
    cast.deposit()
    return cast


# --- holding


def raise_tariff(cast: Cast, service: str, price_idr: int) -> None:
    set_tariff(
        key=uuid.uuid4(),
        by=cast.lestari,
        clinic="SHT",
        service=service,
        valid_from=timezone.localdate(),
        price_idr=price_idr,
    )


def test_a_visit_is_paid_at_the_tariffs_of_when_it_began(saver: Cast) -> None:
    """R3: in the tariff at the day of care, whatever is set while the patient waits."""
    visit = come(saver)
    raise_tariff(saver, "konsultasi", 17_500)
    assert close(saver, visit).total_idr == 15_000
    assert check_book() == []
    assert come(saver, cash_idr=10_000).total_idr == 17_500


def test_a_service_that_got_its_tariff_since_is_paid_at_that_one(saver: Cast) -> None:
    visit = come(saver)
    Service.objects.create(
        clinic=saver.sehati, code="baru", name_id="Baru", name_en="New", category="umum"
    )
    raise_tariff(saver, "baru", 5_000)
    raise_tariff(saver, "baru", 6_000)
    assert close(saver, visit, lines=[ServiceAsked("baru")]).total_idr == 5_000


def test_credit_is_held_and_still_the_members(saver: Cast) -> None:
    visit = come(saver)
    assert (visit.total_idr, visit.credit_idr, visit.cash_idr) == (15_000, 15_000, 0)
    assert visit.available_after_idr == 10_000
    assert wallet(saver) == (25_000, 15_000, 10_000)
    assert lasts(visit) == 12
    line = visit.lines.get()
    assert (line.service.code, line.count, line.rupiah_idr) == ("konsultasi", 1, 15_000)
    assert not Redemption.objects.exists()
    assert check_book() == []


def test_what_is_held_is_counted_everywhere(saver: Cast) -> None:
    come(saver)
    own = balance_of(saver.siti)
    assert (own.balance_idr, own.held_idr, own.available_idr) == (25_000, 15_000, 10_000)
    assert patient_of(by=saver.dewi, card=saver.siti_card.code).available_idr == 10_000
    quote = quote_of(saver, TWO)
    assert (quote.credit_idr, quote.cash_idr) == (10_000, 20_000)
    with pytest.raises(CreditTooSmall) as refused:
        saver.redeem()
    assert refused.value.facts["missing_idr"] == 5_000


def test_only_the_credit_is_held_not_the_cash(saver: Cast) -> None:
    visit = come(saver, lines=TWO, cash_idr=20_000)
    assert (visit.total_idr, visit.credit_idr, visit.cash_idr) == (30_000, 10_000, 20_000)
    assert wallet(saver)[1] == 10_000


def test_the_hours_are_a_setting(saver: Cast, settings: Any) -> None:
    settings.WASTEBANK_HOLD_HOURS = 3
    visit = come(saver)
    assert lasts(visit) == 3


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"lines": []}, NoLines),
        ({"lines": TWO}, CreditTooSmall),
        ({"cash_idr": -1}, CashOutOfRange),
        ({"cash_idr": 15_001}, CashOutOfRange),
        ({"cash_idr": 15_000}, NothingToHold),
        ({"lines": [ServiceAsked("tensi")]}, NothingToHold),
        ({"pin": "0000"}, PinWrong),
        ({"pin": ""}, PinMalformed),
    ],
)
def test_nothing_is_held_when_refused(
    saver: Cast, given: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        come(saver, **given)
    assert wallet(saver) == (25_000, 0, 25_000)
    assert not Authorisation.objects.exists()


def test_a_card_that_is_not_in_force_sets_nothing_aside(saver: Cast) -> None:
    with pytest.raises(CardNotActive):
        come(saver, card=saver.hasan_card.code)
    block_card(key=uuid.uuid4(), by=saver.sari, card_id=saver.siti_card.pk, reason="hilang")
    with pytest.raises(CardBlocked):
        come(saver)


def test_a_clinic_of_another_programme_sets_nothing_aside(saver: Cast) -> None:
    far = Place.objects.create(code="FAR", name="Bank Sampah Jauh", kind="main")
    place = Place.objects.create(code="FCL", name="Klinik Jauh", kind="clinic", parent=far)
    clinic = Clinic.objects.create(place=place, valid_from=LONG_AGO)
    Service.objects.create(
        clinic=clinic, code="konsultasi", name_id="K", name_en="C", category="u", pricing="variable"
    )
    other = hire("jaka", "clerk", place)
    with pytest.raises(MemberElsewhere):
        come(saver, by=other, lines=[ServiceAsked("konsultasi", 1, 5_000)])


def test_once_means_once(saver: Cast) -> None:
    key = uuid.uuid4()
    first, second = come(saver, key=key), come(saver, key=key)
    assert (second.pk, second.replayed) == (first.pk, True)
    assert Hold.objects.count() == 1
    with pytest.raises(KeyReused):
        come(saver, key=key, lines=[ServiceAsked("tensi"), *CONSULTATION])


def test_a_household_may_be_here_twice(saver: Cast) -> None:
    cheap = [ServiceAsked("obat", 1, 4_000)]
    first, second = come(saver, lines=cheap), come(saver, lines=cheap)
    assert wallet(saver)[1] == 8_000
    assert list(open_authorisations(by=saver.dewi)) == [first, second]
    assert list(open_authorisations_of(saver.siti)) == [first, second]
    assert not open_authorisations_of(saver.hasan)


def test_who_may(saver: Cast) -> None:
    visit = come(saver)
    for user in (saver.sari, saver.bambang, saver.maya, saver.yusuf, saver.tono):
        with pytest.raises(MayNot):
            come(saver, by=user)
        with pytest.raises(MayNot):
            close(saver, visit, by=user)
        with pytest.raises(MayNot):
            leave(saver, visit, by=user)
        with pytest.raises(MayNot):
            open_authorisations(by=user)
    assert close(saver, visit, by=saver.lestari).credit_idr == 15_000


# --- paying at the end


def test_the_end_pays_what_was_held(saver: Cast) -> None:
    visit = come(saver)
    paid = close(saver, visit)
    assert (paid.number, paid.credit_idr, paid.available_after_idr) == (
        "SHT-000001",
        15_000,
        10_000,
    )
    assert paid.entry is not None
    assert paid.entry.kind == "redemption"
    assert wallet(saver) == (10_000, 0, 10_000)
    assert Account.objects.get(code="clinic:SHT").balance == 15_000
    assert (how(visit), visit.end.redemption) == ("captured", paid)
    assert not open_authorisations(by=saver.dewi)
    assert check_book() == []


def test_less_care_gives_the_rest_back_without_another_word(saver: Cast) -> None:
    visit = come(saver)
    paid = close(saver, visit, lines=[ServiceAsked("obat", 2, 2_000, "sirup")])
    assert (paid.total_idr, paid.available_after_idr) == (4_000, 21_000)
    assert wallet(saver) == (21_000, 0, 21_000)
    assert check_book() == []


def test_more_care_needs_the_pin_again(saver: Cast) -> None:
    visit, key = come(saver), uuid.uuid4()
    more = [*CONSULTATION, ServiceAsked("obat", 1, 8_000)]
    with pytest.raises(PinNeeded) as refused:
        close(saver, visit, key=key, lines=more)
    assert refused.value.facts == {"more_idr": 8_000}
    with pytest.raises(PinWrong):
        close(saver, visit, key=key, lines=more, pin="0000")
    assert wallet(saver) == (25_000, 15_000, 10_000)
    paid = close(saver, visit, key=key, lines=more, pin=SITI_PIN)
    assert (paid.credit_idr, paid.available_after_idr) == (23_000, 2_000)
    assert check_book() == []


def test_more_care_in_cash_needs_no_pin(saver: Cast) -> None:
    paid = close(saver, come(saver), lines=TWO, cash_idr=15_000)
    assert (paid.total_idr, paid.credit_idr, paid.cash_idr) == (30_000, 15_000, 15_000)


def test_more_than_there_is_says_what_is_missing(saver: Cast) -> None:
    visit = come(saver)
    with pytest.raises(CreditTooSmall) as refused:
        close(saver, visit, lines=TWO, pin=SITI_PIN)
    assert refused.value.facts == {
        "missing_idr": 5_000,
        "available_idr": 25_000,
        "total_idr": 30_000,
    }
    assert wallet(saver) == (25_000, 15_000, 10_000)  # the visit goes on


def test_all_in_cash_or_free_posts_nothing(saver: Cast) -> None:
    for lines, cash_idr in ((CONSULTATION, 15_000), ([ServiceAsked("tensi")], 0)):
        visit = come(saver)
        paid = close(saver, visit, lines=lines, cash_idr=cash_idr)
        assert (paid.entry, paid.credit_idr, paid.available_after_idr) == (None, 0, 25_000)
        assert how(visit) == "released"
    assert wallet(saver) == (25_000, 0, 25_000)
    assert check_book() == []


def test_a_card_lost_meanwhile_still_pays_what_was_agreed_and_not_more(saver: Cast) -> None:
    visit = come(saver)
    block_card(key=uuid.uuid4(), by=saver.sari, card_id=saver.siti_card.pk, reason="hilang")
    with pytest.raises(CardBlocked):
        close(saver, visit, lines=[ServiceAsked("obat", 1, 16_000)], pin=SITI_PIN)
    assert close(saver, visit).credit_idr == 15_000


def test_a_clinic_that_takes_no_credit_any_more_can_only_release(saver: Cast) -> None:
    visit = come(saver)
    Clinic.objects.update(valid_until=timezone.localdate() - timedelta(days=1))
    with pytest.raises(ClinicNotValid):
        close(saver, visit)
    leave(saver, visit)
    assert wallet(saver)[1] == 0


def test_paying_once_means_once(saver: Cast) -> None:
    visit, key = come(saver), uuid.uuid4()
    first, second = close(saver, visit, key=key), close(saver, visit, key=key)
    assert (second.pk, second.replayed) == (first.pk, True)
    for again in (close, leave):
        with pytest.raises(AuthorisationEnded) as refused:
            again(saver, visit)
        assert refused.value.facts == {"how": "captured"}
    assert Redemption.objects.count() == 1


def test_a_visit_of_another_clinic_is_not_there(saver: Cast) -> None:
    visit = come(saver)
    place = Place.objects.create(code="KLA", name="Lain", kind="clinic", parent=saver.induk)
    Clinic.objects.create(place=place, valid_from=LONG_AGO)
    other = hire("jaka", "clerk", place)
    with pytest.raises(AuthorisationUnknown):
        close(saver, visit, by=other)
    with pytest.raises(AuthorisationUnknown):
        leave(saver, visit, by=other)
    assert not open_authorisations(by=other)


# --- leaving


def test_a_release_gives_all_of_it_back_and_says_why(saver: Cast) -> None:
    visit, key = come(saver), uuid.uuid4()
    with pytest.raises(ReasonMissing):
        leave(saver, visit, reason=" ")
    end = leave(saver, visit, key=key)
    assert (end.available_after_idr, end.reason, how(visit)) == (
        25_000,
        "pasien pulang",
        "released",
    )
    assert wallet(saver) == (25_000, 0, 25_000)
    assert ActionLog.objects.filter(action="release_visit", subject=f"visit:{visit.pk}").exists()
    assert leave(saver, visit, key=key).replayed
    with pytest.raises(AuthorisationEnded):
        leave(saver, visit)
    with pytest.raises(AuthorisationEnded):
        close(saver, visit)
    assert check_book() == []
