"""Putting right what is on record: it is logged, and papers that were made keep what they said."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from clinic.charges.receipts import redemption_receipt
from ledger.audit import audit
from tests.cast import Cast, enrol
from wastebank.codes.secrets import digest_national_id
from wastebank.days.closing import close_day, day_sheet
from wastebank.days.sheet import day_sheet_paper
from wastebank.deposits.receipts import deposit_receipt
from wastebank.materials.correct import correct_material
from wastebank.members.correct import correct_member
from wastebank.members.enrol import join_group
from wastebank.members.refusals import GroupInUse, MemberDouble, MemberUnknown, NumberMisspelt
from wastebank.models import ActionLog, Deposit, FormerName, User
from wastebank.passbook.lines import passbook_page
from wastebank.refusals import (
    FieldMalformed,
    FieldMissing,
    MayNot,
    NameTaken,
    NothingCorrected,
    PlaceUnknown,
    ReasonMissing,
)
from wastebank.staff.correct import correct_place, correct_staff
from wastebank.staff.refusals import StaffUnknown
from wastebank.values.calendar import local_day

NIK = "3374010101010007"


def put_right(cast: Cast, **facts: Any) -> Any:
    terms = {"member": cast.siti.number, "reason": "salah dengar", "by": cast.sari, **facts}
    return correct_member(key=uuid4(), **terms)


def logged(action: str) -> list[tuple[str, str, str]]:
    lines = ActionLog.objects.filter(action=action).order_by("pk")
    return [tuple(line.change["en"].values()) for line in lines]


def test_every_fact_of_a_member_is_put_right_and_logged(cast: Cast) -> None:
    put_right(
        cast,
        name="Siti Rahayuningsih",
        kind="institution",
        phone="0812 0000 0407",
        address="Jl. Kenanga 7",
        rt="7",
        rw="3",
        guardian_name="Tini Wijaya",
        national_id=NIK,
    )
    siti = cast.siti
    siti.refresh_from_db()
    assert (siti.name, siti.kind, siti.phone) == (
        "Siti Rahayuningsih",
        "institution",
        "081200000407",
    )
    assert (siti.address, siti.rt, siti.rw) == ("Jl. Kenanga 7", "7", "3")
    assert (siti.guardian_name, siti.national_id_last4) == ("Tini Wijaya", "0007")
    assert siti.national_id_digest == digest_national_id(NIK)
    assert "rahayuningsih" in siti.found_by
    told = logged("correct_member")
    assert len({thing for thing, _before, _after in told}) == len(told) == 8
    everything = str(list(ActionLog.objects.filter(action="correct_member").values()))
    for secret in ("Rahayuningsih", "081200000407", "0812", "Kenanga", "Wijaya", NIK):
        assert secret not in everything, secret
    assert "•••407" in everything
    assert "S••• R•••" in everything
    line = ActionLog.objects.filter(action="correct_member").first()
    assert line is not None
    assert (line.actor, line.reason, line.place) == ("sari", "salah dengar", "MLT")
    assert not audit()


def test_what_is_left_out_stays_and_what_is_empty_goes(cast: Cast) -> None:
    put_right(cast, phone="081200000407", national_id=NIK)
    put_right(cast, phone="", national_id="")
    cast.siti.refresh_from_db()
    assert (cast.siti.phone, cast.siti.national_id_digest) == ("", "")
    assert (cast.siti.national_id_encrypted, cast.siti.national_id_last4) == ("", "")
    assert cast.siti.name == "Siti Rahayu"


def test_two_numbers_that_end_alike_are_two(cast: Cast) -> None:
    put_right(cast, national_id=NIK)
    put_right(cast, national_id="3374010101020007")
    cast.siti.refresh_from_db()
    assert cast.siti.national_id_digest == digest_national_id("3374010101020007")
    assert len(logged("correct_member")) == 2
    with pytest.raises(NothingCorrected):
        put_right(cast, national_id="3374010101020007")


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({}, NothingCorrected),
        ({"name": "Siti Rahayu"}, NothingCorrected),
        ({"name": ""}, FieldMissing),
        ({"name": " \t"}, FieldMissing),
        ({"name": "--"}, FieldMalformed),
        ({"name": "Siti\x00"}, FieldMalformed),
        ({"kind": "ghost"}, FieldMalformed),
        ({"kind": ""}, FieldMalformed),
        ({"phone": "nol delapan"}, FieldMalformed),
        ({"rt": "1000"}, FieldMalformed),
        ({"national_id": "123"}, FieldMalformed),
        ({"name": "Siti R.", "reason": " "}, ReasonMissing),
        ({"name": "Siti R.", "member": "1001-A"}, NumberMisspelt),
    ],
)
def test_what_cannot_be_right_is_refused(
    cast: Cast, facts: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        put_right(cast, **facts)
    cast.siti.refresh_from_db()
    assert cast.siti.name == "Siti Rahayu"
    assert not ActionLog.objects.filter(action="correct_member").exists()
    assert not FormerName.objects.exists()


def test_who_may_and_of_whom(cast: Cast) -> None:
    for by in (cast.dewi, cast.lestari, cast.bambang, cast.yusuf, cast.tono):
        with pytest.raises(MayNot):
            put_right(cast, by=by, name="Siti R.")
    with pytest.raises(MemberUnknown):
        put_right(cast, by=cast.rudi, name="Siti R.")


def test_nobody_becomes_somebody_else_who_is_on_record(cast: Cast) -> None:
    put_right(cast, national_id=NIK, phone="081200000407")
    with pytest.raises(MemberDouble):
        put_right(cast, member=cast.hasan.number, national_id=NIK)
    with pytest.raises(MemberDouble):
        put_right(cast, member=cast.hasan.number, name="SITI RAHAYU", phone="+6281200000407")
    put_right(cast, member=cast.hasan.number, national_id=NIK, somebody_else=True)
    put_right(cast, rt="9")  # nothing that tells who somebody is: nobody is asked


def test_a_group_stays_one_while_members_are_weighed_with_it(cast: Cast) -> None:
    group = enrol(cast.sari, "Dasawisma Mawar", kind="group")
    join_group(key=uuid4(), by=cast.sari, member=cast.siti.number, group=group.number)
    with pytest.raises(GroupInUse):
        put_right(cast, member=group.number, kind="household")
    with pytest.raises(GroupInUse):
        put_right(cast, kind="group")
    put_right(cast, member=group.number, name="Dasawisma Mawar Putih")


def papers(cast: Cast, deposit: Any, visit: Any, day: Any) -> list[Any]:
    fresh = type(deposit).objects.get(pk=deposit.pk)
    care = type(visit).objects.get(pk=visit.pk)
    sheet = day_sheet_paper(day_sheet(by=cast.bambang, place=cast.melati, day=day), language="id")
    lines, _ = passbook_page(cast.siti, before_version=None, limit=10)
    return [
        deposit_receipt(fresh, language="id", check_url="x"),
        redemption_receipt(care, language="id", check_url="x"),
        (sheet.place_name, sheet.place_address, sheet.operators, sheet.materials),
        [(line.place_name, line.change_idr) for line in lines],
    ]


def test_papers_that_were_made_keep_what_they_said(cast: Cast) -> None:
    deposit, visit = cast.deposit(), cast.redeem()
    day = local_day(deposit.recorded_at)
    close_day(key=uuid4(), by=cast.bambang, place="MLT", day=day)
    before = papers(cast, deposit, visit, day)
    for name in ("Titi Salah", "Titi Rahayu"):  # the first was wrong, too
        put_right(cast, name=name)
    for place in ("MLT", "SHT"):
        for name in ("Salah", "Melati Putih"):
            correct_place(
                key=uuid4(), by=cast.tono, place=place, reason="pindah", name=name, address="Baru"
            )
    correct_material(
        key=uuid4(), by=cast.maya, material="pet", reason="ejaan", name_id="PET", name_en="PET"
    )
    correct_staff(key=uuid4(), by=cast.maya, username="sari", reason="nikah", first_name="Sarinah")
    assert papers(cast, deposit, visit, day) == before
    late = Deposit.objects.get(pk=cast.deposit().pk)
    paper = deposit_receipt(late, language="id", check_url="x")
    assert (paper.place_name, paper.place_address) == ("Melati Putih", "Baru")
    assert paper.person != deposit_receipt(deposit, language="id", check_url="x").person
    assert paper.lines[0].name == "PET"
    assert not audit()


@pytest.mark.parametrize(
    ("command", "terms", "refusal"),
    [
        (correct_place, {"place": "MLT", "name": ""}, FieldMissing),
        (correct_place, {"place": "MLT"}, NothingCorrected),
        (correct_place, {"place": "NIX", "name": "Baru"}, PlaceUnknown),
        (correct_material, {"material": "pet", "name_id": "KARDUS"}, NameTaken),
        (correct_material, {"material": "pet", "family": "batu"}, FieldMalformed),
        (correct_material, {"material": "pet", "name_en": ""}, FieldMissing),
        (correct_staff, {"username": "sari", "first_name": ""}, FieldMissing),
        (correct_staff, {"username": "tono", "first_name": "Toni"}, StaffUnknown),
        (correct_staff, {"username": "sari", "first_name": "Sari", "reason": ""}, ReasonMissing),
    ],
)
def test_places_materials_and_staff(
    cast: Cast, command: Callable[..., Any], terms: dict[str, Any], refusal: type[Exception]
) -> None:
    said = {"key": uuid4(), "by": cast.maya, "reason": "salah", **terms}
    with pytest.raises(refusal):
        command(**said)
    assert not ActionLog.objects.filter(action__startswith="correct").exists()


# --- the pages


PAGES = (
    ("member_correct", "sari", lambda cast: cast.siti.number, {"name": "Siti Rahayuningsih"}),
    ("place_correct", "maya", lambda cast: "MLT", {"name": "Melati Putih"}),
    ("material_correct", "bambang", lambda cast: "pet", {"name_en": "Clear PET"}),
    ("person_correct", "maya", lambda cast: "sari", {"first_name": "Sarinah"}),
)


@pytest.mark.page
@pytest.mark.parametrize(("page", "who", "which", "right"), PAGES)
def test_a_page_puts_right_what_was_changed_in_it_and_nothing_else(
    cast: Cast, page: str, who: str, which: Callable[[Cast], str], right: dict[str, str]
) -> None:
    client = Client(headers={"accept-language": "en"})
    user: User = getattr(cast, who)
    client.force_login(user)
    address = reverse(f"office:{page}", args=[which(cast)])
    shown = client.get(address)
    assert shown.status_code == 200
    form = shown.context["form"]
    sent: dict[str, Any] = {"key": str(uuid4()), "reason": "salah ketik"}
    for bound in form:
        if bound.field.show_hidden_initial:
            sent[f"initial-{bound.name}"] = bound.value() or ""
            sent[bound.name] = bound.value() or ""
    if page == "member_correct":  # a colleague corrected something meanwhile
        put_right(cast, phone="081200000409")
    assert "nothing_corrected" in client.post(address, sent).text
    (name, value) = next(iter(right.items()))
    missing = client.post(address, {**sent, name: ""})
    assert missing.status_code == 422
    done = client.post(address, {**sent, name: value, "key": str(uuid4())}, follow=True)
    assert done.status_code == 200
    assert value in done.text
    if page == "member_correct":
        cast.siti.refresh_from_db()
        assert cast.siti.phone == "081200000409"
