"""G1: when a clinic takes credit and by which terms is changed with its history, and what was
recorded keeps what held then."""

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from clinic.charges.authorisations import authorise, capture
from clinic.charges.cancel import cancel_redemption
from clinic.charges.prepare import ServiceAsked
from clinic.charges.refusals import CancelTooLate
from clinic.models import Clinic
from clinic.register.correct import correct_clinic
from clinic.register.refusals import ClinicDatesInUse, ClinicNotValid, ClinicUnknown
from ledger import clock
from ledger.audit import check_book
from ledger.refusals import Refusal
from tests.cast import LONG_AGO, PASSWORD, SITI_PIN, Cast
from tests.clinic.limits.limits import limit
from wastebank.models import ActionLog
from wastebank.refusals import FieldMalformed, MayNot, NothingCorrected, ReasonMissing
from wastebank.values.calendar import local_day


def change(cast: Cast, **said: Any) -> Clinic:
    facts = {"key": uuid.uuid4(), "by": cast.maya, "clinic": "SHT", "reason": "kontrak", **said}
    return correct_clinic(**facts)


def test_what_is_changed_is_written_with_its_history(cast: Cast) -> None:
    changed = change(cast, due_days=21, dispute_days=10, valid_until=date(2099, 12, 31))
    assert (changed.due_days, changed.dispute_days) == (21, 10)
    said = ActionLog.objects.filter(action="correct_clinic", subject="clinic:SHT").order_by("pk")
    assert [(line.actor, line.reason) for line in said] == [("maya", "kontrak")] * 3
    assert [(line.change["en"]["before"], line.change["en"]["after"]) for line in said] == [
        ("14", "21"),
        ("7", "10"),
        ("–", "31 Dec 2099"),
    ]
    with pytest.raises(NothingCorrected):
        change(cast, due_days=21)
    assert change(cast, valid_until=None).valid_until is None
    assert check_book() == []


def test_a_visit_keeps_the_hours_in_which_it_may_be_cancelled(cast: Cast) -> None:
    """Both ways: shorter hours take nothing away, and longer ones give nothing back."""
    cast.deposit(("pet", 100_000))
    early, other = cast.redeem(), cast.redeem()
    change(cast, cancel_window_hours=1)
    short = cast.redeem()
    change(cast, cancel_window_hours=100)
    with clock.at(clock.now() + timedelta(hours=23)):
        cancel(cast, early.number)
        with pytest.raises(CancelTooLate) as refused:
            cancel(cast, short.number)
        assert refused.value.facts == {"hours": 1}
    with clock.at(clock.now() + timedelta(hours=25)), pytest.raises(CancelTooLate):
        cancel(cast, other.number)


def cancel(cast: Cast, number: str) -> None:
    reason = "salah orang"
    cancel_redemption(key=uuid.uuid4(), by=cast.dewi, redemption=number, reason=reason)


def test_outside_its_dates_the_desk_refuses_with_the_day(cast: Cast) -> None:
    """To the last minute of the last day, and from the first of the first; an open visit ends."""
    cast.deposit(("pet", 100_000))
    day = local_day(clock.now())
    change(cast, valid_until=day)
    visit = authorise(
        key=uuid.uuid4(),
        by=cast.dewi,
        card=cast.siti_card.code,
        pin=SITI_PIN,
        lines=[ServiceAsked("konsultasi")],
    )
    cast.redeem()
    with clock.at(clock.now() + timedelta(days=1)), pytest.raises(ClinicNotValid) as refused:
        cast.redeem()
    assert refused.value.facts["day"] == (day + timedelta(days=1)).isoformat()
    with clock.at(visit.expires_at - timedelta(minutes=1)):
        capture(key=uuid.uuid4(), by=cast.dewi, visit=visit.pk, lines=[ServiceAsked("konsultasi")])
    assert check_book() == []


def test_dates_never_shut_out_a_visit_that_was(cast: Cast) -> None:
    day = local_day(clock.now())
    change(cast, valid_from=day, valid_until=day)
    cast.deposit()
    cast.redeem()
    with pytest.raises(ClinicDatesInUse) as refused:
        change(cast, valid_from=day + timedelta(days=1), valid_until=None)
    assert refused.value.facts == {"day": day.isoformat()}
    change(cast, valid_from=day - timedelta(days=5))
    with pytest.raises(ClinicDatesInUse):
        change(cast, valid_until=day - timedelta(days=1))


