"""Members: enrolling one, and whom they are weighed with."""

from uuid import UUID, uuid4

from ledger import clock
from ledger.posting import open_accounts
from wastebank import actions
from wastebank.book.accounts import wallet
from wastebank.codes.member_number import make_number
from wastebank.codes.secrets import digest_national_id, encrypt_national_id, peppered
from wastebank.commands import log, record
from wastebank.members.doubles import double_of, hold_enrolments
from wastebank.members.find import find_member
from wastebank.members.refusals import NotAGroup
from wastebank.models import Member, PinTries, Place, User
from wastebank.permissions import ENROL_MEMBER, place_of, require
from wastebank.refusals import FieldMalformed, PlaceInactive
from wastebank.text import checked_choice, checked_digits, checked_name, checked_text
from wastebank.values.contacts import compact_phone

# What was read out by it: docs/consent.md.
CONSENT_VERSION = "2026-12"
FIRST_NUMBER = 1000


def enrol_member(
    *,
    key: UUID,
    by: User,
    name: str,
    kind: str = "person",
    phone: str = "",
    address: str = "",
    rt: str = "",
    rw: str = "",
    guardian_name: str = "",
    is_minor: bool = False,
    national_id: str = "",
    consent_version: str | None = None,
    somebody_else: bool = False,
) -> Member:
    """Enrol a member at the place of `by`, with an empty wallet.

    `national_id` (16 digits, optional) is stored encrypted. A minor needs a guardian. The consent
    text is the one in force unless a version is named. Who seems to be on record already is
    refused, unless it is said that this is `somebody_else`; then the log says so.
    """
    place = place_of(require(by, ENROL_MEMBER))
    fields = {
        "name": checked_name("name", name, 100, needed=True),
        "kind": checked_choice("kind", kind, Member.Kind.values),
        "phone": checked_phone(phone),
        "address": checked_name("address", address, 200),
        "rt": checked_digits("rt", rt, 3),
        "rw": checked_digits("rw", rw, 3),
        "guardian_name": checked_name("guardian_name", guardian_name, 100, needed=is_minor),
    }
    named = consent_version
    if named is not None:
        named = checked_text("consent_version", named, 20, needed=True)
    national_id = checked_national_id(national_id)
    request = {
        **fields,
        "by": by.username,
        # As it was asked: the same request stays the same when a new text comes into force.
        "consent_version": named,
        "is_minor": is_minor,
        "national_id": peppered("digest", national_id).hex() if national_id else "",
        **({"somebody_else": True} if somebody_else else {}),
    }
    return record(
        Member,
        key=key,
        verb="enrol_member",
        request=request,
        make=lambda: _enrol(
            key,
            by,
            place,
            {**fields, "consent_version": named or CONSENT_VERSION},
            national_id,
            somebody_else=somebody_else,
        ),
    )


def _enrol(
    key: UUID,
    by: User,
    place: Place,
    fields: dict[str, str],
    national_id: str,
    *,
    somebody_else: bool,
) -> Member:
    if not place.active:
        raise PlaceInactive(place=place.name)
    hold_enrolments(place)
    double = double_of(by, place, fields, national_id)
    if double is not None and not somebody_else:
        raise double
    member = Member.objects.create(
        number=uuid4().hex[:16],  # until the database has given the serial
        place=place,
        joined_at=clock.now(),
        national_id_encrypted=encrypt_national_id(national_id) if national_id else "",
        national_id_digest=digest_national_id(national_id),
        national_id_last4=national_id[-4:],
        **fields,
    )
    member.number = make_number(FIRST_NUMBER + member.pk)
    member.save(update_fields=["number"])
    PinTries.objects.create(member=member)
    open_accounts([wallet(member)])
    log(
        by=by,
        action=actions.ENROL_MEMBER,
        subject=f"member:{member.number}",
        key=key,
        reason=double.noted if double else "",
        place=place,
    )
    return member


def join_group(*, key: UUID, by: User, member: str, group: str) -> Member:
    """Weigh a member with a group from now on; an empty group takes it out. Wallets stay apart."""
    require(by, ENROL_MEMBER)
    joining = find_member(number=member, by=by)
    chosen = find_member(number=group, by=by) if group else None
    if chosen is not None and chosen.kind != Member.Kind.GROUP:
        raise NotAGroup(member=chosen.number)

    def join() -> Member:
        joining.group = chosen
        joining.save(update_fields=["group"])
        log(
            by=by,
            action=actions.JOIN_GROUP,
            subject=f"member:{joining.number}",
            key=key,
            reason=chosen.number if chosen else "",
            place=joining.place,
        )
        return joining

    request = {
        "by": by.username,
        "member": joining.number,
        "group": chosen.number if chosen else "",
    }
    return record(Member, key=key, verb="join_group", request=request, make=join)


def checked_phone(phone: str) -> str:
    """A telephone number in any usual form, without what only parts its figures."""
    trimmed = compact_phone(phone)
    digits = trimmed.removeprefix("+")
    if trimmed and not (digits.isascii() and digits.isdigit() and 6 <= len(digits) <= 15):
        raise FieldMalformed(field="phone")
    return trimmed


def checked_national_id(national_id: str) -> str:
    """An Indonesian NIK has sixteen digits."""
    trimmed = "".join(national_id.split())
    if trimmed and not (trimmed.isascii() and trimmed.isdigit() and len(trimmed) == 16):
        raise FieldMalformed(field="national_id")
    return trimmed
