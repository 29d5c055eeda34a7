"""Enrolling and finding members."""

import hashlib
import uuid
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from ledger.queries import find_account
from tests.cast import Cast
from tests.serving import ROOT
from wastebank.codes.member_number import make_number, parse_number
from wastebank.codes.secrets import decrypt_national_id
from wastebank.members.enrol import CONSENT_VERSION, enrol_member
from wastebank.members.find import find_member
from wastebank.members.refusals import MemberUnknown, NumberMisspelt
from wastebank.models import ActionLog, Member, PinTries
from wastebank.refusals import (
    AccountDisabled,
    FieldMalformed,
    FieldMissing,
    FieldTooLong,
    MayNot,
    PlaceInactive,
    Refusal,
)

NIK = "3404011503850002"


def enrol(cast: Cast, *, key: uuid.UUID | None = None, **fields: Any) -> Member:
    given = {"name": "Budi Santoso", **fields}
    by = given.pop("by", cast.sari)
    return enrol_member(key=key or uuid.uuid4(), by=by, **given)


def test_a_member_has_a_number_one_can_say_and_an_empty_wallet(cast: Cast) -> None:
    budi = enrol(cast, kind="household", phone="0812 3456-789", rt="05", rw="12")
    assert parse_number(budi.number) == budi.number
    assert (budi.place, budi.phone, budi.rt, budi.rw) == (cast.melati, "08123456789", "05", "12")
    copied = enrol(cast, name="Tuti", phone="\u202a+62 812‑3456‑789\u202c")  # out of a chat
    assert (copied.phone, copied.phone_form) == ("+628123456789", budi.phone)
    assert budi.consent_version == CONSENT_VERSION
    wallet = find_account(f"member:{budi.number}")
    assert wallet is not None
    assert (wallet.balance, wallet.guarded, wallet.kind, wallet.unit) == (
        0,
        True,
        "liability",
        "IDR",
    )
    assert PinTries.objects.get(member=budi).failed == 0


def test_numbers_are_given_once_each(cast: Cast) -> None:
    numbers = {enrol(cast).number for _ in range(5)}
    assert len(numbers) == 5


def test_a_member_sent_twice_is_enrolled_once(cast: Cast) -> None:
    key = uuid.uuid4()
    first, again = enrol(cast, key=key), enrol(cast, key=key)
    assert (first.pk, first.replayed, again.replayed) == (again.pk, False, True)
    assert Member.objects.filter(name="Budi Santoso").count() == 1


def test_the_national_id_is_kept_encrypted_with_its_last_digits(cast: Cast) -> None:
    budi = enrol(cast, national_id="3404 0115 0385 0002")
    assert NIK not in budi.national_id_encrypted
    assert decrypt_national_id(budi.national_id_encrypted) == NIK
    assert budi.national_id_last4 == "0002"
    assert enrol(cast).national_id_encrypted == ""


def test_the_log_holds_no_personal_data(cast: Cast) -> None:
    enrol(cast, name="Budi Santoso", phone="08123456789", national_id=NIK)
    entry = ActionLog.objects.latest("pk")
    assert (entry.action, entry.actor, entry.place) == ("enrol_member", "sari", "MLT")
    said = f"{entry.subject} {entry.reason} {entry.key}"
    assert not any(word in said for word in ("Budi", "0812", NIK))


@pytest.mark.parametrize(
    ("fields", "refusal", "field"),
    [
        ({"name": ""}, FieldMissing, "name"),
        ({"name": "   "}, FieldMissing, "name"),
        ({"name": "x" * 101}, FieldTooLong, "name"),
        ({"name": "Budi\x00"}, FieldMalformed, "name"),
        ({"name": "Budi\nSantoso"}, FieldMalformed, "name"),
        ({"name": "Budi\ud800"}, FieldMalformed, "name"),
        ({"kind": "company"}, FieldMalformed, "kind"),
        ({"phone": "12"}, FieldMalformed, "phone"),
        ({"phone": "０８１２３４５６"}, FieldMalformed, "phone"),
        ({"phone": "0812-CALL"}, FieldMalformed, "phone"),
        ({"rt": "1234"}, FieldMalformed, "rt"),
        ({"rw": "x"}, FieldMalformed, "rw"),
        ({"rw": "٣"}, FieldMalformed, "rw"),
        ({"address": "x" * 201}, FieldTooLong, "address"),
        ({"is_minor": True}, FieldMissing, "guardian_name"),
        ({"national_id": "123"}, FieldMalformed, "national_id"),
        ({"national_id": "x" * 16}, FieldMalformed, "national_id"),
        ({"consent_version": ""}, FieldMissing, "consent_version"),
    ],
    ids=str,
)
def test_what_cannot_be_used_is_named(
    cast: Cast, fields: dict[str, Any], refusal: type[Refusal], field: str
) -> None:
    with pytest.raises(refusal) as refused:
        enrol(cast, **fields)
    assert refused.value.facts["field"] == field
    assert not Member.objects.filter(joined_at__gt=cast.hasan.joined_at, place=cast.melati).exists()