def test_what_cannot_be_is_refused(cast: Cast) -> None:
    wrong: list[tuple[type[Refusal], dict[str, Any]]] = [
        (FieldMalformed, {"valid_until": LONG_AGO - timedelta(days=1)}),
        (FieldMalformed, {"cancel_window_hours": 745}),
        (FieldMalformed, {"due_days": 367}),
        (FieldMalformed, {"dispute_days": -1}),
        (ReasonMissing, {"due_days": 1, "reason": " "}),
        (ClinicUnknown, {"due_days": 1, "clinic": "MLT"}),
        (MayNot, {"due_days": 1, "by": cast.lestari}),
        (MayNot, {"due_days": 1, "by": cast.bambang}),
    ]
    for refusal, said in wrong:
        with pytest.raises(refusal):
            change(cast, **said)


@pytest.mark.page
def test_the_office_changes_terms_and_proposes_an_account_on_pages(cast: Cast) -> None:
    page = Client(headers={"accept-language": "en"})
    page.login(username="maya", password=PASSWORD)
    stands = {"valid_from": "2020-01-01", "cancel_window_hours": "24", "dispute_days": "7"}
    before = {f"initial-{name}": value for name, value in stands.items()}
    sent = {"key": str(uuid.uuid4()), **stands, **before, "initial-due_days": "14"}
    changed = {**sent, "due_days": "30", "reason": "kontrak baru"}
    assert page.post("/office/clinics/SHT/", changed).status_code == 302
    assert Clinic.objects.get().due_days == 30
    shown = page.get("/office/clinics/SHT/").content.decode()
    assert "kontrak baru" in shown
    assert "Days until it is paid" in shown
    wrong = {**sent, "key": str(uuid.uuid4()), "due_days": "400", "reason": "x"}
    assert page.post("/office/clinics/SHT/", wrong).status_code == 422
    account = {"payee_name": "Klinik Sehati", "bank": "BRI", "account": "0019-0100-0412"}
    for key, typed, answer in (
        (uuid.uuid4(), {**account, "account": "nol"}, 422),
        (uuid.uuid4(), account, 302),
        (uuid.uuid4(), account, 409),
    ):
        posted = page.post("/office/clinics/SHT/payee/", {"key": str(key), **typed})
        assert posted.status_code == answer
    assert "A second person must agree." in page.get("/office/clinics/SHT/payee/").content.decode()


@pytest.mark.page
def test_limits_are_set_on_their_page(cast: Cast) -> None:
    """The lead sees the programme's limits and sets the own; the manager sets both."""
    rule = {"service": "konsultasi", "whose": "member", "period": "month", "measure": "count"}
    rule |= {"valid_from": local_day(clock.now()).isoformat()}
    seen = []
    for name, place, most in (
        ("maya", "BSI", "2"),
        ("maya", "SHT", "1"),
        ("lestari", "SHT", "0"),
        ("lestari", "BSI", "5"),
        ("lestari", "SHT", "dua"),
        ("lestari", "SHT", ""),
    ):
        page = Client(headers={"accept-language": "en"})
        page.login(username=name, password=PASSWORD)
        sent = {"key": str(uuid.uuid4()), "clinic": "SHT", "place": place, "most": most, **rule}
        seen.append(page.post("/clinic/tariffs/limits/", sent).status_code)
    assert seen == [302, 302, 302, 422, 422, 302]
    shown = page.get("/clinic/tariffs/limits/").content.decode()
    assert "Consultation, one person, a month" in shown
    assert "2 times" in shown


@pytest.mark.page
def test_the_desk_says_why_a_limit_is_reached(cast: Cast) -> None:
    cast.deposit()
    limit(cast, 0)
    page = Client(headers={"accept-language": "en"})
    page.login(username="dewi", password=PASSWORD)
    sent = {"card": cast.siti_card.code, "service": ["konsultasi"], "count": ["1"], "step": "quote"}
    script = {"accept": "application/json"}
    answer = page.post("/clinic/", {"key": str(uuid.uuid4()), **sent}, headers=script)
    assert answer.json()["refusal"] == {
        "code": "care_forbidden",
        "message": "Consultation: not allowed for one person, by a limit of the programme.",
    }
    shown = page.post("/clinic/", {"key": str(uuid.uuid4()), **sent}).content.decode()
    assert "by a limit of the programme" in shown
