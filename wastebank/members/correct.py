"""Putting right what is on record of a member. Papers that were made keep what they said."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from wastebank import actions
from wastebank.codes.secrets import digest_national_id, encrypt_national_id, peppered
from wastebank.commands import Correction, asked, record
from wastebank.members.doubles import double_of, hold_enrolments
from wastebank.members.enrol import checked_national_id, checked_phone
from wastebank.members.find import find_member
from wastebank.members.former import keep_former
from wastebank.members.refusals import GroupInUse
from wastebank.models import Member, User
from wastebank.permissions import ENROL_MEMBER, require
from wastebank.text import checked_choice, checked_digits, checked_name, checked_reason
from wastebank.values.masked import HIDDEN, masked_digits, masked_name, masked_text

SHOWN = {
    "name": masked_name,
    "guardian_name": masked_name,
    "phone": masked_digits,
    "address": masked_text,
    "kind": lambda kind: str(Member.Kind(kind).label),
    "national_id_last4": lambda last: f"{HIDDEN}{last}" if last else "",
}
# Of an identity number the log shows how it ends.
UNSEEN = {"national_id_digest", "national_id_encrypted"}
# What makes somebody the one who is on record already.
TELLS_WHO = {"name", "phone", "national_id_digest"}


def correct_member(
    *,
    key: UUID,
    by: User,
    member: str,
    reason: str,
    name: str | None = None,
    kind: str | None = None,
    phone: str | None = None,
    address: str | None = None,
    rt: str | None = None,
    rw: str | None = None,
    guardian_name: str | None = None,
    national_id: str | None = None,
    somebody_else: bool = False,
) -> Member:
    """What is left out stays; what is empty is taken off the record. Name and kind are needed.

    Who would then seem to be another who is on record is refused, unless it is said that this is
    `somebody_else`.
    """
    require(by, ENROL_MEMBER)
    found = find_member(number=member, by=by)
    typed = asked(
        {
            "name": name,
            "kind": kind,
            "phone": phone,
            "address": address,
            "rt": rt,
            "rw": rw,
            "guardian_name": guardian_name,
        }
    )
    right = {field: checked(field, value) for field, value in typed.items()}
    identity = None if national_id is None else checked_national_id(national_id)
    why = checked_reason(reason)
    request = {
        **right,
        "by": by.username,
        "member": found.number,
        "reason": why,
        **({"somebody_else": True} if somebody_else else {}),
    }
    if identity is not None:
        request["national_id"] = peppered("digest", identity).hex() if identity else ""
        right |= identity_facts(found, identity)

    def make() -> Member:
        hold_enrolments(found.place)
        held = Member.objects.select_for_update(of=("self",)).select_related("place")
        corrected = held.get(pk=found.pk)
        refuse_group_in_use(corrected, right)
        if not somebody_else:
            refuse_double(by, corrected, right, identity)
        write(key, by, corrected, right, why)
        return corrected

    return record(Member, key=key, verb="correct_member", request=request, make=make)


def checked(field: str, value: str) -> str:
    if field == "kind":
        return checked_choice(field, value, Member.Kind.values)
    if field == "phone":
        return checked_phone(value)
    if field in ("rt", "rw"):
        return checked_digits(field, value, 3)
    return checked_name(field, value, 200 if field == "address" else 100, needed=field == "name")


def identity_facts(member: Member, identity: str) -> dict[str, str]:
    """The columns that hold an identity number; the same number is not encrypted anew."""
    digest = digest_national_id(identity)
    if digest == member.national_id_digest:
        return {}
    return {
        "national_id_last4": identity[-4:],
        "national_id_digest": digest,
        "national_id_encrypted": encrypt_national_id(identity) if identity else "",
    }


def refuse_group_in_use(member: Member, right: Mapping[str, Any]) -> None:
    """A group that members are weighed with stays one; and none is weighed with another."""
    group = Member.Kind.GROUP
    kind = right.get("kind", member.kind)
    if member.kind == group and kind != group and member.belonging.exists():
        raise GroupInUse(member=member.number)
    if member.kind != group and kind == group and member.group is not None:
        raise GroupInUse(member=member.group.number)


def refuse_double(by: User, member: Member, right: Mapping[str, Any], identity: str | None) -> None:
    if not TELLS_WHO & differing(member, right):
        return
    fields = {name: right.get(name, getattr(member, name)) for name in ("name", "phone")}
    double = double_of(by, member.place, fields, identity or "", but=member)
    if double is not None:
        raise double


def differing(member: Member, right: Mapping[str, Any]) -> set[str]:
    return {name for name, value in right.items() if getattr(member, name) != value}


def write(key: UUID, by: User, member: Member, right: Mapping[str, Any], reason: str) -> None:
    """The member, what papers called it before, and the log, which names nobody."""
    changing = differing(member, right)
    if changing & {"name", "kind"}:
        keep_former(member)
    for column in UNSEEN & changing:
        setattr(member, column, right[column])
    Correction(
        by=by,
        key=key,
        action=actions.CORRECT_MEMBER,
        subject=f"member:{member.number}",
        reason=reason,
        place=member.place,
        shown=SHOWN,
    ).write(
        member,
        {name: value for name, value in right.items() if name not in UNSEEN},
        # two numbers may end alike
        also={"national_id_last4"} if UNSEEN & changing else set(),
    )
