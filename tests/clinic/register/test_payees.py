"""To whom a clinic is paid: agreed by two, never at once, and never changed for the past (R20)."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from clinic.models import ClinicPayee
from clinic.register.payee_change import propose_payee
from clinic.register.payees import payee_at
from clinic.register.refusals import ClinicUnknown
from ledger import clock
from ledger.audit import check_book
from ledger.refusals import Refusal
from tests.cast import PASSWORD, Cast
from wastebank.approvals.answer import agree
from wastebank.approvals.refusals import ApprovalChanged, ApprovalWaits, OwnProposal
from wastebank.models import ActionLog, Approval, User
from wastebank.refusals import FieldMalformed, FieldMissing, MayNot, NothingCorrected

FIRST, SECOND = "0019-01-000412-507", "7712008890"


def propose(cast: Cast, account: str, by: User | None = None, **other: str) -> Approval:
    said = {"clinic": "SHT", "name": "Klinik Sehati", "bank": "BRI", **other}
    return propose_payee(key=uuid.uuid4(), by=by or cast.bambang, account=account, **said)


def put(cast: Cast, account: str) -> ClinicPayee:
    agree(key=uuid.uuid4(), by=cast.maya, approval=propose(cast, account).number)
    return ClinicPayee.objects.latest("pk")


def test_the_first_account_is_agreed_by_another_and_waits_a_day(cast: Cast) -> None:
    waiting = propose(cast, FIRST)
    with pytest.raises(ApprovalWaits):
        propose(cast, SECOND, by=cast.maya)
    with pytest.raises(OwnProposal):
        agree(key=uuid.uuid4(), by=cast.bambang, approval=waiting.number)
    assert payee_at(cast.sehati, clock.now()) is None  # proposed is nothing yet
    agree(key=uuid.uuid4(), by=cast.maya, approval=waiting.number)
    payee = ClinicPayee.objects.get()
    assert (payee.account, payee.proposed_by, payee.set_by) == (
        "001901000412507",
        "bambang",
        "maya",
    )
    assert payee_at(cast.sehati, payee.set_at) == payee
    assert payee_at(cast.sehati, payee.set_at - timedelta(microseconds=1)) is None
    assert payee.holds_from == payee.set_at + timedelta(days=1)
    assert check_book() == []


def test_a_changed_account_stops_the_one_before_and_leaves_the_past(cast: Cast) -> None:
    with clock.at(clock.now() - timedelta(days=9)):
        first = put(cast, FIRST)
    before = clock.now()
    second = put(cast, SECOND)
    assert payee_at(cast.sehati, before) == first
    assert payee_at(cast.sehati, clock.now()) == second
    assert second.holds_from == second.set_at + timedelta(days=1)
    line = ActionLog.objects.filter(action="set_payee").latest("pk")
    said = (line.change["en"]["before"], line.change["en"]["after"])
    assert said == ("BRI ···· 2507", "BRI ···· 8890")
    assert FIRST.replace("-", "") not in str(line.change)


def test_who_agrees_to_another_account_than_the_one_there_is_asked_again(cast: Cast) -> None:
    waiting = propose(cast, FIRST)
    ClinicPayee.objects.create(
        clinic=cast.sehati,
        name="Lain",
        bank="BCA",
        account="1",
        proposed_by="x",
        set_by="y",
        set_at=clock.now(),
        holds_from=clock.now() + timedelta(days=1),
    )
    with pytest.raises(ApprovalChanged):
        agree(key=uuid.uuid4(), by=cast.maya, approval=waiting.number)


def test_what_is_no_account_is_not_proposed(cast: Cast) -> None:
    put(cast, FIRST)
    wrong: list[tuple[type[Refusal], dict[str, Any]]] = [
        (FieldMalformed, {"account": "12"}),
        (FieldMalformed, {"account": "12345A"}),
        (FieldMissing, {"account": SECOND, "bank": " "}),
        (FieldMissing, {"account": SECOND, "name": ""}),
        (ClinicUnknown, {"account": SECOND, "clinic": "MLT"}),
        (NothingCorrected, {"account": FIRST}),
    ]
    for refusal, said in wrong:
        with pytest.raises(refusal):
            propose(cast, **said)
    for by in (cast.lestari, cast.dewi, cast.yusuf):
        with pytest.raises(MayNot):
            propose(cast, SECOND, by=by)


def test_an_account_that_did_not_wait_is_found(cast: Cast) -> None:
    now = clock.now()
    ClinicPayee.objects.create(
        clinic=cast.sehati,
        name="Lain",
        bank="BCA",
        account="12345",
        proposed_by="x",
        set_by="y",
        set_at=now,
        holds_from=now + timedelta(hours=23),
    )
    assert [finding.law for finding in check_book()] == ["payees wait a day"]


@pytest.mark.page
def test_the_clinics_lead_sees_a_new_account_before_it_is_paid(cast: Cast) -> None:
    """The day of waiting serves whoever would notice: the clinic itself."""
    page = Client(headers={"accept-language": "en"})
    page.login(username="lestari", password=PASSWORD)
    with clock.at(clock.now() - timedelta(days=2)):
        put(cast, FIRST)
    assert "BRI ···· 2507." in page.get("/clinic/tariffs/").content.decode()
    put(cast, SECOND)
    shown = page.get("/clinic/tariffs/").content.decode()
    assert "BRI ···· 8890 can be paid from" in shown
    assert "Call the bank at once." in shown
