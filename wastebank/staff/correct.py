"""Putting right what is on record of places and staff. Codes and user names stay: receipts and the
book rest on them."""

from uuid import UUID

from wastebank import actions
from wastebank.commands import asked, correct
from wastebank.members.former import keep_former
from wastebank.models import Place, User
from wastebank.permissions import CORRECT_STAFF, MANAGE_PLACES, require
from wastebank.refusals import PlaceUnknown
from wastebank.staff.access.looked_after import find_staff
from wastebank.staff.places import looked_after
from wastebank.text import checked_name, checked_reason
from wastebank.values.masked import masked_name


def correct_place(
    *,
    key: UUID,
    by: User,
    place: str,
    reason: str,
    name: str | None = None,
    address: str | None = None,
) -> Place:
    """What is left out stays. Receipts and day sheets keep the name they were made with."""
    require(by, MANAGE_PLACES)
    right: dict[str, str] = {}
    if name is not None:
        right["name"] = checked_name("name", name, 100, needed=True)
    if address is not None:
        right["address"] = checked_name("address", address, 200)

    def hold() -> Place:
        found = looked_after(by).select_for_update().filter(code=place).first()
        if found is None:
            raise PlaceUnknown(place=place)
        if any(getattr(found, field) != value for field, value in right.items()):
            keep_former(found)
        return found

    return correct(
        model=Place,
        key=key,
        by=by,
        action=actions.CORRECT_PLACE,
        which={"place": place},
        reason=checked_reason(reason),
        right=right,
        hold=hold,
        place=lambda found: found,
        shown={},
    )


def correct_staff(
    *,
    key: UUID,
    by: User,
    username: str,
    reason: str,
    first_name: str | None = None,
    last_name: str | None = None,
) -> User:
    """What somebody is called, also oneself. What they recorded keeps the name of then."""
    find_staff(by=by, username=username, to=CORRECT_STAFF)
    typed = asked({"first_name": first_name, "last_name": last_name})
    right = {
        field: checked_name(field, value, 100, needed=field == "first_name")
        for field, value in typed.items()
    }
    return correct(
        model=User,
        key=key,
        by=by,
        action=actions.CORRECT_STAFF,
        which={"username": username},
        reason=checked_reason(reason),
        right=right,
        hold=lambda: User.objects.select_for_update(of=("self",)).get(username=username),
        place=lambda user: user.place,
        shown={"first_name": masked_name, "last_name": masked_name},
    )
