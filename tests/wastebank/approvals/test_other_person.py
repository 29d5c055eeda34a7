"""L3: nobody approves the own act, also not through a second account, as far as can be known."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest

from ledger import clock
from ledger.refusals import Refusal
from tests.cast import Cast, hire
from tests.undoing import undone
from tests.wastebank.approvals.two import proposed
from wastebank.approvals.answer import agree
from wastebank.approvals.find import waiting_for, why_not_agree
from wastebank.approvals.other_person import DAYS
from wastebank.models import ApprovalEnd, User
from wastebank.staff.access.links import make_link
from wastebank.staff.accounts import add_staff, change_staff, link_staff, set_staff_active
from wastebank.staff.correct import correct_staff


def linked(cast: Cast, user: User, number: str) -> None:
    user.member = type(cast.siti).objects.get(number=number)
    user.save()


def called(user: User, first: str, last: str) -> None:
    user.first_name, user.last_name = first, last
    user.save()


def same_member(cast: Cast) -> None:
    linked(cast, cast.bambang, cast.siti.number)
    linked(cast, cast.maya, cast.siti.number)


def same_telephone(cast: Cast) -> None:
    for member, phone in ((cast.siti, "0812-3456-7890"), (cast.hasan, "+62 812 3456 7890")):
        member.phone = phone
        member.save()
    linked(cast, cast.bambang, cast.siti.number)
    linked(cast, cast.maya, cast.hasan.number)


def same_name(cast: Cast) -> None:
    called(cast.bambang, "H. Bambang", "Setiawan, S.E.")
    called(cast.maya, "SETIAWAN", "Bambáng")


def made_by_the_proposer(cast: Cast) -> None:
    add_staff(
        key=uuid.uuid4(),
        by=cast.maya,
        username="lina",
        first_name="Lina",
        role="treasurer",
        place="BSI",
    )


def role_from_the_proposer(cast: Cast) -> None:
    change_staff(key=uuid.uuid4(), by=cast.maya, username="lina", role="manager", place="BSI")


def link_from_the_proposer(cast: Cast) -> None:
    make_link(key=uuid.uuid4(), by=cast.maya, username="lina")


def opened_again_by_the_proposer(cast: Cast) -> None:
    for active in (False, True):
        set_staff_active(key=uuid.uuid4(), by=cast.maya, username="lina", active=active)


def named_by_the_proposer(cast: Cast) -> None:
    correct_staff(
        key=uuid.uuid4(), by=cast.maya, username="lina", first_name="Ani", reason="salah tulis"
    )


def linked_by_the_proposer(cast: Cast) -> None:
    link_staff(key=uuid.uuid4(), by=cast.maya, username="lina", member=cast.siti.number)


def both_let_in_by_a_third(cast: Cast) -> None:
    """Maya makes herself two accounts, and proposes by one of them."""
    make_link(key=uuid.uuid4(), by=cast.tono, username="lina")
    make_link(key=uuid.uuid4(), by=cast.tono, username="maya")


ONE_PERSON: list[tuple[Callable[[Cast], None], str, str, str]] = [
    (same_member, "bambang", "maya", "same_member"),
    (same_telephone, "bambang", "maya", "same_telephone"),
    (same_name, "bambang", "maya", "same_name"),
    *(
        (had_a_hand, one, other, "same_hand")
        for had_a_hand in (
            role_from_the_proposer,
            link_from_the_proposer,
            opened_again_by_the_proposer,
            named_by_the_proposer,
            linked_by_the_proposer,
            both_let_in_by_a_third,
        )
        for one, other in (("maya", "lina"), ("lina", "maya"))
    ),
]


def test_a_second_account_of_one_person_is_no_second_person(
    cast: Cast, subtests: pytest.Subtests
) -> None:
    hire("lina", "treasurer", cast.induk)
    for so, one, other, code in ONE_PERSON:
        with subtests.test(f"{so.__name__}: {other} after {one}"), undone():
            so(cast)
            by = User.objects.select_related("member", "place").get(username=other)
            approval = proposed(User.objects.select_related("place").get(username=one))
            refusal = why_not_agree(by, approval)
            assert refusal
            assert (refusal.code, refusal.sticky) == (code, False)
            assert waiting_for(by) == []
            with pytest.raises(Refusal) as refused:
                agree(key=uuid.uuid4(), by=by, approval=approval.number)
            assert refused.value.code == code
            assert not ApprovalEnd.objects.exists()


def test_an_account_that_the_proposer_made_waits_some_days(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_by_the_proposer(cast)
    lina = User.objects.select_related("place").get(username="lina")
    approval = proposed(cast.maya)
    assert why_not_agree(lina, approval)
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=DAYS, minutes=1))
    assert agree(key=uuid.uuid4(), by=lina, approval=approval.number).how == "agreed"


def test_a_hand_laid_on_after_the_proposal_counts_too(cast: Cast) -> None:
    hire("lina", "treasurer", cast.induk)
    lina = User.objects.select_related("place").get(username="lina")
    approval = proposed(cast.maya)
    assert why_not_agree(lina, approval) is None
    link_from_the_proposer(cast)
    assert why_not_agree(lina, approval)


def test_two_people_are_two(cast: Cast) -> None:
    """What speaks against one pair says nothing of another; and the shell is nobody's hand."""
    hire("lina", "treasurer", cast.induk)
    link_from_the_proposer(cast)
    called(cast.bambang, "Bambang", "Setiawan")
    called(cast.maya, "Bambang", "Setiabudi")
    linked(cast, cast.bambang, cast.siti.number)
    linked(cast, cast.maya, cast.hasan.number)
    assert why_not_agree(cast.maya, proposed(cast.bambang)) is None
