"""L3: an act is proposed, agreed to by somebody else, and carried out once, as proposed."""

import uuid

import pytest
from django.db import IntegrityError, transaction

from ledger import clock
from ledger.audit import check_book
from tests.cast import Cast
from tests.wastebank.approvals.two import proposed
from wastebank.approvals.answer import agree, decline, withdraw
from wastebank.approvals.find import waiting_for
from wastebank.approvals.limits import limit_idr, needs_second, propose_limit
from wastebank.approvals.refusals import (
    ApprovalAgreed,
    ApprovalChanged,
    ApprovalDeclined,
    ApprovalWaits,
    ApprovalWithdrawn,
    NotYourProposal,
    OwnProposal,
)
from wastebank.models import ActionLog, ApprovalEnd, ProgrammeLimit
from wastebank.old_book.proposed import OPENING_LIMIT
from wastebank.refusals import FieldMissing, MayNot, NothingCorrected


def test_what_one_proposes_another_agrees_to_and_it_is_done_once(cast: Cast) -> None:
    approval = proposed(cast.bambang, note="Less is safer.")
    assert limit_idr(OPENING_LIMIT) == 20_000_000  # nothing is done yet
    assert waiting_for(cast.maya) == [approval]
    assert waiting_for(cast.bambang) == []
    key = uuid.uuid4()
    ended = agree(key=key, by=cast.maya, approval=approval.number)
    assert (ended.how, ended.by, ended.made()) == ("agreed", "maya", ProgrammeLimit.objects.get())
    assert limit_idr(OPENING_LIMIT) == 2_000_000
    again = agree(key=key, by=cast.maya, approval=approval.number)
    assert (again, again.replayed) == (ended, True)
    assert ProgrammeLimit.objects.count() == 1
    assert waiting_for(cast.maya) == []
    said = list(ActionLog.objects.filter(subject=f"approval:{approval.pk}").order_by("pk"))
    assert [(line.actor, line.action, line.reason) for line in said] == [
        ("bambang", "propose", "Less is safer."),
        ("maya", "set_limit", ""),
        ("maya", "agree", ""),
    ]
    assert check_book() == []


def test_a_sum_above_the_limit_is_for_two(cast: Cast) -> None:
    for sum_idr, two in ((20_000_000, False), (20_000_001, True), (-20_000_001, True)):
        assert needs_second(OPENING_LIMIT, sum_idr) is two
    for most_idr, asked in (
        (0, {0: False, 1: True}),
        (1, {1: False, 2: True}),
        (None, {10**12: False}),
    ):
        agree(key=uuid.uuid4(), by=cast.maya, approval=proposed(cast.bambang, most_idr).number)
        assert {sum_idr: needs_second(OPENING_LIMIT, sum_idr) for sum_idr in asked} == asked


def test_whoever_proposed_does_not_agree_and_others_do_not_withdraw(cast: Cast) -> None:
    number = proposed(cast.bambang).number
    for verb, by, refusal in (
        (agree, cast.bambang, OwnProposal),
        (agree, cast.yusuf, MayNot),
        (agree, cast.sari, MayNot),
        (agree, cast.lestari, MayNot),
        (withdraw, cast.maya, NotYourProposal),
    ):
        with pytest.raises(refusal):
            verb(key=uuid.uuid4(), by=by, approval=number)
    with pytest.raises(OwnProposal):
        decline(key=uuid.uuid4(), by=cast.bambang, approval=number, note="Not this.")
    with pytest.raises(FieldMissing):
        decline(key=uuid.uuid4(), by=cast.maya, approval=number, note=" – ")
    assert not ApprovalEnd.objects.exists()


def test_it_ends_once_and_whoever_comes_later_reads_who_ended_it(cast: Cast) -> None:
    first = proposed(cast.bambang)
    with pytest.raises(ApprovalWaits):
        proposed(cast.tono)
    withdraw(key=uuid.uuid4(), by=cast.bambang, approval=first.number)
    second = proposed(cast.bambang)
    decline(key=uuid.uuid4(), by=cast.maya, approval=second.number, note="Too low.")
    third = proposed(cast.bambang)
    agree(key=uuid.uuid4(), by=cast.maya, approval=third.number)
    for approval, refusal, who in (
        (first, ApprovalWithdrawn, "Bambang"),
        (second, ApprovalDeclined, "Maya"),
        (third, ApprovalAgreed, "Maya"),
    ):
        with pytest.raises(refusal) as refused:
            agree(key=uuid.uuid4(), by=cast.tono, approval=approval.number)
        assert who in str(refused.value)
    assert check_book() == []


def test_facts_that_changed_are_asked_again_with_both_figures(cast: Cast) -> None:
    approval = proposed(cast.bambang)
    ProgrammeLimit.objects.create(  # as another road of a later programme might
        code=OPENING_LIMIT.code,
        amount_idr=3_000_000,
        holds_from=clock.now(),
        set_by="bambang",
        set_at=clock.now(),
        approval=approval,
    )
    key = uuid.uuid4()
    with pytest.raises(ApprovalChanged) as refused:
        agree(key=key, by=cast.maya, approval=approval.number)
    (change,) = refused.value.facts["changes"]
    assert "20.000.000 →" in change or "20,000,000 →" in change
    assert refused.value.facts["facts_now"] == {"amount_idr": 3_000_000}
    assert not ApprovalEnd.objects.exists()


def test_the_database_keeps_it_too(cast: Cast) -> None:
    approval = proposed(cast.bambang)
    for how, by in (("agreed", "bambang"), ("declined", "bambang"), ("withdrawn", "maya")):
        with pytest.raises(IntegrityError), transaction.atomic():
            ApprovalEnd.objects.create(
                approval=approval,
                how=how,
                by=by,
                at=clock.now(),
                result="x.y:1" if how == "agreed" else "",
            )
    with pytest.raises(IntegrityError), transaction.atomic():
        type(approval).objects.update(amount_idr=1)


def test_the_same_limit_is_no_proposal(cast: Cast) -> None:
    with pytest.raises(NothingCorrected):
        propose_limit(
            key=uuid.uuid4(), by=cast.maya, limit=OPENING_LIMIT.code, amount_idr=20_000_000
        )
