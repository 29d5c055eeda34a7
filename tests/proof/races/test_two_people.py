"""Two second persons at once, and one who agrees while the proposer withdraws: one of them ends it,
the other reads who did, and it is carried out once or not at all."""

import uuid
from collections.abc import Callable, Iterator, Sequence
from functools import partial

import pytest

from ledger.audit import check_book
from tests.cast import Cast
from tests.proof.prepared import Prepared
from tests.proof.races.racing import race
from tests.wastebank.approvals.two import proposed
from wastebank.approvals.answer import agree, decline, withdraw
from wastebank.approvals.refusals import ApprovalWaits, EndedBefore
from wastebank.models import ActionLog, Approval, ApprovalEnd, ProgrammeLimit, WaitingApproval

ROUNDS = 5


@pytest.fixture
def cast(prepared_programme: Prepared) -> Iterator[Cast]:
    with prepared_programme.fresh() as people:
        yield people


def crossed(commands: Sequence[Callable[[], ApprovalEnd]]) -> ApprovalEnd:
    """Who won; each of the others was told so, by name."""
    made = race(commands)
    won = [one for one in made if isinstance(one, ApprovalEnd)]
    lost = [one for one in made if isinstance(one, EndedBefore)]
    assert (len(won), len(lost)) == (1, len(commands) - 1), made
    for refusal in lost:
        assert refusal.code == f"approval_{won[0].how}"
        assert refusal.facts["name"] == won[0].by.title()
    return won[0]


def ended_whole(approval: Approval, end: ApprovalEnd) -> None:
    assert ApprovalEnd.objects.get(approval=approval) == end
    assert ProgrammeLimit.objects.filter(approval=approval).count() == (end.how == "agreed")
    assert not WaitingApproval.objects.exists()
    lines = ActionLog.objects.filter(subject=f"approval:{approval.pk}")
    assert lines.exclude(action__in=["propose", "set_limit"]).count() == 1


def test_of_two_who_agree_one_does(cast: Cast) -> None:
    for most_idr in range(1, 1 + ROUNDS):
        approval = proposed(cast.bambang, most_idr)
        verb = partial(agree, approval=approval.number)
        commands = [partial(verb, key=uuid.uuid4(), by=by) for by in (cast.maya, cast.tono)]
        ended_whole(approval, crossed(commands))
    assert check_book() == []


def test_agreeing_crosses_withdrawing_and_declining(cast: Cast) -> None:
    for most_idr in range(1, 1 + ROUNDS):
        approval = proposed(cast.bambang, most_idr)
        number = approval.number
        end = crossed(
            [
                partial(agree, key=uuid.uuid4(), by=cast.maya, approval=number),
                partial(withdraw, key=uuid.uuid4(), by=cast.bambang, approval=number),
                partial(decline, key=uuid.uuid4(), by=cast.tono, approval=number, note="Belum"),
            ]
        )
        ended_whole(approval, end)
    assert check_book() == []


def test_one_key_sent_many_times_at_once_is_one_answer(cast: Cast) -> None:
    approval, key = proposed(cast.bambang), uuid.uuid4()
    made = race([partial(agree, key=key, by=cast.maya, approval=approval.number)] * 4)
    ends = [one for one in made if isinstance(one, ApprovalEnd)]
    assert len(ends) == 4, made
    assert sorted(one.replayed for one in ends) == [False, True, True, True]
    ended_whole(approval, ends[0])


def test_one_thing_is_proposed_once_at_a_time(cast: Cast) -> None:
    made = race([partial(proposed, by) for by in (cast.maya, cast.bambang, cast.tono)])
    assert len([one for one in made if isinstance(one, Approval)]) == 1
    refused = [one for one in made if isinstance(one, ApprovalWaits)]
    (stands,) = Approval.objects.all()
    assert [one.facts for one in refused] == [{"approval": stands.number}] * 2
    assert WaitingApproval.objects.get().approval == stands
