"""The bank's own facts are given, and put right."""

from collections.abc import Mapping
from uuid import UUID

from wastebank import actions
from wastebank.bank.known import bank_facts, forget
from wastebank.bank.refusals import (
    BankUnnamed,
    FirstPlaceThere,
    PhoneUnreadable,
    ZoneStands,
    ZoneUnknown,
)
from wastebank.bank.zone import held_bank, is_fixed, is_zone
from wastebank.commands import Correction, asked, record
from wastebank.models import Bank, Place, User
from wastebank.models.bank import THE_ONE
from wastebank.permissions import MANAGE_BANK, MANAGE_PLACES, require
from wastebank.refusals import NothingCorrected
from wastebank.staff.places import place_fields, put_place
from wastebank.text import checked_name, checked_reason, checked_text
from wastebank.values.calendar import zone_now
from wastebank.values.contacts import looks_like_phone

LONGEST_NAME, LONGEST_PHONE, LONGEST_ADDRESS = 100, 30, 200


def set_bank(
    *,
    key: UUID,
    by: User,
    name: str | None = None,
    phone: str | None = None,
    address: str | None = None,
    time_zone: str | None = None,
    reason: str = "",
) -> Bank:
    """Give the facts, or put them right; what is left out stays. Each change is a line of the log.

    The time zone stands once anything is recorded.
    """
    require(by, MANAGE_BANK)
    right = checked_facts(name=name, phone=phone, address=address, time_zone=time_zone)
    why = checked_reason(reason, needed=False)
    request = {"by": by.username, "reason": why, **right}
    bank = record(
        Bank,
        key=key,
        verb="set_bank",
        request=request,
        make=lambda: put_facts(key, by, right, why),
    )
    forget()
    return bank


def found_bank(
    *,
    key: UUID,
    by: User,
    name: str,
    phone: str,
    address: str,
    time_zone: str,
    code: str,
    place_name: str = "",
) -> Bank:
    """The facts of a new bank together with its first place, where its first person then stands.

    `code` stands before the receipt numbers of that place.
    """
    require(by, MANAGE_BANK)
    require(by, MANAGE_PLACES)
    right = checked_facts(name=name, phone=phone, address=address, time_zone=time_zone)
    place = place_fields(code, place_name or name, Place.Kind.MAIN, address)

    def make() -> Bank:
        bank = put_facts(key, by, right, "", again=True)
        if Place.objects.exists():
            raise FirstPlaceThere
        first = put_place(key, by, place, "")
        if by.also_admin and by.place is None:
            person = User.objects.select_for_update(of=("self",)).get(pk=by.pk)
            person.place = by.place = first
            person.save(update_fields=["place"])
        return bank

    request = {"by": by.username, **right, "place": place}
    bank = record(Bank, key=key, verb="found_bank", request=request, make=make)
    forget()
    return bank


def checked_facts(**given: str | None) -> dict[str, str]:
    """Those that somebody said, as they may stand on a paper."""
    facts = asked(given)
    if "name" in facts:
        facts["name"] = checked_name("name", facts["name"], LONGEST_NAME, needed=True)
    if "phone" in facts:
        facts["phone"] = checked_text("phone", facts["phone"], LONGEST_PHONE, needed=True)
        if not looks_like_phone(facts["phone"]):
            raise PhoneUnreadable(phone=facts["phone"], field="phone")
    if "address" in facts:
        facts["address"] = checked_name("address", facts["address"], LONGEST_ADDRESS)
    if "time_zone" in facts and not is_zone(facts["time_zone"]):
        raise ZoneUnknown(zone=facts["time_zone"][:60], field="time_zone")
    return facts


def put_facts(
    key: UUID, by: User, right: Mapping[str, str], why: str, *, again: bool = False
) -> Bank:
    """Write the facts inside a command's transaction; `again`: the same ones are no refusal."""
    bank = held_bank()
    zone = right.get("time_zone", "")
    if zone and zone != (bank.time_zone or zone_now()) and is_fixed():
        raise ZoneStands(zone=bank.time_zone or zone_now(), field="time_zone")
    correction = Correction(
        by=by,
        key=key,
        action=actions.SET_BANK,
        subject=f"bank:{THE_ONE}",
        reason=why,
        place=None,
        shown={},
    )
    try:
        correction.write(bank, right)
    except NothingCorrected:
        if not again:
            raise
    return bank


def require_named() -> None:
    """Nothing that a member carries home is printed before it says whose it is."""
    if not bank_facts().is_printable:
        raise BankUnnamed
