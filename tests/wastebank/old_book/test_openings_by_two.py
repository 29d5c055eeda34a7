"""L3: balances of an old book above the limit wait for a second person, whichever way they come."""

import uuid
from base64 import b64encode
from functools import partial

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override

from ledger.audit import check_book
from tests.cast import Cast
from tests.requests.device import Device
from tests.wastebank.approvals.two import proposed
from tests.wastebank.old_book.lists import LIST, checked, file_of, said
from tests.wastebank.web.office.office import at, main_of
from wastebank.approvals.answer import agree, decline
from wastebank.approvals.approvable import approvable_of
from wastebank.approvals.refusals import ApprovalChanged
from wastebank.files.importing.kept import answer_import, begin_import, write_import
from wastebank.management.lists import at_the_shell
from wastebank.members.wallets import balance_of
from wastebank.models import Approval, BegunImport, Member, OpeningBalance
from wastebank.old_book.member_import import import_members
from wastebank.old_book.openings import OpeningSaid
from wastebank.values.calendar import local_day

ANSWERS = said(205_500, 2)


@pytest.fixture(autouse=True)
def limit(cast: Cast) -> None:
    """So much that one person may, and a rupiah less than the list brings."""
    agree(key=uuid.uuid4(), by=cast.tono, approval=proposed(cast.bambang, 205_499).number)


def kept(cast: Cast) -> uuid.UUID:
    key = uuid.uuid4()
    begin_import(
        key=key, by=cast.maya, kind="members", place="MLT", name="buku.csv", data=file_of(*LIST)
    )
    answer_import(by=cast.maya, kind="members", key=key, answers=ANSWERS)
    return key


def waiting(cast: Cast) -> Approval:
    done = write_import(by=cast.maya, kind="members", key=kept(cast))
    assert (done.written, done.added) == (0, 0)
    return Approval.objects.get(pk=done.approval)


def nothing_written() -> bool:
    return not OpeningBalance.objects.exists() and not Member.objects.exclude(old_number="")


@override("en")
def test_a_list_waits_and_is_written_once_somebody_agrees(cast: Cast) -> None:
    approval = waiting(cast)
    assert nothing_written()
    assert approval.amount_idr == 205_500
    assert "Aminah" not in str(approval.request)  # who they are stands in the file alone
    approvable = approvable_of(approval.what)
    assert "Rp205,500" in approvable.question(approval)
    assert approvable.rows(approval.request, approval.facts)[0].then == "Rp205,500"
    ended = agree(key=uuid.uuid4(), by=cast.bambang, approval=approval.number)
    assert ended.made() == cast.melati
    aminah = Member.objects.get(old_number="17")
    assert balance_of(aminah).balance_idr == 125_000
    assert {one.actor for one in OpeningBalance.objects.all()} == {"maya"}
    begun = BegunImport.objects.get()
    assert (bytes(begun.content), begun.answers) == (b"", {})
    again = write_import(by=cast.maya, kind="members", key=begun.key)
    assert (again.added, again.approval, again.replayed) == (4, 0, True)
    assert check_book() == []


def test_what_was_declined_or_is_not_kept_is_not_written(cast: Cast) -> None:
    first = waiting(cast)
    decline(key=uuid.uuid4(), by=cast.bambang, approval=first.number, note="Hitung lagi")
    second = waiting(cast)
    BegunImport.objects.filter(pk=second.request["file"]).delete()
    with pytest.raises(ApprovalChanged):
        agree(key=uuid.uuid4(), by=cast.bambang, approval=second.number)
    assert nothing_written()


def test_many_small_lists_are_one_large_one(cast: Cast) -> None:
    """The sum of a place counts; and whoever holds the shell is asked for nobody else."""
    rows = checked(cast, *LIST[:2]).sheet.rows
    day = local_day(cast.siti.joined_at)
    first = import_members(
        key=uuid.uuid4(), by=cast.maya, place="MLT", rows=rows, said=OpeningSaid(day, 125_000, 1)
    )
    assert (first.added, first.approval) == (2, 0)
    rows = checked(cast, *LIST).sheet.rows
    bring = partial(import_members, place="MLT", rows=rows, said=OpeningSaid(day, 80_500, 1))
    second = bring(key=uuid.uuid4(), by=cast.maya)
    assert (second.added, second.approval > 0) == (0, True)
    assert OpeningBalance.objects.count() == 1
    third = bring(key=uuid.uuid4(), by=at_the_shell("manager", cast.induk))
    assert (third.added, third.approval) == (2, 0)


def test_the_api_answers_202_and_keeps_the_file(cast: Cast) -> None:
    device, key = Device(cast.token(cast.maya)), uuid.uuid4()
    body = {"place": "MLT", "file": b64encode(file_of(*LIST)).decode(), "answers": ANSWERS}
    first = device.post("imports/members", body, key=key)
    assert (first.status, set(first.json)) == (202, {"approval"})
    again = device.post("imports/members", body, key=key)
    assert (again.status, again.replayed, again.body) == (200, True, first.body)
    assert nothing_written()
    treasurer = Device(cast.token(cast.bambang))
    answer = treasurer.post(f"approvals/{first.json['approval']}/agree", {})
    assert (answer.status, answer.json["state"]) == (201, "agreed")
    assert OpeningBalance.objects.count() == 2


@pytest.mark.page
def test_the_page_leads_to_the_proposal(cast: Cast) -> None:
    client = at(cast.maya)
    file = SimpleUploadedFile("buku.csv", file_of(*LIST))
    sent = {"key": str(uuid.uuid4()), "place": "MLT", "file": file}
    look = client.post(reverse("office:members_import"), sent)["Location"]
    answers = {f"q/{name}": "said" for name in ANSWERS}
    answers |= {f"t/{name}/said": text.partition("=")[2] for name, text in ANSWERS.items()}
    client.post(look, answers)
    seen = main_of(client.get(look)).split('name="seen" value="')[1].split('"')[0]
    assert client.post(look, {"go": "write", "seen": seen}).status_code == 302
    assert "Waits for a second person." in (page := main_of(client.get(look)))
    assert reverse("office:approval", args=[Approval.objects.latest("pk").pk]) in page
