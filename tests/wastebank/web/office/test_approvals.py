"""The office's pages of two people: the queue, one page for every proposal, and the limits."""

import re
import uuid
from typing import Any

import pytest
from django.urls import reverse

from ledger import clock
from tests.cast import Cast
from tests.wastebank.approvals.two import proposed
from tests.wastebank.web.office.office import at, main_of
from wastebank.approvals.answer import decline
from wastebank.models import Approval, ApprovalEnd, ProgrammeLimit, User
from wastebank.staff.access.links import make_link

pytestmark = pytest.mark.page
AGREE, DECLINE, WITHDRAW = "Agree and record", "Decline", "Withdraw it"


def page_of(by: User, approval: Approval) -> str:
    return main_of(at(by).get(reverse("office:approval", args=[approval.number])))


def sent(by: User, approval: Approval, verb: str, page: str, note: str = "") -> Any:
    """What the page's own form sends."""
    found = re.search(r'name="seen" value="([^"]*)"', page)
    seen = found[1].replace("&quot;", '"') if found else ""
    address = reverse(f"office:approval_{verb}", args=[approval.number])
    return at(by).post(address, {"key": str(uuid.uuid4()), "seen": seen, "note": note})


def keys_on(page: str) -> list[str]:
    return [
        word
        for word in (AGREE, "Agree to the new", DECLINE, WITHDRAW)
        if f"{word}</b" in page or f"{word}</button" in page
    ]


def test_each_person_reads_what_they_may_do(cast: Cast) -> None:
    approval = proposed(cast.bambang, note="Too much for one.")
    mine = page_of(cast.bambang, approval)
    assert "Your own proposal is agreed by someone else." in mine
    assert keys_on(mine) == [WITHDRAW]
    theirs = page_of(cast.maya, approval)
    assert keys_on(theirs) == [AGREE, DECLINE]
    for said in ("<b>Rp2,000,000</b>", "Too much for one.", "Bambang", "Still as proposed."):
        assert said in theirs
    make_link(key=uuid.uuid4(), by=cast.maya, username="bambang")
    kept_out = page_of(cast.maya, approval)
    assert "Maya has opened or changed an account here within 3 days" in kept_out
    assert keys_on(kept_out) == []
    assert keys_on(page_of(cast.yusuf, approval)) == []
    assert "Your role may not do this." in page_of(cast.yusuf, approval)


def test_agreeing_and_declining_by_the_page(cast: Cast) -> None:
    first = proposed(cast.bambang)
    refused = sent(cast.maya, first, "decline", page_of(cast.maya, first), note=" ")
    assert (refused.status_code, "field_missing" in refused.text) == (422, True)
    answer = sent(cast.maya, first, "decline", page_of(cast.maya, first), note="Not <b>now</b>.")
    assert answer.status_code == 302
    ended = page_of(cast.bambang, first)
    assert "Maya declined this already" in ended
    assert "Not &lt;b&gt;now&lt;/b&gt;." in ended
    second = proposed(cast.bambang)
    page = page_of(cast.maya, second)
    decline(key=uuid.uuid4(), by=cast.tono, approval=second.number, note="Later.")
    late = sent(cast.maya, second, "agree", page)
    assert (late.status_code, "Tono declined this already" in late.text) == (409, True)
    third = proposed(cast.bambang)
    assert sent(cast.maya, third, "agree", page_of(cast.maya, third)).status_code == 302
    assert ProgrammeLimit.objects.get().amount_idr == 2_000_000
    fourth = proposed(cast.bambang, 1)
    assert sent(cast.bambang, fourth, "withdraw", "").status_code == 302
    assert [end.how for end in ApprovalEnd.objects.order_by("pk")] == [
        *("declined", "declined", "agreed", "withdrawn")
    ]


def test_facts_that_changed_are_shown_with_both_figures(cast: Cast) -> None:
    approval = proposed(cast.bambang)
    before = page_of(cast.maya, approval)
    ProgrammeLimit.objects.create(  # as another road of a later programme might
        code="opening_balances",
        amount_idr=3_000_000,
        holds_from=clock.now(),
        set_by="bambang",
        set_at=clock.now(),
        approval=approval,
    )
    answer = sent(cast.maya, approval, "agree", before)
    assert answer.status_code == 409
    assert not ApprovalEnd.objects.exists()
    page = main_of(answer)
    assert "Rp20,000,000 → Rp3,000,000" in page
    assert keys_on(page) == ["Agree to the new", DECLINE]
    for broken in ("", "[]", "{"):
        body = {"key": str(uuid.uuid4()), "seen": broken}
        address = reverse("office:approval_agree", args=[approval.number])
        assert at(cast.maya).post(address, body).status_code == 422


def test_the_queue_and_what_needs_doing(cast: Cast) -> None:
    cast.deposit()
    assert "Nothing waits for you." in main_of(at(cast.maya).get(reverse("office:approvals")))
    proposed(cast.bambang)
    queue = main_of(at(cast.maya).get(reverse("office:approvals")))
    assert ("Nothing waits for you." in queue, "Waits for you" in queue) == (False, True)
    own = main_of(at(cast.bambang).get(reverse("office:approvals")))
    assert ("Nothing waits for you." in own, "Waits for somebody else" in own) == (True, True)
    assert "To be agreed" in main_of(at(cast.maya).get(reverse("office:home")))
    assert "To be agreed" not in main_of(at(cast.bambang).get(reverse("office:home")))


def test_another_limit_is_proposed_by_the_page(cast: Cast) -> None:
    address = reverse("office:limit", args=["opening_balances"])
    key = str(uuid.uuid4())
    wrong = at(cast.bambang).post(address, {"key": key, "amount": "banyak", "note": "Kecil saja"})
    assert (wrong.status_code, "Kecil saja" in wrong.text) == (422, True)
    sent = at(cast.bambang).post(address, {"key": key, "amount": "5000000", "note": "Kecil"})
    assert sent["Location"] == reverse("office:approval", args=[Approval.objects.get().number])
    page = main_of(at(cast.maya).get(reverse("office:limits")))
    assert ("Rp20,000,000" in page, "Another limit is proposed." in page) == (True, True)
    missing = at(cast.bambang).post(reverse("office:limit", args=["none"]), {"key": key})
    assert missing.status_code == 404