def test_a_minor_is_enrolled_with_a_guardian(cast: Cast) -> None:
    assert enrol(cast, is_minor=True, guardian_name="Siti Rahayu").guardian_name == "Siti Rahayu"


def test_nobody_is_enrolled_at_a_closed_place(cast: Cast) -> None:
    cast.melati.active = False
    cast.melati.save()
    with pytest.raises(PlaceInactive):
        enrol(cast)


def test_only_the_counter_and_the_manager_enrol(cast: Cast) -> None:
    for staff in (cast.dewi, cast.lestari, cast.bambang, cast.yusuf, cast.tono):
        with pytest.raises(MayNot):
            enrol(cast, by=staff)
    assert enrol(cast, by=cast.maya).place == cast.induk


def test_whoever_left_enrols_nobody(cast: Cast) -> None:
    cast.sari.is_active = False
    with pytest.raises(AccountDisabled):
        enrol(cast)


# --- finding


def test_a_member_is_found_however_the_number_is_typed(cast: Cast) -> None:
    number = cast.siti.number
    for typed in (number, number.lower(), number.replace("-", " "), f"  {number}  "):
        assert find_member(number=typed, by=cast.sari) == cast.siti


def test_a_mistyped_number_is_told_from_an_unknown_one(cast: Cast) -> None:
    digits, letter = cast.siti.number.split("-")
    wrong = "A" if letter != "A" else "B"
    with pytest.raises(NumberMisspelt):
        find_member(number=f"{digits}-{wrong}", by=cast.sari)
    with pytest.raises(MemberUnknown):
        find_member(number=make_number(900_000), by=cast.sari)


def test_a_member_of_another_unit_is_not_there(cast: Cast) -> None:
    with pytest.raises(MemberUnknown):
        find_member(number=cast.wati.number, by=cast.sari)
    for staff in (cast.rudi, cast.maya, cast.bambang, cast.yusuf, cast.tono):
        assert find_member(number=cast.wati.number, by=staff) == cast.wati


def test_the_clinic_looks_nobody_up_by_number(cast: Cast) -> None:
    for staff in (cast.dewi, cast.lestari):
        with pytest.raises(MayNot):
            find_member(number=cast.siti.number, by=staff)


@pytest.mark.parametrize(
    ("name", "initials"),
    [("Siti Rahayu", "SR"), ("Siti", "S"), ("R. A. Kartini Putri", "RA"), ("  ", ""), ("1 2", "")],
)
def test_initials(name: str, initials: str) -> None:
    assert Member(name=name).initials == initials


# The wording of a version, as it is read out: changed words need a new version in docs/consent.md.
WORDINGS = {"2026-12": {"id": "4c5e637e776d39cd", "en": "0f2da69dd05ab47f"}}


def test_the_wording_belongs_to_its_version() -> None:
    page = (ROOT / "docs" / "consent.md").read_text()
    assert f"## {CONSENT_VERSION}\n" in page
    for language, digest in WORDINGS[CONSENT_VERSION].items():
        with translation.override(language):
            words = render_to_string(
                "counter/members/consent.html", {"consent_version": CONSENT_VERSION}
            )
        said = " ".join(words.split())
        assert hashlib.sha256(said.encode()).hexdigest()[:16] == digest, language


def test_the_wording_promises_nothing_that_is_not_there() -> None:
    with translation.override("en"):
        words = render_to_string("counter/members/consent.html", {})
    assert "nothing about illness" not in words
    # a clerk types a few words beside a service whose price is set at the desk: nobody reads them
    assert "written down" not in words
    assert "may note a few words" in " ".join(words.split())
    for said in ("services you pay for", "ten years", "put right", "taken off", "Who sees it"):
        assert said in words, said
