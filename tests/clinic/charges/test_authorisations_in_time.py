"""Open visits that nobody ends: the credit is back by itself, and readers see it at once."""

import threading
import time
import uuid
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from clinic.charges.authorisation_list import open_authorisations
from clinic.charges.patient import patient_of
from clinic.charges.prepare import ServiceAsked
from clinic.charges.refusals import AuthorisationEnded
from ledger import clock
from ledger.audit import audit, check_book
from ledger.db.alone.seats import seats
from ledger.holds import expire_everywhere
from ledger.management.upkeep import go_on
from ledger.models import HoldEnd, RedFlag
from ledger.refusals import BookIsRed
from tests.cast import SITI_PIN, Cast
from tests.clinic.charges.coming import TWO, after, close, come, how, leave, quote_of, wallet
from tests.engines import Database
from wastebank.cards.refusals import PinWrong
from wastebank.deposits.refusals import CreditSpent
from wastebank.deposits.void import void_deposit, why_not_void
from wastebank.members.wallets import balance_of
from wastebank.models import PinTries


@pytest.fixture
def saver(cast: Cast) -> Cast:
    """Siti has 25,000."""
    cast.deposit()
    return cast


def test_nothing_can_be_done_with_a_visit_whose_time_is_over(saver: Cast) -> None:
    visit = come(saver)
    with clock.at(after(visit)):
        for command in (close, leave):
            with pytest.raises(AuthorisationEnded) as refused:
                command(saver, visit)
            assert refused.value.facts == {"how": "expired"}
        assert not open_authorisations(by=saver.dewi)


def test_readers_see_at_once_that_the_time_is_over(saver: Cast) -> None:
    visit = come(saver)
    with clock.at(after(visit)):
        assert balance_of(saver.siti).available_idr == 25_000
        assert patient_of(by=saver.dewi, card=saver.siti_card.code).available_idr == 25_000
        quote = quote_of(saver, TWO)
        assert quote.cash_idr == 5_000
    assert wallet(saver)[1] == 15_000  # a reading writes nothing


def test_whoever_pays_next_ends_what_is_over(saver: Cast) -> None:
    visit = come(saver)
    with clock.at(after(visit)):
        saver.redeem(ServiceAsked("obat", 1, 25_000))
    assert (how(visit), wallet(saver)) == ("expired", (0, 0, 0))
    assert check_book() == []


def test_whoever_comes_next_ends_what_is_over(saver: Cast) -> None:
    first = come(saver)
    with clock.at(after(first)):
        second = come(saver, lines=[ServiceAsked("obat", 1, 25_000)])
    assert (how(first), second.ended_how, wallet(saver)[1]) == ("expired", "", 25_000)


def test_an_open_visit_can_take_what_another_one_left(saver: Cast) -> None:
    first = come(saver, lines=[ServiceAsked("obat", 1, 20_000)])
    with clock.at(after(first, hours=-1)):
        second = come(saver, lines=[ServiceAsked("obat", 1, 5_000)])
    with clock.at(after(first)):
        paid = close(saver, second, lines=[ServiceAsked("obat", 1, 25_000)], pin=SITI_PIN)
    assert (paid.credit_idr, how(first), how(second)) == (25_000, "expired", "captured")
    assert check_book() == []


def test_the_program_gives_back_by_itself_what_nobody_asked_for(saver: Cast) -> None:
    visit = come(saver)
    with clock.at(after(visit, seconds=-1)):
        assert expire_everywhere() == 0
    with clock.at(after(visit)):
        said = StringIO()
        call_command("expire_holds", stdout=said)
        assert said.getvalue() == "1 holds ended.\n"
        assert expire_everywhere() == 0
    end = HoldEnd.objects.get(hold=visit.hold_id)
    assert (end.how, end.actor, wallet(saver)) == ("expired", "clock", (25_000, 0, 25_000))
    assert check_book() == []


def test_while_the_book_is_red_nothing_is_given_back(saver: Cast) -> None:
    visit = come(saver)
    flag = RedFlag.objects.create(raised_at=clock.now(), findings=[])
    with clock.at(after(visit)):
        assert expire_everywhere() == 0
        with pytest.raises(BookIsRed):
            leave(saver, visit)
    RedFlag.objects.filter(pk=flag.pk).update(lifted_at=clock.now())


def test_the_tries_of_a_pin_are_counted_at_every_command(saver: Cast) -> None:
    visit = come(saver)
    with pytest.raises(PinWrong):
        come(saver, pin="0000")
    with pytest.raises(PinWrong):
        close(saver, visit, pin="0000")
    assert PinTries.objects.get(member=saver.siti).failed == 2


def test_a_story_of_visits_leaves_the_book_green(saver: Cast) -> None:
    saver.deposit(("pet", 40_000))
    first, second, third = come(saver), come(saver), come(saver)
    close(saver, first)
    leave(saver, second)
    with clock.at(after(third)):
        expire_everywhere()
    come(saver)
    assert audit() == []


def test_credit_that_is_held_is_missing_to_a_void_until_its_time_is_over(cast: Cast) -> None:
    deposit = cast.deposit()
    visit = come(cast)

    def void() -> None:
        key = uuid.uuid4()
        void_deposit(key=key, by=cast.maya, deposit=deposit.number, reason="salah timbang")

    refused = why_not_void(by=cast.maya, deposit=deposit)
    assert isinstance(refused, CreditSpent)
    assert refused.facts == {"missing_idr": 15_000}
    with clock.at(after(visit)):
        void()
    assert (how(visit), wallet(cast)) == ("expired", (0, 0, 0))
    assert check_book() == []


def test_the_served_program_gives_back_what_is_over(cast: Cast, committed_db: Database) -> None:
    cast.deposit()
    with clock.at(timezone.now() - timedelta(hours=13)):
        visit = come(cast)
    stop = threading.Event()
    watch = threading.Thread(target=go_on, args=[print, stop, 0], daemon=True)
    watch.start()
    try:
        for _ in range(600):
            if wallet(cast)[1] == 0:
                break
            time.sleep(0.05)
    finally:
        stop.set()
        watch.join()
        seats().leave_all()
    assert (how(visit), wallet(cast)) == ("expired", (25_000, 0, 25_000))
    assert check_book() == []
